"""A device that is new beside one the person had: what it may not do, and how it becomes the person's."""

import re

import pytest

from tests.people.test_new_password import choose, signs_in
from tests.people.test_own_sign_in import WANTED, link_of, moves
from tests.phone import set_up
from tests.world import PASSWORD


@pytest.fixture
def two(harbour, browser):
    """Dr Okafor in two browsers; the second is new beside the first."""
    return browser(harbour).sign_in_staff(), browser(harbour).sign_in_staff()


def subjects(outbox, who="okafor@harbour.example"):
    return [mail["subject"] for mail in outbox.mails(who)]


@pytest.mark.parametrize("path", ["/staff/you/address", "/staff/second-step"])
def test_it_changes_no_way_of_signing_in(two, sql, path):
    first, new = two
    new.get(path, status=403)
    assert "This device is new." in new.text
    new.post(path, {"address": WANTED, "old_password": PASSWORD, "code": "123456"}, status=403)
    assert sql("select count(*) from new_address") == sql("select count(*) from staff_totp") == [(0,)]
    first.get(path)


@pytest.mark.parametrize("deed", ["codes", "delete"])
def test_nor_does_it_touch_a_second_step(harbour, browser, two, sql, deed):
    first, new = two
    set_up(first)
    new.get("/staff/you")
    new.post(f"/staff/second-step/{deed}", status=403)
    assert sql("select count(*) from staff_totp") == [(1,)]


def test_it_says_so_on_every_page_and_how_it_becomes_ones_own(two):
    first, new = two
    assert "This device is new." in new.get("/today").text
    new.get("/staff/you")
    assert 'href="/staff/password"' in new.text
    assert "This device is new. Say" not in first.get("/today").text


def test_the_yes_on_another_device_makes_it_ones_own(two):
    first, new = two
    first.get("/staff/you")
    first.post(re.search(r'action="(/staff/devices/[^"]*/answer)"', first.text)[1], {"said": "me"})
    new.get("/staff/you/address")


def test_a_password_chosen_by_mail_on_it_makes_it_ones_own(two, harbour, browser, link):
    """The old laptop is gone: then a thief's later device is a question here."""
    _, new = two
    choose(new, link("password"))
    signs_in(new)
    assert "This device is new" not in new.get("/today").text
    new.get("/staff/you/address")
    signs_in(browser(harbour))
    assert "Somebody signed in as you on a new device." in new.get("/today").text


def test_a_browser_nobody_used_is_ones_own_by_mail_too(two, harbour, browser, link):
    new = browser(harbour)
    choose(new, link("password"))
    signs_in(new)
    new.get("/staff/you/address")


def test_chosen_in_one_browser_it_is_no_proof_in_another(two, harbour, browser, link):
    _, new = two
    choose(browser(harbour), link("password"))
    signs_in(new)
    new.get("/staff/you/address", status=403)


def test_nor_is_one_that_was_chosen_before_the_last(two, harbour, browser, link):
    _, new = two
    choose(new, link("password"), password="the words of the first one")
    choose(browser(harbour), link("password"))
    signs_in(new)
    new.get("/staff/you/address", status=403)


def test_the_old_inbox_is_told_when_a_new_address_is_asked_for_and_when_it_holds(two, work, outbox_now):
    first, _ = two
    before = len(subjects(outbox_now))
    moves(first)
    work()
    word = link_of(outbox_now)
    first.get(f"/staff/address/{word}")
    first.post(f"/staff/address/{word}")
    work()
    new = subjects(outbox_now)[: -before or None]
    assert "A new address for you" in new and new[0] == "Your address was changed"
    assert "end this sign-in" in outbox_now.mails("okafor@harbour.example")[0]["text"]
    assert "Your address was changed" not in subjects(outbox_now, WANTED)


def test_the_old_inbox_hears_of_the_wish_also_when_the_mail_is_late(two, work, outbox_now, sql):
    """What was asked is told where it was asked, though the address is another by then."""
    first, _ = two
    moves(first)
    work()
    sql("update delivery set state = 'queued', next_try_at = now() where kind = 'address-asked'")
    word, before = link_of(outbox_now), subjects(outbox_now).count("A new address for you")
    first.get(f"/staff/address/{word}")
    first.post(f"/staff/address/{word}")
    from app import schedule

    schedule.sweep()
    work()
    assert subjects(outbox_now).count("A new address for you") == before + 1


def test_a_second_step_that_is_set_up_is_told_by_mail(two, work, outbox_now):
    set_up(two[0])
    work()
    assert "Your second step is on" in subjects(outbox_now)
