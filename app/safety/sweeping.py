"""The job behind every worry: it tells whoever must know, and looks again when the clinic's limit has passed."""

from uuid import UUID

from app.jobs import clinic_job, done, seen
from app.safety.acting import SWEEP, pass_on
from app.safety.models import STOPS_THE_CLOCK, Step, Worry
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.holding import today
from tenants.models import Clinic
from tenants.scope import Audience, Scope


@clinic_job(queue="mail")
def safety(clinic: UUID) -> None:
    """Each worry in a scope of its own: one that fails is in nobody's way, and is tried again."""
    with transaction(Scope(clinic, Audience.STAFF)):
        rows, worries = seen(SWEEP), waiting()
    failed: list[Exception] = []
    for worry in worries:
        try:
            with transaction(Scope(clinic, Audience.STAFF)):
                hours = db.session.scalar(db.select(Clinic.safety_hours).where(Clinic.id == clinic)) or 1
                pass_on(db.session.get_one(Worry, (clinic, worry)), hours, today())
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]
    with transaction(Scope(clinic, Audience.STAFF)):
        done(rows)


def waiting() -> list[UUID]:
    """Those nobody took on yet, and those nobody was told of, the oldest first."""
    mine = Step.clinic_id == scopes.current().clinic, Step.worry_id == Worry.id
    taken = db.select(Step.id).where(*mine, Step.kind.in_((*STOPS_THE_CLOCK, "escalated"))).exists()
    told = db.select(Step.id).where(*mine, Step.kind == "told").exists()
    rows = db.select(Worry.id).where(db.or_(~taken, ~told)).order_by(Worry.at, Worry.id)
    return list(db.session.scalars(rows))
