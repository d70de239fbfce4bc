"""Must 29, nobody writes into an empty room: what a caregiver reads on the pages about what she told and on her week's page."""

from datetime import timedelta

import pytest

from app.digests.models import Digest
from tenants import scope as scopes
from tenants.db import db, transaction
from tests.billing.standing import ended, stands
from tests.deeds import worries
from tests.digests.conftest import week
from tests.digests.test_pages import digest, way
from tests.digests.week import REPLY, WORDS, at, came_in, come, line_for

__all__ = ["week"]
NOBODY = "Nobody at Harbour reads here any more"


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


def test_her_week_is_read_and_asks_for_nothing(harbour, week, dana):
    path = f"/digests/{digest(harbour).id}"
    assert "Tell us something" in dana.get(path).text
    ended(harbour)
    page = dana.get(path).text
    assert REPLY in page and NOBODY in page and "Tell us something" not in page and "Ask a question" not in page


@pytest.mark.parametrize(
    ("days", "words"), [(-3, NOBODY), (10, "Until then it is as always")], ids=["nobody reads", "soon nobody does"]
)
def test_by_a_mails_button_her_own_words_are_not_offered_where_they_do_not_open(harbour, week, browser, days, words):
    phone = browser(harbour)
    stands(harbour, status="active", ends_at=scopes.moment() + timedelta(days=days))
    phone.get(way(week))
    phone.post(way(week))
    assert words in phone.text and "/you/words" not in phone.text


def test_a_week_without_news_is_glad_of_nothing(harbour, dana):
    line_for(harbour, "maya", "dana", WORDS)
    come(harbour)
    with at(come(harbour, weeks=1)):
        path = f"/digests/{digest(harbour).id}"
        assert "We are glad to hear from you" in dana.get(path).text
        ended(harbour)
        page = dana.get(path).text
    assert "No news this week" in page and "glad to hear" not in page


def test_what_she_asked_for_before_nobody_answers(harbour, dana):
    dana.get("/you")
    dana.post(f"/you/agreed/{harbour.children['maya']}/less")
    assert "You asked for less for now about Maya. We answer here." in dana.get("/you").text
    ended(harbour)
    page = dana.get("/you").text
    assert "You asked for less for now about Maya." in page
    assert "We answer here" not in page and "Less is fine" not in page


def test_a_worry_told_before_is_with_nobody(harbour, dana):
    path = f"/safety/{worries(harbour, 'dana', 'maya')}"
    page = dana.get(path).text
    assert "It is with the clinic" in page and "Tell us one more thing" in page
    ended(harbour)
    page = dana.get(path).text
    main = page[page.index("<h1") :]
    assert NOBODY in main and "It is with the clinic" not in main and "Tell us one more thing" not in main
    assert "988" in main


def test_no_tab_leads_to_a_check_in(harbour, dana):
    assert 'href="/check-in"' in dana.get("/updates").text
    ended(harbour)
    assert 'href="/check-in"' not in dana.get("/updates").text


def test_supervision_goes_on_by_mail_where_every_record_is_read(harbour):
    came_in(harbour)
    ended(harbour)
    come(harbour)
    with transaction(harbour.jobs()):
        made = db.session.scalars(db.select(Digest)).all()
    assert made and all(one.staff_id for one in made)
