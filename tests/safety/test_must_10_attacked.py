"""Must 10, attacked: what hides a worry, loses its words, keeps it from whoever must know, or its answer from her."""

import re

import pytest
from sqlalchemy.exc import IntegrityError

from app.involvement import involving
from app.mail.models import Delivery
from app.safety import acting, sweeping
from app.safety.models import Step, Worry
from tenants.db import db, new_id, transaction
from tests.deeds import as_caregiver, asks, worries
from tests.world import part


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


def rows(house, model, *which):
    with transaction(house.jobs()):
        return db.session.scalars(db.select(model).where(*which)).all()


def test_must_10_the_form_sent_once_more_with_other_words_loses_none_of_them(harbour, dana):
    dana.get("/safety")
    form = dana.hidden("/safety") | {"way": "here", "phone": ""}
    for words in ("It was loud tonight", "It is worse now", "It is worse now"):
        dana.post("/safety", form | {"body": words})
        assert words in dana.text
    assert sorted(worry.body for worry in rows(harbour, Worry)) == ["It is worse now", "It was loud tonight"]


def test_must_10_a_way_to_answer_her_that_nobody_takes_is_not_kept(harbour, dana):
    """Neither by the form nor by the database: she would wait for an answer that never comes."""
    dana.get("/safety")
    assert "It was loud" in dana.post("/safety", {"body": "It was loud", "way": "letter"}, status=422).text
    today = harbour.today
    with pytest.raises(IntegrityError, match="ck_safety_worry_way"), transaction(as_caregiver(harbour, "dana")):
        acting.tell(new_id(), harbour.parts["dana"], harbour.children["maya"], "It was loud", "letter", None, today)
    assert rows(harbour, Worry) == []


def test_must_10_whoever_writes_many_hides_nobody_elses(harbour, browser):
    for n in range(21):
        worries(harbour, "chris", "maya", f"Number {n}")
    worries(harbour, "dana", "maya")
    assert "Dana, about Maya" in browser(harbour).sign_in_staff().get("/today").text


def test_must_10_one_that_cannot_be_passed_on_keeps_no_other_from_the_team(harbour, monkeypatch):
    broken, hers = worries(harbour, "chris", "maya", before=True), worries(harbour, "dana", "maya")
    pass_on = sweeping.pass_on

    def breaks(worry, *more):
        if worry.id == broken:
            raise ZeroDivisionError
        pass_on(worry, *more)

    monkeypatch.setattr(sweeping, "pass_on", breaks)
    with pytest.raises(ZeroDivisionError):
        sweeping.safety(harbour.clinic)
    assert rows(harbour, Step, Step.worry_id == hers)


def test_must_10_the_mail_she_asked_for_goes_to_her_account_where_she_said_yes_to_the_part(
    harbour, dana, browser, work
):
    asked = asks(harbour, "dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {"said": "yes"})
    work()
    dana.get("/safety")
    noor = re.search(r'value="([0-9a-f-]{36})"[^>]*>\s*<span>Noor', dana.page.text)[1]
    dana.post("/safety", {"child": noor, "body": "Loud again", "way": "mail", "phone": ""})
    path = f"/worries/{rows(harbour, Worry)[0].id}"
    reyes = browser(harbour).sign_in_staff("reyes")
    assert "a mail without content" in reyes.get(path).text
    known = re.search(r'name="known" value="(\d+)"', reyes.page.text)[1]
    reyes.post(path, {"kind": "answered", "words": "We are on it", "known": known})
    (mail,) = rows(harbour, Delivery, Delivery.kind == "to-read")
    assert mail.caregiver_id == harbour.people["dana"]


def test_must_10_what_was_typed_while_the_part_ended_stands_there_still(harbour, dana):
    dana.get("/safety")
    day = harbour.today
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), day)
    dana.post("/safety", {"body": "It was loud tonight", "way": "here", "phone": ""}, status=422)
    assert "Please call." in dana.text and "It was loud tonight" in dana.text
