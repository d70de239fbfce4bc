"""What a caregiver tells: any length to 4,000, any script, once however often it is pressed."""

import pytest

from app.happened import Happened
from app.updates.models import Answer, Update
from tenants.db import db, transaction


def updates(house):
    with transaction(house.staff()):
        return db.session.scalars(db.select(Update).order_by(Update.at)).all()


def write(page, house, body, kind="updates"):
    path = f"/{kind}/about/{house.children['maya']}"
    page.get(path)
    return page.post(path, {"body": body, "topic": "sleep"} if kind == "updates" else {"body": body})


@pytest.mark.parametrize(
    "body", ["x", "ä" * 4000, "👩‍👧 עברית مرحبا\u200b", "line one\r\nline two", "<b>not bold</b> {{ 7*7 }}", "a\x00b"]
)
def test_every_text_arrives_as_it_was_written(harbour, browser, body):
    dana = browser(harbour).sign_in("dana")
    write(dana, harbour, body)
    stored = updates(harbour)[0].body
    assert stored == body.replace("\r\n", "\n").replace("\x00", "").strip()
    assert stored in dana.text.replace("&#39;", "'")


def test_4001_characters_are_too_many_and_kept(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    path = f"/updates/about/{harbour.children['maya']}"
    dana.get(path)
    dana.post(path, {"body": "z" * 4001, "topic": "mood"}, status=422)
    assert "1 characters too long" in dana.text
    assert "z" * 4001 in dana.text
    assert updates(harbour) == []


def test_an_empty_note_says_so(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    path = f"/updates/about/{harbour.children['maya']}"
    dana.get(path)
    assert "Write your note first" in dana.post(path, {"body": " \n ", "topic": "mood"}, status=422).text


def test_pressed_twice_it_is_told_once_and_another_content_is_a_correction(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    path = f"/questions/about/{harbour.children['maya']}"
    dana.get(path)
    form = dana.hidden(path)
    first = dana.post(path, {**form, "body": "Should I?"})
    second = dana.post(path, {**form, "body": "Should I?"})
    assert first.request.path == second.request.path
    dana.post(path, {**form, "body": "Should I wait?"})
    one, other = updates(harbour)
    assert (one.body, other.body, other.corrects) == ("Should I?", "Should I wait?", one.id)
    with transaction(harbour.jobs()):
        assert db.session.scalars(db.select(Happened.of_id).where(Happened.what == "question")).all() == [one.id]


def test_a_form_of_another_person_child_or_page_makes_no_row(harbour, browser):
    dana, chris = browser(harbour).sign_in("dana"), browser(harbour).sign_in("chris")
    path = f"/updates/about/{harbour.children['maya']}"
    dana.get(path)
    row = dana.hidden(path)["row"]
    chris.get(path)
    chris.post(path, {"row": row, "body": "x", "topic": "mood"}, status=422)
    assert "open for too long" in chris.text
    assert updates(harbour) == []


def test_a_checkin_takes_as_many_taps_as_it_has_questions(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    maya = harbour.children["maya"]
    dana.get("/home")
    taps = 0
    for n, answer in enumerate(("4", "2", "She slept in my bed."), start=1):
        dana.post(f"/check-in/{maya}/{n}", {"answer": answer})
        taps += 1
    assert taps == 3
    assert "Thank you" in dana.text
    with transaction(harbour.staff()):
        words = db.session.scalars(db.select(Answer.words)).all()
    assert set(words) == {"Good", "Restless", "She slept in my bed."}
    assert "check-in is done" in dana.get("/home").text


def test_taps_are_kept_until_sent_and_are_nobody_elses(harbour, browser, servers):
    dana = browser(harbour).sign_in("dana")
    maya = harbour.children["maya"]
    dana.get(f"/check-in/{maya}/1")
    dana.post(f"/check-in/{maya}/1", {"answer": "1"})
    assert 'aria-pressed="true"' in dana.get(f"/check-in/{maya}/1").text
    assert "You have begun" in dana.get("/home").text
    assert updates(harbour) == []
    rosa = browser(harbour).sign_in("rosa")
    assert 'aria-pressed="true"' not in rosa.get(f"/check-in/{maya}/1").text
    with servers.admin("withkin") as admin:
        assert admin.execute("select count(*) from draft").fetchone() == (1,)


def test_everything_skipped_sends_nothing(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    maya = harbour.children["maya"]
    for n in (1, 2, 3):
        dana.get(f"/check-in/{maya}/{n}")
        dana.post(f"/check-in/{maya}/{n}", {"skip": "1"})
    assert "Nothing was sent" in dana.text
    assert updates(harbour) == []


def test_an_answer_that_is_not_offered_is_refused(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    maya = harbour.children["maya"]
    dana.get(f"/check-in/{maya}/1")
    assert "Choose one" in dana.post(f"/check-in/{maya}/1", {"answer": "9"}, status=422).text
    dana.get(f"/check-in/{maya}/7", status=404)


def test_her_list_is_paged_and_a_cursor_works_for_her_alone(harbour, browser):
    dana, chris = browser(harbour).sign_in("dana"), browser(harbour).sign_in("chris")
    for n in range(12):
        write(dana, harbour, f"note number {n}")
    assert "note number 11" in dana.get("/updates").text
    assert "note number 1<" not in dana.text
    earlier = dana.text.split('href="/updates?before=')[1].split('"')[0]
    assert "note number 1<" in dana.get(f"/updates?before={earlier}").text
    write(chris, harbour, "his own, later")
    assert "his own, later" in chris.get(f"/updates?before={earlier}").text, "hers is nothing to him: his list begins"
    assert "note number" not in chris.text
    dana.get(f"/questions/about/{harbour.children['maya']}")
    dana.post(f"/questions/about/{harbour.children['maya']}", {"body": "Asked after all that?"})
    assert "Asked after all that?" in dana.get(f"/questions?before={earlier}").text, "nor is it one of another list"


def test_expired_drafts_go_without_being_read(harbour, app, browser, servers, work):
    from app.updates.drafts import sweep_drafts

    dana = browser(harbour).sign_in("dana")
    maya = harbour.children["maya"]
    dana.get(f"/check-in/{maya}/1")
    dana.post(f"/check-in/{maya}/1", {"answer": "1"})
    sweep_drafts(harbour.clinic)
    with servers.admin("withkin") as admin:
        assert admin.execute("select count(*) from draft").fetchone() == (1,)
        admin.execute("update draft set until = current_date - 2")
    sweep_drafts(harbour.clinic)
    with servers.admin("withkin") as admin:
        assert admin.execute("select count(*) from draft").fetchone() == (0,)
