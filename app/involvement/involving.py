"""Joining, leaving, ending, coming back; and what was agreed with each caregiver."""

from datetime import date
from uuid import UUID

from app import audit, happened
from app.involvement import asks, parties
from app.involvement.models import Agreement, Child, Household, HouseholdMember, Involvement
from app.involvement.same_person import ask_no_more, is_invited
from app.people import links
from app.people.models import PortalLink, now
from tenants.db import db, new_id
from tenants.holding import today as this_day

BY_OFFICE = frozenset({"case worker", "guardian ad litem"})
"""Relations of a professional: reads what is shared one by one, may write, and nothing is expected."""


def home(child: UUID, label: str) -> UUID:
    """The child's home of that label, made when it is not there yet. The label is a letter, never a place."""
    found = db.session.scalar(db.select(Household.id).where(Household.child_id == child, Household.label == label))
    if found is None:
        found = new_id()
        db.session.add(Household(id=found, child_id=child, label=label))
        db.session.flush()
    return found


def join(
    child: UUID, caregiver: UUID, relation: str, household: UUID | None, today: date, *, id: UUID | None = None
) -> Involvement:
    """A caregiver joins a child's therapy. Those already there keep what they had; what comes from now on can be for all.

    Whoever comes by office belongs to no home, and to no party but the own part (product.md, "professional").
    """
    by_office = relation in BY_OFFICE
    part = Involvement(
        id=id or new_id(), child_id=child, caregiver_id=caregiver, relation=relation, professional=by_office
    )
    db.session.add(part)
    db.session.flush()
    parties.begin("part", child, [part.id], id=part.id)
    if household and not by_office:
        db.session.add(HouseholdMember(household_id=household, involvement_id=part.id, child_id=child, since=today))
        parties.renew(child, today)
    audit.record("joined", "involvement", part.id, child=child)
    return part


def invited(part: Involvement) -> None:
    """From now on the part opens to its caregiver."""
    part.invited_at = now()
    happened.tell("invited", part.id, this_day())


def end(part: Involvement, today: date) -> bool:
    """Closes one caregiver's part at once: own words only from the next request (must 26). False: it had ended."""
    alone_with(part)
    if part.ended_at is not None:
        return False
    part.ended_at = now()
    links.revoke(PortalLink.involvement_id == part.id)
    ask_no_more(part.id)
    end_uninvited(part.caregiver_id)
    parties.renew(part.child_id, today)
    audit.record("ended", "involvement", part.id, child=part.child_id)
    happened.tell("involvement-ended", part.id, today)
    return True


def end_uninvited(caregiver: UUID) -> None:
    """Who never came in and is not invited any more comes in by nothing that was asked for meanwhile either."""
    db.session.flush()
    if not is_invited(caregiver):
        links.revoke(PortalLink.caregiver_id == caregiver)


def come_back(part: Involvement, today: date) -> bool:
    """Reopens an ended part. What was shared meanwhile was for parties without this person, and stays theirs."""
    alone_with(part)
    if part.ended_at is None:
        return False
    part.ended_at = None
    parties.renew(part.child_id, today)
    audit.record("came-back", "involvement", part.id, child=part.child_id)
    happened.tell("involvement-came-back", part.id, today)
    if db.session.get_one(Child, (part.clinic_id, part.child_id)).ended_at is not None:
        happened.tell("care-ended", part.id, today)  # it was told to the parts there were then
    return True


def pause(part: Involvement, today: date) -> bool:
    """Nothing is expected or sent; reading is unchanged. False: it was paused."""
    alone_with(part)
    if part.paused_at is not None:
        return False
    part.paused_at = now()
    audit.record("paused", "involvement", part.id, child=part.child_id)
    happened.tell("involvement-paused", part.id, today)
    return True


def resume(part: Involvement, today: date) -> bool:
    """What was agreed holds again. False: it was not paused."""
    alone_with(part)
    if part.paused_at is None:
        return False
    part.paused_at = None
    audit.record("resumed", "involvement", part.id, child=part.child_id)
    happened.tell("involvement-resumed", part.id, today)
    return True


def mark_sensitive(part: Involvement, sensitive: bool) -> bool:
    """By the therapist (must 15). False: it was so."""
    alone_with(part)
    if part.sensitive == sensitive:
        return False
    part.sensitive = sensitive
    audit.record("sensitive" if sensitive else "not-sensitive", "involvement", part.id, child=part.child_id)
    return True


def alone_with(part: Involvement) -> None:
    """Two people at once come one after the other, on the part as it is now; what was written to it before is kept."""
    db.session.flush()
    db.session.refresh(part, with_for_update=True)


def agree(part: Involvement, checkins: int, words: str, today: date) -> None:
    """What was agreed from today on; the earlier agreement ends. "Less for now" is not failure: it resets what is expected.

    Said again with nothing changed, it is the same agreement; two people at once come one after the other.
    """
    asks.hold(part.id)
    alone_with(part)
    before = db.session.scalar(
        db.select(Agreement).where(Agreement.involvement_id == part.id, Agreement.until.is_(None))
    )
    if before is not None and (before.checkins, before.words) == (checkins, words):
        return
    if before is not None:
        before.until = today
        db.session.flush()
    db.session.add(Agreement(involvement_id=part.id, checkins=checkins, words=words, since=today))
    asks.settle(part.id)
    happened.tell("agreed", part.id, today)
    audit.record("agreed", "involvement", part.id, child=part.child_id, checkins=checkins)
