"""Signed out while writing: a sentence, the way in beside it, and not a letter lost."""

from app.people.models import Device
from tenants.db import db, transaction
from tenants.scope import Audience, Scope

WORDS = "Hand-over took twenty minutes.\nIn October it was forty-five."


def end_all_sessions(site, house) -> None:
    with site.app.app_context(), transaction(Scope(house.clinic, Audience.DOOR)):
        db.session.execute(db.update(Device).values(nonce_hash=None))


def test_a_note_outlives_the_session_and_is_sent_after_signing_in_again(caregiver, site, house, script):
    phone = caregiver("dana")
    phone.tap("Write a note")
    phone.fill("Your note", WORDS)
    end_all_sessions(site, house)
    phone.expected.add(401)
    phone.tap("Send the note")
    phone.sees("You are signed out.", "Leave this page")
    box = phone.page.get_by_label("Your note" if script else "What you typed")
    assert box.input_value().replace("\r\n", "\n") == WORDS
    beside = phone.watched(phone.context.new_page())
    beside.goto(site.link(house, "dana"))
    beside.get_by_role("button", name="Go in").click()
    beside.wait_for_url("**/home")
    phone.tap("Send the note" if script else "Send it again")
    phone.sees("Thank you. That helps.", "In October it was forty-five.")


def test_a_reply_outlives_the_session(caregiver, staff, site, house, script):
    phone = caregiver("dana")
    phone.tap("Ask a question")
    phone.fill("Your question", "Should I talk about the move?")
    phone.tap("Send the question")
    desk = staff("okafor")
    desk.fill("Your reply", WORDS)
    end_all_sessions(site, house)
    desk.expected.add(401)
    desk.tap("Reply")
    desk.sees("You are signed out.")
    box = desk.page.get_by_label("Your reply" if script else "What you typed")
    assert box.input_value().replace("\r\n", "\n") == WORDS
