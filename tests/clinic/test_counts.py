"""What the owner sees of engagement: counts over the whole clinic, none of a few, and no name."""

import pytest

from app.engagement.clinic_wide import count, share


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "too few to say"),
        (4, 4, "too few to say"),
        (3, 10, "fewer than five of 10"),
        (5, 10, "5 of 10"),
        (9, 10, "nearly all of 10"),
        (10, 10, "10 of 10"),
        (0, 10, "fewer than five of 10"),
    ],
)
def test_a_share_tells_neither_of_the_few_nor_of_the_few_who_are_left(app, part, whole, said):
    with app.test_request_context():
        assert share(part, whole) == said


@pytest.mark.parametrize(("number", "said"), [(0, "fewer than five"), (4, "fewer than five"), (5, "5")])
def test_a_count_under_five_is_not_said(app, number, said):
    with app.test_request_context():
        assert count(number) == said


def test_the_owner_reads_counts_and_nobody_elses_name(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/clinic")
    assert "How it goes" in olga.text and "none under five" in olga.text
    for name in ("Dana", "Maya", "Chris", "Rosa"):
        assert name not in olga.text
