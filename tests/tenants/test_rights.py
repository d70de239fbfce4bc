"""What each login may do, written by hand: a grant that is added shows here, and in nobody's own hand but this one."""

from datetime import timedelta

import psycopg
import pytest

from app.boundaries.policy import circle
from app.sight import reviewing
from tenants.db import new_id, transaction
from tenants.scope import NOBODY, Audience, Family, Scope
from tests.deeds import as_caregiver, tells, worries
from tests.raw import columns, pinned

FAMILY_READS = {
    "agreement": "checkins since until words involvement_id",
    "agreement_ask": "answer answered_at at involvement_id way",
    "answer": "asked at author_id child_id circle question_id update_id value words",
    "card": "at caregiver_id version",
    "caregiver": "name",
    "caregiver_address": "address caregiver_id",
    "checkin_question": "active child_id kind position wording",
    "child": "name",
    "caregiver_phone": "caregiver_id number",
    "device": "asked caregiver_id denied_at entered_at kind made_at seen_at until",
    "digest": "at caregiver_id items kind period quiet since state",
    "draft": "at author_id caregiver_id child_id content kind private until",
    "handover_note": "at by child_id circle shared_with words",
    "home_choice": "at child_id circle involvement_id kind party_id size",
    "involvement": "caregiver_id child_id entered_at made_at paused_at professional relation",
    "opened": "at author_id by child_id circle week",
    "outcome": "at author_id by child_id circle kind update_id words",
    "mail_choice": "answers at caregiver_id digests paused_until quiet_from quiet_until zone",
    "phone_word": "at caregiver_id",
    "question_left_out": "child_id question_id",
    "reply": "at body by child_id circle shared_with update_id",
    "safety_step": "at author_id by child_id circle kind words worry_id",
    "safety_worry": "at author_id body child_id circle day phone way",
    "same_person": "asked_at by caregiver_id involvement_id withdrawn_at",
    "same_person_answer": "at caregiver_id involvement_id said",
    "shared_use": "at caregiver_id inbox phone",
    "share": "at author_id body by child_id choice_id circle item_id kind own said shared_with topic",
    "staff_member": "shown",
    "update": "at author_id body child_id circle corrects day kind topic",
    "waiting": "at circle",
    "weekly_line": "at body by child_id circle shared_with told_at week",
    "withdrawal": "at author_id child_id circle",
    "words_asked": "at caregiver_id device_id",
    "words_fetched": "at caregiver_id",
}
"""Beside `clinic_id` and `id`. Not here: a reason, a standing, a basis, a hash, an address key, another's contact."""
FAMILY_INSERTS = {
    "agreement_ask",
    "answer",
    "audit_event",
    "card",
    "draft",
    "due",
    "happened",
    "home_choice",
    "mail_choice",
    "phone_word",
    "safety_worry",
    "same_person_answer",
    "share",
    "shared_use",
    "update",
    "waiting",
    "withdrawal",
    "words_asked",
    "words_fetched",
}
FAMILY_DELETES = {"agreement_ask", "draft", "home_choice", "share", "waiting", "words_asked"}
HER_WORDS = (
    "update", "answer", "draft", "card", "same_person_answer", "shared_use", "phone_word", "mail_choice", "safety_worry", "withdrawal",
    "home_choice", "share",
)  # fmt: skip


def test_family_reads_these_columns_and_no_other(app, servers):
    with servers.admin("withkin") as admin:
        assert columns(admin, "family", "SELECT") == {
            table: {"clinic_id", "id", *names.split()} for table, names in FAMILY_READS.items()
        }


def test_family_inserts_here_takes_back_drafts_and_changes_nothing(app, servers, harbour):
    with servers.admin("withkin") as admin:
        assert set(columns(admin, "family", "INSERT")) == FAMILY_INSERTS
        assert columns(admin, "family", "UPDATE") == {}
        deletes = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and has_table_privilege('withkin_family', oid, 'DELETE')"
        assert {name for (name,) in admin.execute(deletes)} == FAMILY_DELETES
    for table in FAMILY_READS:
        with (
            pinned(app, as_caregiver(harbour, "chris")) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f'update "{table}" set clinic_id = clinic_id')


def test_nobody_but_family_writes_what_a_caregiver_says(app, servers):
    with servers.admin("withkin") as admin:
        for login in ("staff", "door", "system", "janitor"):
            assert set(columns(admin, login, "INSERT")) & set(HER_WORDS) == set(), login
            assert set(columns(admin, login, "UPDATE")) & set(HER_WORDS) == set(), login


