"""Two of a care team save on one page: the second is told who was quicker, and what they typed stays."""

import pytest

from app.families import inviting
from app.involvement import involving
from tenants.db import transaction
from tests.world import part


@pytest.fixture
def okafor(harbour, browser):
    okafor = browser(harbour).sign_in_staff()
    okafor.get(f"/families/{harbour.children['maya']}/people")
    return okafor


def test_of_two_agreements_the_second_names_the_first_and_keeps_the_words(harbour, okafor):
    dana, today = harbour.parts["dana"], harbour.today
    with transaction(harbour.staff("mills")):
        involving.agree(part(harbour, "dana"), 4, "Every other day", today)
    form = {f"agreed-{dana}-checkins": "3", f"agreed-{dana}-words": "Three a week"}
    answer = okafor.post(f"/parts/{dana}/agreement", form, status=409)
    assert "Dr Mills changed this meanwhile." in answer.text
    assert "Stored now: 4 a week. Every other day" in answer.text
    assert "Three a week</textarea>" in answer.text
    okafor.post(f"/parts/{dana}/agreement", form)
    assert "Saved." in okafor.text


def test_two_who_agreed_the_same_are_not_in_each_others_way(harbour, okafor):
    dana, today = harbour.parts["dana"], harbour.today
    with transaction(harbour.staff("mills")):
        involving.agree(part(harbour, "dana"), 3, "Three a week", today)
    okafor.post(f"/parts/{dana}/agreement", {f"agreed-{dana}-checkins": "3", f"agreed-{dana}-words": "Three a week"})
    assert "Saved." in okafor.text


def test_an_address_corrected_by_another_meanwhile_is_not_corrected_over(harbour, okafor):
    chris = harbour.parts["chris"]
    with transaction(harbour.staff("mills")):
        inviting.correct_address(part(harbour, "chris"), "chris.new@harbour.example", True)
    form = {f"address-{chris}-address": "kris@harbour.example", f"address-{chris}-safe": "y"}
    answer = okafor.post(f"/parts/{chris}/address", form, status=409)
    assert "Dr Mills changed this meanwhile." in answer.text
    assert "chris.new@harbour.example" in answer.text
    assert 'value="kris@harbour.example"' in answer.text
    okafor.post(f"/parts/{chris}/address", form)
    assert "Saved." in okafor.text
