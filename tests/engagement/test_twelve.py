"""Twelve weeks of a family: both sides, and what changed, for whoever supervises its therapist alone."""

from datetime import timedelta

import pytest

from app import happened
from app.engagement import turning
from app.involvement import involving
from tenants.db import transaction
from tests.deeds import replies, supervises, told_before
from tests.world import part


@pytest.fixture
def sade(harbour, browser):
    supervises(harbour)
    return browser(harbour).sign_in_staff("sade")


def test_both_sides_week_by_week_with_what_changed(harbour, sade):
    today = harbour.today
    with transaction(harbour.jobs()):
        happened.tell("entered", harbour.parts["dana"], today - timedelta(days=60))
    replies(harbour, told_before(harbour, "dana", "maya", "note", 10, "secret words"), "an answer")
    told_before(harbour, "dana", "maya", "question", 3)
    with transaction(harbour.staff()):
        involving.pause(part(harbour, "dana"), today)
    turning.reconcile(harbour.clinic, repair=True)
    sade.get(f"/engagement/families/{harbour.children['maya']}")
    text = " ".join(sade.text.split())
    assert "Home told" in text and "We saw" in text and "came in for the first time" in text and "paused" in text
    assert "Not expected" in text and "Paused since" in text
    assert "secret words" not in text and "an answer" not in text.replace("No answer", "")


def test_nobody_else_reads_it(harbour, browser):
    for who, status in (("okafor", 403), ("sade", 404), ("olga", 403)):
        browser(harbour).sign_in_staff(who).get(f"/engagement/families/{harbour.children['maya']}", status=status)
