"""Folding: seconds after the commit, each row once, two at a time, and what the clock does."""

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from app import happened, schedule
from app.engagement import folding, weeks
from app.engagement.folding import fold, fold_engagement
from app.engagement.turning import DAY, reconcile, reconcile_engagement, turn_engagement
from app.happened import Happened
from app.jobs import seen
from app.updates.drafts import keep
from tenants.db import db, transaction
from tenants.models import Due
from tests.carrying import carry
from tests.deeds import as_caregiver, tells
from tests.engagement.history import Life, at, dana
from tests.overlap import overlap


def unfolded(house):
    with transaction(house.jobs()):
        return db.session.scalar(db.select(db.func.count()).select_from(Happened).where(Happened.folded_at.is_(None)))


def due_now(house, kind="engagement"):
    with transaction(house.jobs()):
        return len(seen(kind))


def this_week(house, who="dana"):
    life = Life(house, who, "maya", datetime.now(UTC))
    return life.weeks()[-1]


def test_folded_by_the_worker_as_soon_as_it_was_told(harbour, work):
    fold_engagement(harbour.clinic)
    tells(harbour, "dana", "maya", "x")
    assert unfolded(harbour) == 1
    work()
    assert (unfolded(harbour), due_now(harbour)) == (0, 0)
    assert (this_week(harbour).notes, this_week(harbour).owed) == (1, 1)


def test_found_by_the_sweep_where_the_job_was_lost(harbour, servers, app):
    fold_engagement(harbour.clinic)
    tells(harbour, "dana", "maya", "x")
    servers.valkey.client().flushall()
    assert due_now(harbour) == 1
    assert schedule.sweep() > 0
    carry(app)
    assert (unfolded(harbour), this_week(harbour).notes) == (0, 1)


def test_one_job_and_one_due_row_a_transaction(harbour):
    fold_engagement(harbour.clinic)
    before = due_now(harbour)
    life = dana(harbour, 0)
    with life.staff():
        for _ in range(3):
            happened.tell("handed-over", life.part, life.now.date())
        assert len(db.session.info["later"]) == 1
    assert due_now(harbour) == before + 2, "entering, and the three"


def test_a_private_row_makes_nothing(harbour):
    fold_engagement(harbour.clinic)
    with transaction(as_caregiver(harbour, "dana")):
        keep(harbour.people["dana"], harbour.parts["dana"], harbour.children["maya"], "note", {"body": "x"})
    assert (unfolded(harbour), due_now(harbour), this_week(harbour).told) == (0, 0, 0)


def test_every_row_once_in_as_many_transactions_as_it_takes(harbour, monkeypatch):
    monkeypatch.setattr(folding, "AT_ONCE", 3)
    for _ in range(7):
        tells(harbour, "dana", "maya", "x")
    waiting = unfolded(harbour)
    fold_engagement(harbour.clinic)
    assert waiting > 7 and (unfolded(harbour), due_now(harbour), this_week(harbour).notes) == (0, 0, 7)


def test_two_folds_at_once_lose_nothing(harbour, app):
    """The second begins when the first has written everything but its commit; something was told in between."""
    fold_engagement(harbour.clinic)
    tells(harbour, "dana", "maya", "first")

    def first():
        folding.one_after_another()
        rows = db.session.execute(folding.UNFOLDED, {"clinic": harbour.clinic, "most": 9}).all()
        folding.fold_rows(rows)
        return len(rows)

    def second():
        tells(harbour, "dana", "maya", "second")
        return fold(harbour.clinic)

    def in_app():
        with app.app_context():
            return second()

    assert overlap(app, (harbour.jobs(), first), in_app) == [1, 1]
    assert (unfolded(harbour), this_week(harbour).notes) == (0, 2)
    assert reconcile(harbour.clinic).differences == 0


def test_a_week_begins_for_everybody_at_its_first_midnight(harbour):
    fold_engagement(harbour.clinic)
    monday = weeks.monday(harbour.today) + timedelta(days=7)
    later = datetime.combine(monday, datetime.min.time(), UTC) + timedelta(hours=6)
    with at(later):
        turn_engagement(harbour.clinic)
        assert [week.week for week in dana_weeks(harbour)][-1] == monday
        turn_engagement(harbour.clinic)
        assert len(dana_weeks(harbour)) == 2
        assert reconcile(harbour.clinic).differences == 0
    with transaction(harbour.jobs()):
        again = db.session.scalars(db.select(Due.at).where(Due.clinic_id == harbour.clinic, Due.kind == DAY)).all()
    assert {moment.date() for moment in again} == {monday + timedelta(days=1)}


def dana_weeks(house):
    return Life(house, "dana", "maya", datetime.now(UTC)).weeks()


def test_reconciling_finds_what_differs_and_mends_it_when_asked(harbour, app):
    fold_engagement(harbour.clinic)
    with transaction(harbour.jobs()):
        db.session.execute(
            text("update engagement_week set told = told + 1 where clinic_id = :clinic and involvement_id = :part"),
            {"clinic": harbour.clinic, "part": harbour.parts["dana"]},
        )
    runner = app.test_cli_runner()
    for arguments, differences, code in ((["--clinic", "harbour"], 1, 1), ([], 1, 1), (["--repair"], 1, 0), ([], 0, 0)):
        answer = runner.invoke(args=["engagement", "reconcile", "--json", *arguments])
        found = json.loads(answer.output.splitlines()[-1])
        assert (found["differences"], answer.exit_code) == (differences, code)
        assert found["weeks"] > 0


def test_at_night_what_differs_is_mended_and_logged(harbour, caplog):
    fold_engagement(harbour.clinic)
    with transaction(harbour.jobs()):
        db.session.execute(
            text("delete from engagement_week where clinic_id = :clinic and involvement_id = :part"),
            {"clinic": harbour.clinic, "part": harbour.parts["gwen"]},
        )
    reconcile_engagement(harbour.clinic)
    assert "weekly facts differed" in caplog.text
    assert reconcile(harbour.clinic).differences == 0
