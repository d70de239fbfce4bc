"""Must 21: who at the clinic opened what she wrote, by name and week, a full week later; never another's log."""

from datetime import datetime, time, timedelta

import psycopg
import pytest

from app import audit
from app.involvement import involving
from app.sight.models import Review
from app.updates.opened import Opened, fold_openings, weeks
from tenants import resolve
from tenants.db import db, transaction
from tenants.models import Due
from tenants.scope import Audience, Scope, moment
from tests.deeds import as_caregiver, told_before
from tests.raw import pinned
from tests.world import part


def moment_of(house, weeks_ago, hours=10):
    """That many weeks before this week's Monday began, and some hours, in the clinic's zone."""
    monday = house.today - timedelta(days=house.today.weekday(), weeks=weeks_ago)
    return datetime.combine(monday, time(), resolve.of_id(house.clinic).zone) + timedelta(hours=hours)


def opens(house, who="okafor", weeks_ago=2, by="team", child="maya", hours=10):
    then = Scope(house.clinic, Audience.STAFF, house.people[who], now=moment_of(house, weeks_ago, hours))
    with transaction(then):
        audit.record("opened", "child", house.children[child], by=by)


def seen_by(house, who):
    """The names on her page, a set a week."""
    fold_openings(house.clinic)
    with transaction(as_caregiver(house, who)):
        return [{by for by, _ in people} for _, people in weeks()]


@pytest.fixture
def told(harbour):
    """Dana and Chris have both told something long ago."""
    for who in ("dana", "chris"):
        told_before(harbour, who, "maya", "note", 60)


def test_must_21_by_name_and_week_and_only_a_full_week_later(harbour, told, browser):
    opens(harbour, "okafor", 2)
    opens(harbour, "okafor", 2, hours=20)
    opens(harbour, "mills", 3)
    opens(harbour, "mills", 1)
    opens(harbour, "okafor", 0, hours=0)
    assert seen_by(harbour, "dana") == [{"Dr Okafor"}, {"Dr Mills"}]
    fold_openings(harbour.clinic)
    dana = browser(harbour).sign_in("dana")
    assert dana.get("/you/opened").text.count("Dr Okafor") == 1
    assert dana.text.count("Week of") == 2
    assert 'href="/you/opened"' in dana.get("/you").text


def test_must_21_what_is_over_for_less_than_a_week_waits(harbour, told):
    opens(harbour, weeks_ago=1, hours=1)
    assert seen_by(harbour, "dana") == []


@pytest.mark.parametrize("by", ["glass", "review"])
def test_must_21_broken_glass_and_a_concern_are_held_back_from_every_caregiver(harbour, told, by):
    if by == "review":
        then = Scope(harbour.clinic, Audience.STAFF, harbour.people["sade"], now=moment_of(harbour, 2, 9))
        until = moment_of(harbour, 2, 12)
        with transaction(then):
            db.session.add(Review(
                staff_id=harbour.people["sade"], child_id=harbour.children["maya"], reason="concern",
                until=until,
            ))  # fmt: skip
    opens(harbour, "sade", by=by)
    assert seen_by(harbour, "dana") == seen_by(harbour, "chris") == []


def test_must_21_another_review_is_shown(harbour, told):
    opens(harbour, "sade", by="review")
    assert seen_by(harbour, "dana") == [{"Sade Cole"}]


def test_must_21_one_is_told_of_openings_of_the_own_words_alone(harbour, told):
    """Rosa had written nothing; what waited was Chris's; what was answered was Dana's."""
    hers = told_before(harbour, "dana", "maya", "note", 50)
    his = told_before(harbour, "chris", "maya", "note", 50)
    then = Scope(harbour.clinic, Audience.STAFF, harbour.people["mills"], now=moment_of(harbour, 3))
    with transaction(then):
        audit.record("read", "waiting", harbour.children["maya"], updates=[str(his)])
    later = Scope(harbour.clinic, Audience.STAFF, harbour.people["okafor"], now=moment_of(harbour, 2))
    with transaction(later):
        audit.record("answered", "update", hers, child=harbour.children["maya"])
        audit.record("opened", "people", harbour.children["maya"])
    assert seen_by(harbour, "dana") == [{"Dr Okafor"}]
    assert seen_by(harbour, "chris") == [{"Dr Mills"}]
    assert seen_by(harbour, "rosa") == []


def test_must_21_before_she_wrote_there_was_nothing_to_open(harbour):
    told_before(harbour, "dana", "maya", "note", 1)
    opens(harbour)
    assert seen_by(harbour, "dana") == []


def test_must_21_an_ended_person_sees_up_to_the_end(harbour, told, servers):
    opens(harbour, "okafor", 3)
    opens(harbour, "mills", 2)
    today = harbour.today
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), today)
    with servers.admin("withkin") as admin:
        admin.execute(
            "update involvement set ended_at = %s where id = %s", [moment_of(harbour, 2, 1), harbour.parts["dana"]]
        )
    assert seen_by(harbour, "dana") == [{"Dr Okafor"}]
    assert seen_by(harbour, "chris") == [{"Dr Mills"}, {"Dr Okafor"}]


@pytest.mark.parametrize("who", ["rosa", "chris", "ben"])
def test_must_21_never_another_caregivers_log(harbour, app, told, who):
    opens(harbour)
    fold_openings(harbour.clinic)
    with pinned(app, as_caregiver(harbour, who)) as connection:
        hers = connection.execute("select count(*) from opened where author_id = %s", [harbour.parts["dana"]])
        assert hers.fetchone() == (0,)
    with pinned(app, as_caregiver(harbour, "dana")) as connection:
        assert connection.execute("select by from opened").fetchall() == [("Dr Okafor",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select reader_id from opened")


def test_must_21_the_job_comes_again_when_the_next_week_has_ended_and_twice_it_is_once(harbour, told):
    opens(harbour)
    for _ in range(2):
        fold_openings(harbour.clinic)
    with transaction(harbour.jobs()):
        assert len(db.session.scalars(db.select(Opened.id).where(Opened.author_id == harbour.parts["dana"])).all()) == 1
        waits = db.select(Due.at).where(Due.kind == "opened", Due.clinic_id == harbour.clinic)
        assert min(db.session.scalars(waits)) > moment()


def test_must_21_reading_one_thing_on_the_answers_own_page_is_kept(harbour, browser):
    update = told_before(harbour, "dana", "maya", "question", 1)
    okafor = browser(harbour).sign_in_staff("okafor")
    read_already = count_reads(harbour)
    okafor.get(f"/answers/{update}")
    assert count_reads(harbour) == read_already + 1
    with transaction(harbour.jobs()):
        found = db.select(audit.AuditEvent.detail).where(audit.AuditEvent.action == "read")
        assert {"updates": [str(update)]} in db.session.scalars(found).all()


def count_reads(house):
    with transaction(house.jobs()):
        return len(db.session.scalars(db.select(audit.AuditEvent.id).where(audit.AuditEvent.action == "read")).all())
