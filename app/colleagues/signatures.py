"""The second signature: what somebody asks for oneself, signed or refused by another owner or supervisor (must 25)."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.billing import room
from app.people.colleagues import shown
from app.permissions import Permission, Role
from app.sight import widening
from app.sight.models import Widening
from app.sight.signing import signs, takes_effect_at
from app.web.dates import when
from app.web.door import Portal, Staff, loads
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("signatures", __name__)
SIGNS = Staff.may(Permission.COUNTERSIGN)


@loads(Audience.STAFF, "widening")
def asked_for(person: Person, id: UUID) -> Widening | None:
    """For those who sign; and one's own, to be withdrawn."""
    mine = [] if person.may(Permission.COUNTERSIGN) else [Widening.staff_id == person.id]
    return db.session.scalar(db.select(Widening).where(Widening.id == id, *mine))


@portal.get("/signatures", access=Staff.any())
def show() -> Response:
    person = me()
    rows = [row for row in widening.waiting() if person.may(Permission.COUNTERSIGN) or row.staff_id == person.id]
    names = shown(id for row in rows for id in (row.staff_id, row.therapist_id, row.to_id))
    said = {row.id: says(row, names) for row in rows}
    then = {row.id: takes_effect_at(row) for row in rows if row.staff_id == person.id}
    return page("colleagues/signatures.html", _("Signatures"), rows=rows, said=said, then=then)


def says(row: Widening, names: dict[UUID, str]) -> str:
    who, other = names.get(row.staff_id, ""), names[row.therapist_id] if row.therapist_id else ""
    match row.kind:
        case "role":
            return _("%(who)s asks to be %(role)s.", who=who, role=row.role)
        case "supervision":
            return _("%(who)s asks to supervise %(other)s.", who=who, other=other)
        case _ if row.to_id != row.staff_id:
            to = names[row.to_id] if row.to_id else ""
            return _("%(who)s asks that %(to)s takes over the families of %(other)s.", who=who, to=to, other=other)
        case _:
            return _("%(who)s asks to take over the families of %(other)s.", who=who, other=other)


def told_to_wait(row: Widening) -> None:
    """To whoever just asked: for whom or what it waits."""
    at = takes_effect_at(row)
    if at is None:
        flash(_("What would open records to yourself waits for a second signature."), "warning")
        return
    then = when(at)
    told = _("This opens records to yourself, and nobody else could sign for it. It takes effect %(when)s.", when=then)
    flash(f"{told} {_('A mail says so, too; until then you can withdraw it under Signatures.')}", "warning")


@portal.post("/signatures/<uuid:widening>/sign", access=Staff.may(Permission.COUNTERSIGN, "widening").sure().always())
def sign(widening: Widening) -> Response:
    if not signs(me().id):
        flash(_("You have this role since today. You can sign from tomorrow on."), "error")
        return redirect(url_for("signatures.show"), 303)
    if widening.role == Role.THERAPIST and (why := room.why_not()):
        flash(why, "error")
        return redirect(url_for("signatures.show"), 303)
    return ended(widening, "signed", _("Signed. It takes effect within a minute."))


@portal.post("/signatures/<uuid:widening>/refuse", access=Staff.may(Permission.COUNTERSIGN, "widening").always())
def refuse(widening: Widening) -> Response:
    return ended(widening, "refused", _("Refused. Nothing opens."))


@portal.post("/signatures/<uuid:widening>/withdraw", access=Staff.of("widening").always())
def withdraw(widening: Widening) -> Response:
    return ended(widening, "withdrawn", _("Withdrawn."))


def ended(row: Widening, outcome: str, said: str) -> Response:
    if widening.end(row, outcome):
        flash(said)
    else:
        flash(_("Nobody signs their own, and what somebody else has answered stays answered."), "error")
    return redirect(url_for("signatures.show"), 303)
