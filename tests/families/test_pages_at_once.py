"""Two who save at the very same moment: the second page begins while the first has done everything but commit."""

import pytest

from app.families.adding import Told, add_caregiver
from app.families.changing import change_address
from app.involvement import homes, involving, legal, parties
from app.involvement.models import Involvement
from tenants.db import db, transaction
from tenants.holding import one_after_another
from tests.overlap import overlap
from tests.world import part


@pytest.fixture
def at_once(app, harbour):
    """`at_once(act, page)`: Dr Mills acts, as a page of hers would; meanwhile the other page is sent."""

    def both(act, page):
        def first():
            one_after_another()
            act()

        for answer in overlap(app, (harbour.staff("mills"), first), page):
            if isinstance(answer, BaseException):
                raise answer

    return both


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


def test_of_two_who_tell_a_standing_the_second_reads_the_first(harbour, okafor, at_once):
    day, page = harbour.today, f"/parts/{harbour.parts['dana']}/standing"
    okafor.get(page)
    form = {"relation": "mother", "standing": "some", "basis": "order", "review_on": str(legal.in_a_year(day))}
    told = legal.Told("alone", "law", legal.in_a_year(day))
    at_once(lambda: legal.tell(part(harbour, "dana"), told, day), lambda: okafor.post(page, form, status=409))
    assert "Dr Mills changed this meanwhile." in okafor.text


def test_of_two_who_change_an_address_the_second_reads_the_first(harbour, okafor, at_once):
    page = f"/parts/{harbour.parts['dana']}/address/change"
    okafor.get(page)
    form = {"address": "b@harbour.example", "safe": "y", "how": "room"}
    at_once(
        lambda: change_address(part(harbour, "dana"), "a@harbour.example", True, "called"),
        lambda: okafor.post(page, form, status=409),
    )
    assert "Dr Mills changed this meanwhile." in okafor.text


def test_two_who_add_somebody_with_one_address_add_one(harbour, okafor, at_once):
    day, maya = harbour.today, harbour.children["maya"]
    okafor.get(f"/families/{maya}/people/new")
    form = {"who-name": "Kim", "who-relation": "foster carer", "who-home": "A", "who-address": "kim@harbour.example"}
    at_once(
        lambda: add_caregiver(maya, Told("Kim", "foster carer", "A", "kim@harbour.example", True), day),
        lambda: okafor.post(f"/families/{maya}/people", form, status=422),
    )
    assert "Two people cannot share one." in okafor.text
    with transaction(harbour.jobs()):
        kims = db.select(db.func.count()).select_from(Involvement).where(Involvement.relation == "foster carer")
        assert db.session.scalar(kims.where(Involvement.child_id == maya)) == 1


def test_two_who_move_into_a_home_that_is_new_live_in_one(harbour, okafor, at_once):
    day, maya, path = harbour.today, harbour.children["maya"], f"/parts/{harbour.parts['chris']}"
    okafor.get(path)
    at_once(
        lambda: homes.move_in(part(harbour, "rosa"), involving.home(maya, "C"), day, None, day),
        lambda: okafor.post(f"{path}/homes", {"home": "C", "since": str(day)}),
    )
    with transaction(harbour.staff()):
        homes_of_maya = parties.newest(maya).values()
        assert {harbour.parts["rosa"], harbour.parts["chris"]} in homes_of_maya


@pytest.mark.parametrize(("done", "button"), [(involving.end, "end"), (involving.come_back, "end/delete")])
def test_two_who_end_two_parts_leave_a_party_without_both(harbour, okafor, at_once, done, button):
    day, maya = harbour.today, harbour.children["maya"]
    if button == "end/delete":
        with transaction(harbour.staff()):
            for who in ("dana", "rosa"):
                involving.end(part(harbour, who), day)
    okafor.get(f"/parts/{harbour.parts['rosa']}")
    at_once(lambda: done(part(harbour, "dana"), day), lambda: okafor.post(f"/parts/{harbour.parts['rosa']}/{button}"))
    left = {"chris"} if button == "end" else {"chris", "dana", "rosa"}
    with transaction(harbour.staff()):
        assert parties.newest(maya)[None] == {harbour.parts[who] for who in left}
