"""What staff are told: to its reader alone, until it is read, in words made when it is shown."""

import re
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from app import notices
from app.notices.models import Notice
from tenants.db import db, transaction
from tests.deeds import notifies
from tests.raw import pinned
from tests.tenants.test_rights import insert
from tests.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
TOLD = re.compile(r'notices\.tell\(\s*[^,]+,\s*"([^"]+)"')


@pytest.fixture
def moved(monkeypatch):
    """A kind that a feature could register."""
    monkeypatch.setitem(
        notices.telling.SAYS, "moved", lambda told: notices.Says(f"{told.by} moved {told.child}", "/families")
    )


def unread(house, who: str) -> int:
    with transaction(house.staff(who)):
        return notices.unread()[0].unread if notices.unread() else 0


def test_a_notice_stands_on_the_page_where_the_day_begins_until_it_is_read(harbour, browser, moved):
    notifies(harbour, "okafor", "moved", child=harbour.children["maya"])
    okafor = browser(harbour).sign_in_staff()
    assert "One thing to know" in okafor.get("/today").text
    assert 'href="/families">Dr Reyes moved Maya</a>' in okafor.text
    path = re.search(r'action="(/notices/[\w-]+/read)"', okafor.text)[1]
    okafor.post(path)
    assert okafor.page.request.path == "/today"
    assert "to know" not in okafor.text
    okafor.get("/today")
    okafor.post(path)
    assert unread(harbour, "okafor") == 0


@pytest.mark.parametrize(("who", "path"), [("olga", "/clinic"), ("sade", "/engagement"), ("otis", "/desk")])
def test_whoever_lands_elsewhere_reads_it_there(harbour, browser, moved, who, path):
    notifies(harbour, who, "moved", child=harbour.children["maya"])
    page = browser(harbour).sign_in_staff(who)
    assert page.page.request.path == path
    assert "One thing to know" in page.text
    page.get("/staff/you")
    assert "Dr Reyes moved Maya" in page.text


def test_all_read_puts_away_what_was_shown_and_nothing_that_came_meanwhile(harbour, browser, moved):
    for _ in range(2):
        notifies(harbour, "okafor", "moved", child=harbour.children["maya"])
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    shown = okafor.hidden("/notices/read")["shown"]
    notifies(harbour, "okafor", "moved", child=harbour.children["sam"])
    okafor.post("/notices/read", {"shown": f"{shown} nonsense"})
    assert "One thing to know" in okafor.text
    assert "moved Sam" in okafor.text


def test_more_than_a_card_holds_come_later_and_are_counted(harbour, browser, moved):
    for _ in range(7):
        notifies(harbour, "okafor", "moved", child=harbour.children["maya"])
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    assert "7 things to know" in okafor.text
    assert okafor.text.count("moved Maya") == 5
    assert "The others come when these are read." in okafor.text


def test_nobody_reads_or_puts_away_what_is_told_to_somebody_else(app, harbour, browser, moved):
    notice = notifies(harbour, "okafor", "moved", child=harbour.children["maya"])
    for who in ("reyes", "mills", "olga"):
        stranger = Visitor(app, harbour, who)
        assert stranger.ask("POST", f"/notices/{notice}/read").status_code == 404
        assert stranger.ask("POST", "/notices/read", shown=str(notice)).status_code == 303
        assert "to know" not in stranger.ask("GET", "/staff/you").text
    assert unread(harbour, "okafor") == 1


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "/x\r\nSet-Cookie: a=b", "x"]
)
def test_reading_leads_back_to_a_page_of_ours_and_nowhere_else(app, harbour, back):
    notice = notifies(harbour, "okafor")
    answer = Visitor(app, harbour, "okafor").ask("POST", f"/notices/{notice}/read", back=back)
    assert answer.headers["Location"] == "/"


def test_a_detail_holds_ids_days_and_numbers_and_no_word(harbour):
    with transaction(harbour.staff()):
        notices.tell(harbour.people["reyes"], "moved", day=date(2026, 3, 1), days=3, of=harbour.children["maya"])
        db.session.flush()
        assert db.session.scalar(db.select(Notice.detail)) == {
            "day": "2026-03-01",
            "days": 3,
            "of": str(harbour.children["maya"]),
        }
        for word in ("Maya", None, ["Maya"]):
            with pytest.raises(TypeError):
                notices.tell(harbour.people["reyes"], "moved", why=word)


def test_a_kind_without_words_yet_is_not_lost(harbour, browser):
    notifies(harbour, "okafor", "from-newer-code")
    assert "Something changed." in browser(harbour).sign_in_staff().get("/today").text


def test_every_kind_that_is_told_has_its_sentence(application):
    files = [file for file in (ROOT / "app").rglob("*.py") if file.parent.name != "notices"]
    told = {kind for file in files for kind in TOLD.findall(file.read_text())}
    assert told <= set(notices.telling.SAYS), "register @notices.says(kind) where create_app imports it"


def test_staff_read_a_notice_and_change_nothing_else_of_it(app, harbour):
    notice = notifies(harbour, "okafor")
    scope = harbour.staff()
    for column, value in (("staff_id", harbour.people["reyes"]), ("kind", "x"), ("at", scope.now)):
        with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"update notice set {column} = %s where id = %s", [value, notice])
    with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("delete from notice")


@pytest.mark.parametrize("wrong", ["tomorrow", "read before"])
def test_no_notice_is_dated_or_born_read(app, harbour, wrong):
    scope = harbour.staff()
    row = {"clinic_id": harbour.clinic, "id": uuid4(), "staff_id": harbour.people["reyes"], "kind": "x", "detail": "{}"}
    at = scope.now + timedelta(days=1 if wrong == "tomorrow" else 0)
    statement, values = insert("notice", **row, at=at, read_at=None if wrong == "tomorrow" else at)
    with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement, values)
