"""An agreed action is done, or not yet; taken back, or it holds again. Whoever is second changes nothing."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement

from app import audit
from app.involvement.care_team import is_on_team
from app.involvement.closed import children_closed_to
from app.people.models import now
from app.sight.supervising import supervised
from app.sight.supervision import AgreedAction
from tenants import scope as scopes
from tenants.db import changed, db

STANDS = AgreedAction.taken_back_at.is_(None)


def reads(staff: UUID, day: date) -> ColumnElement[bool]:
    """That this person reads an action: on the child's care team, a supervisor of its therapist, or whose it is. Nothing
    of a child closed to the person by name."""
    child = AgreedAction.child_id
    near = is_on_team(staff, child, day) | supervised(staff, child, day) | (AgreedAction.who_id == staff)
    return near & child.not_in(children_closed_to(staff))


def turned(action: AgreedAction, where: ColumnElement[bool], deed: str, **values: object) -> bool:
    """False: it was so."""
    if not changed(db.update(AgreedAction).where(AgreedAction.id == action.id, where).values(**values)):
        return False
    audit.record(deed, "action", action.id, child=action.child_id)
    return True


def done(action: AgreedAction) -> bool:
    open_still = STANDS & AgreedAction.done_at.is_(None)
    return turned(action, open_still, "done", done_at=now(), done_by=scopes.current().person)


def not_done(action: AgreedAction) -> bool:
    return turned(action, STANDS & AgreedAction.done_at.is_not(None), "not-done", done_at=None, done_by=None)


def take_back(action: AgreedAction) -> bool:
    """It is asked of nobody any more; that it was agreed stays to be read."""
    return turned(action, STANDS, "took-back", taken_back_at=now(), taken_back_by=scopes.current().person)


def holds_again(action: AgreedAction) -> bool:
    return turned(action, ~STANDS, "holds-again", taken_back_at=None, taken_back_by=None)
