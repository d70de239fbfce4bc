"""`./bin/faults mail`: a few of its faults in earnest, and that its verdict sees what is lost or done twice."""

from dataclasses import replace
from uuid import uuid4

import pytest

from dev.faults import kills, queue, server
from dev.faults.count import Count, counted, is_kept
from dev.faults.deliveries import Row
from dev.faults.mail import answer, broken_by
from dev.faults.site import site

GOOD = Count(acknowledged=9, kept=9, sent_twice=0, unknown_outcome=2, kills=1, dropped=1, states={})


def test_what_breaks_meets_mails_and_nothing_is_lost():
    with site(quick=True) as broken:
        faults = (kills.between_acceptance_and_commit, queue.emptied, server.says_no_good_bye)
        met = broken_by(broken, faults, 1)
        found = answer(counted(broken), met, 1)
    assert found["ok"], found
    assert found["unknown_outcome"] == found["kills"] == 1
    assert list(found["met"].values()) == [1, found["met"]["queue.emptied"], server.MAILS]


@pytest.mark.parametrize("bad", [{"kept": 8}, {"sent_twice": 1}, {"unknown_outcome": 3}])
def test_a_loss_a_double_or_too_much_unknown_is_not_ok(bad):
    assert answer(GOOD, {"one": 1}, 1)["ok"]
    assert not answer(replace(GOOD, **bad), {"one": 1}, 1)["ok"]


def test_a_fault_that_met_nothing_is_not_ok():
    assert not answer(GOOD, {"one": 1, "other": 0}, 1)["ok"]
    assert not answer(GOOD, {}, 1)["ok"]


@pytest.mark.parametrize(
    ("state", "arrives", "to_nobody", "kept"),
    [
        ("sent", True, False, True),
        ("sent", False, False, False),
        ("refused", False, True, True),
        ("refused", False, False, False),
        ("unknown", False, False, True),
        ("dropped", False, False, False),
        ("sending", True, False, False),
        ("queued", False, False, False),
    ],
)
def test_a_mail_is_kept_when_it_is_where_its_row_says(state, arrives, to_nobody, kept):
    row = Row(uuid4(), uuid4(), state, 1, None)
    assert is_kept(row, {str(row.id)} if arrives else set(), {row.link} if to_nobody else set()) is kept
