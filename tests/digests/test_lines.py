"""The weekly line: a box for each home, that home's own hints beside it, hidden until the hour, then as it is."""

import re
from datetime import timedelta

import pytest

from app.audit import AuditEvent
from app.digests import lines, making
from app.digests.models import WeeklyLine
from app.involvement import closed, homes, involving
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tests.deeds import tells, withdraws
from tests.digests.week import WORDS, at, came_in, come, line_for
from tests.world import part


def rows(house):
    with transaction(house.jobs()):
        return [row.body for row in db.session.scalars(db.select(WeeklyLine).order_by(WeeklyLine.at))]


def box(page, home):
    return re.search(rf'<section[^>]*id="home-{home}".*?</section>', page.page.text, re.S)[0]


def says(page, home, words, status=200, **more):
    return page.post(f"/lines/{home}", {"words": words} | more, status=status)


def test_written_changed_and_emptied(harbour, okafor, home):
    says(okafor, home, WORDS)
    assert "Saved. It goes with the next digest." in okafor.text and WORDS in box(okafor, home)
    says(okafor, home, "Sit down first.")
    assert rows(harbour) == ["Sit down first."]
    says(okafor, home, "")
    assert rows(harbour) == [] and "It is empty. That is fine." in okafor.text
    with transaction(harbour.jobs()):
        deeds = db.session.scalars(db.select(AuditEvent.action).where(AuditEvent.subject_id == home)).all()
    assert deeds == ["wrote-line", "wrote-line", "emptied-line"]


def test_beside_it_stands_what_that_home_alone_told_and_its_last_line(harbour, okafor, home):
    line_for(harbour, "maya", "dana", "Of last week.", weeks=-1)
    tells(harbour, "dana", "maya", "She hides her shoes")
    tells(harbour, "chris", "maya", "He runs to the door")
    withdraws(harbour, "dana", "maya")
    okafor.get("/lines")
    mine = box(okafor, home)
    assert (
        "She hides her shoes" in mine
        and "Of last week." in mine
        and "He runs" not in mine
        and "Better unsaid" not in mine
    )
    assert "Dana, Rosa" in mine, "the people it is for, by name"


def test_of_two_who_write_it_the_second_reads_the_first_and_keeps_the_own_words(harbour, okafor, home, browser):
    mills = browser(harbour).sign_in_staff("mills")
    mills.get("/lines")
    says(okafor, home, WORDS)
    says(mills, home, "Sit down first.", 409)
    assert (
        "Somebody changed this line meanwhile." in mills.text
        and WORDS in mills.text
        and "Sit down first." in mills.text
    )
    says(mills, home, "Sit down first.")
    assert rows(harbour) == ["Sit down first."]


def test_of_two_who_change_it_the_second_reads_the_first(harbour, okafor, home, browser):
    says(okafor, home, WORDS)
    mills = browser(harbour).sign_in_staff("mills")
    mills.get("/lines")
    says(okafor, home, "Sit down first.")
    for words in ("Let her run.", ""):
        says(mills, home, words, 409, before=WORDS)
    assert "Somebody changed this line meanwhile." in mills.text and rows(harbour) == ["Sit down first."]


def test_pressed_twice_it_is_written_once(harbour, okafor, home):
    form = okafor.hidden(f"/lines/{home}") | {"words": WORDS}
    for _ in range(2):
        okafor.post(f"/lines/{home}", form)
    assert rows(harbour) == [WORDS] and "Saved." in okafor.text


def test_one_that_is_too_long_is_refused_with_its_words(harbour, okafor, home):
    says(okafor, home, "x" * 301, 422)
    assert "1 characters too long" in okafor.text and "x" * 301 in okafor.text and rows(harbour) == []


def test_after_it_went_what_was_open_is_for_the_next_week(harbour, okafor, home, browser):
    says(okafor, home, WORDS)
    form = okafor.hidden(f"/lines/{home}")
    came_in(harbour)
    with at(come(harbour) + timedelta(hours=1)):
        later = browser(harbour).sign_in_staff()
        later.get("/lines")
        says(later, home, "Too late for this one.", 409, week=form["week"], before=form["before"])
        assert "The last ones have gone meanwhile." in later.text
        says(later, home, "Too late for this one.")
    assert rows(harbour) == [WORDS, "Too late for this one."], "what went stays as it was"


