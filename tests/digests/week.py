"""A clinic's weeks go by: its digests come due, and what was written goes with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.digests import batch, lines, making
from app.digests.models import Run
from app.involvement.models import Party, PartyMember
from app.portal.present import mark_first_entry
from app.updates.models import Outcome
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, timed_id, transaction
from tenants.scope import Audience, Scope
from tests.world import House

WORDS, TOLD, REPLY = "Let her choose which shoe goes first.", "She hides her shoes", "Follow her lead"
HOME = "dana@harbour.example"


@contextmanager
def at(now: datetime) -> Iterator[None]:
    """Scopes opened inside are opened at this moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scopes, "moment", lambda: now)
        yield


def come(house: House, weeks: int = 0) -> datetime:
    """The moment of the week's digests, and of later ones, comes and what is due is made. Answers with the moment."""
    site = resolve.of_id(house.clinic)
    now = making.hours(site)["home"].next(scopes.moment()) + timedelta(weeks=weeks, seconds=1)
    with at(now):
        making.make_digests(house.clinic)
    return now


def came_in(house: House, *who: str) -> None:
    """They have been here once: before that nothing is sent but an invitation."""
    with transaction(Scope(house.clinic, Audience.DOOR)) as scope:
        for one in who or ("dana", "rosa", "chris", "ben", "lee"):
            mark_first_entry(house.people[one], scope.now)


def party_of(house: House, who: str) -> Party:
    """The people whom this one lives with today."""
    mine = PartyMember.involvement_id == house.parts[who], Party.kind == "home"
    members = (PartyMember.clinic_id == Party.clinic_id) & (PartyMember.party_id == Party.id)
    return db.session.scalars(
        db.select(Party).join(PartyMember, members).where(*mine).order_by(Party.number.desc())
    ).first()


def line_for(house: House, child: str, who: str, words: str, by: str = "okafor", weeks: int = 0) -> None:
    """The next digest's line for the home of this person."""
    week = making.hours(resolve.of_id(house.clinic))["home"].coming(scopes.moment()) + timedelta(weeks=weeks)
    with transaction(house.staff(by)):
        assert lines.say(party_of(house, who).id, house.children[child], week, words, "")


def has_digest(house: House, who: str, update: UUID) -> dict[str, UUID]:
    """One that holds what came back for this update; the people she lives with; its run. Their ids, by noun."""
    week = making.hours(resolve.of_id(house.clinic))["home"].last(scopes.moment())[0]
    with transaction(house.jobs()) as scope:
        run = Run(id=timed_id(), kind="home", period=week, due_at=scope.now, state="done")
        db.session.add(run)
        came = db.session.execute(db.select(Outcome.id, Outcome.child_id).where(Outcome.update_id == update)).all()
        items = [["outcome", str(id), str(child)] for id, child in came]
        digest = batch.claim(run, [house.people[who]])[house.people[who]]
        batch.fill([(digest, items, scope.now - timedelta(days=7), False, None)])
        return {"digest": digest, "party": party_of(house, who).id, "run": run.id}
