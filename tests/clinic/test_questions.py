"""What a check-in asks: the clinic's order and words, what is left out for a child, and a check-in that is under way."""

from app.audit import AuditEvent
from app.updates.models import Question
from app.updates.questions import LONGEST, put
from tenants.db import db, transaction
from tests.clinic.asking import PATH, asks, change, listed
from tests.clinic.pages import opened


def test_order_words_and_off_reach_the_next_check_in(harbour, browser):
    olga, dana = browser(harbour).sign_in_staff("olga"), browser(harbour).sign_in("dana")
    _, (sleep, *_), (text, *_) = listed(harbour)
    opened(olga, "questions")
    olga.post(f"{PATH}/{sleep}/place", {"to": "0"})
    assert "Moved." in olga.text
    change(olga, text, "What made {child} laugh?", True)
    assert asks(dana, harbour) == ["How did Maya sleep?", "How was today with Maya?", "What made Maya laugh?"]
    dana.get("/home")
    assert "How did Maya sleep?" in dana.text
    opened(olga, "questions")
    change(olga, sleep, "", False)
    assert asks(dana, harbour) == ["How was today with Maya?", "What made Maya laugh?"]
    assert listed(harbour)[0][0] == sleep, "switched off, not deleted"


def test_pressed_twice_up_moves_once(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    sleep = listed(harbour)[1][0]
    opened(olga, "questions")
    form = olga.hidden(f"{PATH}/{sleep}/place") | {"to": "0"}
    olga.post(f"{PATH}/{sleep}/place", form)
    olga.post(f"{PATH}/{sleep}/place", form)
    assert [kind for _, kind, *_ in listed(harbour)] == ["sleep", "day", "text"]


def test_a_question_of_ones_own_is_added_once_and_asked(harbour, browser):
    olga, dana = browser(harbour).sign_in_staff("olga"), browser(harbour).sign_in("dana")
    opened(olga, "questions")
    form = olga.hidden(PATH) | {"wording": "Did {child} eat breakfast?", "kind": "day"}
    olga.post(PATH, form)
    olga.post(PATH, form)
    assert asks(dana, harbour)[-1] == "Did Maya eat breakfast?"
    assert len(listed(harbour)) == 4


def test_at_most_eight_and_at_least_one(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    for n in range(5):
        opened(olga, "questions")
        olga.post(PATH, {"wording": f"Question {n}?", "kind": "text"})
    opened(olga, "questions")
    olga.post(PATH, {"wording": "One more?", "kind": "text"}, status=422)
    assert "8 questions at most" in olga.text and "One more?" in olga.text
    every = [id for id, *_ in listed(harbour)]
    for id in every[:-1]:
        opened(olga, "questions")
        change(olga, id, "", False)
    opened(olga, "questions")
    change(olga, every[-1], "Question 4?", False, status=422)
    assert "One question stays switched on" in olga.text


def test_two_owners_at_one_question_and_at_the_order(harbour, browser):
    olga, again = browser(harbour).sign_in_staff("olga"), browser(harbour).sign_in_staff("olga")
    day, sleep, text = (id for id, *_ in listed(harbour))
    opened(olga, "questions")
    opened(again, "questions")
    change(again, day, "How was the day?", True)
    change(olga, day, "And the day?", True, status=409)
    assert (
        "Olga Brandt changed this meanwhile" in olga.text
        and "How was the day?" in olga.text
        and "And the day?" in olga.text
    )
    change(olga, day, "And the day?", True)
    assert listed(harbour)[0][2] == "And the day?"
    opened(olga, "questions")
    opened(again, "questions")
    again.post(f"{PATH}/{text}/place", {"to": "0"})
    olga.post(f"{PATH}/{sleep}/place", {"to": "0"}, status=409)
    assert [kind for _, kind, *_ in listed(harbour)] == ["text", "day", "sleep"]


def test_the_childs_name_never_makes_a_question_longer_than_it_may_be(app):
    assert len(put("M" * 120, Question().id, "text", "{child} " * 25).text) == LONGEST


# Of one child.


def test_a_therapist_leaves_one_out_and_asks_one_of_the_childs_own(harbour, browser):
    okafor, maya = browser(harbour).sign_in_staff(), harbour.children["maya"]
    path = f"/families/{maya}/questions"
    day, _sleep, text = (str(id) for id, *_ in listed(harbour))
    okafor.get(path)
    assert "Dana, Chris, Rosa" in okafor.text
    okafor.post(path, {"questions": [day, text]})
    okafor.post(f"{path}/own", {"wording": "Did {child} use the balloon?", "kind": "text"})
    assert asks(browser(harbour).sign_in("chris"), harbour) == [
        "How was today with Maya?", "Anything you want to add?", "Did Maya use the balloon?",
    ]  # fmt: skip
    ben = browser(harbour).sign_in("ben")
    ben.get(f"/check-in/{harbour.children['theo']}/2")
    assert "How did Theo sleep?" in ben.text, "another child's check-in is as it was"
    ben.get(f"/check-in/{harbour.children['theo']}/4", status=404)
    with transaction(harbour.jobs()):
        rows = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "changed-questions")).all()
        assert {row.subject_id for row in rows} == {maya} and "balloon" not in repr([row.detail for row in rows])


def test_the_first_one_left_out_is_not_the_one_home_asks(harbour, browser):
    okafor, maya = browser(harbour).sign_in_staff(), harbour.children["maya"]
    _day, sleep, text = (str(id) for id, *_ in listed(harbour))
    okafor.get(f"/families/{maya}/questions")
    okafor.post(f"/families/{maya}/questions", {"questions": [sleep, text]})
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    assert "How did Maya sleep?" in dana.text


def test_two_therapists_at_one_childs_questions(harbour, browser):
    okafor, mills, maya = (
        browser(harbour).sign_in_staff(),
        browser(harbour).sign_in_staff("mills"),
        harbour.children["maya"],
    )
    path = f"/families/{maya}/questions"
    day, sleep, _text = (str(id) for id, *_ in listed(harbour))
    okafor.get(path)
    mills.get(path)
    mills.post(path, {"questions": [day]})
    okafor.post(path, {"questions": [day, sleep]}, status=409)
    assert "Dr Mills changed this meanwhile" in okafor.text
    okafor.post(path, {"questions": [day, sleep]})
    assert asks(browser(harbour).sign_in("dana"), harbour) == ["How was today with Maya?", "How did Maya sleep?"]


def test_a_child_is_asked_something_or_the_page_says_that_nothing_is_asked(harbour, browser):
    okafor, olga, maya = (
        browser(harbour).sign_in_staff(),
        browser(harbour).sign_in_staff("olga"),
        harbour.children["maya"],
    )
    day, _sleep, _text = (id for id, *_ in listed(harbour))
    okafor.get(f"/families/{maya}/questions")
    okafor.post(f"/families/{maya}/questions", {"questions": []}, status=422)
    assert "Leave at least one" in okafor.text
    okafor.post(f"/families/{maya}/questions", {"questions": [str(day)]})
    opened(olga, "questions")
    change(olga, day, "", False)
    dana = browser(harbour).sign_in("dana")
    dana.get("/check-in")
    assert "Nothing is here at the moment." in dana.text
    dana.get("/home")
    assert "Nothing to do today" in dana.text
