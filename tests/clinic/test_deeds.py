"""The audit page: who did what, in words, found by person, kind, days and child, and nothing of any content."""

import ast
import json
import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from flask_babel import force_locale
from sqlalchemy import text

from app import audit
from app.audit import AuditEvent
from app.boundaries.limits import lift
from app.clinic import deeds
from app.clinic.deed_words import DEEDS, Kind, deed
from app.clinic.deeds_form import asked_for
from app.families.adding import Told, add_family
from app.involvement import involving
from tenants import scope as scopes
from tenants.db import db, new_id, transaction
from tenants.scope import NOBODY, Audience, Scope
from tests.deeds import as_caregiver, replies, tells
from tests.raw import pinned
from tests.tenants.test_rights import insert
from tests.world import part

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("America/New_York")
LINE = re.compile(r"</span>\s*<p>([^<]*)</p>\s*</li>")


@pytest.fixture
def olga(harbour, browser):
    return browser(harbour).sign_in_staff("olga")


def lines(browser) -> list[str]:
    return LINE.findall(browser.text)


def asks(browser, status: int = 200, **asked: str) -> list[str]:
    browser.get("/clinic/audit")
    browser.post("/clinic/audit", asked, status=status)
    return lines(browser)


def test_the_owner_reads_what_a_therapist_just_opened_and_no_word_of_the_content(harbour, browser, olga):
    told = tells(harbour, "dana", "maya", "The move frightens her")
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    okafor.get(f"/families/{harbour.children['maya']}")
    okafor.get(f"/families/{harbour.children['maya']}/people")
    replies(harbour, told, "Follow her lead")
    olga.get("/clinic/audit")
    assert lines(olga)[:6] == [
        "Dr Okafor answered Dana about Maya.",
        "Dr Okafor opened the people around Maya.",
        "Dr Okafor opened Maya's page.",
        "Dr Okafor read what waits about Maya.",
        "Dr Okafor read what waits about Maya.",
        "Dr Okafor signed in.",
    ]
    for content in ("move", "Follow", "@harbour", "order of 3 May", "custody"):
        assert content not in olga.text
    olga.get("/clinic/audit")
    assert lines(olga)[0] == "Olga Brandt opened this list.", "looking at it is recorded, too"


def test_each_deed_of_the_cast_has_its_line_and_its_names_as_they_are_now(harbour, olga):
    with transaction(harbour.staff()):
        lift(harbour.parts["lee"], "messages", harbour.today_known)
        involving.agree(part(harbour, "dana"), 3, "gently", harbour.today_known)
        db.session.execute(
            text("update child set name = 'May' where clinic_id = :clinic and id = :maya"),
            {"clinic": harbour.clinic, "maya": harbour.children["maya"]},
        )
    found = set(lines(olga.get("/clinic/audit") and olga))
    assert {
        "Dr Okafor lifted a limit for Lee and Sam.",
        "Dr Okafor set a limit for Lee and Sam.",
        "Dr Okafor changed what is agreed with Dana about May.",
        "Dr Okafor wrote down what was told about Rosa and May.",
        "Dr Okafor added Chris to the people around May.",
        "Dr Reyes added Theo.",
        "Dr Okafor ended Gwen's part in Sam's therapy.",
        "Olga Brandt opened the clinic.",
    } <= found
    assert not {line for line in found if "omebody" in line or "a child" in line or "has no name" in line}


@pytest.fixture(autouse=True)
def known_day(harbour):
    """The clinic's day, asked before a scope opens."""
    object.__setattr__(harbour, "today_known", harbour.today)


def test_it_is_chosen_by_person_kind_and_child(harbour, browser, olga):
    for who in ("okafor", "reyes"):
        browser(harbour).sign_in_staff(who)
    okafor = browser(harbour).sign_in_staff("okafor")
    okafor.get(f"/families/{harbour.children['maya']}")
    tells(harbour, "dana", "maya", "x")
    person = str(harbour.people["okafor"])
    found = asks(olga, person=person)
    assert found[:2] == ["Dr Okafor opened Maya's page.", "Dr Okafor signed in."]
    assert {line.split(" ")[1] for line in found} == {"Okafor"}
    assert set(asks(olga, kind="signed")) == {"Olga Brandt signed in.", "Dr Okafor signed in.", "Dr Reyes signed in."}
    assert asks(olga, person=person, kind="opened") == ["Dr Okafor opened Maya's page."]
    about = asks(olga, child="maya")
    assert "Dr Okafor opened Maya's page." in about
    assert "Dr Okafor added Maya." in about
    assert "Dr Okafor added Dana to the people around Maya." in about
    assert all("Maya" in line or line == "Olga Brandt opened this list." for line in about)
    assert "Maya" not in olga.page.request.full_path, "an address holds no name"
    assert 'value="Maya"' in olga.page.text
    olga.post("/clinic/audit", {"kind": "opened"})
    assert "Dr Okafor opened Maya's page." in lines(olga)
    assert "Dr Okafor added Maya." not in lines(olga), "the child stays while the kind changes"


