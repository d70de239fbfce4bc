"""`./bin/faults postgres`: the database goes away under load, and what its verdict sees."""

from collections import Counter

import pytest

from dev.faults.phone import Phone
from dev.faults.postgres import answer, measure


def test_what_a_page_thanked_for_is_there_once_and_what_was_typed_stays():
    found = measure(quick=True)
    assert found["ok"], found
    assert found["refused_first"] > 0


@pytest.mark.parametrize(
    ("stored", "lost", "statuses"),
    [({}, [], {}), ({"hers": 2}, [], {}), ({"hers": 1}, ["hers"], {}), ({"hers": 1}, [], {"GET 500": 1})],
)
def test_a_loss_a_double_a_lost_word_or_a_bare_error_is_not_ok(stored, lost, statuses):
    def judged(stored, lost, statuses):
        phone = Phone(0, "", "", "", Counter({"POST 303": 1} | statuses), lost, ["hers"], ["hers"])
        return answer([phone], Counter(stored), 1)["ok"]

    assert judged({"hers": 1}, [], {})
    assert not judged(stored, lost, statuses)
