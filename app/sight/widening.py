"""Nobody widens her own sight (must 25): what opens records to whoever grants it waits for another owner or supervisor.

Where nobody else could sign, it waits a day, with a mail and an audit row. What is signed for is carried out by a job,
in the name of whoever asked.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from app import audit, notices
from app.involvement.models import Child
from app.jobs import clinic_job, done, due, seen
from app.mail.sending import to_be_sent
from app.people.colleagues import who_can
from app.people.models import now
from app.permissions import Permission
from app.sight.models import Widened, Widening
from tenants import scope as scopes
from tenants.db import changed, db, stored, transaction
from tenants.scope import Audience, Scope

A_DAY = timedelta(hours=24)
DEEDS: dict[str, Callable[[Widening], None]] = {}
"""What each kind does once it may: registered by the feature whose deed it is. May raise ValueError: then nothing is done."""


def does(kind: str) -> Callable[[Callable[[Widening], None]], Callable[[Widening], None]]:
    def register(deed: Callable[[Widening], None]) -> Callable[[Widening], None]:
        DEEDS[kind] = deed
        return deed

    return register


def take(
    kind: str,
    staff: UUID,
    *,
    role: str | None = None,
    therapist: UUID | None = None,
    words: str = "",
) -> Widening | None:
    """Gives `staff` what is asked for. None: it is done. A row: it is one's own sight, and waits for a second signature.

    Before a clinic has any record there is nothing to see, and nothing waits.
    """
    row = Widening(staff_id=staff, kind=kind, role=role, therapist_id=therapist, words=words)
    if staff != scopes.current().person or db.session.scalar(db.select(Child.id).limit(1)) is None:
        DEEDS[kind](row)
        return None
    same = (Widening.staff_id == staff, Widening.kind == kind, Widening.outcome.is_(None))
    what = Widening.role.is_not_distinct_from(role)
    asked = db.select(Widening).where(*same, what, Widening.therapist_id.is_not_distinct_from(therapist))
    return db.session.scalar(asked) or ask(row)


def ask(row: Widening) -> Widening:
    others = who_can(Permission.COUNTERSIGN, but=[row.staff_id])
    row.takes_effect_at = None if others else now() + A_DAY
    db.session.add(row)
    db.session.flush()
    audit.record("asked-for-sight", "widening", row.id, kind=row.kind, role=row.role, alone=not others)
    for other, _name in others:
        notices.tell(other, "sight-asked", about=row.id, by=row.staff_id)
    if not others:
        to_be_sent("sight-waits", staff=row.staff_id)
        due("sight", row.takes_effect_at)
    return row


def waiting() -> list[Widening]:
    """What waits for a signature or its day, oldest first."""
    return list(db.session.scalars(db.select(Widening).where(Widening.outcome.is_(None)).order_by(Widening.at)))


def end(row: Widening, outcome: str) -> bool:
    """Signs, refuses or withdraws, in the name of the open scope. False: somebody was quicker.

    Nobody signs their own: the database refuses it, too. Only whoever asked withdraws.
    """
    me = scopes.current().person
    if (outcome == "signed" and me == row.staff_id) or (outcome == "withdrawn" and me != row.staff_id):
        return False
    ended = db.update(Widening).where(Widening.id == row.id, Widening.outcome.is_(None))
    if not changed(ended.values(outcome=outcome, outcome_by=me, outcome_at=now())):
        return False
    audit.record(f"{outcome}-sight", "widening", row.id, kind=row.kind)
    if me != row.staff_id:
        notices.tell(row.staff_id, f"sight-{outcome}", about=row.id, by=me)
    if outcome == "signed":
        due("sight")
        carry_out.later()
    return True


@clinic_job()
def carry_out(clinic: UUID) -> None:
    """Does what was signed for, or has waited its day: each once, in the name of whoever asked."""
    with transaction(Scope(clinic, Audience.STAFF)):
        rows, found = seen("sight"), ripe()
    for id, staff in found:
        with transaction(Scope(clinic, Audience.STAFF, staff)):
            carry_one(id)
    with transaction(Scope(clinic, Audience.STAFF)):
        done(rows)


def ripe() -> list[tuple[UUID, UUID]]:
    """What may be carried out now and has not been, with whoever asked for it."""
    may = (Widening.outcome == "signed") | (Widening.outcome.is_(None) & (Widening.takes_effect_at <= now()))
    undone = db.select(Widening.id, Widening.staff_id).where(may, Widening.id.not_in(db.select(Widened.id)))
    return [(id, staff) for id, staff in db.session.execute(undone)]


def carry_one(id: UUID) -> None:
    """In the scope of whoever asked. What cannot be done any more is an audit row, and is not tried again."""
    waited = db.update(Widening).where(Widening.id == id, Widening.outcome.is_(None), Widening.takes_effect_at <= now())
    db.session.execute(waited.values(outcome="waited", outcome_at=now()))
    row = db.session.get_one(Widening, (scopes.current().clinic, id))
    if row.outcome not in ("signed", "waited") or not stored("pk_widened", lambda: db.session.add(Widened(id=id))):
        return
    try:
        with db.session.begin_nested():
            DEEDS[row.kind](row)
    except ValueError as error:
        audit.record("could-not-widen", "widening", id, why=type(error).__name__)
    else:
        audit.record("widened-sight", "widening", id, kind=row.kind, outcome=row.outcome)
