"""The family wall: one table of cases, asked of the policy in Python and of the `family` login by raw SQL."""

from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest

from app.boundaries.limits import limit
from app.boundaries.opening import family_scope
from app.boundaries.policy import circle
from app.involvement import ending, homes, involving, parties
from app.involvement.models import Child, HouseholdMember, Party, PartyMember
from app.involvement.parties import newest
from app.people.models import StaffMember
from app.updates import shared
from app.updates.models import Reply
from app.updates.sharing import HomeChoice, With, unchoose
from app.updates.tell import tell
from app.updates.withdrawing import withdraw
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.scope import moment
from tests.deeds import as_caregiver, shares_at_home, tells
from tests.raw import pinned
from tests.world import part


@dataclass(frozen=True)
class Case:
    """After `change` to `who`'s part, of the replies to her part, her home and all, these are left."""

    name: str
    who: str
    change: str
    left: frozenset[str]


ALL = frozenset({"part", "home", "all"})
CASES = [
    Case("told: everything she is in", "dana", "nothing", ALL),
    Case("the father: his part and what is for all", "chris", "nothing", ALL),
    Case("not told yet: her part alone", "dana", "untold", frozenset({"part"})),
    Case("therapist-led: her part alone", "dana", "led", frozenset({"part"})),
    Case("closed: nothing, even what is for her alone", "chris", "closed", frozenset()),
    Case("closed until yesterday: open again", "chris", "over", ALL),
    Case("closed from tomorrow: not yet", "chris", "tomorrow", ALL),
    Case("another area closed: messages stay", "chris", "elsewhere", ALL),
    Case("ended: own words only", "dana", "ended", frozenset()),
    Case("ended and back: what she was in before", "dana", "back", ALL),
    Case("moved out: not the home's any more", "dana", "moved", frozenset({"part", "all"})),
    Case("moved out a moment ago: at once", "dana", "moves", frozenset({"part", "all"})),
    Case("a professional: what is shared one by one", "dana", "professional", frozenset({"part"})),
    Case("care ended: reading goes on", "dana", "care ended", ALL),
    Case("care ended: on the thirtieth day, too", "dana", "care ended 30 days", ALL),
    Case("care ended: then own words only", "dana", "care ended 31 days", frozenset()),
    Case("care ended and begun again", "dana", "care goes on 31 days", ALL),
]
LATER = {"moved": 2, "care ended 30 days": 30, "care ended 31 days": 31, "care goes on 31 days": 31}
"""Days after the change on which she looks."""


def change(house, case, today):
    row, yesterday = part(house, case.who), today - timedelta(days=1)
    match case.change:
        case "untold":
            row.told_on = None
        case "led" | "closed":
            limit(row.id, "messages", {"led": "therapist-led", "closed": "closed"}[case.change], "safety", today)
        case "over":
            limit(row.id, "messages", "closed", "safety", yesterday, until=yesterday)
        case "tomorrow":
            limit(row.id, "messages", "closed", "safety", today + timedelta(days=1))
        case "elsewhere":
            limit(row.id, "goals", "closed", "safety", today)
        case "ended":
            involving.end(row, today)
        case "back":
            involving.end(row, today)
            involving.come_back(row, today)
        case "moved":
            home = db.select(HouseholdMember).where(HouseholdMember.involvement_id == row.id)
            member = db.session.scalars(home).one()
            member.until = today
        case "moves":
            assert homes.move_out(homes.of(row.id)[0][0], today)
        case "professional":
            row.professional = True
        case "care ended" | "care ended 30 days" | "care ended 31 days" | "care goes on 31 days":
            child = db.session.get_one(Child, (row.clinic_id, row.child_id))
            ending.end_care(child, today)
            if case.change.startswith("care goes on"):
                ending.begin_again(child, today)


@pytest.fixture
def told(harbour):
    """Dana has told something; the clinic has answered each party. Gives (party by name) for whom it may concern."""
    site, today = resolve.of_id(harbour.clinic), harbour.today
    with transaction(family_scope(harbour.clinic, harbour.people["dana"], site.zone)):
        update = tell(new_id(), harbour.parts["dana"], harbour.children["maya"], "note", today, body="hers")

    def answer(who):
        with transaction(harbour.staff()):
            groups = newest(harbour.children["maya"])
            mine = harbour.parts[who]
            by_kind = {"part": mine} | {
                "all" if home is None else "home": party_of(harbour.children["maya"], home)
                for home, members in groups.items()
                if mine in members
            }
            by = db.session.scalar(db.select(StaffMember.shown).where(StaffMember.id == harbour.people["okafor"]))
            for kind, party in by_kind.items():
                common = {
                    "update_id": update,
                    "child_id": harbour.children["maya"],
                    "staff_id": harbour.people["okafor"],
                    "by": by,
                }
                db.session.add(Reply(shared_with=party, body=kind, **common))
        return by_kind

    return answer


