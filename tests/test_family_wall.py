"""The family wall: one table of cases, asked of the policy in Python and of the `family` login by raw SQL."""

from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest

from app.boundaries.limits import limit
from app.boundaries.opening import family_scope
from app.boundaries.policy import circle
from app.involvement import ending, homes, involving, parties
from app.involvement.models import Child, HouseholdMember
from app.involvement.parties import newest
from app.people.models import StaffMember
from app.updates.models import Reply
from app.updates.tell import tell
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.scope import moment
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
        assert connection.execute("select name from caregiver").fetchall() == [("Dana",)]
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
