"""One's own password and address, changed from one's own page."""

import pytest

from tests.people.test_forgotten import asks, word_of
from tests.people.test_new_password import NEW, signs_in
from tests.world import PASSWORD

WANTED = "ada@elsewhere.example"


def changes(desk, old=PASSWORD, new=NEW, status=200):
    desk.get("/staff/you/password")
    return desk.post("/staff/you/password", {"old_password": old, "password": new}, status=status)


def test_the_own_password_ends_other_sessions_renews_this_one_and_a_mail_goes(harbour, browser, work, outbox_now):
    before = len(outbox_now.mails("okafor@harbour.example"))
    other, desk = browser(harbour).sign_in_staff(), browser(harbour).sign_in_staff()
    cookie = desk.client.get_cookie("withkin", domain="harbour.localhost").value
    changes(desk)
    assert desk.page.request.path == "/staff/you"
    assert desk.client.get_cookie("withkin", domain="harbour.localhost").value != cookie
    other.get("/today", follow=False, status=303)
    signs_in(browser(harbour), "okafor", NEW)
    work()
    subjects = [mail["subject"] for mail in outbox_now.mails("okafor@harbour.example")]
    assert "Your password was changed" in subjects[: len(subjects) - before]


def test_the_old_one_is_asked_for_and_counted(harbour, browser, servers):
    desk = browser(harbour).sign_in_staff()
    for _ in range(10):
        servers.valkey.client().flushall()
        changes(desk, old="not the right one", status=422)
        assert "This is not your password." in desk.text
    servers.valkey.client().flushall()
    changes(desk, status=422)


def test_a_stolen_link_of_before_sets_nothing_after(harbour, browser, link):
    word = link("password")
    changes(browser(harbour).sign_in_staff())
    browser(harbour).get(f"/staff/password/{word}", status=404)


def moves(desk, to=WANTED, password=PASSWORD, status=200):
    desk.get("/staff/you/address")
    return desk.post("/staff/you/address", {"address": to, "old_password": password}, status=status)


def link_of(outbox, to=WANTED):
    return outbox.mails(to)[0]["text"].split("/staff/address/")[1].split()[0]


def test_the_address_changes_when_the_mail_to_the_new_one_is_answered(harbour, browser, work, outbox_now):
    desk, old = browser(harbour).sign_in_staff(), len(outbox_now.mails("okafor@harbour.example"))
    moves(desk)
    work()
    assert "A new address for you" in [
        mail["subject"] for mail in outbox_now.mails("okafor@harbour.example")[: -old or None]
    ]
    signs_in(browser(harbour), "okafor", PASSWORD)
    page, word = browser(harbour), link_of(outbox_now)
    for _ in range(2):
        page.get(f"/staff/address/{word}")
    signs_in(browser(harbour), "okafor", PASSWORD)
    page.post(f"/staff/address/{word}")
    assert "Your address is changed." in page.text
    page.get("/staff/sign-in")
    page.post("/staff/sign-in", {"address": WANTED, "password": PASSWORD})
    assert page.page.request.path == "/today"
    signs_in(browser(harbour), "okafor", PASSWORD, 422)
    again = browser(harbour)
    assert "does not change anything" in again.get(f"/staff/address/{word}", status=404).text


def test_a_link_in_the_old_inbox_ends_with_it(harbour, browser, work, outbox_now):
    asks(browser(harbour), "okafor@harbour.example")
    work()
    old = word_of(outbox_now.mails("okafor@harbour.example")[0])
    moves(browser(harbour).sign_in_staff())
    work()
    page, word = browser(harbour), link_of(outbox_now)
    page.get(f"/staff/address/{word}")
    page.post(f"/staff/address/{word}")
    browser(harbour).get(f"/staff/password/{old}", status=404)


def test_the_owners_directory_follows(harbour, browser, work, outbox_now, sql):
    from app import schedule
    from app.addresses import address_key

    moves(browser(harbour).sign_in_staff("olga"))
    work()
    page, word = browser(harbour), link_of(outbox_now)
    page.get(f"/staff/address/{word}")
    page.post(f"/staff/address/{word}")
    schedule.sweep()
    work()
    assert sql("select address_key from owner_address where clinic_id = %s", harbour.clinic) == [(address_key(WANTED),)]


def test_an_address_in_use_is_answered_alike_and_nothing_goes_there(harbour, browser, work, outbox_now, statements):
    said, ran, before = [], [], len(outbox_now.mails("reyes@harbour.example"))
    desk = browser(harbour).sign_in_staff()
    for to in (WANTED, "reyes@harbour.example"):
        desk.get("/staff/you/address")
        desk.post("/staff/you/address", {"address": to, "old_password": PASSWORD}, follow=False, status=303)
        ran.append(len(statements.seen))
        said.append(desk.get("/staff/you").text.split("A mail is on its way to")[1][:20].replace(to, ""))
    assert ran[0] == ran[1]
    work()
    assert len(outbox_now.mails("reyes@harbour.example")) == before


def test_an_address_taken_meanwhile_changes_nothing(harbour, browser, work, outbox_now, sql):
    from app.addresses import address_key

    moves(browser(harbour).sign_in_staff())
    work()
    word = link_of(outbox_now)
    sql("update staff_login set address_key = %s where address like 'reyes@harbour%%'", address_key(WANTED))
    page = browser(harbour)
    page.get(f"/staff/address/{word}")
    page.post(f"/staff/address/{word}", status=404)
    signs_in(browser(harbour), "okafor", PASSWORD)


@pytest.mark.parametrize("wrong", [{"password": "no"}, {"to": "ada at elsewhere"}])
def test_the_password_is_asked_for_and_what_was_typed_stays(harbour, browser, work, outbox_now, wrong):
    before = len(outbox_now.mails())
    desk = browser(harbour).sign_in_staff()
    moves(desk, **wrong, status=422)
    assert f'value="{wrong.get("to", WANTED)}"' in desk.text
    work()
    assert len(outbox_now.mails()) == before


def test_a_second_wish_ends_the_first(harbour, browser, work, outbox_now):
    desk = browser(harbour).sign_in_staff()
    moves(desk)
    work()
    first = link_of(outbox_now)
    moves(desk, to="okafor@elsewhere.example")
    browser(harbour).get(f"/staff/address/{first}", status=404)


def test_a_new_password_ends_a_wish_for_an_address(harbour, browser, work, outbox_now):
    desk = browser(harbour).sign_in_staff()
    moves(desk)
    work()
    changes(desk)
    browser(harbour).get(f"/staff/address/{link_of(outbox_now)}", status=404)
