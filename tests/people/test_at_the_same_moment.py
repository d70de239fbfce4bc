"""What is proved while a new password is chosen, and what is pressed twice at once."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

import pytest

from app.people import proving, second_step
from tests.people.test_new_password import choose, signs_in
from tests.people.test_second_step import half_way
from tests.phone import set_up
from tests.world import PASSWORD


def now_and_then(monkeypatch, where, name, between):
    """The first call of a function answers, and then `between` happens before anybody goes on."""
    before, done = getattr(where, name), []

    def slow(*args):
        answer = before(*args)
        if not done:
            done.append(True)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(Context().run, between).result(10)
        return answer

    monkeypatch.setattr(where, name, slow)


def test_the_old_password_that_is_being_compared_enters_nobody(harbour, browser, link, monkeypatch):
    word, thief, hers = link("password"), browser(harbour), browser(harbour)
    thief.get("/staff/sign-in")
    now_and_then(monkeypatch, proving, "matches", lambda: choose(hers, word))
    thief.post("/staff/sign-in", {"address": "okafor@harbour.example", "password": PASSWORD}, status=422)
    thief.get("/today", follow=False, status=303)
    signs_in(hers)


def test_nor_does_it_choose_the_next_password(harbour, browser, link, monkeypatch):
    word, thief, hers = link("password"), browser(harbour).sign_in_staff(), browser(harbour)
    thief.get("/staff/you/password")
    now_and_then(monkeypatch, proving, "matches", lambda: choose(hers, word))
    thief.post("/staff/you/password", {"old_password": PASSWORD, "password": "the words of a thief"}, status=422)
    signs_in(hers)


def test_nor_does_a_code_after_it(harbour, browser, link, monkeypatch):
    phone, _ = set_up(browser(harbour).sign_in_staff())
    word, thief, hers = link("password"), half_way(browser(harbour)), browser(harbour)
    thief.get("/staff/sign-in/code")
    now_and_then(monkeypatch, proving, "login_of", lambda: choose(hers, word))
    thief.post("/staff/sign-in/code", {"code": phone.code()}, follow=False, status=303)
    thief.get("/today", follow=False, status=303)


def test_of_a_second_step_set_up_twice_at_once_one_holds(harbour, browser, sql, monkeypatch):
    desk = browser(harbour).sign_in_staff()
    desk.get("/staff/second-step")
    form = desk.hidden("/staff/second-step")
    set_up(desk)
    codes = sql("select code_hash from recovery_code order by 1")
    monkeypatch.setattr(second_step, "is_on", lambda staff: False)
    monkeypatch.setattr("app.people.second_step_views.step_of", lambda seed, typed: 1)
    desk.post("/staff/second-step", form | {"code": "123456"}, follow=False, status=303)
    assert sql("select code_hash from recovery_code order by 1") == codes


@pytest.mark.parametrize(("path", "counts"), [("/favicon.ico", False), ("/today", True)])
def test_what_a_browser_asks_for_by_itself_is_no_click(harbour, browser, sql, path, counts):
    desk = browser(harbour).sign_in_staff()
    sql("update device set seen_at = now() - interval '29 minutes'")
    desk.get(path, status=200 if counts else 404)
    assert sql("select seen_at > now() - interval '1 minute' from device") == [(counts,)]
