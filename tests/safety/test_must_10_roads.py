"""Must 10: every road to a worry, and who is on none; what is pressed twice; two at the same moment."""

from datetime import timedelta

import pytest

from app.boundaries.opening import family_scope
from app.involvement import closed
from app.involvement.models import CareTeamMember
from app.mail.models import Delivery
from app.people.models import CaregiverAddress
from app.safety import acting, queries
from app.safety.models import Worry
from app.sight import supervising
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.models import Due
from tenants.scope import moment
from tests.deeds import as_caregiver, worries
from tests.overlap import overlap
from tests.raw import pinned
from tests.safety.test_must_10 import acts, kinds, later, reads, sweeps


@pytest.fixture
def worry(harbour):
    return worries(harbour, "dana", "maya")


@pytest.fixture
def passed_on(harbour, worry, servers):
    """To Sade: nobody took it on."""
    sweeps(harbour)
    later(servers, 5)
    sweeps(harbour)
    assert kinds(harbour, "escalated") == [("escalated", "sade")]
    return worry


def shut(house, who):
    with transaction(house.staff()):
        closed.close(house.children["maya"], house.people[who], "")


def test_must_10_who_was_told_and_left_the_team_reads_it_no_more(harbour, worry, browser):
    sweeps(harbour)
    mills, day = browser(harbour).sign_in_staff("mills"), harbour.today
    reads(mills, harbour)
    with transaction(harbour.staff()):
        hers = db.update(CareTeamMember).where(CareTeamMember.staff_id == harbour.people["mills"])
        db.session.execute(hers.values(until=day - timedelta(days=1)))
    reads(mills, harbour, 404)


@pytest.mark.parametrize("who", ["mills", "sade"])
def test_must_10_a_child_closed_by_name_closes_its_worries(harbour, passed_on, browser, who):
    staff = browser(harbour).sign_in_staff(who)
    reads(staff, harbour)
    shut(harbour, who)
    reads(staff, harbour, 404)
    assert "about Maya" not in staff.get("/today" if who == "mills" else "/engagement").text


def test_must_10_passed_on_it_opens_to_those_it_was_passed_on_to_alone(harbour, passed_on, browser):
    reads(browser(harbour).sign_in_staff("sade"), harbour)
    reads(browser(harbour).sign_in_staff("reyes"), harbour, 404)


def test_must_10_the_teams_own_supervisor_is_passed_over_where_the_child_is_closed_to_her(harbour, worry, servers):
    day = harbour.today
    with transaction(harbour.staff("olga")):
        supervising.pair(harbour.people["sade"], harbour.people["okafor"], day)
    shut(harbour, "sade")
    sweeps(harbour)
    later(servers, 5)
    sweeps(harbour)
    assert sorted(kinds(harbour, "escalated")) == [("escalated", "mills"), ("escalated", "okafor")]


def test_must_10_the_clock_is_a_row_of_its_own(harbour, worry):
    """Told once, the clinic is due again when its limit is over: the scheduler goes by nothing else."""
    sweeps(harbour)
    with transaction(harbour.jobs()):
        dues = db.session.scalars(db.select(Due.at).where(Due.kind == acting.SWEEP)).all()
        assert dues == [db.session.scalars(db.select(Worry.at)).one() + timedelta(hours=4)]


def test_must_10_taken_on_before_anybody_was_told_the_others_are_told_still(harbour, worry, browser):
    acts(browser(harbour).sign_in_staff(), harbour, "taken")
    sweeps(harbour)
    assert sorted(kinds(harbour, "told")) == [("told", "mills"), ("told", "okafor")]


# The wall in the database, with nothing of Python before it.


