"""Must 4: what she tells is her own until she chose, on a page that names each reader, to share it at home."""

import re
from datetime import timedelta

import pytest

from app.audit import AuditEvent
from app.happened import Happened
from app.involvement import involving
from app.notices.models import Notice
from app.updates.models import Update
from app.updates.sharing import HomeChoice, Share
from app.updates.sharing_told import tell_teams
from tenants.db import db, transaction
from tests.deeds import shares_at_home, tells, withdraws
from tests.world import part

WORDS = "She slept in her own bed"


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


@pytest.fixture
def rosa(harbour, browser):
    return browser(harbour).sign_in("rosa")


@pytest.fixture
def rows(harbour):
    def of(model, *which):
        with transaction(harbour.jobs()):
            return db.session.scalars(db.select(model).where(*which)).all()

    return of


def chooses(dana, house):
    path = f"/you/sharing/about/{house.children['maya']}"
    dana.get("/you/sharing")
    return dana.post(path, dana.hidden(path))


def a_day_passes(servers):
    with servers.admin("withkin") as admin:
        admin.execute("update home_choice set at = at - interval '1 day'")


def writes(dana, house, words=WORDS, **form):
    path = f"/updates/about/{house.children['maya']}"
    dana.get(path)
    dana.post(path, {"body": words, "topic": "sleep"} | form)
    return dana.page.request.path.rpartition("/")[2]


def test_must_04_all_she_tells_starts_in_her_own_circle(harbour, dana, rosa, rows):
    writes(dana, harbour)
    assert rows(Share) == []
    for path in ("/home", "/shared", "/updates"):
        assert WORDS not in rosa.get(path).text


def test_must_04_the_page_names_each_reader_and_from_when(harbour, dana):
    dana.get("/you/sharing")
    assert "Rosa would read the notes and check-ins you write from tomorrow on. Nobody else at home would." in dana.text
    assert "Chris" not in dana.text
    assert "Share with Rosa from tomorrow" in dana.text


def test_must_04_it_begins_the_next_morning_and_home_says_so_with_undo(harbour, dana, rosa, rows, servers):
    chooses(dana, harbour)
    writes(dana, harbour, "told today")
    assert "At home Rosa reads it" not in dana.get(f"/updates/about/{harbour.children['maya']}").text
    assert rows(Share) == []
    dana.get("/home")
    assert "From tomorrow on" in dana.text and "Undo" in dana.text
    a_day_passes(servers)
    assert "From tomorrow on" not in dana.get("/home").text
    writes(dana, harbour)
    assert "told today" not in rosa.get("/shared").text, "what was written before stays hers"
    assert WORDS in rosa.text and "Dana shared this with you" in rosa.text


def test_must_04_undone_before_it_begins_nothing_was(harbour, dana, rows, servers):
    chooses(dana, harbour)
    (choice,) = rows(HomeChoice)
    dana.get("/home")
    dana.post(f"/you/sharing/{choice.id}/delete")
    assert rows(HomeChoice) == []
    assert "Undo" not in dana.get("/home").text
    tell_teams(harbour.clinic)
    assert rows(Notice, Notice.kind == "shares-at-home") == []


def test_must_04_every_writing_page_repeats_the_names_and_who_writes(harbour, dana):
    shares_at_home(harbour, "dana", "maya")
    maya = harbour.children["maya"]
    note = tells(harbour, "dana", "maya", "x")
    for path in (f"/updates/about/{maya}", f"/check-in/{maya}/1", f"/check-in/{maya}/3", f"/updates/{note}/correction"):
        dana.get(path)
        assert "At home Rosa reads it, too." in dana.text and "You write as Dana." in dana.text, path
    for path in (f"/updates/about/{maya}", f"/check-in/{maya}/3", f"/updates/{note}/correction"):
        assert "Only the clinic reads this one" in dana.get(path).text, path
    assert "At home" not in dana.get(f"/questions/about/{maya}").text, "a question is nobody else's"


def test_must_04_only_the_clinic_leaves_no_gap_number_or_date(harbour, dana, rosa, rows):
    shares_at_home(harbour, "dana", "maya")
    writes(dana, harbour, "shared first")
    before = {path: strip(rosa.get(path).text) for path in ("/home", "/shared", "/updates", "/you")}
    writes(dana, harbour, clinic_only="1")
    assert len(rows(Share)) == 1
    assert {path: strip(rosa.get(path).text) for path in before} == before