def test_what_was_recorded_about_a_childs_people_without_the_child_is_found_too(harbour, olga):
    with transaction(harbour.staff()):
        audit.record("told", "involvement", harbour.parts["dana"])
    assert asks(olga, child="Maya", kind="changed")[0] == "Dr Okafor wrote down what was told about Dana and Maya."


def test_a_name_of_several_children_asks_which_and_one_of_none_says_so(harbour, olga):
    with transaction(harbour.staff()):
        add_family(new_id(), "Maÿa Ann", 9, [Told("Pat", "parent", "A")], harbour.people["okafor"], harbour.today_known)
    asks(olga, 422, child="maya")
    assert "Several children are called that. Choose one." in olga.text
    other = re.search(r'href="(/clinic/audit\?about=[\w-]+)">Maÿa Ann', olga.page.text)[1]
    olga.get(other)
    assert "Dr Okafor added Maÿa Ann." in lines(olga)
    assert "Dr Okafor added Maya." not in lines(olga)
    asks(olga, 422, child="nobody's")
    assert "No child here has that in the name." in olga.text
    assert 'value="nobody\'s"' in olga.text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"since": "2026-02-30"}, "Not a valid date"),
        ({"since": "0001-01-01"}, "a day of this century"),
        ({"until": "9999-12-31"}, "a day of this century"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "The last day is before the first."),
        ({"kind": "x"}, "Not a valid choice"),
        ({"person": str(uuid4())}, "Not a valid choice"),
        ({"child": "x" * 121}, "too long"),
    ],
)
def test_what_makes_no_sense_is_said_and_kept(olga, asked, says):
    asks(olga, 422, **asked)
    assert says in olga.text


@pytest.mark.parametrize(
    "query", ["person=x&kind=y", "since=x&until=2026-13-01", "about=x", "after=x", "endpoint=x&_external=1&_scheme=x"]
)
def test_an_address_that_makes_no_sense_is_the_list(olga, query):
    olga.get(f"/clinic/audit?{query}")
    assert "Olga Brandt signed in." in lines(olga)


def test_a_child_of_another_clinic_or_of_none_has_no_rows(harbour, meadow, olga):
    for child in (meadow.children["maya"], uuid4()):
        olga.get(f"/clinic/audit?about={child}")
        assert lines(olga) == []
        assert "Nothing was recorded that fits." in olga.text


def dated(house, at: datetime, action: str = "opened") -> None:
    with transaction(Scope(house.clinic, Audience.STAFF, house.people["okafor"], now=at)):
        audit.record(action, "child", house.children["maya"])


def test_a_day_is_the_clinics_own_day(harbour, olga):
    """In New York the 3rd of March 2026 begins at five in the morning, UTC."""
    for at in ("2026-03-03 00:00", "2026-03-03 23:59"):
        dated(harbour, datetime.fromisoformat(at).replace(tzinfo=ZONE))
    for at in ("2026-03-02 23:59", "2026-03-04 00:00"):
        dated(harbour, datetime.fromisoformat(at).replace(tzinfo=ZONE), "added")
    assert asks(olga, since="2026-03-03", until="2026-03-03") == ["Dr Okafor opened Maya's page."] * 2
    assert asks(olga, until="2026-03-02") == ["Dr Okafor added Maya."]
    assert len(asks(olga, since="2026-03-02", until="2026-03-04")) == 4


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "opened"},
        {"person": "okafor"},
        {"child": "maya"},
        {"person": "okafor", "child": "maya", "kind": "opened"},
    ],
)
def test_it_goes_on_page_after_page_with_rows_of_one_moment_among_them(harbour, olga, monkeypatch, asked):
    monkeypatch.setattr(deeds, "PAGE", 4)
    at = datetime(2026, 3, 3, 12, tzinfo=ZONE)
    for n in range(5):
        dated(harbour, at + timedelta(minutes=n))
        dated(harbour, at)
    asked |= {"since": "2026-03-03", "until": "2026-03-03"} | (
        {"person": str(harbour.people["okafor"])} if "person" in asked else {}
    )
    shown = asks(olga, **asked)
    moments = re.findall(r'<span class="sm muted">([^<]*)</span>\s*<p>', olga.text)
    while 'rel="next"' in olga.text:
        olga.get(unescape(re.search(r'rel="next"\s+href="([^"]*)"', olga.page.text)[1]))
        shown += lines(olga)
        moments += re.findall(r'<span class="sm muted">([^<]*)</span>\s*<p>', olga.text)
    assert len(shown) == 10
    assert [moment[-8:-3].strip() for moment in moments] == ["12:04", "12:03", "12:02", "12:01"] + ["12:00"] * 6


