"""In which of a child's homes a caregiver lives, from a day until a day; several at once are possible.

A stay that was taken back on its first day ends on the day before: it holds on no day."""

from datetime import date, timedelta
from uuid import UUID

from app import audit
from app.involvement import parties, turning
from app.involvement.models import Household, HouseholdMember, Involvement
from tenants.db import db
from tenants.holding import one_after_another


class ByOffice(ValueError):
    """Whoever comes by office lives in no home."""


def rows(part: Involvement) -> list[tuple[str, HouseholdMember | None]]:
    """The child's homes by their letters, with this caregiver's stays in each, the newest first."""
    hers = (HouseholdMember.clinic_id == Household.clinic_id) & (HouseholdMember.household_id == Household.id)
    found = (
        db.select(Household.label, HouseholdMember)
        .outerjoin(HouseholdMember, hers & (HouseholdMember.involvement_id == part.id))
        .where(Household.child_id == part.child_id)
        .order_by(HouseholdMember.until.desc().nulls_first(), HouseholdMember.since.desc(), Household.label)
    )
    return [(label, stay) for label, stay in db.session.execute(found)]


def stays(rows: list[tuple[str, HouseholdMember | None]]) -> list[tuple[HouseholdMember, str]]:
    return [(stay, label) for label, stay in rows if stay is not None]


def labels(rows: list[tuple[str, HouseholdMember | None]]) -> list[str]:
    """Of the child's homes, in order, and the next free letter behind them."""
    return with_next({label for label, _stay in rows})


def with_next(known: set[str]) -> list[str]:
    free = next((letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in known), None)
    return [*sorted(known), *([free] if free else [])]


def of_child(child: UUID) -> list[str]:
    return with_next(set(db.session.scalars(db.select(Household.label).where(Household.child_id == child))))


def of(part: UUID) -> list[tuple[HouseholdMember, str]]:
    """Where somebody lives, lived or will live."""
    row = db.session.scalars(db.select(Involvement).where(Involvement.id == part)).one()
    return stays(rows(row))


def move_in(part: Involvement, household: UUID, since: date, until: date | None, today: date) -> bool:
    """Lives there from a day on. False: does so already on one of these days. Raises ByOffice.

    What the home was told before stays with those who were there (product.md, "party").
    """
    one_after_another()
    if part.professional:
        raise ByOffice
    overlaps = (
        HouseholdMember.involvement_id == part.id, HouseholdMember.household_id == household,
        db.or_(HouseholdMember.until.is_(None), HouseholdMember.until >= since),
        HouseholdMember.since <= (until or date.max),
        db.or_(HouseholdMember.until.is_(None), HouseholdMember.until >= HouseholdMember.since),
    )  # fmt: skip
    if db.session.scalar(db.select(HouseholdMember.id).where(*overlaps).limit(1)) is not None:
        return False
    db.session.add(
        HouseholdMember(
            household_id=household, involvement_id=part.id, child_id=part.child_id, since=since, until=until
        )
    )
    parties.renew(part.child_id, today)
    if since > today:
        turning.look_again(since)
    if until is not None:
        turning.look_again(until + timedelta(days=1))
    audit.record("moved-in", "involvement", part.id, child=part.child_id, since=str(since), until=str(until))
    return True


def move_out(member: HouseholdMember, today: date) -> bool:
    """Does not live there any more: the home's words are closed from the next request on. False: had left before."""
    one_after_another()
    db.session.refresh(member)
    if member.until is not None and (member.until < today or member.until < member.since):
        return False
    member.until = max(today, member.since) - timedelta(days=1)
    parties.renew(member.child_id, today)
    audit.record("moved-out", "involvement", member.involvement_id, child=member.child_id)
    return True
