"""Where a clinic is: old and new beside each other, crisis lines that nobody overwrites unasked, a day that moves at once."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.audit import AuditEvent
from app.boundaries.limits import limit
from app.clinic.day import goes_back, opens_at, refusal
from app.involvement import care_team
from app.people.models import now
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tests.clinic.pages import PLACE, opened, stored
from tests.deeds import as_caregiver


def deeds(house):
    with transaction(house.jobs()):
        mine = db.select(AuditEvent.detail).where(AuditEvent.action == "changed-settings")
        return [detail["what"] for detail in db.session.scalars(mine.order_by(AuditEvent.at))]


@pytest.fixture
def at(harbour, monkeypatch):
    """`at(2, 30)`: the moment is tomorrow at half past two at Harbour, in New York."""
    today = harbour.today

    def moment(hour, minute=0, days=1):
        day = today + timedelta(days=days)
        then = datetime.combine(day, time(hour, minute), ZoneInfo("America/New_York")).astimezone(UTC)
        monkeypatch.setattr(scopes, "moment", lambda: then)

    return moment


def saves(olga, zone, status=200):
    path = opened(olga, "place")
    olga.post(path, PLACE | {"time_zone": zone}, status=status)
    if status == 200:
        olga.post(path)
        assert "Saved." in olga.text


def test_another_time_zone_is_shown_beside_the_old_one_before_it_is_saved(harbour, browser, at):
    at(12)
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "place")
    olga.post(path, PLACE | {"time_zone": "America/Los_Angeles"})
    assert "America/New York" in olga.text and "America/Los Angeles" in olga.text
    assert "“Today” then ends at midnight in America/Los Angeles" in olga.text
    assert stored(harbour).time_zone == "America/New_York"
    olga.post(path)
    assert "Saved." in olga.text
    assert stored(harbour).time_zone == "America/Los_Angeles"
    assert deeds(harbour) == [["time_zone"]]


def test_today_moves_with_the_zone_and_what_was_told_keeps_its_day(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "place")
    olga.post(path, PLACE | {"time_zone": "Pacific/Kiritimati"})
    olga.post(path)
    assert harbour.today == datetime.now(UTC).astimezone(resolve.of_id(harbour.clinic).zone).date()


def test_a_zone_where_it_is_still_yesterday_is_refused_and_says_when_it_can_be_saved(harbour, browser, at):
    at(2, 45)
    olga = browser(harbour).sign_in_staff("olga")
    saves(olga, "America/Los_Angeles", status=422)
    assert "Save it between 3:00\u202fAM and midnight, America/New York time." in olga.text
    assert '<option selected value="America/Los_Angeles">' in olga.text, "what was chosen stays"
    olga.post(opened(olga, "place"), PLACE | {"time_zone": "America/Los_Angeles", "confirmed": "1"}, status=422)
    assert stored(harbour).time_zone == "America/New_York"
    at(3)
    saves(olga, "America/Los_Angeles")
    assert stored(harbour).time_zone == "America/Los_Angeles"


def test_midnight_between_the_two_pages_of_a_change_moves_no_day_back(harbour, browser, at):
    at(23, 58)
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "place")
    olga.post(path, PLACE | {"time_zone": "America/Los_Angeles"})
    at(0, 1, days=2)
    olga.post(path, status=422)
    assert "it is still yesterday" in olga.text
    assert stored(harbour).time_zone == "America/New_York"


def test_a_limit_set_today_holds_whatever_zone_is_saved(harbour, browser, at):
    """The attack: in the morning of the east a court-order limit begins; the owner moves the clinic west."""
    at(12)
    olga = browser(harbour).sign_in_staff("olga")
    saves(olga, "Pacific/Auckland")
    day = harbour.today
    with transaction(harbour.staff()):
        limit(harbour.parts["chris"], "messages", "closed", "court-order", day, reason="order")
        care_team.join(harbour.children["maya"], harbour.people["reyes"], day - timedelta(days=3))
        care_team.leave(harbour.children["maya"], harbour.people["reyes"], day)
    limited = as_caregiver(harbour, "chris").family
    saves(olga, "America/New_York", status=422)
    assert harbour.today == day and as_caregiver(harbour, "chris").family == limited
    with transaction(harbour.jobs()):
        team = [member.staff_id for member in care_team.members(harbour.children["maya"], day)]
    assert harbour.people["reyes"] not in team, "who was taken off today stays off"


def local(hour, zone):
    return datetime(2026, 11, 24, hour, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("old", "new", "hour", "back", "opens"),
    [
        ("America/New_York", "America/Los_Angeles", 2, True, time(3)),
        ("America/New_York", "America/Los_Angeles", 3, False, time(3)),
        ("America/Los_Angeles", "America/New_York", 23, False, None),
        ("Asia/Tokyo", "America/New_York", 13, True, time(14)),
        ("Asia/Tokyo", "America/New_York", 14, False, time(14)),
        ("Asia/Kolkata", "UTC", 5, False, time(5, 30)),
        ("Asia/Kolkata", "UTC", 4, True, time(5, 30)),
        ("Pacific/Kiritimati", "Pacific/Pago_Pago", 23, True, None),
    ],
)
def test_when_a_day_goes_back(old, new, hour, back, opens):
    now = local(hour, old)
    assert goes_back(old, new, now) == back
    begins = opens_at(old, new, now)
    assert begins is None if opens is None else begins and begins.time() == opens
    if back and begins:
        assert not goes_back(old, new, begins) and goes_back(old, new, begins - timedelta(minutes=1))


def test_two_zones_that_share_no_day_say_what_to_do(app):
    with app.test_request_context():
        words = refusal("Pacific/Kiritimati", "Pacific/Pago_Pago", local(23, "Pacific/Kiritimati"))
    assert words and "Save a zone between the two first." in words


def test_another_country_offers_its_crisis_lines_and_overwrites_none_unasked(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "place")
    own = {"lines-2-label": "Our own line", "lines-2-number": "555 0100"}
    olga.post(path, PLACE | own)
    opened(olga, "place")
    olga.post(path, PLACE | own | {"country": "GB"})
    assert "116 123" in olga.text and "Our own line" in olga.text
    assert 'value="own" checked' in " ".join(olga.text.split()), "lines that were edited stay unless she says so"
    olga.post(path, {"lines_of": "own"})
    assert [line["number"] for line in stored(harbour).crisis_lines] == ["911", "988", "555 0100"]
    assert stored(harbour).country == "GB"


def test_a_crisis_line_says_what_it_is_for_in_letters(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    olga.post(opened(olga, "place"), PLACE | {"lines-2-label": "☎", "lines-2-number": "555 0100"}, status=422)
    assert "nothing can be seen here" in olga.text


def test_the_lines_of_the_new_country_come_with_one_choice(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "place")
    olga.post(path, PLACE | {"country": "GB"})
    assert 'value="country" checked' in " ".join(olga.text.split()), "lines nobody edited follow the country"
    olga.post(path, {"lines_of": "country"})
    assert [line["number"] for line in stored(harbour).crisis_lines] == ["999", "116 123"]
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    assert "116\xa0123" in dana.text


def test_no_line_at_all_is_refused_and_what_was_typed_stays(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "place")
    olga.post(path, {name: "" for name in PLACE if "lines" in name} | {"time_zone": "UTC", "country": "FR"}, status=422)
    assert "Keep at least one line with a number." in olga.text
    assert '<option selected value="FR">' in olga.text


def test_a_caregiver_count_under_five_is_not_told(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    opened(olga, "place")
    assert "5 caregivers read these lines" in olga.text
    from app.involvement.models import Involvement

    with transaction(harbour.jobs()):
        db.session.execute(db.update(Involvement).where(Involvement.id == harbour.parts["ben"]).values(ended_at=now()))
    opened(olga, "place")
    assert "All your caregivers read these lines" in olga.text


@pytest.mark.parametrize("number", ["ask us", "-", "☎", "١١٩"])
def test_a_crisis_line_that_no_phone_can_call_is_refused(harbour, browser, number):
    olga = browser(harbour).sign_in_staff("olga")
    olga.post(opened(olga, "place"), PLACE | {"lines-0-number": number}, status=422)
    assert "a number that a phone can call" in olga.text
    assert stored(harbour).crisis_lines[0]["number"] == "911"


def test_no_sign_turns_a_crisis_number_round(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    olga.post(opened(olga, "place"), PLACE | {"lines-0-number": "\u202e119"})
    assert stored(harbour).crisis_lines[0]["number"] == "119"
