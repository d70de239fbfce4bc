"""Must 21: openings for a safety worry, a concern or by broken glass are held back until a supervisor releases them."""

from datetime import datetime, time, timedelta

import psycopg
import pytest

from app import audit
from app.involvement.closed import close
from app.notices.models import Notice
from app.safety import acting
from app.safety.models import Worry
from app.sight.held import held
from app.sight.models import Glass, Review
from app.sight.releasing import OpeningRelease, UnderWay, release
from app.updates.opened import fold_openings, weeks
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.models import Due
from tenants.scope import Audience, Scope
from tests.deeds import as_caregiver, reads_worry, told_before, worries
from tests.raw import pinned

WHY = "The worry has been looked into."


def weeks_ago(house, weeks, hours=10):
    monday = house.today - timedelta(days=house.today.weekday(), weeks=weeks)
    return datetime.combine(monday, time(), resolve.of_id(house.clinic).zone) + timedelta(hours=hours)


def opened_back_then(house, kind, child="maya", weeks=2, over=True):
    """By Dr Reyes with broken glass, or by Sade in a review for a concern. Its id."""
    who = "sade" if kind == "concern" else "reyes"
    at, until = weeks_ago(house, weeks, 9), weeks_ago(house, weeks, 12)
    until = until if over else until + timedelta(weeks=52)
    with transaction(Scope(house.clinic, Audience.STAFF, house.people[who], now=at)):
        whose = {"staff_id": house.people[who], "child_id": house.children[child], "until": until}
        row = (
            Review(reason="concern", **whose)
            if kind == "concern"
            else Glass(looked_for="Maya", birth_year=2019, reason="a call", **whose)
        )
        db.session.add(row)
        db.session.flush()
    with transaction(Scope(house.clinic, Audience.STAFF, house.people[who], now=at + timedelta(hours=1))):
        by = "review" if kind == "concern" else "glass"
        audit.record("opened", "child", house.children[child], by=by)
    return row.id


def releases(house, who="sade", only=None):
    today = house.today
    with transaction(house.staff(who)):
        return [release(new_id(), one, WHY, today) for one in held(today, only)]


def listed(house, who):
    today = house.today
    with transaction(house.staff(who)):
        return {(one.name, one.kind, *one.by) for one in held(today)}


def seen_by(house, who):
    fold_openings(house.clinic)
    with transaction(as_caregiver(house, who)):
        return [by for _, people in weeks() for by, _ in people]


@pytest.fixture
def wrote(harbour):
    """Maya's mother and father wrote long ago; Theo's foster carer, too."""
    for who, child in (("dana", "maya"), ("chris", "maya"), ("ben", "theo")):
        told_before(harbour, who, child, "note", 90)


@pytest.mark.parametrize(("kind", "by"), [("glass", "Dr Reyes"), ("concern", "Sade Cole")])
def test_must_21_released_it_is_told_to_each_whose_words_it_was(harbour, wrote, kind, by):
    opened_back_then(harbour, kind)
    assert seen_by(harbour, "dana") == seen_by(harbour, "chris") == []
    assert releases(harbour) == [True]
    assert seen_by(harbour, "dana") == seen_by(harbour, "chris") == [by]
    assert seen_by(harbour, "rosa") == seen_by(harbour, "ben") == [], "Rosa had written nothing"
    assert seen_by(harbour, "dana") == [by], "folded twice, it is there once"


def test_must_21_also_when_it_was_long_ago_and_never_before_a_full_week(harbour, wrote):
    opened_back_then(harbour, "glass", weeks=11)
    opened_back_then(harbour, "concern", weeks=1)
    assert releases(harbour) == [True, True]
    assert seen_by(harbour, "dana") == ["Dr Reyes"]


def test_must_21_a_safety_worry_is_told_to_its_writer_alone(harbour, wrote, servers):
    worry = reads_worry(harbour, "mills", worries(harbour, "dana", "maya"))
    with servers.admin("withkin") as admin:
        admin.execute("update audit_event set at = at - interval '21 days' where subject = 'worry'")
    today = harbour.today
    with transaction(harbour.staff("sade")), pytest.raises(UnderWay):
        release(new_id(), held(today)[0], WHY, today)
    with transaction(harbour.staff()):
        acting.act(db.session.get_one(Worry, (harbour.clinic, worry)), "closed", "He is well.", new_id())
    assert seen_by(harbour, "dana") == []
    assert releases(harbour) == [True]
    assert seen_by(harbour, "dana") == ["Dr Mills"] and seen_by(harbour, "chris") == []


