"""A form whose row opens nothing any more says so once, and goes through when it is pressed again."""

import pytest

from app.updates.models import Question
from tenants.db import db, transaction
from tenants.models import Clinic
from tenants.scope import Audience, Scope
from tests.signup.test_signing_up import FORM

ASKS = {"wording": "Did the car ride go well?", "kind": "text"}


def asked(house):
    with transaction(house.jobs()):
        mine = db.select(Question.id).where(Question.wording == ASKS["wording"])
        return len(db.session.scalars(mine).all())


def test_a_sign_up_whose_cookie_is_gone_goes_through_the_second_time(browser):
    first, desk = browser(), browser()
    first.get("/signup")
    row = first.hidden("/signup")["row"]
    desk.get("/signup")
    desk.post("/signup", FORM | {"row": row}, status=422)
    assert "Press the button once more." in desk.text and "Möwe" in desk.text
    desk.post("/signup", FORM)
    assert "Möwe is ready" in desk.text


def test_a_row_that_holds_comes_back_so_that_a_mended_form_is_still_one_thing(browser):
    desk = browser()
    desk.get("/signup")
    row = desk.hidden("/signup")["row"]
    desk.post("/signup", FORM | {"name": ""}, status=422)
    assert desk.hidden("/signup")["row"] == row
    desk.post("/signup", FORM)
    with transaction(Scope(None, Audience.SYSTEM)):
        assert len(db.session.scalars(db.select(Clinic.id).where(Clinic.name == FORM["name"])).all()) == 1


@pytest.mark.parametrize("row", ["", "made-up", None])
def test_a_clinics_question_on_a_shared_computer(harbour, browser, row):
    """`None`: the row of the colleague who had the page before."""
    path = "/clinic/settings/questions"
    olga = browser(harbour).sign_in_staff("olga")
    if row is None:
        olga.get(path)
        row = olga.hidden(path)["row"]
        olga = browser(harbour).sign_in_staff("olga")
    olga.get(path)
    olga.post(path, ASKS | {"row": row}, status=422)
    assert "Press the button once more." in olga.text
    olga.post(path, ASKS)
    assert asked(harbour) == 1


def test_a_childs_own_question_on_a_shared_computer(harbour, browser):
    path = f"/families/{harbour.children['maya']}/questions"
    okafor = browser(harbour).sign_in_staff()
    okafor.get(path)
    okafor.post(f"{path}/own", ASKS | {"row": "made-up"}, status=422)
    assert "Press the button once more." in okafor.text
    okafor.post(f"{path}/own", ASKS)
    assert asked(harbour) == 1


def test_a_note_that_says_nothing_and_comes_late_is_not_asked_for_ever(harbour, browser):
    path = f"/updates/about/{harbour.children['maya']}"
    dana = browser(harbour).sign_in("dana")
    dana.get(path)
    dana.post(path, {"body": "", "topic": "sleep", "row": "made-up"}, status=422)
    assert dana.hidden(path)["row"] != "made-up"
    dana.post(path, {"body": "She slept.", "topic": "sleep"})
    assert "She slept." in dana.text
