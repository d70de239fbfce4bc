"""Must 22, a caregiver's part: her own words, ready the next day, undone until then, fetched once on her device in a day."""

import psycopg
import pytest

from app.audit import AuditEvent
from app.involvement import involving
from tenants.db import db, transaction
from tests.deeds import as_caregiver, asks, replies, tells, withdraws, worries
from tests.raw import pinned
from tests.world import part


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


def asks_for_it(she):
    she.get("/you/words")
    return she.post("/you/words")


def asked(servers, table="words_asked"):
    with servers.admin("withkin") as admin:
        return admin.execute(f"select id from {table}").fetchall()


def passes(servers, days=1):
    with servers.admin("withkin") as admin:
        admin.execute("update words_asked set at = at - %s * interval '1 day'", [days])


def fetches(she):
    she.get("/you/words")
    path = she.text.split('action="/you/words/')[1].split('"')[0]
    return she.post(f"/you/words/{path}", follow=False, status=200)


def test_must_22_asked_for_today_it_is_ready_tomorrow_and_home_says_so_with_undo(harbour, dana, servers):
    asks_for_it(dana)
    assert "It is ready tomorrow." in dana.text and "Save the file" not in dana.text
    (row,) = asked(servers)[0]
    dana.post(f"/you/words/{row}/file", {}, follow=False, status=303)
    assert asked(servers, "words_fetched") == []
    assert "You asked for everything you wrote." in dana.get("/home").text
    dana.post(f"/you/words/{row}/delete")
    assert asked(servers) == []
    assert "You asked for everything you wrote." not in dana.get("/home").text


def test_must_22_of_a_check_in_she_withdrew_the_file_says_only_that_she_did(harbour, dana, servers):
    maya = harbour.children["maya"]
    for n, said in enumerate(("1", "2", "I shouted at her"), start=1):
        dana.get(f"/check-in/{maya}/{n}")
        dana.post(f"/check-in/{maya}/{n}", {"answer": said})
    told = dana.page.request.path.rpartition("/")[2]
    dana.get(f"/updates/{told}/withdrawal")
    dana.post(f"/updates/{told}/withdrawal")
    asks_for_it(dana)
    passes(servers)
    text = fetches(dana).data.decode("utf-8")
    assert "Withdrawn, " in text
    assert not {words for words in ("I shouted at her", "Very hard", "Restless") if words in text}


def test_must_22_the_file_has_a_cover_and_her_own_words_alone(harbour, dana, servers):
    told = tells(harbour, "dana", "maya", "Sie schläft 🎈 allein.\nUnd gut.")
    replies(harbour, told, "Follow her lead.")
    withdraws(harbour, "dana", "maya", "I shouted")
    tells(harbour, "rosa", "maya", "the grandmother's")
    worries(harbour, "dana", "maya", "He said it again")
    worries(harbour, "rosa", "maya", "the grandmother's worry")
    maya = harbour.children["maya"]
    for n, said in enumerate(("4", "2", "Her drawing."), start=1):
        dana.get(f"/check-in/{maya}/{n}")
        dana.post(f"/check-in/{maya}/{n}", {"answer": said})
    asks_for_it(dana)
    passes(servers)
    assert "It is ready" in dana.get("/home").text
    answer = fetches(dana)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    name = answer.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="notes-') and "maya" not in name.lower()
    text = answer.data.decode("utf-8")
    cover, _, rest = text.partition("=====")
    assert "Words of Dana" in cover and "What this file holds" in cover and "What it does not hold" in cover
    for hers in (
        "Maya",
        "Sie schläft 🎈 allein.\nUnd gut.",
        "How was today with Maya? Good",
        "Her drawing.",
        "Withdrawn, ",
        "He said it again",
    ):
        assert hers in rest
    for other in ("Follow her lead.", "I shouted", "grandmother's", "&#", "<"):
        assert other not in text, other