def strip(text):
    return re.sub(r'(name="(?:csrf_token|row|put)" value=")[^"]*', r"\1", text)


def test_must_04_a_check_in_is_shared_whole_and_its_last_page_can_keep_it(harbour, dana, rosa):
    shares_at_home(harbour, "dana", "maya")
    maya = harbour.children["maya"]
    for n, said in enumerate(("1", "2", WORDS), start=1):
        dana.get(f"/check-in/{maya}/{n}")
        dana.post(f"/check-in/{maya}/{n}", {"answer": said})
    rosa.get("/shared")
    for words in ("Very hard", "Restless", WORDS):
        assert words in rosa.text
    for n, said in enumerate(("5", "4", "kept to ourselves"), start=1):
        dana.get(f"/check-in/{maya}/{n}")
        dana.post(f"/check-in/{maya}/{n}", {"answer": said} | ({"clinic_only": "1"} if n == 3 else {}))
    assert "kept to ourselves" not in rosa.get("/shared").text and "Great" not in rosa.text


def test_must_04_questions_and_what_is_withdrawn_are_hers_whatever_is_chosen(harbour, dana, rosa, rows):
    choice = shares_at_home(harbour, "dana", "maya")
    path = f"/questions/about/{harbour.children['maya']}"
    dana.get(path)
    dana.post(path, {"body": "Did I do wrong?", "shared": str(choice)})
    assert rows(Share) == []
    update = writes(dana, harbour)
    assert WORDS in rosa.get("/home").text
    dana.get(f"/updates/{update}/withdrawal")
    dana.post(f"/updates/{update}/withdrawal")
    for page in ("/home", "/shared"):
        assert WORDS not in rosa.get(page).text and "withdr" not in rosa.text.lower(), page


def test_must_20_a_correction_takes_the_place_of_what_was_shared(harbour, dana, rosa):
    shares_at_home(harbour, "dana", "maya")
    update = writes(dana, harbour, "at six")
    for words, more in (("at eight", {}), ("at nine", {"clinic_only": "1"})):
        dana.get(f"/updates/{update}/correction")
        dana.post(f"/updates/{update}/correction", {"body": words} | more)
        rosa.get("/shared")
        assert "at six" not in rosa.text and ("at eight" in rosa.text) == (not more)
    assert "at nine" not in rosa.text


def test_must_04_taken_back_at_once_nothing_of_it_is_left(harbour, dana, rosa, rows):
    choice = shares_at_home(harbour, "dana", "maya")
    writes(dana, harbour)
    assert WORDS in rosa.get("/home").text
    dana.get("/you/sharing")
    dana.post(f"/you/sharing/{choice}/delete")
    assert "Nobody at home reads what you tell us." in dana.text
    assert WORDS not in rosa.get("/home").text and rows(Share) == []
    writes(dana, harbour, "later")
    assert "later" not in rosa.get("/shared").text
    deeds = [row.action for row in rows(AuditEvent, AuditEvent.subject_id == harbour.parts["dana"])]
    assert "took-back-sharing" in deeds


def test_must_04_a_page_that_did_not_say_so_shares_nothing(harbour, dana, rows, servers):
    """It was opened before the choice came into force."""
    path = f"/updates/about/{harbour.children['maya']}"
    dana.get(path)
    form = dana.hidden(path)
    shares_at_home(harbour, "dana", "maya")
    dana.post(path, form | {"body": WORDS, "topic": "sleep"})
    assert rows(Share) == []


def test_must_04_a_page_that_named_another_choice_shares_nothing_and_says_so(harbour, dana, rows):
    shares_at_home(harbour, "dana", "maya")
    writes(dana, harbour, shared="00000000-0000-4000-8000-000000000000")
    assert rows(Share) == [] and "This went to fewer people than the page said." in dana.text


def test_must_04_with_a_new_person_at_home_it_ends_says_so_and_is_asked_anew(harbour, dana, rosa, rows):
    shares_at_home(harbour, "dana", "maya")
    writes(dana, harbour, "before")
    path = f"/updates/about/{harbour.children['maya']}"
    dana.get(path)
    form, today, maya = dana.hidden(path), harbour.today, harbour.children["maya"]
    with transaction(harbour.staff()):
        involving.join(maya, harbour.people["ben"], "uncle", involving.home(maya, "A"), today)
    dana.post(path, form | {"body": "after", "topic": "sleep"})
    assert "This went to fewer people than the page said." in dana.text
    assert "after" not in rosa.get("/shared").text and "before" in rosa.text
    assert "Who lives at home has changed" in dana.get("/home").text
    dana.get("/you/sharing")
    assert "Share with Ben and Rosa from tomorrow" in dana.text and "Sharing that has ended" in dana.text