def test_nobody_reads_it_before_the_hour(harbour, okafor, home, browser):
    says(okafor, home, WORDS)
    came_in(harbour)
    dana = browser(harbour).sign_in("dana")
    assert WORDS not in dana.get("/home").text
    come(harbour)
    assert WORDS in dana.get("/home").text
    assert WORDS not in browser(harbour).sign_in("chris").get("/home").text, "another home"


def test_a_home_without_anybody_invited_or_with_a_pause_has_no_box(harbour, okafor, home):
    day = harbour.today
    with transaction(harbour.staff()):
        for who in ("dana", "rosa"):
            involving.pause(part(harbour, who), day)
    assert f"home-{home}" not in okafor.get("/lines").text


def test_today_reminds_the_day_before_and_not_earlier(harbour, browser, home):
    in_days = scopes.moment() + timedelta(days=4)
    next_one = making.hours(resolve.of_id(harbour.clinic))["home"].next(in_days)
    for before, there in ((timedelta(days=3), False), (timedelta(hours=30), True), (timedelta(hours=1), True)):
        with at(next_one - before):
            page = browser(harbour).sign_in_staff()
            assert ("They go" in page.get("/today").text) == there, before
    with at(next_one - timedelta(hours=30)):
        for who in ("dana", "chris", "lee"):
            child = {"dana": "maya", "chris": "maya", "lee": "sam"}[who]
            line_for(harbour, child, who, WORDS)
        assert "They go" not in browser(harbour).sign_in_staff().get("/today").text, "all are written"


def boxes(page):
    return re.findall(r'<section[^>]*id="home-([^"]+)"', page.get("/lines").text)


def test_a_home_has_one_box_whoever_moved_out_and_in(harbour, okafor, home):
    before = boxes(okafor)
    day = harbour.today
    with transaction(harbour.staff()):
        stay = homes.of(harbour.parts["rosa"])[0][0]
        homes.move_out(stay, day)
    after = boxes(okafor)
    assert str(home) in before and str(home) not in after and len(after) == len(before)


NO_BOX = {
    "care ended": "update child set ended_at = now() where id = %(maya)s",
    "nobody was invited": "update involvement set invited_at = null where child_id = %(maya)s",
    "everybody's part ended": "update involvement set ended_at = now() where child_id = %(maya)s",
    "on the team until yesterday": "update care_team_member set until = %(yesterday)s where child_id = %(maya)s",
}


@pytest.mark.parametrize("how", NO_BOX)
def test_where_there_is_nobody_to_write_for_there_is_no_box(harbour, okafor, home, servers, how):
    assert str(home) in boxes(okafor)
    with servers.admin("withkin") as admin:
        admin.execute(NO_BOX[how], {"maya": harbour.children["maya"], "yesterday": harbour.today - timedelta(days=1)})
    assert str(home) not in boxes(okafor)


def test_must_27_nor_for_whom_the_child_is_closed_to_by_name(harbour, home, browser):
    mills = browser(harbour).sign_in_staff("mills")
    assert str(home) in boxes(mills)
    form = mills.hidden(f"/lines/{home}")
    with transaction(harbour.staff()):
        closed.close(harbour.children["maya"], harbour.people["mills"], "Lives next door")
    mills.post(f"/lines/{home}", form | {"words": WORDS}, status=404)
    assert boxes(mills) == [] and rows(harbour) == []


def test_by_no_address_for_somebody_elses_families_or_for_one_person(harbour, okafor, home, browser):
    """One person's part is a party as well: a line is for a home."""
    okafor.post(f"/lines/{harbour.parts['dana']}", {"words": WORDS}, status=404)
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get("/lines")
    reyes.post(f"/lines/{home}", {"words": WORDS}, status=404)
    assert rows(harbour) == []


@pytest.mark.parametrize("words", ["Said otherwise.", ""])
def test_with_the_wall_in_the_database_down_what_went_stays_as_it_was(harbour, home, bypassing, words):
    line_for(harbour, "maya", "dana", WORDS)
    come(harbour)
    with transaction(harbour.jobs()):
        week = db.session.scalars(db.select(WeeklyLine.week)).one()
    with bypassing("staff"), transaction(harbour.staff()):
        assert not lines.say(home, harbour.children["maya"], week, words, WORDS)
    assert rows(harbour) == [WORDS]