def test_must_22_every_child_of_hers_and_ended_parts_too(harbour, browser, servers):
    asked_id = asks(harbour, "dana")
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked_id}", {"said": "yes"})
    if dana.page.request.path == "/welcome":
        dana.post("/welcome")
    tells(harbour, "dana", "maya", "about Maya")
    today = harbour.today
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), today)
    asks_for_it(dana)
    passes(servers)
    text = fetches(dana).data.decode()
    assert "about Maya" in text and "Noor" in text


def test_must_22_one_fetch(harbour, dana, servers):
    asks_for_it(dana)
    passes(servers)
    dana.get("/you/words")
    path = "/you/words/" + dana.text.split('action="/you/words/')[1].split('"')[0]
    form = dana.hidden(path)
    dana.post(path, form, follow=False, status=200)
    dana.post(path, form, follow=False, status=303)
    assert "You fetched it, " in dana.get("/you/words").text
    assert len(asked(servers, "words_fetched")) == 1


def test_must_22_a_day_and_no_longer(harbour, dana, servers):
    asks_for_it(dana)
    passes(servers, 2)
    assert "The day for fetching it is over." in dana.get("/you/words").text
    ((row,),) = asked(servers)
    dana.get("/you")
    dana.post(f"/you/words/{row}/file", follow=False, status=303)
    assert asked(servers, "words_fetched") == []


def test_must_22_bound_to_the_device_she_asked_on(harbour, dana, browser, servers):
    asks_for_it(dana)
    passes(servers)
    other = browser(harbour).sign_in("dana")
    with servers.admin("withkin") as admin:
        admin.execute("update device set asked = false")  # she said yes to it
    assert "Open this page on the device you asked on." in other.get("/you/words").text
    ((row,),) = asked(servers)
    other.get("/you")
    other.post(f"/you/words/{row}/file", follow=False, status=303)
    assert asked(servers, "words_fetched") == []
    assert fetches(dana).status_code == 200


def test_must_22_it_ends_when_she_signs_out_everywhere(harbour, dana, servers):
    asks_for_it(dana)
    dana.get("/you")
    dana.post("/you/sign-out-everywhere")
    assert asked(servers) == []


def test_must_15_while_sensitive_the_clinic_hands_it_over(harbour, dana, servers):
    asks_for_it(dana)
    passes(servers)
    with transaction(harbour.staff()):
        part(harbour, "dana").sensitive = True
    assert "Your therapist hands it to you when you meet." in dana.get("/you/words").text
    assert "Save the file" not in dana.text
    ((row,),) = asked(servers)
    dana.get("/you")
    dana.post(f"/you/words/{row}/file", follow=False, status=303)
    assert asked(servers, "words_fetched") == []


def test_must_22_pressed_twice_it_is_asked_once_and_each_step_is_audited(harbour, dana, servers):
    dana.get("/you/words")
    form = dana.hidden("/you/words")
    for _ in range(2):
        dana.post("/you/words", form)
    assert len(asked(servers)) == 1
    passes(servers)
    fetches(dana)
    with transaction(harbour.jobs()):
        deeds = db.session.scalars(db.select(AuditEvent.action).where(AuditEvent.actor_id == harbour.people["dana"]))
        assert {"asked-for-words", "took-words"} <= set(deeds)


@pytest.mark.parametrize("who", ["rosa", "chris"])
def test_must_22_nobody_else_asks_undoes_or_learns(harbour, app, dana, browser, servers, who):
    asks_for_it(dana)
    ((row,),) = asked(servers)
    other = browser(harbour).sign_in(who)
    other.get("/you")
    other.post(f"/you/words/{row}/delete", status=404)
    scope = as_caregiver(harbour, who)
    with pinned(app, scope) as connection:
        assert connection.execute("select count(*) from words_asked").fetchone() == (0,)
        assert connection.execute("delete from words_asked").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "insert into words_fetched (clinic_id, id, caregiver_id, at) values (%s, %s, %s, %s)",
                [harbour.clinic, row, harbour.people["dana"], scope.now],
            )
