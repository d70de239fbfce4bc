"""Where a clinic is: old and new beside each other, crisis lines that nobody overwrites unasked, a day that moves at once."""

from datetime import UTC, datetime

from app.audit import AuditEvent
from app.people.models import now
from tenants import resolve
from tenants.db import db, transaction
from tests.clinic.pages import PLACE, opened, stored


def deeds(house):
    with transaction(house.jobs()):
        mine = db.select(AuditEvent.detail).where(AuditEvent.action == "changed-settings")
        return [detail["what"] for detail in db.session.scalars(mine.order_by(AuditEvent.at))]


def test_another_time_zone_is_shown_beside_the_old_one_before_it_is_saved(harbour, browser):
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
