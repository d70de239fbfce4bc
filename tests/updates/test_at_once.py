"""Pressed twice, or by two at once: what is told and answered stands once, and nothing of it is lost."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

import pytest

from app.updates.models import Answer, Outcome, Reply, Update
from tenants.db import db, transaction
from tests.deeds import tells


def at_once(app, browser, path, form, times=4):
    """The statuses of the same form sent by so many at the same moment."""
    cookie = browser.client.get_cookie("withkin", domain=browser.base.removeprefix("http://").partition(":")[0])

    def send(_):
        client = app.test_client()
        client.set_cookie("withkin", cookie.value, domain="harbour.localhost")
        return Context().run(client.post, path, data=form, base_url=browser.base).status_code

    with ThreadPoolExecutor(times) as many:
        return set(many.map(send, range(times)))


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


@pytest.fixture
def rows(harbour):
    def of(model, **which):
        with transaction(harbour.jobs()):
            return db.session.scalars(db.select(model).filter_by(**which)).all()

    return of


@pytest.fixture
def last(harbour, dana):
    """The last question of a check-in whose first two are answered: its path and its hidden fields."""
    path = f"/check-in/{harbour.children['maya']}/"
    dana.get(path + "1")
    dana.post(path + "1", {"answer": "4"})
    dana.post(path + "2", {"answer": "3"})
    return path + "3", dana.hidden(path + "3")


@pytest.mark.parametrize("end", [{"answer": "words"}, {"skip": "1"}])
def test_a_check_in_sent_twice_is_one_with_all_its_answers(dana, last, rows, end):
    path, hidden = last
    for _ in range(2):
        dana.post(path, hidden | end)
        assert "Thank you." in dana.text
    (told,) = rows(Update, kind="checkin")
    assert len(rows(Answer, update_id=told.id)) == (3 if "answer" in end else 2)


def test_a_check_in_sent_by_four_at_once_is_one(app, dana, last, rows):
    path, hidden = last
    assert at_once(app, dana, path, hidden | {"answer": "words"}) == {303}
    (told,) = rows(Update, kind="checkin")
    assert len(rows(Answer, update_id=told.id)) == 3


def test_the_same_correction_twice_is_one_and_another_topic_is_one_too(harbour, dana, rows):
    path = f"/updates/about/{harbour.children['maya']}"
    dana.get(path)
    hidden = dana.hidden(path)
    for body, topic in (("one", "other"), ("two", "other"), ("two", "other"), ("two", "school"), ("two", "school")):
        dana.post(path, hidden | {"topic": topic, "body": body})
    assert sorted((row.body, row.topic) for row in rows(Update)) == [
        ("one", "other"),
        ("two", "other"),
        ("two", "school"),
    ]


def test_the_same_reply_by_four_at_once_is_one_reply_and_seen_once(app, harbour, browser, rows):
    update = tells(harbour, "dana", "maya", "The move frightens her")
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    path = f"/answers/{update}"
    form = okafor.hidden(path) | {"kind": "reply", "words": "Follow her lead."}
    assert at_once(app, okafor, path, form) == {303}
    assert len(rows(Reply)) == 1
    assert [row.kind for row in rows(Outcome)] == ["seen"]
