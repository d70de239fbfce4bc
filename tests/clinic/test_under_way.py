"""A check-in that is under way while its questions change: no answer is lost, doubled, or put under another question."""

import pytest

from app.updates.models import Update
from tenants.db import db, transaction
from tests.clinic.asking import PATH, answers, change, first, listed
from tests.clinic.pages import opened


@pytest.fixture
def under_way(harbour, browser):
    """Dana has tapped how today was, and stands before how Maya slept."""
    dana = browser(harbour).sign_in("dana")
    dana.get(f"/check-in/{harbour.children['maya']}/1")
    dana.post(dana.page.request.path, {"answer": "4"})
    assert first(dana.text) == "How did Maya sleep?"
    return dana


def off(harbour, browser, *questions):
    olga = browser(harbour).sign_in_staff("olga")
    for question in questions:
        opened(olga, "questions")
        change(olga, question, "", False)


def test_an_answer_to_a_question_switched_off_meanwhile_is_kept_and_sent(harbour, browser, under_way):
    off(harbour, browser, listed(harbour)[0][0])
    under_way.post(under_way.page.request.path, {"answer": "3"})
    under_way.post(under_way.page.request.path, {"answer": "She laughed."})
    assert answers(harbour) == [
        ("Anything you want to add?", "She laughed."), ("How did Maya sleep?", "OK"), ("How was today with Maya?", "Good"),
    ]  # fmt: skip


def test_an_answer_is_never_put_under_another_question(harbour, browser, under_way):
    """The one before her is switched off: her tap is its answer, and not the next one's."""
    off(harbour, browser, listed(harbour)[1][0])
    under_way.post(under_way.page.request.path, {"answer": "3"})
    assert first(under_way.text) == "Anything you want to add?"
    under_way.post(under_way.page.request.path, {"skip": "1"})
    assert answers(harbour) == [("How did Maya sleep?", "OK"), ("How was today with Maya?", "Good")]


def test_the_order_turned_round_meanwhile_loses_nothing(harbour, browser, under_way):
    olga = browser(harbour).sign_in_staff("olga")
    opened(olga, "questions")
    olga.post(f"{PATH}/{listed(harbour)[2][0]}/place", {"to": "0"})
    under_way.post(under_way.page.request.path, {"answer": "4"})
    assert answers(harbour) == [("How did Maya sleep?", "Well"), ("How was today with Maya?", "Good")]


def test_the_last_one_switched_off_meanwhile_sends_what_there_is_and_once(harbour, browser, under_way):
    off(harbour, browser, listed(harbour)[2][0])
    path, form = under_way.page.request.path, None
    form = under_way.hidden(path) | {"answer": "4"}
    under_way.post(path, form)
    assert "Thank you. That helps." in under_way.text
    under_way.post(path, form)
    assert len(answers(harbour)) == 2
    with transaction(harbour.jobs()):
        assert db.session.scalar(db.select(db.func.count()).select_from(Update)) == 1


def test_words_changed_meanwhile_stand_as_they_were_put_to_her(harbour, browser, under_way):
    olga = browser(harbour).sign_in_staff("olga")
    opened(olga, "questions")
    change(olga, listed(harbour)[0][0], "Was {child} brave today?", True)
    change(olga, listed(harbour)[1][0], "Did {child} sleep alone?", True, status=200)
    under_way.post(under_way.page.request.path, {"answer": "4"})
    under_way.post(under_way.page.request.path, {"skip": "1"})
    assert answers(harbour) == [("How did Maya sleep?", "Well"), ("How was today with Maya?", "Good")]


def test_nobody_puts_a_question_of_their_own_making(harbour, browser, under_way):
    under_way.post(under_way.page.request.path, {"answer": "4", "put": "forged"})
    under_way.post(under_way.page.request.path, {"skip": "1"})
    assert answers(harbour) == [("How did Maya sleep?", "Well"), ("How was today with Maya?", "Good")]