def party_of(child, home):
    chosen = db.select(parties.Party).where(
        parties.Party.child_id == child, parties.Party.household_id == home, parties.Party.kind != "part"
    )
    return db.session.scalars(chosen.order_by(parties.Party.number.desc())).first().id


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_left_is_the_same_in_python_and_in_the_database(harbour, app, told, case):
    replies, today = told(case.who), harbour.today
    with transaction(harbour.staff()):
        change(harbour, case, today)
    asked = moment() + timedelta(days=LATER.get(case.change, 0))
    scope = family_scope(harbour.clinic, harbour.people[case.who], resolve.of_id(harbour.clinic).zone, now=asked)
    assert {kind for kind, party in replies.items() if circle("messages", party) in scope.family.circles} == case.left
    with psycopg.connect(app.config["SETTINGS"].database_url_family.replace("+psycopg", "")) as connection:
        for name, value in scope.settings().items():
            connection.execute(f"SET LOCAL {name} = '{value}'")
        found = {
            body
            for (body,) in connection.execute(
                "select body from reply where shared_with = any(%s)", [list(replies.values())]
            )
        }
        assert found == case.left
        words = {body for (body,) in connection.execute('select body from "update"')}
        assert words == ({"hers"} if case.who == "dana" else set())


@pytest.mark.parametrize("column", ["told_on", "sensitive"])
def test_no_caregiver_reads_a_staff_only_column(harbour, app, column):
    with raw_family(harbour, app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"select {column} from involvement")


@pytest.mark.parametrize(
    "table",
    [
        "boundary",
        "party",
        "party_member",
        "household",
        "household_member",
        "care_team_member",
        "audit_event",
        "happened",
        "engagement_week",
        "standing",
        "boundary_past",
        "delivery",
        "portal_link",
        "staff_login",
        "legal_standing",
    ],
)
def test_what_has_no_line_for_her_is_not_granted(harbour, app, table):
    with raw_family(harbour, app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"select 1 from {table}")


def test_she_reads_her_own_rows_where_there_is_no_circle(harbour, app):
    with raw_family(harbour, app) as connection:
        assert connection.execute("select name from child").fetchall() == [("Maya",)]
        names = connection.execute("select name from caregiver").fetchall()
        assert set(names) == {("Dana",), ("Rosa",)}, "herself, and whom she lives with"
        assert set(connection.execute("select shown from staff_member")) == {("Dr Mills",), ("Dr Okafor",)}
        assert connection.execute("select address from caregiver_address").fetchall() == [("dana@harbour.example",)]
        assert connection.execute("select id from involvement").fetchall() == [(harbour.parts["dana"],)]


@pytest.mark.parametrize("wrong", ["in his name", "tomorrow", "about a stranger's child"])
def test_she_tells_in_her_own_name_about_her_own_child_now(harbour, app, wrong):
    author = harbour.parts["chris" if wrong == "in his name" else "dana"]
    child = harbour.children["theo" if wrong == "about a stranger's child" else "maya"]
    at = "now() + interval '1 day'" if wrong == "tomorrow" else "current_setting('app.now')::timestamptz"
    with (
        raw_family(harbour, app) as connection,
        pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ForeignKeyViolation)),
    ):
        connection.execute(
            f"insert into \"update\" (clinic_id, id, author_id, child_id, kind, body, at, day) values (%s, %s, %s, %s, 'note', 'x', {at}, current_date)",
            [harbour.clinic, new_id(), author, child],
        )


def raw_family(house, app, who="dana"):
    """The caregiver's login with her scope pinned, past everything in Python."""
    scope = family_scope(house.clinic, house.people[who], resolve.of_id(house.clinic).zone)
    connection = psycopg.connect(app.config["SETTINGS"].database_url_family.replace("+psycopg", ""))
    for name, value in scope.settings().items():
        connection.execute(f"SET LOCAL {name} = '{value}'")
    return connection


