"""Today: four gestures, each seen by the one who told, and by nobody else."""

import re

import pytest

from tests.walker import Walker

TOLD = ("Should I talk about the move?", "She slept.", "He called at night.", "The mat frightened her.")


def item(desk: Walker, words: str) -> object:
    return desk.page.locator(".tl > li").filter(has_text=words)


def answer(desk: Walker, told: str, button: str, words: str = "") -> None:
    box = item(desk, told)
    if words:
        box.get_by_label("Your reply").fill(words)
    desk.tap(box.get_by_role("button", name=button))


def test_each_gesture_reaches_her_and_nobody_else(caregiver, staff, site, house):
    base = site.url(house, "")
    site.ask(house, "dana", *TOLD)
    desk = staff("okafor")
    desk.sees("4 answers are owed.", "Oldest first.")
    assert desk.page.locator(".tl .words").all_inner_texts() == list(TOLD), "oldest first"
    answer(desk, TOLD[0], "Reply", "Follow her lead.")
    desk.sees("Your reply is there to read.")
    answer(desk, TOLD[1], "Seen")
    answer(desk, TOLD[2], "Keep for the session")
    answer(desk, TOLD[3], "Changed the plan", "No mat before the door.")
    desk.sees("They read that the plan changed.")
    desk.tap("Today")
    desk.sees("Nothing waits for you.")

    phone = caregiver("dana")
    phone.open(f"{base}/updates")
    phone.sees("Dr Okafor answered", "Seen by Dr Okafor", "keeps it for the next session", "changed the plan")
    phone.page.locator(".told", has_text=TOLD[0]).get_by_role("link").click()
    phone.look()
    phone.sees("Follow her lead.")
    hers = phone.page.url

    father = caregiver("chris")
    for path in ("/home", "/updates", "/questions", "/you", "/check-in"):
        father.open(base + path)
        father.misses([*TOLD, "Follow her lead", "No mat", "Dana", "Rosa"])
    father.expected.add(404)
    father.open(hers)
    father.sees("This isn't here, or not any more.")


def test_the_childs_page_holds_the_timeline_and_another_therapist_finds_no_such_family(staff, site, house):
    base, maya = site.url(house, ""), house.children["maya"]
    site.ask(house, "dana", *TOLD)
    desk = staff("okafor")
    answer(desk, TOLD[0], "Reply", "Follow her lead.")
    desk.open(f"{base}/families/{maya}")
    desk.sees(*TOLD, "Follow her lead.", "Dana", "Chris")
    desk.tap(desk.page.get_by_role("link", name="Answer Dana"))
    desk.sees("Answer Dana")
    other = staff("reyes")
    other.sees("Nothing waits for you.")
    other.expected.add(404)
    update = re.search(r"/answers/([\w-]+)", desk.page.url)[1]
    for path in (f"/families/{maya}", f"/families/{maya}/people", f"/answers/{update}"):
        other.open(base + path)
        other.sees("This isn't here, or not any more.")
        other.misses([*TOLD, "Dana", "Maya"])


def test_an_owner_who_is_nothing_else_sees_no_families(staff, site, house):
    desk = staff("olga")
    desk.sees("What is set up, and what is still to do.")
    assert not desk.page.get_by_role("link", name="Families").count()
    desk.expected |= {403}
    for path in ("/today", "/families", f"/families/{house.children['maya']}"):
        desk.open(site.url(house, path))
        desk.sees("This page is for other people at your clinic.")
        desk.misses(["Maya", "Dana"])


@pytest.mark.parametrize(
    ("button", "says"), [("Reply", "Write your reply first."), ("Changed the plan", "Write one line")]
)
def test_an_answer_without_words_asks_for_them(staff, site, house, button, says):
    site.ask(house, "dana", *TOLD)
    desk = staff("okafor")
    desk.expected.add(422)
    answer(desk, TOLD[0], button)
    desk.sees(says, TOLD[0])
    desk.fill("Your reply", "Follow her lead.")
    desk.tap("Reply")
    desk.sees("3 answers are owed.")
