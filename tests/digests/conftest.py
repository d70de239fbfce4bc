"""Dana's week, gone by, and whoever writes her home's line."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tenants.db import transaction
from tests.browser import Browser
from tests.deeds import replies, tells
from tests.digests.week import HOME, REPLY, TOLD, WORDS, at, came_in, come, line_for, party_of


@pytest.fixture
def week(harbour, work, outbox_now) -> Iterator[dict[str, Any]]:
    """The mail of Dana's digest; the clock stands beyond her quiet hours until the test ends."""
    came_in(harbour)
    replies(harbour, tells(harbour, "dana", "maya", TOLD), REPLY)
    line_for(harbour, "maya", "dana", WORDS)
    now = come(harbour)
    with at(now + timedelta(hours=20)):
        work()
        yield outbox_now.mails(HOME)[0]


@pytest.fixture
def okafor(harbour, browser) -> Browser:
    """At the weekly lines."""
    page = browser(harbour).sign_in_staff()
    page.get("/lines")
    return page


@pytest.fixture
def home(harbour) -> UUID:
    """Dana's."""
    with transaction(harbour.jobs()):
        return party_of(harbour, "dana").id
