"""The office's page: the families that a therapist opened to the desk, and whether a way in works."""

from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_
from werkzeug.wrappers import Response

from app import audit
from app.desk import queries
from app.families.children import on_team
from app.involvement.closed import children_closed_to
from app.involvement.models import Involvement
from app.permissions import Permission
from app.team.models import DeskOpening
from app.web.cursor import decoded, encoded
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.once import new_row
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("desk", __name__)


@loads(Audience.STAFF, "way")
def way_in(person: Person, part: UUID) -> Involvement | None:
    """A part whose way in one may see to: of one's own care team, or of a family that is open to the desk."""
    mine = [on_team(person, Involvement.child_id)] if person.may(Permission.CASELOAD) else []
    desk = [open_to_desk(person, Involvement.child_id)] if person.may(Permission.DESK) else []
    return db.session.scalar(db.select(Involvement).where(Involvement.id == part, or_(*mine, *desk)))


def open_to_desk(person: Person, child: Any) -> ColumnElement[bool]:
    opened = db.select(DeskOpening.child_id).where(DeskOpening.ended_at.is_(None))
    return child.in_(opened) & child.not_in(children_closed_to(person.id))


@portal.get("/desk", access=Staff.may(Permission.DESK))
def show() -> Response:
    place = decoded(request.args.get("after"), me(), "desk")
    rows = queries.families(me().id, now_here().date(), UUID(place[0]) if place else None)
    shown = rows[: queries.PAGE]
    later = encoded([str(shown[-1].id)], me(), "desk") if len(rows) > len(shown) else None
    if shown:
        audit.record("read", "desk", me().id, children=[str(row.id) for row in shown])
    invitations = {part.id: new_row(f"invitation/{part.id}") for row in shown for part in row.parts}
    slips = {part.id: new_row(f"slip/{part.id}") for row in shown for part in row.parts}
    return page(
        "desk/show.html", _("Desk"), rows=shown, later=later, first=place is None, invitations=invitations, slips=slips
    )
