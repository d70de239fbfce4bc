"""Where a part stands: one table of cases for the rules alone, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.engagement.rules import Part, Thresholds, Week, judge
from app.updates.promise import promised_by

TODAY = date(2026, 11, 27)  # a Friday
MONDAY = date(2026, 11, 23)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def weeks(*told: int, agreed: int = 0, checkins: int | None = None, days: int = 7) -> list[Week]:
    """The weeks up to this one, the newest last; what was told was told on their Wednesdays."""
    rows = []
    for back, count in enumerate(reversed(told)):
        monday = MONDAY - timedelta(weeks=back)
        wednesday = monday + timedelta(days=2) if count else None
        rows.append(Week(monday, days, agreed, count if checkins is None else checkins, count, wednesday))
    return rows[::-1]


IN = Part(invited_on=ago(90), entered_on=ago(80), weeks=weeks(1, 1, 1, 1, 1, 1))
INVITED = Part(invited_on=ago(10), link_on=ago(10))
CASES = {
    "all is well": (IN, "on-track", []),
    "paused": (replace(IN, gap=("paused", ago(3))), "not-expected", ["paused"]),
    "paused, and an answer is owed": (replace(IN, gap=("paused", ago(3)), owed=("note", ago(20))), "not-expected", ["paused"]),
    "ended": (replace(IN, gap=("ended", ago(3))), "not-expected", ["ended"]),
    "closed": (replace(IN, gap=("closed", ago(3))), "not-expected", ["closed"]),
    "not invited": (Part(invited=False), "not-expected", ["not-invited"]),
    "a link unopened for seven days": (replace(INVITED, link_on=ago(7)), "reach-out", ["unopened"]),
    "a link unopened for six": (replace(INVITED, link_on=ago(6)), "too-early", ["not-in-yet"]),
    "invited, and no mail can reach her": (replace(INVITED, link_on=None), "too-early", ["not-in-yet"]),
    "came in": (replace(INVITED, entered_on=ago(2)), "too-early", ["new"]),
    "an answer owed past the promise": (replace(IN, owed=("question", ago(6))), "look", ["owed"]),
    "an answer owed within it": (replace(IN, owed=("question", ago(2))), "on-track", []),
    "an answer owed to somebody new": (replace(INVITED, entered_on=ago(9), owed=("note", ago(6))), "look", ["owed"]),
    "a link unopened before an answer owed": (replace(INVITED, owed=("note", ago(6))), "reach-out", ["unopened", "owed"]),
    "20 days in": (replace(IN, entered_on=ago(20), weeks=weeks(1, 1, 1, 1, 0, 0)), "too-early", ["new"]),
    "21 days in": (replace(IN, entered_on=ago(21), weeks=weeks(1, 1, 1, 1, 0, 0, 0)), "reach-out", ["quiet"]),
    "nothing for 16 days after four weeks": (replace(IN, weeks=weeks(0, 1, 2, 1, 1, 0, 0)), "reach-out", ["quiet"]),
    "nothing for 9 days": (replace(IN, weeks=weeks(1, 1, 1, 1, 1, 0)), "on-track", []),
    "nothing after three weeks": (replace(IN, weeks=weeks(0, 0, 1, 1, 1, 0, 0)), "on-track", []),
    "never anything": (replace(IN, weeks=weeks(0, 0, 0, 0, 0, 0)), "on-track", []),
    "silence while she was paused": (replace(IN, weeks=weeks(1, 1, 1, 1, 0, 0, 0), resumed_on=ago(5)), "on-track", []),
    "a whole week missed": (replace(IN, weeks=weeks(1, 1, 1, 0, 1, agreed=2, checkins=0)), "look", ["missed"]),
    "one of two came": (replace(IN, weeks=weeks(1, 1, 1, 1, 1, agreed=2, checkins=1)), "on-track", []),
    "a week that was not whole": (replace(IN, weeks=weeks(1, 1, 1, 1, agreed=2, checkins=0, days=6)), "on-track", []),
    "silent, and owed": (
        replace(IN, owed=("checkin", ago(16)), weeks=weeks(1, 1, 1, 1, 0, 0, agreed=1)), "look", ["owed", "quiet", "missed"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_first_rule_that_holds(case):
    part, status, codes = CASES[case]
    stands = judge(part, TODAY, Thresholds(), lambda told: promised_by(told, 2, "12345"))
    assert (stands.status, [reason["code"] for reason in stands.reasons]) == (status, codes)
    assert stands.since <= TODAY


def test_since_when():
    def since(part):
        return judge(part, TODAY, Thresholds(), lambda told: promised_by(told, 2)).since

    assert since(replace(INVITED, link_on=ago(9))) == ago(2)
    assert since(replace(IN, owed=("note", date(2026, 11, 20)))) == date(2026, 11, 25), (
        "Friday, two working days, the day after"
    )
    assert since(replace(IN, weeks=weeks(1, 1, 1, 1, 0, 0))) == date(2026, 11, 25), "14 days after the 11th"
    assert since(replace(IN, weeks=weeks(1, 0, 1, agreed=1, checkins=0))) == MONDAY
    assert since(replace(IN, gap=("paused", ago(3)))) == ago(3)


@pytest.mark.parametrize(
    ("limits", "part", "status"),
    [
        (Thresholds(quiet_days=21), replace(IN, weeks=weeks(1, 1, 1, 1, 0, 0)), "on-track"),
        (Thresholds(steady_weeks=3), replace(IN, weeks=weeks(0, 1, 1, 1, 0, 0)), "reach-out"),
        (Thresholds(unopened_days=12), INVITED, "too-early"),
        (Thresholds(early_weeks=8), replace(IN, entered_on=ago(50), weeks=weeks(1, 1, 1, 1, 0, 0)), "too-early"),
    ],
)
def test_each_threshold_is_the_clinics(limits, part, status):
    assert judge(part, TODAY, limits, lambda told: promised_by(told, 2)).status == status
