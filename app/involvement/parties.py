"""Who shares what is shared. Whoever joins or leaves begins new parties, so that nobody inherits the past."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_

from app.involvement.models import HouseholdMember, Involvement, Party, PartyMember
from tenants.db import db, new_id


def begin(
    kind: str, child: UUID, members: Iterable[UUID], *, id: UUID | None = None, household: UUID | None = None
) -> UUID:
    """A new party, complete at once: its places are numbered and all taken."""
    places = sorted(members)
    party = Party(id=id or new_id(), child_id=child, kind=kind, household_id=household, size=len(places))
    if kind != "part":
        party.number = (db.session.scalar(db.select(func.max(Party.number)).where(Party.child_id == child)) or 0) + 1
    db.session.add(party)
    db.session.flush()
    db.session.add_all(
        PartyMember(party_id=party.id, child_id=child, kind=kind, size=len(places), place=place, involvement_id=part)
        for place, part in enumerate(places, start=1)
    )
    db.session.flush()
    return party.id


def members_today(child: UUID, today: date) -> dict[UUID, set[UUID]]:
    """The involvements that belong to each of the child's homes on that day; ended ones belong to none."""
    db.session.flush()
    homes: dict[UUID, set[UUID]] = {}
    for home, part in db.session.execute(
        db.select(HouseholdMember.household_id, HouseholdMember.involvement_id)
        .join(
            Involvement,
            (Involvement.clinic_id == HouseholdMember.clinic_id) & (Involvement.id == HouseholdMember.involvement_id),
        )
        .where(
            HouseholdMember.child_id == child,
            HouseholdMember.since <= today,
            or_(HouseholdMember.until.is_(None), HouseholdMember.until >= today),
            Involvement.ended_at.is_(None),
        )
    ):
        homes.setdefault(home, set()).add(part)
    return homes


def newest(child: UUID) -> dict[UUID | None, set[UUID]]:
    """Who is in the newest party of each home, and, under None, in the child's newest common one."""
    rows = db.session.execute(
        db.select(Party.id, Party.household_id, PartyMember.involvement_id)
        .join(PartyMember, (PartyMember.clinic_id == Party.clinic_id) & (PartyMember.party_id == Party.id))
        .where(Party.child_id == child, Party.kind != "part")
        .order_by(Party.number.desc())
    ).all()
    chosen: dict[UUID | None, UUID] = {}
    members: dict[UUID | None, set[UUID]] = {}
    for party, home, part in rows:
        if chosen.setdefault(home, party) == party:
            members.setdefault(home, set()).add(part)
    return members


def renew(child: UUID, today: date) -> None:
    """After any change of who belongs where: a new party for each home and for all, wherever the set has changed."""
    homes, before = members_today(child, today), newest(child)
    everybody = set().union(*homes.values()) if homes else set()
    for home, members in homes.items():
        if members != before.get(home):
            begin("home", child, members, household=home)
    if everybody and everybody != before.get(None):
        begin("all", child, everybody)
