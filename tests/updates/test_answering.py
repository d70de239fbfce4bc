"""What becomes of it: one gesture for the therapist, and the mother sees what it was."""

import pytest

from app.happened import Happened
from app.updates.models import Outcome, Reply
from tenants.db import db, transaction
from tenants.scope import Audience, Scope


@pytest.fixture
def asked(harbour, browser):
    """Dana has asked; gives her page and the address of the answer."""
    dana = browser(harbour).sign_in("dana")
    path = f"/questions/about/{harbour.children['maya']}"
    dana.get(path)
    shown = dana.post(path, {"body": "Should I wait?"}).request.path
    return dana, shown, shown.replace("/updates/", "/answers/")


@pytest.mark.parametrize(
    ("kind", "words", "seen"),
    [
        ("reply", "Follow her lead.", "Dr Okafor answered"),
        ("seen", "", "Seen by Dr Okafor"),
        ("kept", "", "Dr Okafor keeps it for the next session"),
        ("changed", "Shorter hand-overs.", "Dr Okafor changed the plan"),
    ],
)
def test_each_gesture_is_one_press_and_she_sees_it(harbour, browser, asked, kind, words, seen):
    dana, shown, address = asked
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    okafor.post(address, {"kind": kind, "words": words})
    assert "Nothing waits for you" in okafor.text
    assert seen in dana.get(shown).text
    assert words in dana.text
    with transaction(harbour.jobs()):
        assert db.session.scalar(db.select(Happened.what).where(Happened.what.like("answered%"))) == f"answered-{kind}"


def test_the_childs_page_shows_what_became_of_each_oldest_first(harbour, browser, asked):
    okafor = browser(harbour).sign_in_staff()
    for kind, words in (("kept", ""), ("reply", "Follow her lead.")):
        okafor.get(asked[2])
        okafor.post(asked[2], {"kind": kind, "words": words, "known": "1" if words else "0"})
    shown = okafor.get(f"/families/{harbour.children['maya']}").text
    assert shown.index("Should I wait?") < shown.index("Kept for the session") < shown.index("Follow her lead.")
    assert "Answer Dana" not in shown


@pytest.mark.parametrize(
    ("kind", "words", "problem"),
    [
        ("reply", "", "Write your reply first"),
        ("changed", " ", "one line of what changed"),
        ("seen", "Wait!", "You typed something"),
        ("changed", "x" * 401, "too long"),
        ("reply", "x" * 4001, "too long"),
        ("", "", "Choose what becomes of it"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(harbour, browser, asked, kind, words, problem):
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    okafor.post(asked[2], {"kind": kind, "words": words}, status=422)
    assert problem in okafor.text
    assert words.strip() in okafor.text


def test_pressed_twice_it_is_one_reply(harbour, browser, asked):
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    form = okafor.hidden(asked[2]) | {"kind": "reply", "words": "Follow her lead."}
    okafor.post(asked[2], form)
    okafor.post(asked[2], form)
    with transaction(harbour.jobs()):
        assert len(db.session.scalars(db.select(Reply.id)).all()) == 1


def test_two_people_answering_at_once_are_told_of_each_other(harbour, browser, asked):
    from app.involvement.models import CareTeamMember

    today = harbour.today
    with transaction(harbour.jobs()):
        db.session.add(CareTeamMember(child_id=harbour.children["maya"], staff_id=harbour.people["reyes"], since=today))
    okafor, reyes = browser(harbour).sign_in_staff("okafor"), browser(harbour).sign_in_staff("reyes")
    okafor.get("/today")
    reyes.get("/today")
    okafor.post(asked[2], {"kind": "reply", "words": "From one."})
    reyes.post(asked[2], {"kind": "reply", "words": "From the other."}, status=409)
    assert "Dr Okafor answered this meanwhile" in reyes.text
    assert "From the other." in reyes.text
    reyes.post(asked[2], {"kind": "reply", "words": "From the other."})
    assert "From one." in asked[0].get(asked[1]).text
    assert "From the other." in asked[0].text


def test_a_reply_in_a_closed_area_is_not_there_and_seen_still_is(harbour, browser):
    lee = browser(harbour).sign_in("lee")
    path = f"/questions/about/{harbour.children['sam']}"
    lee.get(path)
    shown = lee.post(path, {"body": "When is the next session?"}).request.path
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    okafor.post(shown.replace("updates", "answers"), {"kind": "reply", "words": "On Thursday."})
    assert "On Thursday." not in lee.get(shown).text
    assert "Seen by Dr Okafor" in lee.text


def test_today_is_paged_oldest_first(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    path = f"/questions/about/{harbour.children['maya']}"
    for n in range(22):
        dana.get(path)
        dana.post(path, {"body": f"question number {n}."})
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    assert "22 answers are owed" in okafor.text
    assert okafor.text.index("number 0.") < okafor.text.index("number 1.")
    assert "number 20." not in okafor.text
    later = okafor.text.split('href="/today?after=')[1].split('"')[0]
    assert "number 21." in okafor.get(f"/today?after={later}").text
    assert "number 0." not in okafor.text


def test_staff_speak_in_nobody_elses_name(harbour, browser, asked):
    import sqlalchemy.exc

    common = {
        "child_id": harbour.children["maya"],
        "staff_id": harbour.people["reyes"],
        "by": "Dr Reyes",
        "kind": "seen",
    }
    update = asked[1].rpartition("/")[2]
    with (
        pytest.raises(sqlalchemy.exc.ProgrammingError),
        transaction(Scope(harbour.clinic, Audience.STAFF, harbour.people["okafor"])),
    ):
        db.session.add(Outcome(update_id=update, author_id=harbour.parts["dana"], **common))