def test_staff_only_answer_what_she_asks_for(app, servers):
    with servers.admin("withkin") as admin:
        for login in ("staff", "door", "system", "janitor"):
            assert "agreement_ask" not in columns(admin, login, "INSERT"), login
            may = f"select has_table_privilege('withkin_{login}', 'agreement_ask', 'DELETE')"
            assert not admin.execute(may).fetchone()[0], login
        answer = {"answer", "answered_at", "answered_by"}
        assert columns(admin, "staff", "UPDATE")["agreement_ask"] == answer


def test_must_05_she_answers_nothing_herself_and_takes_back_nothing_that_was_answered(app, harbour):
    scope, part = as_caregiver(harbour, "dana"), harbour.parts["dana"]
    row = {"clinic_id": harbour.clinic, "id": new_id(), "at": scope.now, "involvement_id": part, "way": "less"}
    answer = {"answer": "agreed", "answered_at": scope.now, "answered_by": harbour.people["okafor"]}
    refused(app, scope, [insert("agreement_ask", **row, **answer)])
    with pinned(app, scope) as connection:
        connection.execute(*insert("agreement_ask", **row))
        connection.commit()
    for who in ("chris", "rosa"):
        with pinned(app, as_caregiver(harbour, who)) as connection:
            assert connection.execute("delete from agreement_ask").rowcount == 0, who
    with pinned(app, harbour.staff()) as connection:
        connection.execute(
            "update agreement_ask set answer = 'talk', answered_at = %s, answered_by = %s",
            [scope.now, harbour.people["okafor"]],
        )
        connection.commit()
    with pinned(app, scope) as connection:
        assert connection.execute("delete from agreement_ask").rowcount == 0


def test_nobody_changes_a_supervision_note_and_an_action_only_its_end(app, servers):
    with servers.admin("withkin") as admin:
        for login in ("staff", "family", "door", "system", "janitor"):
            assert "supervision_note" not in columns(admin, login, "UPDATE"), login
            for table in ("supervision_note", "agreed_action"):
                may = f"select has_table_privilege('withkin_{login}', '{table}', 'DELETE')"
                assert not admin.execute(may).fetchone()[0], login
                if login != "staff":
                    assert table not in columns(admin, login, "SELECT"), login
        ends = {"done_at", "done_by", "taken_back_at", "taken_back_by"}
        assert columns(admin, "staff", "UPDATE")["agreed_action"] == ends


def test_nobody_changes_or_takes_away_a_worry_or_a_step(app, servers):
    with servers.admin("withkin") as admin:
        for login in ("staff", "family", "door", "system", "janitor"):
            for table in ("safety_worry", "safety_step"):
                assert table not in columns(admin, login, "UPDATE"), login
                may = f"select has_table_privilege('withkin_{login}', '{table}', 'DELETE')"
                assert not admin.execute(may).fetchone()[0], login


def test_the_audit_is_written_and_never_changed(app, servers, harbour):
    with servers.admin("withkin") as admin:
        for login in ("staff", "family", "door", "system", "janitor"):
            assert "audit_event" in columns(admin, login, "INSERT")
            assert "audit_event" not in columns(admin, login, "UPDATE")
            assert not admin.execute(
                f"select has_table_privilege('withkin_{login}', 'audit_event', 'DELETE')"
            ).fetchone()[0]


def insert(table: str, **values: object) -> tuple[str, dict[str, object]]:
    return f'insert into "{table}" ({", ".join(values)}) values ({", ".join(f"%({name})s" for name in values)})', values


