"""Each reason is a sentence, right for none, one and many."""

from datetime import UTC, datetime

import pytest

from app.engagement import words
from app.engagement.models import STATUSES
from tests.engagement.history import at

COUNTED = {
    "unopened": (
        {"days": None},
        "The link was never opened: it was sent 0 days ago",
        "The link was never opened: it was sent 1 day ago",
        "The link was never opened: it was sent 9 days ago",
    ),
    "owed": (
        {"kind": "question", "days": None},
        "A question has waited 0 days: this one is ours",
        "A question has waited 1 day: this one is ours",
        "A question has waited 9 days: this one is ours",
    ),
    "missed": (
        {"week": "2026-11-02", "agreed": None},
        "0 check-ins were agreed for the week of 2 November, and none came",
        "1 check-in was agreed for the week of 2 November, and none came",
        "9 check-ins were agreed for the week of 2 November, and none came",
    ),
}
PLAIN = {
    "quiet": ({"last": "2026-11-02"}, "Was weekly, nothing since 2 November"),
    "not-in-yet": ({}, "Invited on 3 November, has not come in yet"),
    "new": ({"until": "2026-11-24"}, "First came in on 3 November: too early to say before 24 November"),
    "not-invited": ({}, "Not invited yet"),
    "paused": ({}, "Paused since 3 November"),
    "ended": ({}, "This part ended on 3 November"),
    "care-ended": ({}, "The child’s care ended on 3 November"),
    "closed": ({}, "Updates are closed since 3 November: nothing is expected"),
}


NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture(autouse=True)
def here(application):
    with application.test_request_context(), at(NOW):
        yield


def test_a_day_that_one_could_take_for_another_names_its_year():
    assert words.on("2026-03-03") == "3 March"
    assert words.on("2025-11-28") == "28 November 2025"


@pytest.mark.parametrize("code", COUNTED)
def test_none_one_and_many(code):
    shape, *sentences = COUNTED[code]
    number = next(name for name, value in shape.items() if value is None)
    for count, sentence in zip((0, 1, 9), sentences, strict=True):
        assert words.sentence({"code": code, **shape, number: count}) == sentence


@pytest.mark.parametrize("kind", ["note", "checkin"])
def test_what_waits_is_named(kind):
    assert words.sentence({"code": "owed", "kind": kind, "days": 1}).split()[1] == kind.replace("checkin", "check-in")


@pytest.mark.parametrize("code", PLAIN)
def test_the_others(code):
    more, sentence = PLAIN[code]
    assert words.sentence({"code": code, "since": "2026-11-03", **more}) == sentence


def test_every_reason_has_its_sentence_and_every_alert_its_step():
    assert {*COUNTED, *PLAIN} == set(words.SENTENCES)
    for code in ("unopened", "owed", "quiet", "missed"):
        assert words.next_step({"code": code})
    assert words.next_step({"code": "new"}) == words.sentence({"code": "of-tomorrow"}) == ""


def test_every_status_has_its_name():
    assert [words.status(one) for one in STATUSES] == [
        "Reach out", "Take a look", "On track", "Not expected", "Too early to say",
    ]  # fmt: skip
