"""Musts 15 and 22: where a part is sensitive, a caregiver's own words are handed over by the clinic, in the room."""

from datetime import timedelta

import psycopg
import pytest

from app.audit import AuditEvent
from app.notices.models import Notice
from app.portal.words import WordsAsked
from app.updates.handed_words import WordsHanded, tell_of_asked_words
from app.updates.opened import fold_openings, weeks
from tenants.db import db, new_id, transaction
from tenants.models import Due
from tests.deeds import as_caregiver, asks, asks_for_words, replies, says_who_uses, tells, withdraws
from tests.raw import pinned


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


@pytest.fixture
def dana(harbour, browser):
    """Somebody else uses her phone."""
    dana = browser(harbour).sign_in("dana")
    says_who_uses(harbour, "dana")
    return dana


@pytest.fixture
def rows(harbour):
    def of(model, *which):
        with transaction(harbour.jobs()):
            return db.session.scalars(db.select(model).where(*which)).all()

    return of


def of(house, who="dana"):
    return f"/parts/{house.parts[who]}/words"


def asks_for_it(she):
    she.get("/you/words")
    return she.post("/you/words")


def hands(page, house, **form):
    page.get(of(house))
    return page.post(of(house), {"here": "y"} | form)


def test_must_15_she_asks_and_reads_that_it_is_handed_to_her_and_home_says_nothing(harbour, dana, rows):
    assert "The clinic hands it to you." in dana.get("/you/words").text
    assert "anyone who uses this device could see that you did" in dana.text
    form = dana.hidden("/you/words")
    for _ in range(2):
        dana.post("/you/words", form)
    assert "You asked for it, " in dana.text and "Your therapist hands it to you when you meet." in dana.text
    for words in ("Save the file", "It is ready", "mail opens"):
        assert words not in dana.text
    assert len(rows(WordsAsked.id)) == 1
    assert "You asked for everything you wrote." not in dana.get("/home").text
    dana.get("/you/words")
    dana.post(f"/you/words/{rows(WordsAsked.id)[0]}/delete")
    assert rows(WordsAsked.id) == [] and "The clinic hands it to you." in dana.get("/you/words").text


def test_must_15_the_care_team_reads_it_on_today_once(harbour, dana, okafor, rows):
    tells(harbour, "dana", "maya", "hers")
    asks_for_it(dana)
    for _ in range(2):
        tell_of_asked_words(harbour.clinic)
    assert "Dana (Maya) asks for the own words. Hand them over in the room." in okafor.get("/today").text
    assert f'href="{of(harbour)}"' in okafor.page.text
    told = rows(Notice, Notice.kind == "words-asked")
    assert sorted(one.staff_id for one in told) == sorted(harbour.people[who] for who in ("okafor", "mills"))
    assert "Asked for, " in okafor.get(f"/parts/{harbour.parts['dana']}").text


def test_must_22_where_she_may_fetch_it_herself_nobody_is_told_and_nothing_is_handed_over(harbour, okafor, rows):
    tells(harbour, "dana", "maya", "hers")
    asks_for_words(harbour, "dana")
    tell_of_asked_words(harbour.clinic)
    assert rows(Notice, Notice.kind == "words-asked") == []
    assert "Make the file" not in okafor.get(of(harbour)).text
    okafor.get(f"/parts/{harbour.parts['dana']}")
    answer = okafor.post(of(harbour), {"here": "y"}, follow=False, status=303)
    assert "Content-Disposition" not in answer.headers and rows(WordsHanded) == []


def test_must_15_asked_for_before_it_was_sensitive_the_team_is_told_when_it_is_marked(harbour, okafor, rows):
    tells(harbour, "dana", "maya", "hers")
    asks_for_words(harbour, "dana")
    okafor.get(f"/parts/{harbour.parts['dana']}")
    okafor.post(f"/parts/{harbour.parts['dana']}/sensitive")
    with transaction(harbour.jobs()):
        assert db.session.scalars(
            db.select(Due.id).where(Due.kind == "words-asked", Due.clinic_id == harbour.clinic)
        ).all()
    tell_of_asked_words(harbour.clinic)
    assert len(rows(Notice, Notice.kind == "words-asked")) == 2


def test_must_22_the_file_holds_her_own_words_about_this_child_alone(harbour, dana, okafor, browser):
    told = tells(harbour, "dana", "maya", "Sie schläft 🎈 allein.")
    replies(harbour, told, "Follow her lead.")
    withdraws(harbour, "dana", "maya", "I shouted")
    tells(harbour, "rosa", "maya", "the grandmother's")
    answer = hands(okafor, harbour)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="notes-')
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.data.decode()
    for hers in ("Words of Dana", "wrote here about Maya", "Sie schläft 🎈 allein.", "Withdrawn, "):
        assert hers in text
    for other in ("Follow her lead.", "I shouted", "grandmother's", "Noor", "every child"):
        assert other not in text, other