def test_must_10_the_wall_alone_shows_hers_to_her_alone_and_nothing_older_on_a_new_device(app, harbour, worry):
    zone = resolve.of_id(harbour.clinic).zone
    with transaction(harbour.staff()):
        acting.act(db.session.get_one(Worry, (harbour.clinic, worry)), "taken", "", new_id())
    scopes = {who: as_caregiver(harbour, who) for who in ("dana", "rosa", "chris")}
    scopes["new device"] = family_scope(harbour.clinic, harbour.people["dana"], zone, since=moment())
    for who, scope in scopes.items():
        with pinned(app, scope) as connection:
            for table in ("safety_worry", "safety_step"):
                seen = connection.execute(f"select id from {table}").fetchall()
                assert len(seen) == (who == "dana"), (who, table)


def test_must_10_python_alone_does_so_too(harbour, worry, bypassing):
    with transaction(harbour.staff()):
        row = db.session.get_one(Worry, (harbour.clinic, worry))
        for kind in ("taken", "called"):
            acting.act(row, kind, "words", new_id())
    with bypassing("family"):
        for who, seen, steps in (("dana", [worry], ["taken"]), ("rosa", [], []), ("chris", [], [])):
            with transaction(as_caregiver(harbour, who)):
                assert [one.id for one in queries.hers()] == seen, who
                assert [step.kind for step in queries.came_of(row)] == steps, who


# Twice, late, at once.


def test_must_10_an_answer_sent_twice_is_one(harbour, worry, browser):
    okafor = browser(harbour).sign_in_staff()
    reads(okafor, harbour)
    form = okafor.hidden(f"/worries/{worry}") | {"kind": "answered", "words": "I call you now."}
    for _ in range(2):
        okafor.post(f"/worries/{worry}", form)
        assert "Your answer is there to read." in okafor.text
    assert kinds(harbour, "answered") == [("answered", "okafor")]


def test_must_10_a_page_of_a_colleague_sends_nothing(harbour, worry, browser):
    okafor = browser(harbour).sign_in_staff()
    reads(okafor, harbour)
    okafor.post(f"/worries/{worry}", {"kind": "answered", "words": "I call.", "row": "made-up"}, status=422)
    assert "Press the button once more." in okafor.text and "I call." in okafor.text
    assert kinds(harbour, "answered") == []


@pytest.fixture
def passes_on(harbour, worry):
    day = harbour.today

    def job():
        acting.pass_on(db.session.get_one(Worry, (harbour.clinic, worry)), 4, day)

    return harbour.jobs(), job


def test_must_10_two_jobs_at_once_tell_everybody_once(app, harbour, passes_on, servers):
    assert overlap(app, passes_on, passes_on) == [None, None]
    assert sorted(kinds(harbour)) == [("told", "mills"), ("told", "okafor")]
    later(servers, 5)
    assert overlap(app, passes_on, passes_on) == [None, None]
    assert kinds(harbour, "escalated") == [("escalated", "sade")]


def test_must_10_taken_on_in_the_same_moment_it_is_not_passed_on(app, harbour, worry, passes_on, servers):
    later(servers, 5)

    def takes():
        acting.act(db.session.get_one(Worry, (harbour.clinic, worry)), "taken", "", new_id())

    assert overlap(app, (harbour.staff(), takes), passes_on) == [None, None]
    assert kinds(harbour, "escalated") == []


# The mail she asked for.


@pytest.mark.parametrize(
    ("kind", "address", "mails"),
    [("answered", {}, 1), ("taken", {}, 0), ("called", {}, 0), ("closed", {}, 0), ("answered", {"safe": False}, 0)],
)
def test_must_10_a_mail_goes_for_an_answer_and_to_a_safe_address_alone(harbour, kind, address, mails):
    day = harbour.today
    with transaction(as_caregiver(harbour, "dana")):
        acting.tell(new_id(), harbour.parts["dana"], harbour.children["maya"], "He said so", "mail", None, day)
    with transaction(harbour.staff()):
        if address:
            hers = db.update(CaregiverAddress).where(CaregiverAddress.caregiver_id == harbour.people["dana"])
            db.session.execute(hers.values(**address))
        acting.act(db.session.scalars(db.select(Worry)).one(), kind, "words", new_id())
        queued = db.select(db.func.count()).select_from(Delivery).where(Delivery.kind == "to-read")
        assert db.session.scalar(queued) == mails