def test_must_04_it_is_chosen_with_those_the_page_named_alone(harbour, dana, rows):
    path, today, maya = f"/you/sharing/about/{harbour.children['maya']}", harbour.today, harbour.children["maya"]
    dana.get("/you/sharing")
    form = dana.hidden(path)
    with transaction(harbour.staff()):
        involving.join(maya, harbour.people["ben"], "uncle", involving.home(maya, "A"), today)
    dana.post(path, form, status=422)
    assert "Look at the names" in dana.text and "Ben and Rosa" in dana.text
    assert rows(HomeChoice) == []


def test_must_04_pressed_twice_it_is_one_choice(harbour, dana, rows):
    path = f"/you/sharing/about/{harbour.children['maya']}"
    dana.get("/you/sharing")
    form = dana.hidden(path)
    for _ in range(2):
        dana.post(path, form)
    assert len(rows(HomeChoice)) == 1


def test_must_04_while_sensitive_it_is_not_offered_and_shares_nothing_new(harbour, dana, rows):
    with transaction(harbour.staff()):
        part(harbour, "dana").sensitive = True
    assert "Nothing is here at the moment." in dana.get("/you/sharing").text and "Rosa" not in dana.text
    path = f"/you/sharing/about/{harbour.children['maya']}"
    dana.get("/you")
    dana.post(path, {"party": "00000000-0000-4000-8000-000000000000"}, status=422)
    shares_at_home(harbour, "dana", "maya")
    writes(dana, harbour)
    assert rows(Share) == []
    assert "Take it back" in dana.get("/you/sharing").text


def test_must_04_who_lives_with_nobody_reads_what_one_reads_whom_nothing_is_offered(harbour, browser):
    chris = browser(harbour).sign_in("chris")
    assert "Nothing is here at the moment." in chris.get("/you/sharing").text
    assert "Rosa" not in chris.text and "Dana" not in chris.text


def test_must_04_the_therapist_reads_on_today_that_she_shares_from_the_day_it_begins(
    harbour, dana, browser, servers, rows
):
    chooses(dana, harbour)
    okafor = browser(harbour).sign_in_staff()
    tell_teams(harbour.clinic)
    assert "shares notes and check-ins at home" not in okafor.get("/today").text
    a_day_passes(servers)
    tell_teams(harbour.clinic)
    tell_teams(harbour.clinic)
    assert "A caregiver of Maya shares notes and check-ins at home" in okafor.get("/today").text
    assert len(rows(Notice, Notice.kind == "shares-at-home", Notice.staff_id == harbour.people["okafor"])) == 1
    okafor.get(f"/families/{harbour.children['maya']}/people")
    assert "Chose to share notes and check-ins at home with Rosa." in okafor.text


def test_must_04_what_waits_is_for_the_next_midnight_of_the_clinic(harbour, dana, servers):
    chooses(dana, harbour)
    with servers.admin("withkin") as admin:
        ((at,),) = admin.execute("select at from due where kind = 'home-choices'").fetchall()
    from tenants import resolve

    local = at.astimezone(resolve.of_id(harbour.clinic).zone)
    assert (local.date(), local.hour, local.minute) == (harbour.today + timedelta(days=1), 0, 0)


def test_must_04_sharing_makes_nothing_happen_twice(harbour, dana, rows):
    shares_at_home(harbour, "dana", "maya")
    writes(dana, harbour)
    assert [row.what for row in rows(Happened, Happened.what == "note")] == ["note"]
    assert len(rows(Update)) == 1
    withdraws(harbour, "dana", "maya")


def test_must_04_one_thing_is_taken_back_by_itself(harbour, dana, rosa, rows):
    shares_at_home(harbour, "dana", "maya")
    first, second = writes(dana, harbour, "the first"), writes(dana, harbour, "the second")
    assert "Shared at home" in dana.get(f"/updates/{first}").text
    dana.post(f"/updates/{first}/unshared")
    assert "Nobody at home reads this one any more." in dana.text and "Stop sharing" not in dana.text
    rosa.get("/shared")
    assert "the first" not in rosa.text and "the second" in rosa.text
    assert len(rows(HomeChoice)) == 1 and str(rows(Share)[0].item_id) == second
