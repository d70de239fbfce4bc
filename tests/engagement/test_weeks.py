"""What a week holds, item by item, folded as the worker folds it."""

from datetime import timedelta

import pytest

from app.engagement.folding import fold_engagement
from app.engagement.turning import reconcile
from tests.engagement.history import dana


@pytest.fixture
def life(harbour):
    return dana(harbour, 4)


def folded(life):
    fold_engagement(life.house.clinic)
    assert reconcile(life.house.clinic).differences == 0
    return life.weeks()


def test_a_row_for_each_week_from_the_first_to_this_one(life):
    weeks = folded(life)
    assert [(week.week - weeks[0].week).days for week in weeks] == [0, 7, 14, 21, 28]
    assert [week.expected_days for week in weeks] == [7] * 5
    assert {week.told for week in weeks} == {0}


def test_what_she_told_counts_in_the_week_of_its_day(life):
    life.agree(3)
    life.tell("checkin")
    life.tell("checkin")
    life.pass_hours(24)
    question = life.tell("question")
    life.pass_hours(3)
    life.answer(question, "reply")
    life.pass_hours(24 * 8)
    life.tell("note", days_late=8)
    first = folded(life)[0]
    assert (first.agreed, first.checkins, first.notes, first.questions, first.told) == (3, 1, 1, 1, 4)
    assert (first.seen, first.answered, first.changed, first.owed, first.reply_minutes) == (1, 1, 0, 3, [180])
    assert first.last_exchange == first.week + timedelta(days=1)
