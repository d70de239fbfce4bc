"""Must 20: nothing is silently deleted. A correction adds; what is withdrawn is hidden, and opened with a reason alone."""

import psycopg
import pytest

from app.audit import AuditEvent
from app.clinic import deeds
from app.families import queries as families
from app.involvement import involving
from app.updates import queries, words_views
from app.updates.models import Answer, Update, Waiting
from app.updates.withdrawing import OPEN_FOR, Withdrawal, WithdrawnReading
from tenants.db import db, transaction
from tests.deeds import as_caregiver, replies, tells, withdraws
from tests.raw import pinned
from tests.world import part

SECRET = "I shouted at her on Sunday"


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


@pytest.fixture
def rows(harbour):
    def of(model, *which):
        with transaction(harbour.jobs()):
            return db.session.scalars(db.select(model).where(*which)).all()

    return of


def takes_back(dana, update):
    dana.get(f"/updates/{update}/withdrawal")
    dana.post(f"/updates/{update}/withdrawal")


def test_must_20_the_page_says_what_the_button_does_before_she_presses(harbour, dana):
    update = tells(harbour, "dana", "maya", SECRET)
    assert f'href="/updates/{update}/withdrawal"' in dana.get(f"/updates/{update}").text
    dana.get(f"/updates/{update}/withdrawal")
    for said in (
        "nobody there reads it",
        "only that you withdrew it, and when",
        "only with a reason",
        "Nothing is deleted",
    ):
        assert said in dana.text


def test_must_20_her_own_pages_show_only_that_and_when(harbour, dana):
    update = tells(harbour, "dana", "maya", SECRET)
    takes_back(dana, update)
    assert "You withdrew it." in dana.text
    for path in (f"/updates/{update}", "/updates", "/home"):
        assert SECRET not in dana.get(path).text, path
        assert "You withdrew this, today" in dana.text, path
    assert SECRET not in dana.get(f"/updates/{update}/correction").text


def test_must_20_nothing_is_deleted(harbour, dana, rows):
    update = tells(harbour, "dana", "maya", SECRET)
    path = f"/updates/{update}/withdrawal"
    dana.get(path)
    form = dana.hidden(path)
    for _ in range(2):
        dana.post(path, form)
    assert [row.body for row in rows(Update)] == [SECRET]
    assert [row.id for row in rows(Withdrawal)] == [update]


def test_must_20_a_withdrawn_check_in_shows_no_answer(harbour, dana, okafor):
    maya = harbour.children["maya"]
    dana.get("/home")
    for n, said in enumerate(("1", "2", SECRET), start=1):
        dana.post(f"/check-in/{maya}/{n}", {"answer": said})
    update = dana.page.request.path.rpartition("/")[2]
    takes_back(dana, update)
    for words in (SECRET, "Very hard", "Restless"):
        assert words not in dana.get(f"/updates/{update}").text
        assert words not in okafor.get(f"/families/{maya}").text
    assert "check-in is done" in dana.get("/home").text, "she is not asked again"


def test_must_20_no_query_gives_the_answers_of_a_withdrawn_check_in(harbour, dana):
    """The pages would leave them out; they are not fetched either."""
    maya = harbour.children["maya"]
    dana.get("/home")
    for n, said in enumerate(("1", "2", SECRET), start=1):
        dana.post(f"/check-in/{maya}/{n}", {"answer": said})
    scope = as_caregiver(harbour, "dana")
    for withdrawn, count in ((False, 3), (True, 0)):
        if withdrawn:
            takes_back(dana, dana.page.request.path.rpartition("/")[2])
            scope = as_caregiver(harbour, "dana")
        with transaction(scope):
            (mine,) = queries.told(limit=2)
            assert len(queries.beside(mine).answers) == count
            assert [len(one.answers) for one in words_views.all_said()] == [count]
        with transaction(harbour.staff()):
            assert [len(one.answers) for one in families.timeline(maya)] == [count]


