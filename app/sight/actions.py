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


def turned(action: AgreedAction, where: ColumnElement[bool], **values: object) -> bool:
    """False: it was so."""
    return bool(changed(db.update(AgreedAction).where(AgreedAction.id == action.id, where).values(**values)))


def done(action: AgreedAction) -> bool:
    open_still = STANDS & AgreedAction.done_at.is_(None)
    is_new = turned(action, open_still, done_at=now(), done_by=scopes.current().person)
    if is_new:
        audit.record("done", "action", action.id, child=action.child_id)
    return is_new


def not_done(action: AgreedAction) -> bool:
    is_new = turned(action, STANDS & AgreedAction.done_at.is_not(None), done_at=None, done_by=None)
    if is_new:
        audit.record("not-done", "action", action.id, child=action.child_id)
    return is_new


def take_back(action: AgreedAction) -> bool:
    """It is asked of nobody any more; that it was agreed stays to be read."""
    is_new = turned(action, STANDS, taken_back_at=now(), taken_back_by=scopes.current().person)
    if is_new:
        audit.record("took-back", "action", action.id, child=action.child_id)
    return is_new


def holds_again(action: AgreedAction) -> bool:
    is_new = turned(action, ~STANDS, taken_back_at=None, taken_back_by=None)
    if is_new:
        audit.record("holds-again", "action", action.id, child=action.child_id)
    return is_new
