"""What she tapped and has not sent: hers alone, kept for seven days, deleted without being read."""

from datetime import datetime, timedelta
from uuid import UUID

from app.jobs import clinic_job, due
from app.updates.models import Draft
from tenants import scope as scopes
from tenants.db import changed, db, transaction
from tenants.models import Due
from tenants.scope import Audience, Scope

KEPT = timedelta(days=7)


def read(part: UUID, kind: str, since: datetime) -> dict[str, str]:
    """The newest draft of that kind since then, or nothing."""
    family = scopes.current().family
    since = max(since, family.since) if family else since
    mine = db.select(Draft.content).where(Draft.author_id == part, Draft.kind == kind, Draft.at >= since)
    return db.session.scalar(mine.order_by(Draft.at.desc()).limit(1)) or {}


def keep(caregiver: UUID, part: UUID, child: UUID, kind: str, content: dict[str, str]) -> None:
    """Replaces what was kept before. The janitor is told once a day, not with every key."""
    until = scopes.current().now + KEPT
    mine = db.delete(Draft).where(Draft.author_id == part, Draft.kind == kind)
    told = changed(mine.where(Draft.until == until.date()).execution_options(synchronize_session=False))
    drop(part, kind)
    db.session.add(
        Draft(caregiver_id=caregiver, author_id=part, child_id=child, kind=kind, content=content, until=until.date())
    )
    if not told:
        due("drafts", until + timedelta(days=1))


def written(part: UUID, kind: str) -> dict[str, str]:
    """What she typed and did not send, for as long as it is kept."""
    return read(part, kind, scopes.current().now - KEPT)


def drop(part: UUID, kind: str) -> None:
    db.session.execute(db.delete(Draft).where(Draft.author_id == part, Draft.kind == kind))


@clinic_job("slow")
def sweep_drafts(clinic: UUID) -> None:
    """Deletes what has expired, by the login that cannot read what it says."""
    with transaction(Scope(clinic, Audience.JANITOR)) as scope:
        db.session.execute(db.delete(Draft).execution_options(synchronize_session=False))
        mine = db.delete(Due).where(Due.clinic_id == clinic, Due.kind == "drafts", Due.at <= scope.now)
        db.session.execute(mine.execution_options(synchronize_session=False))
