"""Every creating form pressed twice, and Back after sending: one row, no error."""

import pytest

from app.involvement.models import Child
from app.updates.models import Outcome, Reply, Update
from tenants.db import db, transaction
from tests.walker import Walker


def rows(site, house, model) -> int:
    with site.app.app_context(), transaction(house.jobs()):
        return int(db.session.scalar(db.select(db.func.count()).select_from(model)) or 0)


def twice(walker: Walker, button: str) -> None:
    """Back to the form as it was sent, and its button pressed again with the same content."""
    fields = walker.page.locator("main textarea, main input:not([type=hidden])")
    walker.tap(button)
    walker.page.go_back()
    walker.settle()
    if fields.count() == 0:
        walker.page.reload()
        walker.settle()


@pytest.mark.parametrize(
    ("begin", "label", "button"),
    [("Write a note", "Your note", "Send the note"), ("Ask a question", "Your question", "Send the question")],
)
def test_what_she_tells_is_told_once_however_often_she_presses(caregiver, site, house, begin, label, button):
    phone = caregiver("dana")
    phone.tap(begin)
    phone.fill(label, "Once.")
    phone.page.get_by_role("button", name=button).dblclick(no_wait_after=True)
    phone.sees("Thank you. That helps.")
    phone.look()
    assert rows(site, house, Update) == 1


def test_a_check_in_is_sent_once(caregiver, site, house):
    phone = caregiver("dana")
    phone.tap("Hard")
    phone.tap("Restless")
    phone.page.get_by_role("button", name="Skip and send").dblclick(no_wait_after=True)
    phone.sees("Thank you. That helps.", "Restless")
    phone.look()
    assert rows(site, house, Update) == 1


def test_a_family_is_added_once(staff, site, house):
    before = rows(site, house, Child)
    desk = staff("okafor")
    desk.open(site.url(house, "/families/new"))
    desk.fill("Child's name", "Noor")
    desk.fill("Age in years", "8")
    desk.page.get_by_label("Name", exact=True).first.fill("Sana")
    desk.page.get_by_role("button", name="Add the family").dblclick(no_wait_after=True)
    desk.sees("Noor is added.", "Sana")
    desk.look()
    assert rows(site, house, Child) == before + 1


@pytest.mark.parametrize(("button", "words", "model"), [("Reply", "Yes.", Reply), ("Seen", "", Outcome)])
def test_an_answer_is_given_once(caregiver, staff, site, house, button, words, model):
    phone = caregiver("dana")
    phone.tap("Ask a question")
    phone.fill("Your question", "Really?")
    phone.tap("Send the question")
    desk = staff("okafor")
    if words:
        desk.fill("Your reply", words)
    desk.page.get_by_role("button", name=button, exact=True).dblclick(no_wait_after=True)
    desk.sees("Nothing waits for you." if not desk.script else "Done")
    desk.look()
    assert rows(site, house, model) == 1
