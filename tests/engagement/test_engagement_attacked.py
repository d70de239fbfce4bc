"""What an attack on the supervisor's pages found, each as a test that was red before (docs/attack.md)."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from sqlalchemy import text

from app.audit import AuditEvent
from app.engagement import alerts, dashboard
from app.engagement.alerts import Alert
from app.engagement.asked import Asked
from app.engagement.folding import fold_engagement
from app.engagement.turning import turn_engagement
from app.involvement import asking, care_team, closed, involving
from app.involvement.asks import AgreementAsk
from app.involvement.models import Agreement
from app.sight.supervision import AgreedAction
from app.team import handing
from tenants.db import db, transaction
from tenants.models import Clinic
from tests.deeds import as_caregiver, asks_for_a_word, supervises
from tests.digests.week import came_in, come, line_for
from tests.engagement.history import dana
from tests.engagement.reviewed import ACTION, NOTE, begun, notes
from tests.engagement.test_alerts import raised, stands
from tests.overlap import overlap
from tests.world import part

TWO_YEARS = """
insert into engagement_week (clinic_id, id, involvement_id, week, expected, expected_days, agreed, checkins, notes, questions,
  told, seen, answered, changed, owed, reply_minutes, last_told)
select i.clinic_id, gen_random_uuid(), i.id, w.week, true, 7, 2, 0, 1, 0, 1, 0, 0, 0, 0, '[]', w.week
from involvement i cross join (select date_trunc('week', now())::date - 7 * n as week from generate_series(0, 103) n) w
on conflict do nothing
"""


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff("okafor")


@pytest.fixture
def supervisor(harbour, browser):
    """Sade, who supervises Dr Okafor, too."""
    supervises(harbour)
    return browser(harbour).sign_in_staff("sade")


def steady_then_silent(house, weeks_ago):
    """Dana tells something in each of four weeks, and nothing since; all of it is answered, and no check-in is agreed."""
    life = dana(house, weeks_ago)
    life.agree(0)
    for _ in range(4):
        life.tell("note")
        life.answer(life.told[-1], "seen")
        life.pass_hours(24 * 7)
    fold_engagement(house.clinic)
    turn_engagement(house.clinic)
    return life


def db_rows(house, table):
    with transaction(house.jobs()):
        return db.session.scalars(db.select(table)).all()


# Who needs a word.


def test_somebody_who_went_quiet_again_is_asked_for_once(harbour, okafor):
    """The first alert went by itself when she came back; it must not come along with the second."""
    stands(harbour, "dana", harbour.today - timedelta(days=90))
    raised(harbour, harbour.today)
    stands(harbour, "dana", harbour.today)
    assert len(raised(harbour, harbour.today)) == 2
    assert okafor.get("/today").text.count('action="/alerts/') == 1


def test_put_away_it_stays_away_though_the_clinic_says_sooner_what_quiet_is(harbour):
    """The same silence, since an earlier day: nobody is asked for it a second time."""
    life = steady_then_silent(harbour, 10)
    (one,) = db_rows(harbour, Alert)
    with transaction(harbour.staff()):
        assert alerts.put_away(db.session.get_one(Alert, (harbour.clinic, one.id)), "known")
    with transaction(harbour.jobs()):
        db.session.execute(db.update(Clinic).where(Clinic.id == harbour.clinic).values(quiet_days=7))
    turn_engagement(harbour.clinic)
    assert life.standing().since != one.since
    assert len(db_rows(harbour, Alert)) == 1


def test_not_for_sade_takes_its_alerts_out_of_her_count(harbour, supervisor):
    one = asks_for_a_word(harbour)
    with transaction(harbour.staff()):
        alerts.put_away(db.session.get_one(Alert, (harbour.clinic, one)), "spoke")
    assert "1 of 1 was right" in " ".join(supervisor.get("/engagement/therapists").text.split())
    with transaction(harbour.staff()):
        closed.close(harbour.children["maya"], harbour.people["sade"], "")
    assert "was right" not in supervisor.get("/engagement/therapists").text


@pytest.mark.parametrize("how", ["handed over", "closed by name"])
def test_an_alert_of_a_family_that_is_not_hers_any_more_isnt_there(harbour, okafor, how):
    one, today = asks_for_a_word(harbour, "lee", "sam"), harbour.today
    stands(harbour, "lee", today)
    okafor.get("/today")
    form = okafor.hidden(f"/alerts/{one}") | {"why": "spoke"}
    okafor_id, mills, sam = harbour.people["okafor"], harbour.people["mills"], harbour.children["sam"]
    with transaction(harbour.staff("mills")):
        handing.hand_over(sam, okafor_id, mills, today, "")
        if how == "closed by name":
            care_team.close_to(sam, okafor_id, "", today)
    okafor.post(f"/alerts/{one}", form, status=404)
    with transaction(harbour.jobs()):
        assert db.session.get_one(Alert, (harbour.clinic, one)).why is None


# Notes and actions.


def test_a_note_sent_once_more_with_other_words_is_kept_beside_it(harbour, supervisor):
    review = begun(harbour, supervisor)
    supervisor.get(f"/engagement/families/{harbour.children['theo']}")
    form = supervisor.hidden(f"/reviews/{review}/notes")
    for body in (NOTE, NOTE, "And he knows it", "And he knows it"):
        supervisor.post(f"/reviews/{review}/notes", form | {"body": body})
    assert sorted(notes(harbour)) == sorted([NOTE, "And he knows it"])


def test_an_action_sent_once_more_with_another_day_is_agreed_beside_it(harbour, supervisor):
    review = begun(harbour, supervisor)
    supervisor.get(f"/engagement/families/{harbour.children['theo']}")
    form = supervisor.hidden(f"/reviews/{review}/actions")
    form |= {"what": ACTION, "who": str(harbour.people["reyes"])}
    days = [str(harbour.today + timedelta(days=days)) for days in (3, 3, 9)]
    for day in days:
        supervisor.post(f"/reviews/{review}/actions", form | {"due": day})
    with transaction(harbour.jobs()):
        assert sorted(map(str, db.session.scalars(db.select(AgreedAction.due)))) == days[1:]


def test_a_note_is_about_the_therapist_its_page_named(harbour, supervisor):
    """Theo went from Dr Reyes to Dr Okafor while it was written; Sade supervises both."""
    review, today = begun(harbour, supervisor), harbour.today
    supervisor.get(f"/engagement/families/{harbour.children['theo']}")
    form = supervisor.hidden(f"/reviews/{review}/notes") | {"body": NOTE}
    with transaction(harbour.staff("reyes")):
        handing.hand_over(harbour.children["theo"], harbour.people["reyes"], harbour.people["okafor"], today, "")
    supervisor.post(f"/reviews/{review}/notes", form, status=422)
    assert notes(harbour) == [] and NOTE in supervisor.text and "Dr Okafor" in supervisor.text


# Standings.


def test_whoever_went_quiet_long_ago_has_not_come_back_by_itself(harbour):
    """Four weeks lay beyond what the rules read, and half a year of silence was "on track"."""
    standing = steady_then_silent(harbour, 40).standing()
    assert (standing.status, [one["code"] for one in standing.reasons]) == ("reach-out", ["quiet"])


# The list.


def names(page):
    """Of the caregivers, in the order in which they stand there."""
    return [name.lower() for name in re.findall(r'class="kin sm">(\w+) \(', page.page.text)]


def test_the_list_goes_on_where_it_was_though_whoever_stood_there_moved_or_left(harbour, supervisor, monkeypatch):
    monkeypatch.setattr("app.engagement.dashboard.PAGE", 2)
    monkeypatch.setattr("app.engagement.dashboard.listing.__defaults__", (3,))
    for who, days in (("dana", 9), ("rosa", 8), ("chris", 7), ("lee", 6), ("ben", 5)):
        stands(harbour, who, harbour.today - timedelta(days=days))
    supervisor.get("/engagement")
    last = names(supervisor)[-1]
    later = re.search(r'href="([^"]*after=[^"]*)"', supervisor.page.text)[1].replace("&amp;", "&")
    supervisor.get(later)
    then = names(supervisor)
    stands(harbour, last, harbour.today, "on-track")
    supervisor.get(later)
    assert names(supervisor) == then, "whoever stood there is on track by now"
    today = harbour.today
    with transaction(harbour.staff()):
        involving.end(part(harbour, last), today)
    supervisor.get(later)
    assert names(supervisor) == then, "the part has ended"


def test_a_search_for_signs_alone_finds_nobody(supervisor):
    supervisor.get("/engagement")
    supervisor.post("/engagement/search", {"q": "— ."})
    assert "No family fits what you asked for." in supervisor.text


def test_when_somebody_was_heard_last_is_read_from_one_week_however_many_there_are(harbour, supervisor, servers):
    """Two years of each part were read for the order of a page, twice: a third of a second for 1,000 families."""
    with servers.admin("withkin") as admin:
        admin.execute(TWO_YEARS)
    today = harbour.today
    with transaction(harbour.staff("sade")) as scope:
        values = dashboard.values(harbour.people["sade"], today, Asked())
        values |= {
            "now": scope.now,
            "status": "",
            "words": [],
            "nothing": False,
            "after": None,
            "key": None,
            "limit": 41,
        }
        plan = db.session.scalar(text(f"explain (analyze, format json) {dashboard.STATEMENTS['heard'].text}"), values)
    parts, weeks = plan[0]["Plan"]["Actual Rows"], read_of(plan[0]["Plan"], "engagement_week")
    assert parts and weeks <= parts * (dashboard.WEEKS + 1)


def read_of(plan, table):
    mine = plan["Actual Rows"] * plan["Actual Loops"] if plan.get("Relation Name") == table else 0
    return mine + sum(read_of(each, table) for each in plan.get("Plans", ()))


def test_must_21_the_week_of_supervision_is_a_deed_of_whoever_reads_it(harbour, supervisor):
    stands(harbour, "dana", harbour.today)
    assert "Dana" in supervisor.get("/engagement/weeks/next").text
    with transaction(harbour.jobs()):
        deeds = db.select(AuditEvent).where(AuditEvent.subject == "engagement").order_by(AuditEvent.at.desc())
        newest = db.session.scalars(deeds.limit(1)).one()
    assert newest.detail["children"] == [str(harbour.children["maya"])]


def test_the_week_of_supervision_does_not_grow_with_what_is_stored(harbour, supervisor, monkeypatch):
    for who, days in (("dana", 9), ("rosa", 8), ("chris", 7)):
        stands(harbour, who, harbour.today - timedelta(days=days))
    monkeypatch.setattr("app.digests.week_views.MOST", 2)
    text = supervisor.get("/engagement/weeks/next").text
    assert "Dana" in text and "Rosa" in text and "Chris" not in text and "There is more than fits here." in text


def test_the_owner_does_not_read_that_one_home_had_nothing_to_be_told(harbour, browser, monkeypatch):
    came_in(harbour)
    line_for(harbour, "maya", "dana", "Let her choose which shoe goes first.")
    come(harbour)
    come(harbour, 1)
    olga = browser(harbour).sign_in_staff("olga")
    assert "with a greeting alone" not in olga.get("/clinic/digests").text
    monkeypatch.setattr("app.digests.owner_views.FEW", 1)
    assert "with a greeting alone" in olga.get("/clinic/digests").text


# Less for now.


def test_must_05_taken_back_at_the_moment_of_the_yes_nothing_changes(app, harbour):
    dana_, today = as_caregiver(harbour, "dana"), harbour.today
    with transaction(dana_):
        asking.ask(harbour.parts["dana"], harbour.children["maya"], "less")

    def yes():
        with app.test_request_context("/", method="POST", base_url=f"http://{harbour.host}"):
            row = part(harbour, "dana")
            checkins, _words = asking.holds(row)
            if asking.asked(row.id):
                asking.change(row, asking.less(checkins), today)

    took = (as_caregiver(harbour, "dana"), lambda: asking.ask_no_more(harbour.parts["dana"], harbour.children["maya"]))
    done = overlap(app, took, (harbour.staff(), yes))
    assert done == [True, None]
    with transaction(harbour.jobs()):
        held = db.select(Agreement.checkins).where(Agreement.involvement_id == harbour.parts["dana"])
        assert db.session.scalars(held.where(Agreement.until.is_(None))).one() == 2


def test_less_becomes_more_while_something_else_is_agreed_and_neither_is_lost(app, harbour):
    """Each held what the other waited for: one of the two was refused."""
    today, begun_, asked_ = harbour.today, Event(), as_caregiver(harbour, "dana")
    with transaction(asked_):
        asking.ask(harbour.parts["dana"], harbour.children["maya"], "less")

    def agrees():
        with app.app_context(), transaction(harbour.staff()):
            row = part(harbour, "dana")
            asking.holds(row)
            begun_.set()
            sleep(0.7)
            involving.agree(row, 4, "", today)

    def turns_round():
        begun_.wait(5)
        with app.app_context(), transaction(as_caregiver(harbour, "dana")):
            asking.ask(harbour.parts["dana"], harbour.children["maya"], "more")

    with ThreadPoolExecutor(2) as two:
        both = [two.submit(Context().run, deed) for deed in (agrees, turns_round)]
    assert [one.exception() for one in both] == [None, None]
    with transaction(harbour.jobs()):
        rows = db.session.execute(db.select(AgreementAsk.way, AgreementAsk.answer).order_by(AgreementAsk.at)).all()
        assert [tuple(row) for row in rows] == [("less", "agreed"), ("more", None)]
        assert asking.holds(part(harbour, "dana"))[0] == 4