def test_must_20_staff_see_that_and_when_and_it_waits_no_more(harbour, dana, okafor, rows):
    update = tells(harbour, "dana", "maya", SECRET)
    assert SECRET in okafor.get("/today").text
    takes_back(dana, update)
    assert rows(Waiting) == []
    assert "Nothing waits for you" in okafor.get("/today").text
    for path in (f"/families/{harbour.children['maya']}", f"/answers/{update}", f"/withdrawn/{update}"):
        assert SECRET not in okafor.get(path).text, path
        assert "Withdrawn by Dana, today" in okafor.text, path


def test_must_20_what_was_on_the_desk_already_is_answered_no_more(harbour, dana, okafor):
    update = tells(harbour, "dana", "maya", SECRET)
    okafor.get("/today")
    form = okafor.hidden(f"/answers/{update}")
    takes_back(dana, update)
    okafor.post(f"/answers/{update}", form | {"kind": "reply", "words": "I see."}, status=409)
    assert "withdrawn meanwhile" in okafor.text and SECRET not in okafor.text


def test_must_20_an_answer_she_has_stays_with_her(harbour, dana):
    update = tells(harbour, "dana", "maya", SECRET)
    replies(harbour, update, "Follow her lead.")
    takes_back(dana, update)
    assert "Follow her lead." in dana.get(f"/updates/{update}").text


def test_must_20_the_care_team_opens_it_with_a_reason_and_each_time_is_audited(harbour, okafor, rows):
    update = withdraws(harbour, "dana", "maya", SECRET)
    path = f"/withdrawn/{update}"
    okafor.get(path)
    okafor.post(path, {"reason": " "}, status=422)
    assert SECRET not in okafor.text and "Say why you open it." in okafor.text
    okafor.post(path, {"reason": "We plan Monday's session."})
    assert SECRET in okafor.text
    okafor.get(path)
    assert [row.reason for row in rows(WithdrawnReading)] == ["We plan Monday's session."]
    opened = rows(AuditEvent, AuditEvent.action == "opened-withdrawn")
    assert [(row.actor_id, row.subject_id) for row in opened] == [(harbour.people["okafor"], update)] * 2
    assert "session" not in str([row.detail for row in opened])
    with transaction(harbour.jobs()):
        known = deeds.names([harbour.people["okafor"], update, harbour.children["maya"]])
        assert "opened what Dana withdrew about Maya" in deeds.line(opened[0], known)


def test_must_20_the_reason_holds_half_an_hour_and_for_its_giver_alone(harbour, browser, okafor, servers):
    path = f"/withdrawn/{withdraws(harbour, 'dana', 'maya', SECRET)}"
    okafor.get(path)
    okafor.post(path, {"reason": "Monday."})
    assert SECRET not in browser(harbour).sign_in_staff("mills").get(path).text
    with servers.admin("withkin") as admin:
        admin.execute("update withdrawn_reading set at = at - %s", [OPEN_FOR])
    assert SECRET not in okafor.get(path).text


@pytest.mark.parametrize(
    ("who", "status"), [("reyes", 404), ("novak", 404), ("sade", 403), ("otis", 403), ("olga", 403)]
)
def test_must_20_nobody_but_the_care_team_opens_it(harbour, browser, who, status):
    update = withdraws(harbour, "dana", "maya", SECRET)
    browser(harbour).sign_in_staff(who).get(f"/withdrawn/{update}", status=status)


def test_must_20_what_was_never_withdrawn_has_no_such_page(harbour, okafor):
    okafor.get(f"/withdrawn/{tells(harbour, 'dana', 'maya', SECRET)}", status=404)


def test_must_20_a_correction_stands_beside_what_it_corrects(harbour, dana, okafor, rows):
    update = tells(harbour, "dana", "maya", "She slept at six.")
    dana.get(f"/updates/{update}/correction")
    assert "She slept at six." in dana.text and "You write as Dana." in dana.text
    dana.post(f"/updates/{update}/correction", {"body": ""}, status=422)
    form = dana.hidden(f"/updates/{update}/correction") | {"body": "She slept at eight."}
    dana.post(f"/updates/{update}/correction", form)
    dana.post(f"/updates/{update}/correction", form)
    first, second = sorted(rows(Update), key=lambda row: row.at)
    assert (first.body, second.body, second.corrects) == ("She slept at six.", "She slept at eight.", update)
    dana.get(f"/updates/{update}")
    assert (
        dana.text.index("She slept at six.") < dana.text.index("You corrected it, today") < dana.text.index("at eight")
    )
    assert "She slept at six." in okafor.get(f"/families/{harbour.children['maya']}").text
    assert "Corrects an earlier one" in okafor.text
    assert "Corrects an earlier one" in okafor.get("/today").text


