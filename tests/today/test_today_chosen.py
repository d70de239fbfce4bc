"""Today with 0, 1 and 60 families: what is chosen, how much each choice shows, and the place one comes back to."""

import re
from datetime import timedelta
from html import unescape

import pytest

from app.audit import AuditEvent
from app.families.adding import Told, add_family
from app.involvement import involving
from app.involvement.models import CareTeamMember, Child, Involvement
from app.updates.promise import promised_by
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.models import Clinic
from tests.deeds import told_before

COUNT = re.compile(r"<a href=\"[^\"]*\"(?: aria-current=\"true\")?>([^<]+)<span class=\"count\">(\d+)</span>")


def counts(browser) -> dict[str, int]:
    return {words: int(n) for words, n in COUNT.findall(browser.page.text)}


def words(browser) -> list[str]:
    return re.findall(r'<p class="words">([^<]*)</p>', browser.text)


def address(browser, what: str) -> str:
    return unescape(re.search(rf'<a\b[^>]*href="([^"]*)"[^>]*>{what}<', browser.page.text)[1])


def later(browser) -> str:
    return unescape(re.search(r'rel="next"\s+href="([^"]*)"', browser.page.text)[1])


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


@pytest.fixture
def sixty(harbour):
    """Dr Reyes has sixty families more; each has asked, and every second one told a note."""
    today, names = harbour.today, {}
    with transaction(harbour.staff("reyes")):
        for n in range(60):
            id = new_id()
            add_family(id, f"Child {n:02}", 7, [Told(f"Parent {n:02}", "mother", "A")], harbour.people["reyes"], today)
            names[id] = f"parent {n:02}"
        for part in db.session.scalars(db.select(Involvement).where(Involvement.child_id.in_(names))):
            involving.invited(part)
            name = names[part.child_id]
            harbour.parts[name], harbour.people[name] = part.id, part.caregiver_id
            harbour.children[name] = part.child_id
    for n in range(60):
        told_before(harbour, f"parent {n:02}", f"parent {n:02}", "question", 0, f"question {n:02}")
        if n % 2:
            told_before(harbour, f"parent {n:02}", f"parent {n:02}", "note", 0, f"note {n:02}")


def test_sixty_families_page_after_page_with_the_choice_kept_and_each_read_recorded(harbour, browser, sixty):
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get("/today")
    assert counts(reyes)["All"] == 90
    assert reyes.text.count("<option") == 61
    reyes.get(address(reyes, "Notes"))
    seen = words(reyes)
    assert len(seen) == 20
    second = later(reyes)
    assert "kind=note" in second
    reyes.get(second)
    assert [*seen, *words(reyes)] == [f"note {n:02}" for n in range(60) if n % 2]

    box = re.search(r'action="(/answers/[\w-]+)"', reyes.page.text)[1]
    reyes.post(box, {"kind": "seen"})
    assert reyes.page.request.full_path == second.replace("%3A", ":"), "the same choice, the same place"
    assert "Marked as seen." in reyes.text
    assert len(words(reyes)) == 9
    assert counts(reyes)["Notes"] == 29
    with transaction(harbour.jobs()):
        child = db.select(Child.id).where(Child.name == "Child 41").scalar_subquery()
        rows = db.session.scalars(
            db.select(AuditEvent.detail).where(AuditEvent.action == "read", AuditEvent.subject_id == child)
        ).all()
        assert rows
        assert all(len(row["updates"]) in (1, 2) for row in rows)


def test_an_answer_that_is_refused_still_leads_back_to_the_choice(harbour, okafor, waiting):
    okafor.get("/today?kind=note")
    box = re.search(r'action="(/answers/[\w-]+)"', okafor.page.text)[1]
    okafor.post(box, {"kind": "reply", "words": ""}, status=422)
    assert 'href="/today?kind=note">Back to Today' in okafor.text
    okafor.post(box, {"kind": "reply", "words": "Thank you."})
    assert okafor.page.request.full_path == "/today?kind=note"
    assert "No note waits." in okafor.text
    okafor.get(box)
    assert 'href="/today">Back to Today' in okafor.text


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/today", "/\\evil.example", "javascript:1", ""]
)
def test_an_answer_leads_to_no_other_host(harbour, okafor, waiting, elsewhere):
    okafor.get("/today")
    box = re.search(r'action="(/answers/[\w-]+)"', okafor.page.text)[1]
    answer = okafor.post(box, {"kind": "seen", "back": elsewhere}, status=303, follow=False)
    assert answer.headers["Location"] == "/today"


def test_with_htmx_the_item_is_done_where_it_stood_and_what_is_left_is_counted_anew(harbour, okafor, waiting):
    okafor.get("/today?kind=question")
    box = re.search(r'action="(/answers/[\w-]+)"', okafor.page.text)[1]
    headers = {"HX-Request": "true", "HX-Target": f"li#wait-{box.rpartition('/')[2]}"}
    part = okafor.post(box, {"kind": "seen"}, headers=headers).text
    assert "Marked as seen." in part
    assert 'id="owed" hx-swap-oob="innerHTML"' in part
    assert "3 answers are owed." in part
    assert "autofocus" not in part
    assert dict(COUNT.findall(part))["Questions"] == "1"
    assert re.search(r'href="/today\?kind=question" aria-current="true">Questions', part)
