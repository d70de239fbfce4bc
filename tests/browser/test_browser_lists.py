"""Three lists in a real browser: Today chosen and answered, a caseload searched and sorted, who did what."""

import pytest
from playwright.sync_api import expect

from app.families.adding import Told, add_family
from tenants.db import new_id, transaction
from tests.deeds import notifies, told_before
from tests.walker import Walker

CHILDREN = {"Zoë": "Noël Émile", "Theo": "Ben O’Hara", "Elif": "Ayşe Kaya"}


@pytest.fixture
def told(site, house):
    """Two old questions and a check-in of today."""
    with site.app.app_context():
        for words in ("Should I talk about the move?", "She slept at ten."):
            told_before(house, "dana", "maya", "question", 20, words)
        told_before(house, "dana", "maya", "checkin", 0, "A quiet day.")


@pytest.fixture
def families(site, house):
    with site.app.app_context():
        today = house.today
        with transaction(house.staff("okafor")):
            for child, caregiver in CHILDREN.items():
                add_family(new_id(), child, 7, [Told(caregiver, "parent", "A")], house.people["okafor"], today)


def item(desk: Walker, words: str) -> object:
    return desk.page.locator(".tl > li").filter(has_text=words)


def test_today_is_chosen_and_an_answer_stays_at_the_choice(staff, site, house, told):
    desk = staff("okafor")
    desk.sees("3 answers are owed.", "Longer than promised: due")
    desk.tap(desk.page.get_by_role("link", name="Questions"))
    desk.sees("Should I talk about the move?")
    desk.misses(["A quiet day."])
    desk.tap(desk.page.get_by_role("link", name="Longer than promised"))
    other = item(desk, "She slept at ten.").get_by_label("Your reply")
    if desk.script:
        other.fill("Half a reply.")
    desk.tap(item(desk, "Should I talk").get_by_role("button", name="Keep for the session"))
    desk.sees("Kept for the session.", "2 answers are owed.", "She slept at ten.")
    if desk.script:
        expect(other).to_have_value("Half a reply.")
    else:
        assert "kind=question" in desk.page.url
        assert "late=1" in desk.page.url
    expect(desk.page.get_by_role("link", name="Questions")).to_have_text("Questions1")
    desk.tap(desk.page.get_by_role("link", name="Notes"))
    desk.sees("Nothing waits longer than families were promised.", "That is what you chose to see, not everything.")
    desk.tap("See all that waits")
    desk.sees("A quiet day.", "She slept at ten.")


def test_a_notice_is_put_away_and_a_reply_half_typed_stays(staff, site, house, told):
    with site.app.app_context():
        for _ in range(2):
            notifies(house, "okafor", "newer")
    desk = staff("okafor")
    desk.sees("2 things to know")
    box = item(desk, "She slept at ten.").get_by_label("Your reply")
    box.fill("Half a reply.")
    desk.tap(desk.page.locator("#notices").get_by_role("button", name="Read", exact=True).first)
    desk.sees("One thing to know")
    if desk.script:
        expect(box).to_have_value("Half a reply.")
        expect(desk.page.get_by_role("heading", name="One thing to know")).to_be_focused()
    desk.tap(desk.page.locator("#notices").get_by_role("button", name="Read", exact=True))
    desk.misses(["thing to know"])
    desk.sees("3 answers are owed.")
    if desk.script:
        expect(box).to_have_value("Half a reply.")
        expect(desk.page.locator("#notices")).to_have_text("All read.")


def names(desk: Walker) -> list[str]:
    return desk.page.locator("tbody th a").all_inner_texts()


def test_a_family_is_found_while_one_types_and_sorted(staff, site, house, families, told):
    desk = staff("okafor")
    desk.tap("Families")
    assert names(desk) == ["Elif", "Maya", "Sam", "Theo", "Zoë"]
    desk.sees("5 families.")
    box = desk.page.get_by_label("Find a family")
    for typed, found in (("emile", ["Zoë"]), ("ohara", ["Theo"]), ("kaya ay", ["Elif"])):
        if desk.script:
            box.fill(typed)
            expect(desk.page.locator("tbody th a")).to_have_text(found)
            expect(desk.page.get_by_role("status").filter(has_text="One family found.")).to_have_count(1)
            expect(box).to_be_focused()
        else:
            box.fill(typed)
            desk.tap("Search")
        assert names(desk) == found
        desk.look()
    box.fill("xyz")
    desk.tap("Search")
    desk.sees("No family of yours has “xyz” in a name.", "No family found.")
    desk.tap("Show all families")
    desk.tap(desk.page.locator(".sorts").get_by_role("link", name="Waiting", exact=False).first)
    assert names(desk) == ["Maya", "Elif", "Sam", "Theo", "Zoë"]
    desk.tap(desk.page.locator(".sorts [aria-current]"))
    assert names(desk) == ["Elif", "Sam", "Theo", "Zoë", "Maya"]
    desk.page.get_by_label("Find a family").fill("a")
    desk.tap("Search")
    assert names(desk) == ["Elif", "Sam", "Theo", "Maya"], "the order stays while one searches"


def test_the_owner_finds_what_a_therapist_just_opened(staff, site, house, told):
    therapist = staff("okafor")
    therapist.open(site.url(house, f"/families/{house.children['maya']}"))
    owner = staff("olga")
    owner.tap("Open the list")
    owner.sees("Dr Okafor opened Maya's page.", "Dr Okafor signed in.")
    owner.misses(["Should I talk", "A quiet day."])
    owner.page.get_by_label("Who", exact=True).select_option("Dr Okafor")
    owner.page.get_by_label("What", exact=True).select_option("Opened and read")
    owner.fill("About which child", "maya")
    owner.tap("Show")
    owner.sees("Dr Okafor opened Maya's page.")
    owner.misses(["Dr Okafor signed in.", "Dr Okafor added"])
    assert "Maya" not in owner.page.url
    owner.expected.add(422)
    owner.fill("About which child", "nobody's")
    owner.tap("Show")
    owner.sees("No child here has that in the name.")
    owner.tap("Show everything")
    owner.sees("Olga Brandt opened this list.")
