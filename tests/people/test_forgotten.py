"""A forgotten password: the page says the same to all, a job looks the address up."""

import pytest

from app.mail.sending import to_be_sent
from app.people.links import new_link
from tenants.db import db, transaction
from tests.people.conftest import shape
from tests.people.test_new_password import choose, signs_in


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


def test_the_first_owner_gets_it_though_she_never_confirmed(harbour, browser, work, outbox_now, sql):
    """She has a password since sign-up, and the link that would have confirmed is long over. Nobody else is the first."""
    sql("update staff_login set confirmed_at = null")
    sql("update staff_role set role = 'owner' where role = 'office'")
    before = {who: len(outbox_now.mails(f"{who}@harbour.example")) for who in ("olga", "otis")}
    for who in before:
        asks(browser(harbour), f"{who}@harbour.example")
    work()
    assert len(outbox_now.mails("otis@harbour.example")) == before["otis"]
    mails = outbox_now.mails("olga@harbour.example")
    assert len(mails) == before["olga"] + 1
    page = browser(harbour)
    choose(page, word_of(mails[0]))
    signs_in(page, "olga")
    assert sql("select count(*) from staff_login where confirmed_at is not null") == [(1,)]


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
