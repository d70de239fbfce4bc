"""A password set by a link: single use, POST only; it signs nobody in and stands for no second step."""

import pytest

from app.people.links import find, is_good, use
from app.people.new_password import BY_LINK
from app.people.passwords import matches
from tenants.db import db, transaction
from tenants.scope import Audience, Scope
from tests.phone import set_up
from tests.world import PASSWORD

NEW = "quite another row of words"


def choose(page, token, password=NEW, status=200):
    page.get(f"/staff/password/{token}")
    return page.post(f"/staff/password/{token}", {"password": password}, status=status)


def signs_in(page, who="okafor", password=NEW, status=200):
    page.get("/staff/sign-in")
    return page.post("/staff/sign-in", {"address": f"{who}@harbour.example", "password": password}, status=status)


@pytest.mark.parametrize("purpose", ["join", "password"])
def test_a_link_sets_a_password_once_and_signs_nobody_in(harbour, browser, link, purpose):
    word, page = link(purpose), browser(harbour)
    for _ in range(3):
        page.get(f"/staff/password/{word}")
    choose(page, word)
    assert page.page.request.path == "/staff/sign-in"
    assert "Your password is set." in page.text
    page.get("/today", follow=False, status=303)
    signs_in(page)
    assert page.page.request.path == "/today"
    again = browser(harbour)
    assert "does not open any more" in again.get(f"/staff/password/{word}", status=404).text
    again.get("/staff/sign-in")
    again.post(f"/staff/password/{word}", {"password": "one more row of words"}, status=404)
    signs_in(browser(harbour), password=PASSWORD, status=422)


def test_of_two_at_once_one_sets_it(harbour, link):
    word = link("password")
    with transaction(Scope(harbour.clinic, Audience.DOOR)):
        row = find(word, BY_LINK)
        db.session.expunge(row)
        assert use(row, "computer")
        assert is_good(row), "as the second request still sees it"
        assert not use(row, "computer")


def test_of_two_pages_at_once_one_sets_it(harbour, browser, link, monkeypatch):
    """The second has read the link as good before the first used it."""
    word, second = link("password"), browser(harbour)
    second.get(f"/staff/password/{word}")
    choose(browser(harbour), word)
    monkeypatch.setattr("app.people.links.is_good", lambda link: True)
    second.post(f"/staff/password/{word}", {"password": "the words of the second one"}, status=404)
    signs_in(browser(harbour))


def test_it_confirms_the_address_and_tells_the_person(harbour, browser, link, work, outbox_now, sql):
    sql("update staff_login set confirmed_at = null")
    before = len(outbox_now.mails("okafor@harbour.example"))
    choose(browser(harbour), link("join"))
    work()
    assert sql("select count(*) from staff_login where confirmed_at is not null") == [(1,)]
    mails = outbox_now.mails("okafor@harbour.example")
    assert len(mails) == before + 1
    assert mails[0]["subject"] == "Your password was changed"
    assert "/staff/password/" not in mails[0]["text"] and "/in/" not in mails[0]["text"]


def test_it_ends_every_session_of_the_person(harbour, browser, link):
    desk, other = browser(harbour).sign_in_staff(), browser(harbour).sign_in_staff("reyes")
    choose(browser(harbour), link("password"))
    desk.get("/today", follow=False, status=303)
    other.get("/today")


def test_a_used_an_old_and_an_unknown_link_say_what_to_do(harbour, browser, link, sql):
    old = link("password")
    sql("update portal_link set expires_at = now() - interval '1 minute'")
    for word in (old, old[:-2], "x" * 22):
        page = browser(harbour)
        assert "Send me a new link" in page.get(f"/staff/password/{word}", status=404).text
        page.get("/staff/sign-in")
        page.post(f"/staff/password/{word}", {"password": NEW}, status=404)


def test_a_link_for_a_password_enters_nobody_and_an_entry_link_sets_none(harbour, browser, link):
    for purpose in ("join", "password", "address"):
        page, word = browser(harbour), link(purpose)
        page.get(f"/in/{word}", status=404)
        page.get("/staff/sign-in")
        page.post(f"/in/{word}", status=404)
        page.get("/today", follow=False, status=303)
    for purpose in ("confirm", "open", "address"):
        browser(harbour).get(f"/staff/password/{link(purpose)}", status=404)


def test_somebody_who_was_deactivated_sets_nothing(harbour, browser, link, sql):
    word = link("password")
    sql("update staff_member set ended_at = now()")
    browser(harbour).get(f"/staff/password/{word}", status=404)


@pytest.mark.parametrize("easy", ["short words", "passwordpassword", "qwertyuiop12", "aaaaaaaaaaaaaa", "Harbour12345"])
def test_a_password_that_is_short_or_guessed_early_is_refused(harbour, browser, link, easy):
    page, word = browser(harbour), link("join")
    choose(page, word, easy, status=422)
    assert "At least 12 characters" in page.text
    choose(page, word)


def test_nobodys_password_is_empty(harbour, browser, sql, hashes):
    """Somebody who was invited and has not joined: nothing matches, and it takes as long."""
    sql("update staff_login set password_hash = ''")
    assert not matches("", "")
    assert not matches("nobody has this password", "")
    for password in ("nobody has this password", "x"):
        hashes.clear()
        signs_in(browser(harbour), password=password, status=422)
        assert hashes == [password]


def test_a_new_password_never_stands_for_the_second_step(harbour, browser, link):
    desk = browser(harbour).sign_in_staff()
    phone, _ = set_up(desk)
    page = browser(harbour)
    choose(page, link("password"))
    signs_in(page)
    assert page.page.request.path == "/staff/sign-in/code"
    page.get("/today", follow=False, status=303)
    page.get("/staff/sign-in/code")
    page.post("/staff/sign-in/code", {"code": phone.code()})
    assert page.page.request.path == "/today"
