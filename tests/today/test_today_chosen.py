"""Today with 0 and 1 families: what is chosen, and how much each choice shows."""

import re
from datetime import timedelta

import pytest

from app.involvement.models import CareTeamMember
from app.updates.promise import promised_by
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.models import Clinic
from tests.deeds import told_before
from tests.today.reading import address, counts, words


def test_a_clinic_that_answers_on_one_day_a_week_is_late_by_its_own_days(harbour, okafor):
    """Told eight days ago, two of its days: that is today. Monday to Friday it would have been last week."""
    told_before(harbour, "dana", "maya", "note", 8, "a note")
    okafor.get("/today")
    assert counts(okafor)["Longer than promised"] == 1
    its_day = str(harbour.today.isoweekday())
    with transaction(harbour.jobs()):
        hours = {"answers_on": its_day, "answers_from": 540, "answers_until": 1020}
        db.session.execute(db.update(Clinic).where(Clinic.id == harbour.clinic).values(**hours))
    resolve.forget()
    okafor.get("/today")
    assert counts(okafor).get("Longer than promised", 0) == 0 and "Answer due today" in okafor.text


def test_each_choice_says_how_much_it_shows_and_shows_that(harbour, okafor, waiting):
    okafor.get("/today")
    assert "4 answers are owed." in okafor.text
    assert words(okafor) == ["old note", "old question", "check-in of today", "question of today"]
    assert counts(okafor) == {
        "All": 4, "Questions": 2, "Check-ins": 1, "Notes": 1, "Any wait": 4, "Longer than promised": 2,
    }  # fmt: skip
    for choice, shown in {
        "Questions": ["old question", "question of today"],
        "Check-ins": ["check-in of today"],
        "Notes": ["old note"],
        "Longer than promised": ["old note", "old question"],
    }.items():
        okafor.get("/today")
        okafor.get(address(okafor, choice))
        assert words(okafor) == shown, choice
        assert "4 answers are owed." in okafor.text


def test_choices_go_together_and_each_counts_under_the_others(harbour, okafor, waiting):
    okafor.get("/today")
    okafor.get(address(okafor, "Longer than promised"))
    assert counts(okafor) == {
        "All": 2, "Questions": 1, "Check-ins": 0, "Notes": 1, "Any wait": 4, "Longer than promised": 2,
    }  # fmt: skip
    assert re.findall(r"<option value=\"[\w-]+\">([^<]*)</option>", okafor.page.text) == ["Maya (1)", "Sam (1)"]
    okafor.get(address(okafor, "Questions"))
    assert words(okafor) == ["old question"]
    assert "<option" not in okafor.text, "there is but one family to choose"
    okafor.get("/today", query_string={"child": harbour.children["maya"], "kind": "question"})
    assert words(okafor) == ["question of today"]
    assert "selected>Maya (1)</option>" in okafor.text


def test_what_is_overdue_says_so_in_words_and_nothing_else_is_red(harbour, okafor, waiting):
    okafor.get("/today")
    assert okafor.text.count("Longer than promised: due ") == 2
    assert okafor.text.count('class="tag reach"') == 2
    assert okafor.text.count(">Answer due ") == 2


def test_one_is_late_from_the_day_after_the_promised_day(harbour, okafor):
    """Told n days ago for the largest n that is still in time, and for the next."""
    today, promised = harbour.today, resolve.of_id(harbour.clinic).reply_days
    days = next(n for n in range(9) if promised_by(today - timedelta(n + 1), promised) < today)
    told_before(harbour, "dana", "maya", "note", days, "in time")
    okafor.get("/today?late=1")
    assert "Nothing waits longer than families were promised." in okafor.text
    told_before(harbour, "dana", "maya", "note", days + 1, "too late")
    okafor.get("/today?late=1")
    assert words(okafor) == ["too late"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("kind=question", "No question waits."),
        ("kind=note", "No note waits."),
        ("kind=checkin", None),
        ("late=1", "Nothing waits longer than families were promised."),
        ("child={sam}", "Nothing waits here."),
    ],
)
def test_an_empty_choice_says_so_and_how_to_see_everything(harbour, okafor, query, says):
    told_before(harbour, "dana", "maya", "checkin", 0, "check-in of today")
    okafor.get("/today?" + query.format(sam=harbour.children["sam"]))
    if says is None:
        assert words(okafor) == ["check-in of today"]
        return
    assert says in okafor.text
    assert "That is what you chose to see, not everything." in okafor.text
    okafor.get(address(okafor, "See all that waits"))
    assert words(okafor) == ["check-in of today"]


def test_with_nothing_at_all_there_is_nothing_to_choose(harbour, browser, okafor):
    okafor.get("/today")
    assert "Nothing waits for you." in okafor.text
    assert counts(okafor) == {}
    novak = browser(harbour).sign_in_staff("novak")
    novak.get("/today")
    assert "When a family tells you something, it stands here" in novak.text


def test_a_family_of_somebody_else_is_not_here(harbour, okafor, waiting):
    for child in (harbour.children["theo"], new_id()):
        okafor.get(f"/today?child={child}", status=404)
    for query in ("child=x", "kind=x&late=2", "child=", "kind=question'&late="):
        okafor.get(f"/today?{query}")
        assert len(words(okafor)) == 4


def test_families_are_marked_in_their_first_three_weeks(app, harbour, servers, okafor, waiting):
    okafor.get("/today")
    assert okafor.text.count("First three weeks") == 4
    with servers.admin("withkin") as admin:
        age = "update child set made_at = made_at - interval '21 days 1 minute' where id = %s"
        admin.execute(age, [harbour.children["maya"]])
    okafor.get("/today")
    assert okafor.text.count("First three weeks") == 1


def test_twice_on_a_care_team_sees_each_once(harbour, browser, waiting):
    today = harbour.today
    with transaction(harbour.jobs()):
        twice = CareTeamMember(
            child_id=harbour.children["maya"], staff_id=harbour.people["okafor"], part="deputy", since=today
        )
        db.session.add(twice)
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    assert "4 answers are owed." in okafor.text
    assert len(words(okafor)) == 4
    okafor.get("/families")
    assert okafor.text.count(">Maya</a>") == 1
