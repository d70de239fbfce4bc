"""Whoever an invitation reached by mistake does not come in once it is taken back or corrected; a mail enters once."""

import pytest

from app.involvement.models import Involvement
from tenants.db import db, transaction
from tests.families.test_known_address import adds, part_of_dee


@pytest.fixture
def reyes(harbour, browser):
    return browser(harbour).sign_in_staff("reyes")


def asks_for_a_link(browser, address):
    browser.get("/sign-in")
    browser.post("/sign-in", {"address": address})


@pytest.fixture
def wrong_person(harbour, reyes, browser, work, outbox_now):
    """Invited by mistake, has asked for a link as well: their browser, the part, the link and the code."""
    adds(reyes, "den@harbour.example")
    row = part_of_dee(harbour)
    reyes.post(f"/parts/{row.id}/invitation")
    work()
    den = browser(harbour)
    asks_for_a_link(den, "den@harbour.example")
    work()
    return den, row, outbox_now.token("den@harbour.example"), outbox_now.code("den@harbour.example")


def corrects(reyes, row):
    reyes.get(f"/families/{row.child_id}/people")
    form = {f"address-{row.id}-address": "dee@harbour.example", f"address-{row.id}-safe": "y"}
    reyes.post(f"/parts/{row.id}/address", form)


@pytest.mark.parametrize("then", ["corrected", "taken back"])
@pytest.mark.parametrize("invited_anew", [True, False])
def test_neither_the_link_nor_the_code_that_was_asked_for_enters(reyes, wrong_person, then, invited_anew):
    den, row, word, code = wrong_person
    if then == "corrected":
        corrects(reyes, row)
    else:
        reyes.post(f"/parts/{row.id}/invitation/delete")
    if invited_anew:
        reyes.post(f"/parts/{row.id}/invitation")
    den.get(f"/in/{word}", status=410)
    den.get("/in/code")
    den.post("/in/code", {"code": code}, status=422)
    den.get("/home", follow=False, status=303)


def test_after_taking_it_back_the_address_can_still_be_corrected(reyes, wrong_person):
    den, row, word, _ = wrong_person
    reyes.post(f"/parts/{row.id}/invitation/delete")
    den.get(f"/in/{word}", status=410)
    corrects(reyes, row)
    assert "Saved." in reyes.text


def test_a_code_ends_with_sign_out_everywhere(harbour, browser, work, outbox_now):
    thief, dana = browser(harbour), browser(harbour).sign_in("dana")
    asks_for_a_link(thief, "dana@harbour.example")
    work()
    dana.get("/you")
    dana.post("/you/sign-out-everywhere")
    thief.get("/in/code")
    thief.post("/in/code", {"code": outbox_now.code("dana@harbour.example")}, status=422)


@pytest.mark.parametrize("first", ["link", "code"])
def test_one_mail_enters_once_by_its_link_or_by_its_code(harbour, browser, work, outbox_now, first):
    asker, other = browser(harbour), browser(harbour)
    asks_for_a_link(asker, "dana@harbour.example")
    work()
    word, code = outbox_now.token("dana@harbour.example"), outbox_now.code("dana@harbour.example")
    asker.get("/in/code")
    if first == "link":
        other.enter(word)
        asker.get("/in/code")
        asker.post("/in/code", {"code": code}, status=422)
    else:
        asker.post("/in/code", {"code": code})
        other.get(f"/in/{word}", status=410)


def test_a_code_in_other_digits_is_the_same_code(harbour, browser, work, outbox_now):
    dana = browser(harbour)
    asks_for_a_link(dana, "dana@harbour.example")
    work()
    code = outbox_now.code("dana@harbour.example").translate({48 + n: 0x660 + n for n in range(10)})
    dana.get("/in/code")
    dana.post("/in/code", {"code": "²" + code})
    assert "Who reads what" in dana.text


def test_who_is_still_invited_elsewhere_keeps_her_link(harbour, reyes, browser, work, outbox_now):
    """Dana is asked about another child; that is taken back. Her own way in stays."""
    dana = browser(harbour)
    asks_for_a_link(dana, "dana@harbour.example")
    work()
    word = outbox_now.token("dana@harbour.example")
    adds(reyes, "dana@harbour.example")
    row = part_of_dee(harbour)
    reyes.post(f"/parts/{row.id}/invitation")
    reyes.post(f"/parts/{row.id}/invitation/delete")
    with transaction(harbour.jobs()):
        assert db.session.get_one(Involvement, (row.clinic_id, row.id)).invited_at is None
    dana.enter(word)
    assert "Who reads what" in dana.text


def test_somebody_who_asks_in_her_name_all_day_does_not_silence_her_mail(harbour, browser, work, outbox_now, servers):
    """A link that works is mailed four times; when it is over, whoever asks next gets a new one."""
    before = len(outbox_now.mails("dana@harbour.example"))

    def asked(times):
        for _ in range(times):
            asks_for_a_link(browser(harbour), "dana@harbour.example")
            work()
            servers.valkey.client().flushall()
        return len(outbox_now.mails("dana@harbour.example")) - before

    assert asked(9) == 4
    with servers.admin("withkin") as admin:
        admin.execute("update portal_link set expires_at = made_at")
    assert asked(1) == 5
    browser(harbour).enter(outbox_now.token("dana@harbour.example"))
