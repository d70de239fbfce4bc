"""News about several of one's children at once: a tick a child, its reader named beside it, one record each."""

import re
from dataclasses import replace

import pytest

from app.families.adding import Told, add_caregiver
from app.involvement import ending, involving
from app.involvement.models import Child, Involvement
from app.portal.recognising import sweep_recognised
from app.updates.models import Update
from app.updates.sharing import Share
from tenants.db import db, transaction
from tests.deeds import asks, shares_at_home


@pytest.fixture
def dana(harbour, browser):
    """She cares for Maya, and has said yes to a child of Dr Reyes's."""
    asked = asks(harbour, "dana")
    dana = browser(harbour)
    dana.sign_in("dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {"said": "yes"})
    if dana.page.request.path == "/welcome":
        dana.post("/welcome")
    sweep_recognised(harbour.clinic)
    return dana


def told(house):
    with transaction(house.jobs()):
        rows = db.session.execute(db.select(Child.name, Update.body).join(Update, Update.child_id == Child.id))
        return sorted(tuple(row) for row in rows)


def others(house):
    with transaction(house.jobs()):
        return db.session.scalars(db.select(Child).where(Child.name.not_in(["Maya", "Theo", "Sam"]))).one()


def path(house):
    return f"/updates/about/{house.children['maya']}"


def test_each_child_is_named_with_who_reads_about_it(harbour, dana):
    dana.get(path(harbour))
    kid = others(harbour)
    label = re.search(rf'value="{kid.id}".*?</label>', dana.page.text, re.S)[0]
    assert kid.name in label and "Dr Reyes reads it." in label and "Okafor" not in label


def test_ticked_it_is_one_record_each_and_pressed_twice_no_more(harbour, dana):
    kid = others(harbour)
    dana.get(path(harbour))
    page = dana.page
    for _ in range(2):
        dana.page = page
        dana.post(path(harbour), {"topic": "family", "body": "We move in May", "also": str(kid.id)})
    assert told(harbour) == sorted([("Maya", "We move in May"), (kid.name, "We move in May")])


def test_not_ticked_it_is_about_one_child(harbour, dana):
    dana.get(path(harbour))
    dana.post(path(harbour), {"topic": "family", "body": "We move in May"})
    assert told(harbour) == [("Maya", "We move in May")]


def test_a_child_of_nobody_hers_is_never_told_of(harbour, dana):
    dana.get(path(harbour))
    dana.post(path(harbour), {"topic": "family", "body": "We move in May", "also": str(harbour.children["theo"])})
    assert told(harbour) == [("Maya", "We move in May")]


def test_a_question_is_about_one_child_whatever_is_sent_with_it(harbour, dana):
    kid, asks_about = others(harbour), f"/questions/about/{harbour.children['maya']}"
    dana.get(asks_about)
    dana.post(asks_about, {"body": "When do we meet?", "also": str(kid.id)})
    assert told(harbour) == [("Maya", "When do we meet?")]


@pytest.fixture
def shares(harbour, dana):
    """She lives with the other child's uncle, too, and shares with him by her own choice."""
    kid, today = others(harbour).id, harbour.today
    with transaction(harbour.jobs()):
        hers = db.session.scalars(db.select(Involvement.id).where(Involvement.child_id == kid)).one()
    with transaction(harbour.staff("reyes")):
        involving.invited(add_caregiver(kid, Told("Ian", "uncle", "A", None, False), today))
    house = replace(harbour, parts={"dana": hers}, children={"noor": kid})
    return shares_at_home(house, "dana", "noor")


@pytest.mark.parametrize(("also", "only"), [(True, False), (True, True), (False, False)])
def test_must_04_who_lives_with_the_other_child_reads_it_as_its_tick_says_and_not_where_only_the_clinic_does(
    harbour, dana, shares, also, only
):
    kid = others(harbour)
    assert "At home Ian reads it, too." in dana.get(path(harbour)).text
    ticks = ({"also": str(kid.id)} if also else {}) | ({"clinic_only": "1"} if only else {})
    dana.post(path(harbour), {"topic": "family", "body": "We move in May"} | ticks)
    with transaction(harbour.jobs()):
        copies = db.session.execute(db.select(Share.child_id, Share.choice_id)).all()
    assert copies == ([(kid.id, shares)] if also and not only else [])
    assert "has changed" not in dana.text


def test_nor_one_whose_care_has_ended(harbour, dana):
    kid, day = others(harbour).id, harbour.today
    dana.get(path(harbour))
    with transaction(harbour.staff()):
        ending.end_care(db.session.get_one(Child, (harbour.clinic, kid)), day)
    dana.post(path(harbour), {"topic": "family", "body": "We move in May", "also": str(kid)})
    assert told(harbour) == [("Maya", "We move in May")]


def test_what_was_ticked_stays_when_something_is_missing(harbour, dana):
    kid = others(harbour)
    dana.get(path(harbour))
    dana.post(path(harbour), {"topic": "family", "body": " ", "also": str(kid.id)}, status=422)
    assert re.search(rf'value="{kid.id}"\s+checked', dana.page.text)


def test_who_has_one_child_is_asked_nothing(harbour, browser):
    rosa = browser(harbour).sign_in("rosa")
    assert "another child" not in rosa.get(path(harbour)).text
