"""Joining, leaving, ending, coming back; and what was agreed with each caregiver."""

from datetime import date
from uuid import UUID

from app import audit, happened
from app.involvement import parties
from app.involvement.models import Agreement, Household, HouseholdMember, Involvement
from app.people.models import now
from tenants.db import db, new_id


def home(child: UUID, label: str) -> UUID:
    """The child's home of that label, made when it is not there yet. The label is a letter, never a place."""
    found = db.session.scalar(db.select(Household.id).where(Household.child_id == child, Household.label == label))
    if found is None:
        found = new_id()
        db.session.add(Household(id=found, child_id=child, label=label))
        db.session.flush()
    return found


def join(
    child: UUID, caregiver: UUID, relation: str, household: UUID, today: date, *, id: UUID | None = None
) -> Involvement:
    """A caregiver joins a child's therapy. Those already there keep what they had; what comes from now on can be for all."""
    part = Involvement(id=id or new_id(), child_id=child, caregiver_id=caregiver, relation=relation)
    db.session.add(part)
    db.session.flush()
    db.session.add(HouseholdMember(household_id=household, involvement_id=part.id, child_id=child, since=today))
    parties.begin("part", child, [part.id], id=part.id)
    parties.renew(child, today)
    audit.record("joined", "involvement", part.id, child=child)
    return part


def invited(part: Involvement) -> None:
    """From now on the part opens to its caregiver."""
    part.invited_at = now()


def end(part: Involvement, today: date) -> None:
    """Closes one caregiver's part at once: own words only from the next request (must 26)."""
    part.ended_at = now()
    parties.renew(part.child_id, today)
    audit.record("ended", "involvement", part.id, child=part.child_id)
    happened.tell("involvement-ended", part.id, today)


def come_back(part: Involvement, today: date) -> None:
    """Reopens an ended part. What was shared meanwhile was for parties without this person, and stays theirs."""
    part.ended_at = None
    parties.renew(part.child_id, today)
    audit.record("came-back", "involvement", part.id, child=part.child_id)


def tell(part: Involvement, standing: str, basis: str, today: date) -> None:
    """Relation, legal standing and its basis as told to the clinic: from then on nothing is closed by default (must 2)."""
    part.standing, part.basis, part.told_on = standing, basis, today
    audit.record("told", "involvement", part.id, child=part.child_id)


def agree(part: Involvement, checkins: int, words: str, today: date) -> None:
    """What was agreed from today on; the earlier agreement ends. "Less for now" is not failure: it resets what is expected.

    Said again with nothing changed, it is the same agreement; two people at once come one after the other.
    """
    db.session.execute(db.select(Involvement.id).where(Involvement.id == part.id).with_for_update())
    before = db.session.scalar(
        db.select(Agreement).where(Agreement.involvement_id == part.id, Agreement.until.is_(None))
    )
    if before is not None and (before.checkins, before.words) == (checkins, words):
        return
    if before is not None:
        before.until = today
        db.session.flush()
    db.session.add(Agreement(involvement_id=part.id, checkins=checkins, words=words, since=today))
    happened.tell("agreed", part.id, today)
    audit.record("agreed", "involvement", part.id, child=part.child_id, checkins=checkins)
