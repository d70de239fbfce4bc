"""What waits for Dr Okafor."""

import pytest

from tests.deeds import told_before


@pytest.fixture
def waiting(harbour):
    """Dana told a note 30 days ago, a check-in today and a question today; Lee, Sam's father, a question 20 days ago."""
    told_before(harbour, "dana", "maya", "note", 30, "old note")
    told_before(harbour, "lee", "sam", "question", 20, "old question")
    told_before(harbour, "dana", "maya", "checkin", 0, "check-in of today")
    told_before(harbour, "dana", "maya", "question", 0, "question of today")


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()
