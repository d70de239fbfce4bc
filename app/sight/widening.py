"""Nobody widens her own sight (must 25): what opens records to whoever grants it waits for another owner or supervisor.

Where nobody else could sign, it waits a day, with a mail and an audit row. What is signed for is carried out by a job,
in the name of whoever asked, if they may still ask for it.
"""

from collections.abc import Callable
from uuid import UUID

from app import audit, notices
from app.involvement import care_team
from app.involvement.models import Child
from app.jobs import clinic_job, done, due, seen
from app.mail.sending import to_be_sent
from app.people.colleagues import may
from app.people.models import now
from app.permissions import Permission
from app.sight.models import Widened, Widening
from app.sight.signing import A_DAY, could_sign_lately, signers, signs, takes_effect_at
from app.sight.supervising import touched
from tenants import scope as scopes
from tenants.db import changed, db, stored, transaction
from tenants.holding import one_after_another, today
from tenants.scope import Audience, Scope

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
    return ask(row)


def ask(row: Widening) -> Widening:
    """Whether somebody asked for the same before or not, there is one row."""
    one_after_another()
    same = [Widening.staff_id == row.staff_id, Widening.kind == row.kind, Widening.outcome.is_(None)]
    same += [
        column.is_not_distinct_from(value)
        for column, value in ((Widening.role, row.role), (Widening.therapist_id, row.therapist_id), (Widening.to_id, row.to_id))
    ]  # fmt: skip
    before: Widening | None = db.session.scalar(db.select(Widening).where(*same))
    if before is not None:
        return before
    if row.kind == "caseload" and row.therapist_id:
        row.children = [str(child) for child in care_team.caseload(row.therapist_id, today())]
    db.session.add(row)
    db.session.flush()
    others = signers(row.staff_id)
    audit.record("asked-for-sight", "widening", row.id, kind=row.kind, role=row.role, alone=not others)
    tell(row, others)
    if not others:
        to_be_sent("sight-waits", staff=row.staff_id)
        due("sight", now() + A_DAY)
    return row


def asks_to_supervise(staff: UUID, therapist: UUID) -> bool:
    """Whether somebody has asked to supervise a therapist, and it was neither refused nor carried out."""
    open_still = Widening.outcome.is_(None) | Widening.outcome.in_(("signed", "waited"))
    asked = (Widening.staff_id == staff, Widening.kind == "supervision", Widening.therapist_id == therapist, open_still)
    return (
        db.session.scalar(db.select(Widening.id).where(*asked, Widening.id.not_in(db.select(Widened.id)))) is not None
    )


def tell(row: Widening, others: list[UUID]) -> None:
    """Who can sign is asked; the care teams touched are told, and whoever could have signed until a moment ago."""
    for reader in others:
        notices.tell(reader, "sight-asked", about=row.id, by=row.staff_id)
    teams = touched(row.therapist_id, today()) if row.therapist_id else set()
    for reader in (teams | could_sign_lately(row.staff_id)) - {row.staff_id, *others}:
        notices.tell(reader, f"sight-coming-{row.kind}", about=row.therapist_id, by=row.staff_id)


def waiting() -> list[Widening]:
    """What waits for a signature or its day, oldest first."""
    return list(db.session.scalars(db.select(Widening).where(Widening.outcome.is_(None)).order_by(Widening.at)))


def signers_changed() -> None:
    """Somebody may sign from now on, or no more: who can is asked what waits, and a day begins where nobody is left."""
    rows = waiting()
    for row in rows:
        for reader in signers(row.staff_id):
            notices.tell(reader, "sight-asked", about=row.id, by=row.staff_id)
    if rows:
        due("sight", now() + A_DAY)


def drop(staff: UUID) -> None:
    """Whoever may not run the clinic any more asks for nothing any more."""
    me = scopes.current().person
    for row in waiting():
        if row.staff_id == staff:
            end(row, "withdrawn" if me == staff else "refused")


def end(row: Widening, outcome: str) -> bool:
    """Signs, refuses or withdraws, in the name of the open scope. False: somebody was quicker, or may not.

    Nobody signs their own: the database refuses it, too. Only whoever asked withdraws.
    """
    me = scopes.current().person
    if (outcome == "signed" and (me == row.staff_id or not signs(me))) or (
        outcome == "withdrawn" and me != row.staff_id
    ):
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
    signed = db.select(Widening).where(Widening.outcome == "signed", Widening.id.not_in(db.select(Widened.id)))
    waited = [row for row in waiting() if is_ripe(row)]
    return [(row.id, row.staff_id) for row in [*db.session.scalars(signed), *waited]]


def is_ripe(row: Widening) -> bool:
    then = takes_effect_at(row)
    return then is not None and then <= now()


def carry_one(id: UUID) -> None:
    """In the scope of whoever asked. What cannot be done any more is an audit row and a notice, and is not tried again."""
    one_after_another()
    row = db.session.get_one(Widening, (scopes.current().clinic, id), populate_existing=True)
    if row.outcome is None and is_ripe(row):
        waited = db.update(Widening).where(Widening.id == id, Widening.outcome.is_(None))
        db.session.execute(waited.values(outcome="waited", outcome_at=now()))
    if row.outcome not in ("signed", "waited") or not stored("pk_widened", lambda: db.session.add(Widened(id=id))):
        return
    try:
        if not may(row.staff_id, Permission.RUN_CLINIC):
            raise ValueError("the asker does not run the clinic any more")
        with db.session.begin_nested():
            DEEDS[row.kind](row)
    except ValueError as error:
        audit.record("could-not-widen", "widening", id, why=type(error).__name__)
        notices.tell(row.staff_id, "sight-failed", about=row.id)
    else:
        audit.record("widened-sight", "widening", id, kind=row.kind, outcome=row.outcome)
