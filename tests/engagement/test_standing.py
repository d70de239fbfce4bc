"""Standings as rows: from the records, for the people a mail or a slip could reach, by the clinic's own thresholds."""

from datetime import UTC, datetime, timedelta

import pytest

from app.engagement.folding import fold_engagement
from app.engagement.models import Standing
from app.engagement.turning import turn_engagement
from app.families import slipping
from app.families.adding import Told, add_caregiver
from app.families.inviting import invite
from app.involvement.models import Involvement
from app.people.models import CaregiverAddress
from tenants.db import db, transaction
from tenants.models import Clinic
from tests.engagement.history import Life, at, dana
from tests.world import part

NOW = datetime.now(UTC)


def codes(life):
    standing = life.standing()
    return standing.status, [reason["code"] for reason in standing.reasons]


def asked(house, name, address, safe=True, relation="aunt", invited=True):
    """One more caregiver of Maya's, invited just now where that is possible."""
    today = house.today
    with transaction(house.staff()) as scope:
        row = add_caregiver(house.children["maya"], Told(name, relation, "A", address, safe), today)
        house.parts[name.lower()], house.people[name.lower()] = row.id, row.caregiver_id
        if invited:
            invite(db.session.get_one(Involvement, (house.clinic, row.id)), True)
    return Life(house, name.lower(), "maya", scope.now)


def in_days(house, days):
    with at(NOW + timedelta(days=days)):
        turn_engagement(house.clinic)


def test_a_link_that_nobody_opened(harbour):
    aunt = asked(harbour, "Ada", "ada@harbour.example")
    in_days(harbour, 6)
    assert codes(aunt) == ("too-early", ["not-in-yet"])
    in_days(harbour, 8)
    assert codes(aunt) == ("reach-out", ["unopened"])


@pytest.mark.parametrize("why", ["bounced", "unsafe"])
def test_nothing_counts_mail_that_does_not_reach_her(harbour, why):
    aunt = asked(harbour, "Ada", "ada@harbour.example")
    with transaction(harbour.jobs()) as scope:
        row = db.session.scalars(
            db.select(CaregiverAddress).where(CaregiverAddress.caregiver_id == harbour.people["ada"])
        ).one()
        row.bounced_at, row.safe = (scope.now, True) if why == "bounced" else (None, False)
    in_days(harbour, 30)
    assert codes(aunt) == ("too-early", ["not-in-yet"])
    with transaction(harbour.staff()) as scope:
        slipping.make(part(harbour, "ada"), True, scope.now + timedelta(hours=5), None)
    in_days(harbour, 30)
    assert codes(aunt) == ("reach-out", ["unopened"]), "a slip was made, and not used"


def test_must_01_an_address_known_here_stands_like_a_new_one(harbour):
    new, known = asked(harbour, "Ada", "ada@harbour.example"), asked(harbour, "Bea", "ben@harbour.example")
    for days in (1, 6, 8, 30):
        in_days(harbour, days)
        assert codes(new) == codes(known)
        assert new.standing().reasons == known.standing().reasons


def test_of_a_professional_nothing_is_expected_and_nothing_stands(harbour):
    worker = asked(harbour, "Cas", "cas@harbour.example", relation="case worker")
    in_days(harbour, 30)
    with transaction(harbour.jobs()):
        assert db.session.scalar(db.select(Standing).where(Standing.involvement_id == harbour.parts["cas"])) is None
    assert not any(week.expected or week.agreed for week in worker.weeks())


def test_silence_after_steady_weeks_and_a_word_ends_it(harbour):
    life = dana(harbour, 8)
    for _ in range(4):
        life.tell("checkin")
        life.answer(life.told[-1], "seen")
        life.pass_hours(24 * 7)
    last = life.day - timedelta(days=7)
    fold_engagement(harbour.clinic)
    standing = life.standing()
    assert (standing.status, standing.reasons[0]["last"], standing.since) == (
        "reach-out",
        str(last),
        last + timedelta(days=14),
    )
    now = Life(harbour, "dana", "maya", NOW)
    now.tell("note")
    fold_engagement(harbour.clinic)
    assert codes(now)[0] != "reach-out"


def test_an_answer_owed_past_what_families_were_promised(harbour):
    life = dana(harbour, 4)
    life.tell("question")
    fold_engagement(harbour.clinic)
    assert codes(life) == ("look", ["owed"])
    now = Life(harbour, "dana", "maya", NOW)
    now.answer(life.told[0], "reply")
    fold_engagement(harbour.clinic)
    assert codes(life) == ("on-track", [])


def test_a_pause_asks_nothing_and_a_resumed_part_begins_anew(harbour):
    life = dana(harbour, 4)
    life.turn("pause")
    fold_engagement(harbour.clinic)
    assert codes(life) == ("not-expected", ["paused"])
    assert life.standing().since == life.day
    now = Life(harbour, "dana", "maya", NOW)
    now.turn("resume")
    fold_engagement(harbour.clinic)
    assert codes(life) == ("on-track", [])


def test_on_track_since_the_day_it_began(harbour):
    life = dana(harbour, 5)
    life.agree(0)
    in_days(harbour, 0)
    since = life.standing().since
    in_days(harbour, 2)
    assert (life.standing().status, life.standing().since) == ("on-track", since)


def test_thresholds_are_the_clinics(harbour):
    life = dana(harbour, 5)
    with transaction(harbour.jobs()):
        db.session.execute(db.update(Clinic).where(Clinic.id == harbour.clinic).values(early_weeks=8))
    in_days(harbour, 0)
    assert codes(life) == ("too-early", ["new"])


def test_an_invitation_taken_back_expects_nothing(harbour):
    aunt = asked(harbour, "Ada", "ada@harbour.example", invited=False)
    in_days(harbour, 1)
    assert codes(aunt) == ("not-expected", ["not-invited"])