def test_must_21_what_is_opened_once_more_is_held_back_anew(harbour, wrote, servers):
    worry = reads_worry(harbour, "mills", worries(harbour, "dana", "maya"))
    with transaction(harbour.staff()):
        acting.act(db.session.get_one(Worry, (harbour.clinic, worry)), "closed", "He is well.", new_id())
    releases(harbour)
    assert listed(harbour, "sade") == set()
    reads_worry(harbour, "okafor", worry)
    assert {one[1] for one in listed(harbour, "sade")} == {"worry"}


def test_must_21_nothing_is_released_while_it_is_under_way(harbour, wrote, browser, servers):
    path = f"/held-back/{opened_back_then(harbour, 'glass')}"
    sade = browser(harbour).sign_in_staff("sade")
    sade.get(path)
    form = sade.hidden(path)
    with servers.admin("withkin") as admin:
        admin.execute("update glass set until = now() + interval '1 hour'")
    sade.post(path, form | {"reason": WHY}, status=409)
    assert "It is still under way." in sade.text and "Release it" not in sade.get(path).text
    assert "Still under way" in sade.get("/held-back").text and path not in sade.text
    assert seen_by(harbour, "dana") == []


def test_must_21_the_page_says_who_will_read_it_before_and_asks_why(harbour, wrote, browser):
    path = f"/held-back/{opened_back_then(harbour, 'glass')}"
    sade = browser(harbour).sign_in_staff("sade")
    assert 'href="/held-back"' in sade.get("/engagement").text
    assert "Dr Reyes" in sade.get("/held-back").text and path in sade.text
    sade.get(path)
    assert "Who reads it then, around Maya: father, mother." in sade.text and "It cannot be taken back." in sade.text
    sade.post(path, {"reason": " "}, status=422)
    assert "Say why." in sade.text
    form = sade.hidden(path) | {"reason": WHY}
    for said in ("Released. They read it", "It was so already."):
        sade.post(path, form)
        assert said in sade.text
    assert "Nothing is held back." in sade.text
    assert "Released" in sade.get(path).text and "Release it" not in sade.text
    with transaction(harbour.jobs()):
        (row,) = db.session.scalars(db.select(OpeningRelease)).all()
        assert (row.reason, row.staff_id) == (WHY, harbour.people["sade"])
        deed = db.session.scalars(db.select(audit.AuditEvent).where(audit.AuditEvent.action == "released")).one()
        assert deed.child_id == harbour.children["maya"] and WHY not in str(deed.detail)
        told = db.select(Notice.staff_id).where(Notice.kind == "opening-released")
        assert set(db.session.scalars(told)) == {harbour.people[who] for who in ("okafor", "mills", "reyes")}
        assert db.session.scalars(db.select(Due.id).where(Due.kind == "opened", Due.at <= datetime.now(row.at.tzinfo)))
    okafor = browser(harbour).sign_in_staff()
    assert "Sade Cole released openings about Maya" in okafor.get("/today").text


def test_must_21_by_the_familys_own_supervisor_where_there_is_one_and_never_where_it_is_closed_by_name(harbour, wrote):
    opened_back_then(harbour, "glass", "theo")
    opened_back_then(harbour, "glass")
    assert listed(harbour, "sade") == {("Maya", "glass", "Dr Reyes"), ("Theo", "glass", "Dr Reyes")}
    assert listed(harbour, "olga") == {("Maya", "glass", "Dr Reyes")}, (
        "Theo has a supervisor: nobody else is one for him"
    )
    with transaction(harbour.staff()):
        close(harbour.children["maya"], harbour.people["sade"], "")
    assert listed(harbour, "sade") == {("Theo", "glass", "Dr Reyes")}


def test_must_21_no_caregiver_reads_a_release_and_nobody_releases_in_anothers_name(harbour, app, wrote):
    glass = opened_back_then(harbour, "glass")
    with pinned(app, as_caregiver(harbour, "dana")) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select count(*) from opening_release")
    scope = harbour.staff("sade")
    for staff, at in (("okafor", scope.now), ("sade", scope.now - timedelta(days=1))):
        values = [harbour.clinic, new_id(), glass, harbour.children["maya"], harbour.people[staff], at]
        with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "insert into opening_release (clinic_id, id, glass_id, child_id, staff_id, reason, at)"
                " values (%s, %s, %s, %s, %s, 'x', %s)",
                values,
            )