def rows(house, scope: Scope, **changes: object) -> list[tuple[str, dict[str, object]]]:
    """One row of each table that family may write, about Dana and Maya, as the page would make it."""
    row = {"clinic_id": house.clinic, "id": new_id(), "at": scope.now} | changes
    part = row | {"author_id": house.parts["dana"], "child_id": house.children["maya"]}
    deed = row | {"actor_id": scope.person}
    home = new_id()
    answered = part | {"update_id": new_id(), "question_id": new_id(), "asked": "?", "words": "x"}
    return [
        insert("update", **part, kind="note", body="x", day=scope.now.date()),
        insert("waiting", **part),
        insert("withdrawal", **part),
        insert("safety_worry", **part, body="x", way="here", day=scope.now.date()),
        insert("answer", **answered),
        insert(
            "draft",
            **part,
            caregiver_id=house.people["dana"],
            private=True,
            kind="note",
            content="{}",
            until=scope.now.date(),
        ),
        insert(
            "home_choice",
            **row,
            involvement_id=part["author_id"],
            child_id=part["child_id"],
            party_id=home,
            size=2,
            kind="home",
        ),
        insert(
            "share",
            **part,
            item_id=new_id(),
            choice_id=new_id(),
            shared_with=home,
            by="x",
            kind="note",
            body="x",
            said="[]",
        ),
        insert("agreement_ask", **row, involvement_id=part["author_id"], way="less"),
        insert("card", **row, caregiver_id=house.people["dana"], version="1"),
        insert("phone_word", **row, caregiver_id=house.people["dana"], word_hash="x"),
        insert("mail_choice", **row, caregiver_id=house.people["dana"], answers=True, quiet_from=20, quiet_until=8),
        insert("shared_use", **row, caregiver_id=house.people["dana"], phone=True, inbox=False),
        insert(
            "same_person_answer",
            **row,
            **{"caregiver_id": house.people["dana"], "involvement_id": house.parts["dana"]},
            said="yes",
        ),
        insert("words_asked", **row, caregiver_id=house.people["dana"], device_id=new_id()),
        insert("words_fetched", **row, caregiver_id=house.people["dana"]),
        insert("happened", **deed, involvement_id=house.parts["dana"], what="note", sign=1, day=scope.now.date()),
        insert("audit_event", **deed, login="family", action="x", subject="x", subject_id=new_id(), detail="{}"),
        insert("due", **row, kind="mail"),
    ]


def refused(app, scope: Scope, statements: list[tuple[str, dict[str, object]]]) -> None:
    for statement, values in statements:
        with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement, values)


def test_she_writes_in_her_own_name(app, harbour):
    scope = as_caregiver(harbour, "dana")
    told = tells(harbour, "dana", "maya", "x")
    for statement, values in rows(harbour, scope):
        if any(
            name in statement for name in ("waiting", "answer", "withdrawal", "home_choice", "share", "words_fetched")
        ):
            continue  # these need their own update; that they are let in is what every page shows
        with pinned(app, scope) as connection:
            assert connection.execute(statement, values).rowcount == 1, statement
    assert told


def test_nobody_writes_in_her_name(app, harbour):
    """The other parent, the grandmother at home, the neighbour: each with their own scope and Dana's ids."""
    for who in ("chris", "rosa", "ben"):
        scope = as_caregiver(harbour, who)
        theirs = [row for row in rows(harbour, scope) if '"due"' not in row[0] and '"audit_event"' not in row[0]]
        refused(app, scope, theirs)


def test_nobody_dates_their_own_words(app, harbour):
    scope = as_caregiver(harbour, "dana")
    for days in (-1, 1):
        dated = rows(harbour, scope, at=scope.now + timedelta(days=days))
        refused(app, scope, [row for row in dated if '"due"' not in row[0]])


def test_a_preview_writes_nothing_by_policy_and_by_its_transaction(app, harbour):
    """Dana's part and circles, and nobody as its caregiver."""
    part = harbour.parts["dana"]
    family = Family(NOBODY, (part,), (circle("own", part),), (harbour.children["maya"],), ())
    scope = Scope(harbour.clinic, Audience.FAMILY, NOBODY, family)
    refused(app, scope, rows(harbour, scope))
    still = Scope(harbour.clinic, Audience.FAMILY, NOBODY, family, read_only=True)
    for statement, values in rows(harbour, still):
        with pinned(app, still) as connection, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute(statement, values)


