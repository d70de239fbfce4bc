"""Who needs a word: few a week, the longest silence first, put away with a reason that is counted."""

from datetime import datetime, time, timedelta

import pytest

from app.audit import AuditEvent
from app.engagement import alerts
from app.engagement.alerts import Alert
from app.engagement.models import Standing
from tenants import resolve
from tenants.db import db, timed_id, transaction
from tests.deeds import supervises

QUIET = [{"code": "quiet", "since": "2026-11-02", "last": "2026-10-19", "days": 30, "weeks": 4}]


@pytest.fixture
def today(harbour):
    return harbour.today


def stands(house, who, since, status="reach-out"):
    with transaction(house.jobs()):
        db.session.execute(db.delete(Standing).where(Standing.involvement_id == house.parts[who]))
        db.session.add(
            Standing(id=timed_id(), involvement_id=house.parts[who], status=status, reasons=QUIET, since=since)
        )


def raised(house, today, most=5):
    zone = resolve.of_id(house.clinic).zone
    monday = datetime.combine(today - timedelta(days=today.weekday()), time(), zone)
    with transaction(house.jobs()):
        alerts.raise_alerts(today, monday, most)
    with transaction(house.jobs()):
        return db.session.scalars(db.select(Alert).order_by(Alert.since)).all()


def test_each_therapist_of_the_child_is_asked_once_for_each_time(harbour, today):
    stands(harbour, "dana", today - timedelta(days=3))
    first = raised(harbour, today)
    assert {one.staff_id for one in first} == {harbour.people["okafor"]}
    assert len(raised(harbour, today)) == len(first)
    stands(harbour, "dana", today)
    assert len(raised(harbour, today)) == 2 * len(first)


def test_at_most_so_many_a_week_and_the_longest_silence_first(harbour, today):
    stands(harbour, "dana", today - timedelta(days=3))
    stands(harbour, "rosa", today - timedelta(days=9))
    (one,) = raised(harbour, today, most=1)
    assert one.involvement_id == harbour.parts["rosa"]
    assert len(raised(harbour, today, most=1)) == 1
    assert len(raised(harbour, today + timedelta(days=7), most=1)) == 2


def test_nobody_is_asked_where_all_is_well(harbour, today):
    for status in ("look", "on-track", "too-early", "not-expected"):
        stands(harbour, "dana", today, status)
        assert raised(harbour, today) == []


def test_it_stands_on_today_with_why_and_goes_when_it_is_put_away(harbour, browser, today):
    stands(harbour, "dana", today)
    (one,) = raised(harbour, today)
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    assert "Who needs a word from you" in okafor.text and "Was weekly, nothing since 19 October" in okafor.text
    okafor.post(f"/alerts/{one.id}", {"why": "because"}, status=422)
    okafor.get("/today")
    okafor.post(f"/alerts/{one.id}", {"why": "spoke"})
    assert "Who needs a word from you" not in okafor.text
    with transaction(harbour.jobs()):
        deed = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "put-away")).one()
    assert deed.detail["why"] == "spoke"


def test_once_she_is_back_nothing_asks_any_more(harbour, browser, today):
    stands(harbour, "dana", today)
    raised(harbour, today)
    stands(harbour, "dana", today, "on-track")
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    assert "Who needs a word from you" not in okafor.text


def test_a_colleague_neither_reads_nor_puts_it_away(harbour, browser, today):
    stands(harbour, "dana", today)
    (one,) = raised(harbour, today)
    reyes = browser(harbour).sign_in_staff("reyes")
    assert "Who needs a word" not in reyes.get("/today").text
    reyes.post(f"/alerts/{one.id}", {"why": "spoke"}, status=404)


def test_how_often_they_were_right_is_counted_for_the_supervisor(harbour, browser, today):
    stands(harbour, "dana", today)
    (one,) = raised(harbour, today)
    supervises(harbour)
    sade = browser(harbour).sign_in_staff("sade")
    sade.get("/engagement/therapists")
    assert "right" not in sade.text
    with transaction(harbour.staff()):
        assert alerts.put_away(db.session.get_one(Alert, (harbour.clinic, one.id)), "wrong")
        assert not alerts.put_away(db.session.get_one(Alert, (harbour.clinic, one.id)), "spoke")
    sade.get("/engagement/therapists")
    assert "0 of 1 was right" in " ".join(sade.text.split())
