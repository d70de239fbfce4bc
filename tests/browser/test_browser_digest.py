"""From the mail's button to the answer she came for, on a phone that was never here; and out of such mails in one press, and back."""

import re
import time
from datetime import timedelta

import pytest

from app.digests import making
from app.people import mail_choice
from app.people.mail_hours import NONE_CHOSEN
from tenants import resolve
from tenants.db import db, transaction
from tenants.models import Clinic
from tests.deeds import as_caregiver, replies, tells
from tests.digests.week import came_in, line_for

WORDS, TOLD, REPLY = "Let her choose which shoe goes first.", "She hides her shoes", "Follow her lead in this"


@pytest.fixture
def mail(site, house):
    """The clinic's hour came at some time in the last week, and is found now; Dana has no quiet hours."""
    with site.app.app_context():
        came_in(house, "dana")
        line_for(house, "maya", "dana", WORDS, weeks=-1)
        replies(house, tells(house, "dana", "maya", TOLD), REPLY)
        with transaction(as_caregiver(house, "dana")):
            mail_choice.choose(house.people["dana"], NONE_CHOSEN, quiet_from=8, quiet_until=8)
        with transaction(house.jobs()) as scope:
            chosen = {"digests_from": scope.now - timedelta(days=8)}
            db.session.execute(db.update(Clinic).where(Clinic.id == house.clinic).values(**chosen))
        resolve.forget()
        making.make_digests(house.clinic)
    address, until = f"dana@{house.subdomain}.example", time.monotonic() + 60
    while not (mails := site.outbox.mails(address)):
        assert time.monotonic() < until, "the worker sends it"
        time.sleep(0.3)
    return mails[0]


def test_from_the_button_to_the_answer(device, mail):
    phone = device("phone")
    phone.open(re.search(r"http\S+/in/\S+", mail["text"])[0])
    phone.tap("Go in")
    phone.sees(WORDS, REPLY, "Only this page is open here")
    phone.tap("Ask a question")
    phone.fill("Your question", "Which shoe?")
    phone.tap("Send the question")
    phone.sees("Which shoe?")
    phone.tap("Your week")
    phone.sees(REPLY)


def test_out_in_one_press_and_back(device, mail):
    phone = device("phone")
    phone.open(re.search(r"http\S+/unsubscribe/\S+", mail["text"])[0])
    phone.tap("No more of these mails")
    phone.sees("Done. No more mail about your week.")
    phone.tap("I want it after all")
    phone.sees("From tomorrow on we mail you about your week again.")
