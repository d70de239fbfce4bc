"""Who supervises whom, and the families that this opens for a review."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_

from app import audit, notices
from app.involvement.absence import absences
from app.involvement.care_team import caseload, members, on_day
from app.involvement.closed import children_closed_to
from app.involvement.models import CareTeamMember
from app.sight.models import Review, Supervision
from tenants import scope as scopes
from tenants.db import changed, db, marked, stored

MINE = """select p.therapist_id from supervision p
  where p.clinic_id = :clinic and p.supervisor_id = :me and p.since <= :today and (p.until is null or p.until >= :today)"""
"""Whom the person `me` supervises on the clinic's day `today`: for statements in SQL."""


class Oneself(ValueError):
    """Nobody supervises herself."""


def holds(day: date) -> ColumnElement[bool]:
    """That a pair holds on this local day of the clinic."""
    return (Supervision.since <= day) & or_(Supervision.until.is_(None), Supervision.until >= day)


def pair(supervisor: UUID, therapist: UUID, today: date) -> bool:
    """From today on. False: the two are a pair already. Raises Oneself."""
    if supervisor == therapist:
        raise Oneself
    row = Supervision(supervisor_id=supervisor, therapist_id=therapist, since=today)
    if not stored("ix_supervision_pair", lambda: db.session.add(row)):
        return False
    audit.record("paired", "staff_member", therapist, supervisor=str(supervisor))
    for reader in {supervisor, *touched(therapist, today)} - {scopes.current().person}:
        notices.tell(reader, "supervision", about=therapist, by=supervisor)
    return True


def touched(therapist: UUID, today: date) -> set[UUID]:
    """Everybody on a care team of this therapist's, who is told who may read now (must 25)."""
    return {therapist} | {one.staff_id for child in caseload(therapist, today) for one in members(child, today)}


def part(pair: Supervision, today: date) -> bool:
    """Ends at once: the supervisor opens nothing more from the next request on. False: it had ended."""
    open_still = db.update(Supervision).where(Supervision.id == pair.id, Supervision.until.is_(None))
    if not changed(open_still.values(until=today - timedelta(days=1))):
        return False
    close_unsupervised(today)
    audit.record("parted", "staff_member", pair.therapist_id, supervisor=str(pair.supervisor_id))
    return True


def close_unsupervised(today: date) -> None:
    """Ends every open review that no supervision carries any more: a pair made again later opens nothing by an old reason."""
    marked(Review.closed_at, ~supervised(Review.staff_id, Review.child_id, today))


def supervised(supervisor: Any, child: Any, day: date) -> ColumnElement[bool]:
    """That the child of this column is seen by a therapist whom this person supervises, and is not closed to this person."""
    theirs = (
        db.select(CareTeamMember.child_id)
        .join(
            Supervision,
            (Supervision.clinic_id == CareTeamMember.clinic_id) & (Supervision.therapist_id == CareTeamMember.staff_id),
        )
        .where(Supervision.supervisor_id == supervisor, holds(day), on_day(day), CareTeamMember.part == "therapist")
    )
    return child.in_(theirs) & child.not_in(children_closed_to(supervisor))


def supervises(supervisor: UUID, therapist: UUID, day: date) -> bool:
    pair = db.select(Supervision.id).where(
        Supervision.supervisor_id == supervisor, Supervision.therapist_id == therapist, holds(day)
    )
    return db.session.scalar(pair.limit(1)) is not None


def stands_in_for(deputy: UUID, therapist: UUID, day: date) -> bool:
    """Whether somebody is this therapist's deputy, now or in an absence to come."""
    return any(one.deputy_id == deputy for one in absences(therapist, day))


def supervisors_of(therapists: list[UUID], day: date) -> set[UUID]:
    rows = db.select(Supervision.supervisor_id).where(Supervision.therapist_id.in_(therapists), holds(day))
    return set(db.session.scalars(rows))
