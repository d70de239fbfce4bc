"""`./bin/faults digests`: a few of its faults in earnest, and that its verdict sees what is lost or done twice."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from dev.faults import weekly
from dev.faults.digests import answer, broken_by
from dev.faults.site import site
from dev.faults.weekly import Weekly
from dev.weeks.told import Mail, Told, is_kept, told

GOOD = Told(due=9, kept=9, twice=0, unknown=2, unasked=0)


def judged(count, met=None, left=0, kills=1, dropped=1):
    weeks = SimpleNamespace(broken=SimpleNamespace(kills=kills, dropped=dropped), left=lambda: left)
    return answer(count, weeks, {"killed": 1} if met is None else met, 1)["ok"]


def test_what_breaks_meets_digests_and_each_goes_once():
    with site(quick=True) as broken:
        weeks = Weekly(broken)
        met = broken_by(weeks, [weekly.killed, weekly.emptied, weekly.gone_before_the_answer])
        weeks.settle()
        found = answer(weeks.told(), weeks, met, 1)
    assert found["ok"], found
    assert found["acknowledged"] == found["kept"] == 3 * weekly.FEW and found["kills"] == 1


@pytest.mark.parametrize("bad", [{"kept": 8}, {"twice": 1}, {"unknown": 3}, {"unasked": 1}, {"due": 0, "kept": 0}])
def test_a_loss_a_double_or_too_much_unknown_is_not_ok(bad):
    assert judged(GOOD)
    assert not judged(Told(**vars(GOOD) | bad))


def test_a_fault_that_met_nothing_or_a_week_that_never_ends_is_not_ok():
    assert not judged(GOOD, met={"killed": 0})
    assert not judged(GOOD, met={})
    assert not judged(GOOD, left=1)


@pytest.mark.parametrize(
    ("state", "arrives", "address", "kept"),
    [
        ("sent", True, "", True),
        ("sent", False, "", False),
        ("refused", False, "refuse-rcpt-1@x", True),
        ("refused", False, "parent-1@x", False),
        ("unknown", False, "", True),
        ("dropped", False, "", False),
        ("sending", True, "", False),
        ("queued", False, "", False),
    ],
)
def test_a_digest_is_kept_when_its_mail_is_where_its_row_says(state, arrives, address, kept):
    mail = Mail(uuid4(), uuid4(), "2026-11-23", state)
    assert is_kept(mail, {mail.delivery} if arrives else set(), address) is kept


def test_two_mails_of_one_digest_and_two_digests_of_one_week_are_doubles():
    her, other, quiet = uuid4(), uuid4(), uuid4()
    mails = [Mail(uuid4(), person, "2026-11-23", "sent") for person in (her, her, other, quiet)]
    arrived = {mail.delivery: times for mail, times in zip(mails, (1, 1, 3, 1), strict=True)}
    assert told({her: "", other: ""}, mails, arrived) == Told(due=2, kept=2, twice=3, unknown=0, unasked=1)
    assert told({her: "", uuid4(): ""}, mails[:1], arrived).kept == 1