@pytest.fixture
def many(harbour, servers):
    """A hundred thousand rows of a quarter of a year, by eight people about three hundred children."""
    with servers.admin("withkin") as admin:
        actions = sorted({key.split()[0] for key in DEEDS})
        admin.execute(
            """insert into audit_event (clinic_id, id, at, login, actor_id, action, subject, subject_id, child_id, detail)
               select %s, gen_random_uuid(), now() - n * interval '78 seconds', 'staff', md5('actor' || n %% 8)::uuid,
                 (%s::text[])[1 + n %% %s], 'child', md5('child' || n %% 300)::uuid, md5('child' || n %% 300)::uuid, '{}'
               from generate_series(1, 100000) n""",
            [harbour.clinic, actions, len(actions)],
        )
        admin.execute("analyze audit_event")
        return {
            "person": admin.execute("select md5('actor3')::uuid").fetchone()[0],
            "about": admin.execute("select md5('child7')::uuid").fetchone()[0],
        }


BY_INDEX = {
    "": "ix_audit_event_at",
    "since=2026-01-01&until=2026-12-31": "ix_audit_event_at",
    "kind=invited": "ix_audit_event_action",
    "person": "ix_audit_event_actor",
    "about": "ix_audit_event_child",
}


def plan(asked: str, many: dict[str, object], days: int) -> str:
    """How Postgres finds a page of this that begins so many days ago."""
    arguments = dict(pair.split("=") for pair in asked.split("&") if "=" in pair)
    wanted = asked_for(arguments | ({asked: str(many[asked])} if asked in many else {}), ZONE)
    after = (scopes.current().now - timedelta(days=days), uuid4()) if days else None
    rows = db.session.execute(text(f"explain (analyze) {deeds.statement(wanted)}"), deeds.values(wanted, after))
    return "\n".join(row[0] for row in rows)


def test_of_a_hundred_thousand_rows_it_reads_a_page_by_an_index_in_eight_statements(harbour, olga, many):
    for asked in ("", "kind=opened", f"person={many['person']}", f"about={many['about']}"):
        olga.get(f"/clinic/audit?{asked}")
        assert len(lines(olga)) == 50
    with transaction(harbour.staff("olga")):
        for asked, index in BY_INDEX.items():
            for days in (0, 30):
                whole = plan(asked, many, days)
                assert index in whole, whole
                assert not re.search(r"Seq Scan on audit_event|Bitmap", whole), whole
                each = re.findall(r"audit_event\b.*actual time=\S+ rows=([\d.]+) loops=(\d+)", whole)
                assert 50 < sum(float(rows) * int(loops) for rows, loops in each) <= 51 * 20, whole


# Words.


def literals(node: ast.AST) -> list[str] | None:
    """The texts an argument may be: a literal, one of two; a pattern for an f-string; None for what is known only then."""
    if isinstance(node, ast.Constant):
        return [re.escape(node.value)]
    if isinstance(node, ast.IfExp):
        both = [literals(node.body), literals(node.orelse)]
        return None if None in both else [one for some in both for one in some]
    if isinstance(node, ast.JoinedStr):
        return ["".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w-]+" for part in node.values)]
    return None


def recorded() -> list[tuple[str, str, list[str] | None, list[str] | None]]:
    """Each `audit.record(…)` in the application: where, as written, its actions and its subjects."""
    found = []
    for file in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            called = isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "audit.record",
                "auditing.record",
                "record_deed",
            )
            if called:
                where = f"{file.relative_to(ROOT)}:{node.lineno}"
                found.append((where, ast.unparse(node)[:80], literals(node.args[0]), literals(node.args[1])))
    return found