def test_must_20_a_correction_of_a_correction_stands_beside_the_first(harbour, dana, rows):
    update = tells(harbour, "dana", "maya", "six")
    for words in ("seven", "eight"):
        at = f"/updates/{rows(Update, Update.body == 'seven')[0].id if words == 'eight' else update}/correction"
        dana.get(at)
        dana.post(at, {"body": words})
    assert {row.corrects for row in rows(Update, Update.body != "six")} == {update}
    takes_back(dana, rows(Update, Update.body == "seven")[0].id)
    assert "seven" not in dana.get(f"/updates/{update}").text and "eight" in dana.text


def test_must_20_a_corrected_check_in_is_one_check_in_of_the_week(harbour, dana, rows):
    today = harbour.today
    with transaction(harbour.staff()):
        involving.agree(part(harbour, "dana"), 7, "", today)
    maya = harbour.children["maya"]
    dana.get("/home")
    for n, said in enumerate(("4", "3", "Well."), start=1):
        dana.post(f"/check-in/{maya}/{n}", {"answer": said})
    update = dana.page.request.path.rpartition("/")[2]
    dana.get(f"/updates/{update}/correction")
    dana.post(f"/updates/{update}/correction", {"body": "It was yesterday."})
    with transaction(as_caregiver(harbour, "dana")):
        assert len(db.session.scalars(db.select(Answer.id)).all()) == 3
    assert [row.kind for row in rows(Update)] == ["checkin", "checkin"]


def test_must_20_after_the_end_she_can_still_withdraw_and_corrects_no_more(harbour, dana, rows):
    update, today = tells(harbour, "dana", "maya", SECRET), harbour.today
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), today)
    assert "Correct it" not in dana.get(f"/updates/{update}").text
    dana.get(f"/updates/{update}/correction")
    assert dana.page.request.path == f"/updates/{update}"
    takes_back(dana, update)
    assert SECRET not in dana.get(f"/updates/{update}").text
    assert (len(rows(Withdrawal)), rows(Waiting)) == (1, [])


@pytest.mark.parametrize("who", ["rosa", "chris", "ben"])
def test_must_20_nobody_withdraws_for_another_nor_learns_of_it(harbour, app, browser, who):
    update, later = tells(harbour, "dana", "maya", SECRET), withdraws(harbour, "dana", "maya", "x")
    browser(harbour).sign_in(who).get(f"/updates/{update}/withdrawal", status=404)
    scope = as_caregiver(harbour, who)
    with pinned(app, scope) as connection:
        assert connection.execute("select count(*) from withdrawal").fetchone() == (0,)
        assert connection.execute("delete from waiting").rowcount == 0, "without a condition it needs no right to read"
        assert connection.execute("select count(*) from waiting where id in (%s, %s)", [update, later]).fetchone() == (
            0,
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "insert into withdrawal (clinic_id, id, author_id, child_id, at) values (%s, %s, %s, %s, %s)",
                [harbour.clinic, update, harbour.parts["dana"], harbour.children["maya"], scope.now],
            )


def test_must_20_staff_withdraw_nothing_and_give_no_reason_for_another(harbour, app):
    update, later = tells(harbour, "dana", "maya", SECRET), withdraws(harbour, "dana", "maya", "x")
    scope = harbour.staff()
    values = {"clinic_id": harbour.clinic, "id": update, "at": scope.now}
    withdrawal = values | {"author_id": harbour.parts["dana"], "child_id": harbour.children["maya"]}
    reading = values | {"withdrawal_id": later, "staff_id": harbour.people["mills"], "reason": "x"}
    for table, row in (("withdrawal", withdrawal), ("withdrawn_reading", reading)):
        names = ", ".join(row)
        statement = f"insert into {table} ({names}) values ({', '.join(f'%({name})s' for name in row)})"
        with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement, row)
