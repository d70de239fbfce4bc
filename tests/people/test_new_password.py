"""A password set by a link: single use, POST only; it signs nobody in and stands for no second step."""

import pytest

from app.mail.sending import to_be_sent
from app.people.links import find, is_good, new_link, use
from app.people.new_password import BY_LINK
from app.people.passwords import matches
from tenants.db import db, transaction
from tenants.scope import Audience, Scope
from tests.people.conftest import shape
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


def asks(page, address, status=200):
    page.get("/staff/password")
    return page.post("/staff/password", {"address": address}, status=status)


def test_forgotten_a_mail_brings_a_link(harbour, browser, work, outbox_now):
    page = browser(harbour)
    asks(page, " Okafor@HARBOUR.example ")
    assert "a mail is on its way" in page.text
    work()
    mail = outbox_now.mails("okafor@harbour.example")[0]
    word = mail["text"].split("/staff/password/")[1].split()[0]
    assert "60 minutes" in mail["text"] and "Okafor" not in mail["text"]
    choose(page, word)
    signs_in(page)


def test_known_and_unknown_addresses_are_answered_alike(harbour, browser, work, outbox_now, statements):
    ran, said, before = [], [], len(outbox_now.mails())
    for address in ("okafor@harbour.example", "nobody@harbour.example", "dana@harbour.example"):
        page = browser(harbour)
        page.get("/staff/password")
        page.post("/staff/password", {"address": address}, follow=False, status=303)
        ran.append(shape(statements.seen))
        said.append(page.get("/staff/password/asked").text)
    assert ran[0] == ran[1] == ran[2]
    assert said[0] == said[1] == said[2]
    work()
    assert len(outbox_now.mails()) == before + 1


@pytest.mark.parametrize(
    "change", ["update staff_login set confirmed_at = null", "update staff_member set ended_at = now()"]
)
def test_nothing_goes_to_an_unconfirmed_address_nor_to_somebody_who_left(
    harbour, browser, work, outbox_now, sql, change
):
    before = len(outbox_now.mails())
    sql(change)
    asks(browser(harbour), "okafor@harbour.example")
    work()
    assert len(outbox_now.mails()) == before


def word_of(mail):
    return mail["text"].split("/staff/password/")[1].split()[0]


def test_asked_again_the_same_link_comes_and_after_twenty_minutes_another(harbour, browser, work, outbox_now, sql):
    words = []
    for _ in range(3):
        asks(browser(harbour), "okafor@harbour.example")
        work()
        words.append(word_of(outbox_now.mails("okafor@harbour.example")[0]))
        if len(words) == 2:
            sql("update portal_link set made_at = made_at - interval '21 minutes'")
    assert words[0] == words[1] != words[2]


def test_the_limit_of_an_address_is_silent_and_of_a_network_is_not(harbour, browser, work, outbox_now, servers):
    before = len(outbox_now.mails("okafor@harbour.example"))
    for _ in range(7):
        asks(browser(harbour), "okafor@harbour.example")
        work()
    assert len(outbox_now.mails("okafor@harbour.example")) == before + 4
    for _ in range(3):
        asks(browser(harbour), "okafor@harbour.example")
    asks(browser(harbour), "okafor@harbour.example", status=429)


def test_a_lost_request_is_found_by_the_sweep(harbour, browser, work, outbox_now, servers):
    from app import schedule

    before = len(outbox_now.mails("okafor@harbour.example"))
    asks(browser(harbour), "okafor@harbour.example")
    servers.valkey.client().flushall()
    schedule.sweep()
    work()
    assert len(outbox_now.mails("okafor@harbour.example")) == before + 1


def test_an_invitation_names_no_speciality_and_leads_to_the_page(harbour, browser, work, outbox_now):
    with transaction(harbour.jobs()):
        row = new_link("join", staff=harbour.people["otis"])
        db.session.flush()
        to_be_sent("join", staff=harbour.people["otis"], link=row.id)
    work()
    mail = outbox_now.mails("otis@harbour.example")[0]
    assert mail["subject"] == "Join Harbour"
    assert not [word for word in ("therap", "child", "clinic", "Otis") if word in mail["text"].lower()]
    page = browser(harbour)
    assert "Welcome to Harbour" in page.get(f"/staff/password/{word_of(mail)}").text