def test_every_deed_that_is_recorded_has_its_words():
    """New here? Add its line to `app/clinic/deed_words.py`."""
    missing = []
    for where, written, actions, subjects in recorded():
        for action in actions or [f"{where}: write the action out"]:
            for subject in subjects or [""]:
                key = f"{action}\\ {subject}" if subject else action
                if not any(
                    re.fullmatch(key.replace("\\ ", " "), known) or re.fullmatch(action, known) for known in DEEDS
                ):
                    missing.append(f"{where}: {written}")
    assert len(recorded()) > 20
    assert missing == [], "no words in app/clinic/deed_words.py for these"


def test_no_line_is_left_open_whatever_is_known_of_its_names(app):
    with app.test_request_context(), force_locale("en"):
        for key in DEEDS:
            action, _, subject = key.partition(" ")
            row = AuditEvent(
                action=action, subject=subject, subject_id=uuid4(), actor_id=NOBODY, login="staff", detail={}
            )
            said = deeds.line(row, {})
            assert said.endswith("."), key
            assert "%" not in said, key
        assert (
            deeds.line(
                AuditEvent(
                    action="newer", subject="x", subject_id=uuid4(), actor_id=uuid4(), login="staff", detail={"a": 1}
                ),
                {},
            )
            == "Somebody did something that has no name here yet."
        )
    assert {found.kind for found in DEEDS.values()} == set(Kind)
    assert deed("left", "staff").kind is Kind.SIGNED


# What nobody changes.


@pytest.mark.parametrize("login", ["staff", "family", "door", "system", "janitor"])
@pytest.mark.parametrize(
    "change",
    [
        "update audit_event set action = 'x'",
        "update audit_event set child_id = null",
        "delete from audit_event",
        "truncate audit_event",
    ],
)
def test_no_login_changes_or_removes_what_was_recorded(app, harbour, login, change):
    scope = as_caregiver(harbour, "dana") if login == "family" else Scope(harbour.clinic, Audience(login))
    with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(change)


@pytest.mark.parametrize("login", ["staff", "family", "door", "system", "janitor"])
@pytest.mark.parametrize("wrong", ["actor", "login", "moment"])
def test_the_actor_the_login_and_the_moment_are_the_scopes_own(app, harbour, login, wrong):
    scope = as_caregiver(harbour, "dana") if login == "family" else Scope(harbour.clinic, Audience(login))
    row = {"clinic_id": harbour.clinic, "id": uuid4(), "at": scope.now, "login": login, "actor_id": scope.person}
    row |= {"action": "x", "subject": "x", "subject_id": uuid4(), "detail": "{}"}
    good, values = insert("audit_event", **row)
    with pinned(app, scope) as connection:
        assert connection.execute(good, values).rowcount == 1
    forged = {
        "actor": {"actor_id": harbour.people["okafor"]},
        "login": {"login": "door" if login == "staff" else "staff"},
        "moment": {"at": scope.now - timedelta(days=1)},
    }
    statement, values = insert("audit_event", **(row | forged[wrong]))
    with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement, values)


# The command.


def test_the_command_lists_one_clinics_rows_as_json_and_is_recorded_itself(app, harbour, meadow, olga):
    run = app.test_cli_runner().invoke
    first = json.loads(run(args=["audit", "list", "--json", "--clinic", "harbour"]).output)["events"]
    assert {event["clinic"] for event in first} == {"harbour"}
    assert {"opened-clinic", "entered", "limited"} <= {event["action"] for event in first}
    assert "Maya" not in json.dumps(first)
    assert "order of 3 May" not in json.dumps(first)
    both = json.loads(run(args=["audit", "list", "--json"]).output)["events"]
    assert {event["clinic"] for event in both} == {"harbour", "meadow"}
    assert [event["action"] for event in both if event["clinic"] == "harbour"][-1] == "read"
    olga.get("/clinic/audit?kind=opened")
    assert lines(olga)[0] == "Withkin opened this list."
    assert json.loads(run(args=["audit", "list", "--json", "--since", "2199-01-01"]).output) == {"events": []}
    assert run(args=["audit", "list", "--clinic", "nowhere"]).exit_code == 1
    assert "who did what" in run(args=["audit", "--help"]).output.lower()
    assert run(args=["audit", "list", "--clinic", "meadow"]).output.count("\n") > 5
