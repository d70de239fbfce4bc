"""Handing a family over: the new therapist joins, the old one leaves, and each caregiver reads a note (product.md)."""

from datetime import date
from uuid import UUID

from app import audit, happened, notices
from app.involvement import care_team
from app.involvement.absence import Absence
from app.involvement.care_team import Closed
from app.involvement.models import Involvement
from app.people.colleagues import own_name
from app.sight.models import Widening
from app.sight.supervising import close_unsupervised
from app.sight.widening import does
from app.team.models import Handover, HandoverNote
from tenants import scope as scopes
from tenants.db import db, new_id
from tenants.holding import one_after_another
from tenants.holding import today as local_day


class Gone(ValueError):
    """Whoever was to hand it over is not this child's therapist any more: somebody was quicker."""


def hand_over(
    child: UUID, old: UUID, new: UUID, today: date, words: str, last_day: date | None = None, id: UUID | None = None
) -> Handover:
    """From today the new therapist reads and answers; the old one does until `last_day`, or no more from now on.

    `words`: what each caregiver reads. `id`: the row its form carried; sent twice, it is the same.
    Raises Gone, Closed for somebody the child is closed to, NoTherapist.
    """
    one_after_another()
    sent = db.session.get(Handover, (scopes.current().clinic, id)) if id else None
    if sent is not None:
        return sent
    if not any(one.staff_id == old and one.part == "therapist" for one in care_team.members(child, today)):
        raise Gone
    care_team.join(child, new, today)
    care_team.leave(child, old, today, last_day)
    row = Handover(id=id or new_id(), child_id=child, from_id=old, to_id=new, by_id=scopes.current().person, day=today)
    db.session.add(row)
    db.session.flush()
    tell_families(row, words, today)
    close_unsupervised(today)
    audit.record("handed-over", "child", child, old=str(old), new=str(new))
    tell_team(row, today)
    return row


def tell_families(row: Handover, words: str, today: date) -> None:
    """One note a part, in its own circle: nobody learns from it that there is another home."""
    me, by = scopes.current().person, own_name()
    parts = db.select(Involvement.id).where(Involvement.child_id == row.child_id, Involvement.ended_at.is_(None))
    for part in list(db.session.scalars(parts)):
        if words:
            note = {"handover_id": row.id, "child_id": row.child_id, "shared_with": part}
            db.session.add(HandoverNote(staff_id=me, by=by, words=words, **note))
        happened.tell("handed-over", part, today, of=row.id)


def tell_team(row: Handover, today: date) -> None:
    """Who takes over, who hands over, and whoever else is on the team; not whoever did it."""
    team = {one.staff_id for one in care_team.members(row.child_id, today)} | {row.from_id}
    for reader in team - {row.by_id}:
        notices.tell(reader, "handed-over", child=row.child_id, about=row.to_id, by=row.by_id)


def hand_over_all(old: UUID, new: UUID, today: date, words: str, only: set[UUID] | None = None) -> tuple[int, int]:
    """Every family of one therapist, or those of `only`. How many went over, and how many stay: closed to the new one.

    A family that another therapist has for good already is left to them. Raises NoTherapist.
    """
    one_after_another()
    mine = [child for child in care_team.caseload(old, today) if only is None or child in only]
    closed = 0
    for child in mine:
        if care_team.others_for_good(child, old, today):
            care_team.leave(child, old, today)
            continue
        try:
            hand_over(child, old, new, today, words)
        except Closed:
            closed += 1
    return len(mine) - closed, closed


def leave_deputies(staff: UUID, today: date) -> None:
    """Whoever stops working here stands in for nobody any more, and whoever counted on it is told."""
    for child in care_team.from_day_on(staff, today, "deputy"):
        care_team.leave(child, staff, today)
    counted = db.select(Absence).where(Absence.deputy_id == staff, Absence.until >= today, Absence.ended_at.is_(None))
    for absence in db.session.scalars(counted):
        absence.ended_at = scopes.current().now
        notices.tell(absence.staff_id, "deputy-gone", about=staff, by=scopes.current().person)


@does("caseload")
def take_caseload(row: Widening) -> None:
    """What was on the caseload when it was asked for; whatever came since is asked for anew."""
    assert row.therapist_id is not None and row.to_id is not None
    only = None if row.children is None else {UUID(child) for child in row.children}
    hand_over_all(row.therapist_id, row.to_id, local_day(), row.words, only)