def test_must_22_only_to_herself_in_the_room_and_with_the_password(harbour, dana, okafor, servers, rows):
    okafor.get(of(harbour))
    okafor.post(of(harbour), status=422)
    assert "to this person alone" in okafor.text and rows(WordsHanded) == []
    with servers.admin("withkin") as admin:
        admin.execute("update device set sure_at = now() - interval '1 hour' where staff_id is not null")
    okafor.get(of(harbour))
    okafor.post(of(harbour), {"here": "y"}, status=401)
    assert rows(WordsHanded) == []


def test_must_22_each_is_logged_what_she_asked_for_is_answered_and_her_page_tells_nobody(harbour, dana, okafor, rows):
    tells(harbour, "dana", "maya", "hers")
    asks_for_it(dana)
    hands(okafor, harbour)
    (row,) = rows(WordsHanded)
    assert (row.author_id, row.staff_id) == (harbour.parts["dana"], harbour.people["okafor"])
    assert len(rows(AuditEvent, AuditEvent.action == "handed-words")) == 1
    assert "Last handed over by Dr Okafor" in okafor.get(of(harbour)).text and "Not asked for" in okafor.text
    assert rows(WordsAsked.id) == []
    dana.get("/you/words")
    assert "You asked" not in dana.text and "handed" not in dana.text.replace("The clinic hands it to you.", "")


def test_must_22_of_two_children_each_care_team_hands_over_its_own(harbour, dana, okafor, browser, rows):
    asked = asks(harbour, "dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {"said": "yes"})
    if dana.page.request.path == "/welcome":
        dana.post("/welcome")
    tells(harbour, "dana", "maya", "about Maya")
    noor = next(
        str(child) for child in as_caregiver(harbour, "dana").family.children if child != harbour.children["maya"]
    )
    dana.get(f"/updates/about/{noor}")
    dana.post(f"/updates/about/{noor}", {"body": "about Noor", "topic": "sleep"})
    asks_for_it(dana)
    tell_of_asked_words(harbour.clinic)
    whose = {row.staff_id: row.detail["part"] for row in rows(Notice, Notice.kind == "words-asked")}
    text = hands(okafor, harbour).data.decode()
    assert "about Maya" in text and "Noor" not in text
    assert len(rows(WordsAsked.id)) == 1, "Dr Reyes has not handed over hers"
    reyes = browser(harbour).sign_in_staff("reyes")
    path = f"/parts/{whose[harbour.people['reyes']]}/words"
    reyes.get(path)
    text = reyes.post(path, {"here": "y"}).data.decode()
    assert "about Noor" in text and "Maya" not in text
    assert rows(WordsAsked.id) == []


def test_must_21_she_sees_that_it_was_opened_like_anything_else(harbour, dana, okafor, servers):
    tells(harbour, "dana", "maya", "hers")
    hands(okafor, harbour)
    with servers.admin("withkin") as admin:
        admin.execute("delete from audit_event where action <> 'handed-words'")
        admin.execute("update audit_event set at = at - interval '21 days'")
    fold_openings(harbour.clinic)
    with transaction(as_caregiver(harbour, "dana")):
        assert [by for _, people in weeks() for by, _ in people] == ["Dr Okafor"]


def test_must_22_nobody_else_hands_over_and_no_caregiver_reads_of_it(harbour, app, dana, browser, okafor):
    hands(okafor, harbour)
    for who in ("reyes", "novak"):
        page = browser(harbour).sign_in_staff(who)
        page.get(of(harbour), status=404)
        page.post(of(harbour), {"here": "y"}, status=404)
    with pinned(app, as_caregiver(harbour, "dana")) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select count(*) from words_handed")
    scope = harbour.staff()
    for staff, at in (("reyes", scope.now), ("okafor", scope.now - timedelta(days=1))):
        values = [harbour.clinic, new_id(), harbour.parts["dana"], harbour.children["maya"], harbour.people[staff], at]
        with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "insert into words_handed (clinic_id, id, author_id, child_id, staff_id, at) values (%s, %s, %s, %s, %s, %s)",
                values,
            )


def test_must_15_what_is_handed_over_is_in_her_language(harbour, dana, okafor):
    dana.get("/you")
    dana.post("/language", {"language": "es"})
    answer = hands(okafor, harbour)
    assert answer.mimetype == "text/plain" and "Palabras de Dana" in answer.text