def test_what_is_private_is_its_authors_alone(app, harbour):
    scope = as_caregiver(harbour, "dana")
    statement, values = next(row for row in rows(harbour, scope) if '"draft"' in row[0])
    with pinned(app, scope) as connection:
        connection.execute(statement, values)
        connection.commit()
    part = harbour.parts["dana"]
    preview = Family(NOBODY, (part,), (circle("own", part),), (harbour.children["maya"],), ())
    seen = {
        "dana": as_caregiver(harbour, "dana"),
        "rosa": as_caregiver(harbour, "rosa"),
        "preview": Scope(harbour.clinic, Audience.FAMILY, NOBODY, preview),
    }
    for who, whose in seen.items():
        with pinned(app, whose) as connection:
            assert connection.execute("select count(*) from draft").fetchone() == (1 if who == "dana" else 0,), who
    with pinned(app, harbour.staff()) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select count(*) from draft")
    with (
        pinned(app, Scope(harbour.clinic, Audience.JANITOR)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("select content from draft")


@pytest.mark.parametrize("wrong", ["as Dr Reyes", "as nobody", "tomorrow"])
def test_a_member_of_staff_speaks_for_nobody_else_and_only_now(app, harbour, wrong):
    told = tells(harbour, "dana", "maya", "x")
    scope = harbour.jobs() if wrong == "as nobody" else harbour.staff()
    row = {
        "clinic_id": harbour.clinic,
        "id": new_id(),
        "update_id": told,
        "child_id": harbour.children["maya"],
        "by": "Dr Okafor",
        "at": scope.now,
    }
    row |= {"staff_id": harbour.people["reyes" if wrong == "as Dr Reyes" else "okafor"]}
    if wrong == "tomorrow":
        row["at"] = scope.now + timedelta(days=1)
    refused(
        app,
        scope,
        [
            insert("reply", **row, shared_with=harbour.parts["dana"], body="x"),
            insert("outcome", **row, author_id=harbour.parts["dana"], kind="seen", words=""),
        ],
    )
    step = {name: value for name, value in row.items() if name != "update_id"} | {
        "worry_id": worries(harbour, "dana", "maya"), "author_id": harbour.parts["dana"], "words": "",
    }  # fmt: skip
    deeds = ("read", "taken", "answered", "called", "closed")
    refused(app, scope, [insert("safety_step", **step, kind=kind) for kind in deeds])
    if wrong == "tomorrow":
        refused(app, scope, [insert("safety_step", **step, kind=kind) for kind in ("told", "escalated")])
    with transaction(harbour.staff("sade")):
        review = reviewing.begin(harbour.children["theo"], "due").id
    about = {
        "clinic_id": harbour.clinic,
        "id": new_id(),
        "at": row["at"],
        "staff_id": row["staff_id"],
        "review_id": review,
    }
    about |= {"child_id": harbour.children["theo"]}
    note = insert("supervision_note", **about, therapist_id=harbour.people["reyes"], body="x")
    action = insert("agreed_action", **about, who_id=harbour.people["reyes"], what="x", due=scope.now.date())
    refused(app, scope, [note, action])
    for deed in ("audit_event", "happened"):
        values = {"clinic_id": harbour.clinic, "id": new_id(), "at": row["at"], "actor_id": harbour.people["reyes"]}
        more = (
            {"login": "staff", "action": "x", "subject": "x", "subject_id": new_id(), "detail": "{}"}
            if deed == "audit_event"
            else {"involvement_id": harbour.parts["dana"], "what": "x", "sign": 1, "day": scope.now.date()}
        )
        refused(app, scope, [insert(deed, **values, **more)])


BESIDE = [
    "select set_config('app.clinic', '00000000-0000-0000-0000-000000000001', true)",
    "create temp table child (id int)",
    "select 1 as id into temp child",
    "create table mine (id int)",
    "create schema mine",
    "select pg_terminate_backend(1)",
    "select * from pg_stat_activity",
    "select pg_notify('a', 'b')",
    "select pg_advisory_lock(1)",
    "select lo_create(0)",
    "select pg_sleep(1)",
    "select pg_table_size('child')",
    "select * from pg_locks",
    "select query_to_xml('select 1', true, true, '')",
    "set role withkin_owner",
    "set role withkin_staff",
    "copy (select 1) to program 'true'",
    "truncate child",
    "create policy open on child using (true)",
    "alter table child disable row level security",
]


@pytest.mark.parametrize("login", ["family", "system", "janitor", "staff", "door"])
def test_a_query_reaches_nothing_beside_its_rows(app, harbour, login):
    scope = as_caregiver(harbour, "dana") if login == "family" else Scope(harbour.clinic, Audience(login))
    for statement in BESIDE:
        if statement == f"set role withkin_{login}":
            continue
        with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
            pytest.fail(f"{login} may {statement}")


def test_lower_and_the_like_stay_everybodys(app, harbour):
    """What is taken from PUBLIC is what shows, stops or outlives a session, and nothing that only sounds like it."""
    with pinned(app, harbour.staff()) as connection:
        assert connection.execute("select lower('A'), lower(int4range(1, 2))").fetchone() == ("a", 1)