@dataclass(frozen=True)
class Sharing:
    """Dana chose to share with Rosa, then `change`: whether what she writes then is shared, and whether Rosa reads what was."""

    name: str
    change: str
    shares: bool
    rosa_reads: bool


SHARINGS = [
    Sharing("chosen on an earlier day", "nothing", shares=True, rosa_reads=True),
    Sharing("chosen today: from the next morning", "today", shares=False, rosa_reads=False),
    Sharing("sensitive: not while it is", "sensitive", shares=False, rosa_reads=True),
    Sharing("taken back: nothing is left", "taken back", shares=False, rosa_reads=False),
    Sharing("somebody joins the home: it ends", "joined", shares=False, rosa_reads=True),
    Sharing("Rosa moves out: it ends, and she reads none of it", "moved", shares=False, rosa_reads=False),
    Sharing("Rosa's part ends", "rosa ended", shares=False, rosa_reads=False),
    Sharing("Dana's part ends: what she shared stays until she withdraws it", "ended", shares=False, rosa_reads=True),
    Sharing("withdrawn", "withdrawn", shares=True, rosa_reads=False),
    Sharing("closed for Rosa", "closed", shares=True, rosa_reads=False),
    Sharing("therapist-led for Rosa", "led", shares=True, rosa_reads=False),
    Sharing(
        "closed for Dana herself: what she may write depends on no limit",
        "closed for her",
        shares=True,
        rosa_reads=True,
    ),
]


def change_at_home(house, case, choice, update, today):
    match case.change:
        case "taken back" | "withdrawn":
            with transaction(as_caregiver(house, "dana")):
                if case.change == "withdrawn":
                    withdraw(update, house.parts["dana"], house.children["maya"], today)
                else:
                    unchoose(db.session.get_one(HomeChoice, (house.clinic, choice)))
            return
    with transaction(house.staff()):
        match case.change:
            case "sensitive":
                part(house, "dana").sensitive = True
            case "joined":
                involving.join(
                    house.children["maya"],
                    house.people["ben"],
                    "uncle",
                    involving.home(house.children["maya"], "A"),
                    today,
                )
            case "moved":
                mine = db.select(HouseholdMember).where(HouseholdMember.involvement_id == house.parts["rosa"])
                db.session.scalars(mine).one().until = today - timedelta(days=0)
                parties.renew(house.children["maya"], today)
            case "rosa ended":
                involving.end(part(house, "rosa"), today)
            case "ended":
                involving.end(part(house, "dana"), today)
            case "closed":
                limit(house.parts["rosa"], "updates", "closed", "safety", today)
            case "led":
                limit(house.parts["rosa"], "updates", "therapist-led", "safety", today)
            case "closed for her":
                limit(house.parts["dana"], "updates", "closed", "safety", today)


@pytest.mark.parametrize("case", SHARINGS, ids=lambda case: case.name)
def test_must_04_what_is_shared_at_home_is_the_same_in_python_and_in_the_database(harbour, app, case):
    today, zone = harbour.today, resolve.of_id(harbour.clinic).zone
    choice = shares_at_home(harbour, "dana", "maya", days=0 if case.change == "today" else 2)
    update = None
    if case.change != "today":
        with transaction(as_caregiver(harbour, "dana")) as scope:
            update = tell(
                new_id(), harbour.parts["dana"], harbour.children["maya"], "note", today, body="hers",
                at_home=[With(choice, party_of_choice(harbour, choice, scope), "Dana")],
            )  # fmt: skip
    change_at_home(harbour, case, choice, update, today)
    then = moment() + timedelta(days=2 if case.change == "moved" else 0)
    dana = family_scope(harbour.clinic, harbour.people["dana"], zone, now=then)
    rosa = family_scope(harbour.clinic, harbour.people["rosa"], zone, now=then)
    assert (choice in dana.family.choices) == case.shares
    for who in ("rosa", "chris", "ben"):
        with pinned(app, family_scope(harbour.clinic, harbour.people[who], zone, now=then)) as connection:
            found = connection.execute("select body from share").fetchall()
            assert found == ([("hers",)] if who == "rosa" and case.rosa_reads else []), who
    with transaction(rosa):
        assert [one.body for one in shared.with_her(None)] == (["hers"] if case.rosa_reads else [])
    assert copies(app, harbour, dana, choice) == case.shares


