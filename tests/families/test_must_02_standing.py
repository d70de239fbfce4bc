"""Must 2: what was told of each caregiver's legal standing; the least is open until then, and a day that passes opens nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import ProgrammingError

from app.audit import AuditEvent
from app.boundaries.models import AREAS
from app.involvement import legal
from app.involvement.legal import LegalStanding, Told
from tenants.db import db, transaction
from tests.deeds import as_caregiver
from tests.world import part


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


@pytest.fixture
def page(harbour):
    return f"/parts/{harbour.parts['dana']}/standing"


@pytest.fixture
def form(harbour):
    return {
        "relation": "parent", "standing": "some", "basis": "order", "document": "y", "words": "Order of 3 May",
        "verified_by": str(harbour.people["okafor"]), "review_on": str(harbour.today + timedelta(days=90)),
    }  # fmt: skip


def untell(house, who="okafor"):
    day = house.today
    with transaction(house.staff(who)):
        legal.take_back(part(house, "dana"), day)


def rows(house):
    with transaction(house.jobs()):
        mine = db.select(LegalStanding).where(LegalStanding.involvement_id == house.parts["dana"])
        return list(db.session.scalars(mine))


def circles(house):
    return as_caregiver(house, "dana").family.circles


def saved(page, form, status=200):
    where = page.page.request.path
    return page.post(where, form, status=status)


def test_must_02_all_that_was_told_is_kept_with_who_checked_it_and_when_to_look_again(harbour, okafor, page, form):
    untell(harbour)
    okafor.get(page)
    assert "Until this is saved, Dana sees only what you share one by one." in okafor.text
    saved(okafor, form)
    okafor.get(page)
    for said in (
        "Decides some things",
        "A court's order",
        "We hold the document",
        "Order of 3 May",
        "Checked by Dr Okafor",
    ):
        assert said in okafor.text
    with transaction(harbour.jobs()):
        assert legal.as_told(legal.current(harbour.parts["dana"])) == Told(
            "some", "order", date.fromisoformat(form["review_on"]), True, "Order of 3 May", harbour.people["okafor"]
        )
        assert part(harbour, "dana").relation == "parent"
        mine = db.select(AuditEvent.action).where(AuditEvent.subject_id == harbour.parts["dana"])
        assert {"told", "untold", "opened"} <= set(db.session.scalars(mine))


def test_must_02_the_least_is_open_until_it_is_told_and_again_when_it_is_taken_back(harbour, okafor, page, form):
    told = circles(harbour)
    okafor.get(page)
    okafor.post(f"{page}/delete")
    assert "Taken back." in okafor.text
    least = circles(harbour)
    assert set(least) < set(told) and len(least) == len(AREAS) + 1, "her own part, and her own words"
    okafor.get(page)
    saved(okafor, form)
    assert circles(harbour) == told


def test_must_02_a_change_ends_one_row_and_begins_another(harbour, okafor, page, form):
    okafor.get(page)
    saved(okafor, form)
    assert sorted(row.until is None for row in rows(harbour)) == [False, True]
    okafor.get(page)
    saved(okafor, form)
    assert len(rows(harbour)) == 2, "said again with nothing changed it is the same"


def test_must_02_a_day_to_look_again_that_has_passed_alerts_and_changes_nothing(harbour, browser, servers):
    before = circles(harbour)
    with servers.admin("withkin") as admin:
        admin.execute(
            "update legal_standing set review_on = current_date - 2 where involvement_id = %s", [harbour.parts["dana"]]
        )
    assert circles(harbour) == before
    for who in ("okafor", "mills"):
        page = browser(harbour).sign_in_staff(who).get("/today")
        assert "Dana and Maya" in page.text and "Time to look at it again" in page.text
    assert "Dana and Maya" not in browser(harbour).sign_in_staff("reyes").get("/today").text


def test_must_02_not_told_yet_stands_on_today_until_it_is_filled_in(harbour, okafor, page, form):
    assert "Dana and Maya" not in okafor.get("/today").text
    untell(harbour)
    okafor.get("/today")
    assert "Dana and Maya" in okafor.text and "Not told yet" in okafor.text and page in okafor.page.text
    okafor.get(page)
    saved(okafor, form)
    assert "Dana and Maya" not in okafor.get("/today").text


def test_must_02_whose_part_has_ended_is_not_asked_about(harbour, okafor):
    """Gwen's was never told."""
    assert "Gwen" not in okafor.get("/today").text


def test_must_02_of_two_who_save_the_second_is_told_who_was_quicker(harbour, okafor, page, form):
    day = harbour.today
    okafor.get(page)
    with transaction(harbour.staff("mills")):
        legal.tell(part(harbour, "dana"), Told("alone", "law", legal.in_a_year(day)), day)
    saved(okafor, form, 409)
    assert "Dr Mills changed this meanwhile." in okafor.text
    assert "Decides alone. By law." in okafor.text and "Order of 3 May" in okafor.text
    saved(okafor, form)
    assert "Saved." in okafor.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"standing": ""}, "Choose one."),
        ({"basis": ""}, "Choose one."),
        ({"review_on": ""}, "Write a day."),
        ({"review_on": "2020-01-01"}, "Write a day to come, within three years."),
        ({"review_on": "2099-01-01"}, "Write a day to come, within three years."),
        ({"words": "x" * 201}, "1 characters too long"),
        ({"relation": "king"}, "Not a valid choice"),
        ({"verified_by": "nobody"}, "Not a valid choice"),
    ],
)
def test_must_02_half_told_is_refused_and_nothing_opens(harbour, okafor, page, form, wrong, says):
    untell(harbour)
    least = circles(harbour)
    okafor.get(page)
    saved(okafor, form | wrong, 422)
    assert says in okafor.text
    assert circles(harbour) == least


def test_must_02_it_is_for_staff_alone(harbour):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction(as_caregiver(harbour, "dana")):
        db.session.scalar(db.select(LegalStanding.id))


def test_must_02_taken_back_and_told_the_same_again_it_is_open_again(harbour, okafor, page, form):
    okafor.get(page)
    saved(okafor, form)
    told = circles(harbour)
    okafor.get(page)
    okafor.post(f"{page}/delete")
    assert circles(harbour) != told and not [row for row in rows(harbour) if row.until is None]
    okafor.get(page)
    saved(okafor, form)
    assert circles(harbour) == told and len([row for row in rows(harbour) if row.until is None]) == 1


def test_must_02_another_relation_alone_is_a_change(harbour, okafor, page, form):
    okafor.get(page)
    saved(okafor, form)
    okafor.get(page)
    saved(okafor, form | {"relation": "mother"})
    assert "Saved." in okafor.text
    with transaction(harbour.jobs()):
        assert part(harbour, "dana").relation == "mother"


def test_must_02_said_again_alike_nobody_was_quicker(harbour, okafor, page, form):
    """Sent twice, or by two who were told the same: no conflict, no second row."""
    okafor.get(page)
    saved(okafor, form)
    count = len(rows(harbour))
    okafor.post(page, form | {"was": "of another day"})
    assert "Saved." in okafor.text and len(rows(harbour)) == count