def party_of_choice(house, choice, scope):
    return db.session.scalars(db.select(HomeChoice.party_id).where(HomeChoice.id == choice)).one()


def copies(app, house, scope, choice):
    """Whether her own login may make a copy by this choice, past everything in Python."""
    with pinned(app, scope) as connection:
        update, maya, dana = new_id(), house.children["maya"], house.parts["dana"]
        row = [house.clinic, update, dana, maya, scope.now]
        party = connection.execute("select party_id from home_choice where id = %s", [choice]).fetchone()
        try:
            connection.execute(
                "insert into \"update\" (clinic_id, id, author_id, child_id, kind, body, at, day) values (%s, %s, %s, %s, 'note', 'x', %s, current_date)",
                row,
            )
            connection.execute(
                "insert into share (clinic_id, id, item_id, author_id, child_id, choice_id, shared_with, by, kind, body, said, at)"
                " values (%s, %s, %s, %s, %s, %s, %s, 'Dana', 'note', 'x', '[]', %s)",
                [house.clinic, new_id(), update, dana, maya, choice, party[0] if party else new_id(), scope.now],
            )
        except psycopg.errors.InsufficientPrivilege:
            return False
        return True


@pytest.mark.parametrize("wrong", ["Chris's words", "for all", "a party she is not in", "as Rosa", "a question"])
def test_must_04_she_shares_her_own_words_with_those_she_named_alone(harbour, app, wrong):
    choice = shares_at_home(harbour, "dana", "maya")
    chris, hers = tells(harbour, "chris", "maya", "his"), tells(harbour, "dana", "maya", "hers")
    scope = as_caregiver(harbour, "dana")
    with transaction(harbour.staff()):
        groups = {
            row.kind: row.id
            for row in db.session.scalars(db.select(Party).where(Party.child_id == harbour.children["maya"]))
        }
        home = db.session.scalars(db.select(HomeChoice.party_id)).one()
        his_home = db.session.scalars(
            db.select(PartyMember.party_id).where(
                PartyMember.involvement_id == harbour.parts["chris"], PartyMember.kind == "home"
            )
        ).first()
    row = {
        "clinic_id": harbour.clinic, "id": new_id(), "at": scope.now, "item_id": hers, "author_id": harbour.parts["dana"],
        "child_id": harbour.children["maya"], "choice_id": choice, "shared_with": home, "by": "Dana", "kind": "note", "body": "x", "said": "[]",
    }  # fmt: skip
    row |= {
        "Chris's words": {"item_id": chris}, "for all": {"shared_with": groups["all"]}, "a party she is not in": {"shared_with": his_home},
        "as Rosa": {"author_id": harbour.parts["rosa"]}, "a question": {"kind": "question"},
    }[wrong]  # fmt: skip
    refusals = psycopg.errors.InsufficientPrivilege, psycopg.errors.ForeignKeyViolation, psycopg.errors.CheckViolation
    with pinned(app, scope) as connection, pytest.raises(refusals):
        connection.execute(
            f"insert into share ({', '.join(row)}) values ({', '.join(f'%({name})s' for name in row)})", row
        )


@pytest.mark.parametrize("who", ["rosa", "chris", "ben"])
def test_must_04_nobody_chooses_or_takes_back_for_another(harbour, app, who):
    choice, today = shares_at_home(harbour, "dana", "maya"), harbour.today
    with transaction(as_caregiver(harbour, "dana")) as mine:
        at_home = [With(choice, party_of_choice(harbour, choice, mine), "Dana")]
        tell(new_id(), harbour.parts["dana"], harbour.children["maya"], "note", today, body="hers", at_home=at_home)
    with transaction(harbour.jobs()):
        home = db.session.get_one(HomeChoice, (harbour.clinic, choice))
        values = {
            "clinic_id": harbour.clinic,
            "id": new_id(),
            "involvement_id": home.involvement_id,
            "child_id": home.child_id,
        }
        values |= {"party_id": home.party_id, "kind": "home", "size": home.size}
    scope = as_caregiver(harbour, who)
    with pinned(app, scope) as connection:
        assert connection.execute("select count(*) from home_choice").fetchone() == (0,)
        assert connection.execute("delete from home_choice").rowcount == 0
        assert connection.execute("delete from share").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            row = values | {"at": scope.now}
            connection.execute(
                f"insert into home_choice ({', '.join(row)}) values ({', '.join(f'%({name})s' for name in row)})", row
            )
