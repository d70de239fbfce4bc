"""Who supervises whom, said by the owner."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.colleagues.signatures import told_to_wait
from app.people.colleagues import may, roles_of, who_can
from app.people.models import StaffMember
from app.permissions import Permission
from app.sight import supervising
from app.sight.models import Supervision, Widening
from app.sight.widening import does, take
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.person import Person
from tenants.db import db
from tenants.holding import one_after_another, today
from tenants.scope import Audience

portal = Portal("supervision", __name__)


@loads(Audience.STAFF, "pair")
def any_pair(person: Person, pair: UUID) -> Supervision | None:
    return db.session.scalar(db.select(Supervision).where(Supervision.id == pair))


@portal.post("/clinic/staff/<uuid:member>/supervision", access=Staff.may(Permission.RUN_CLINIC, "member").sure())
def add(member: StaffMember) -> Response:
    """`member` is the therapist; nobody supervises herself."""
    one_after_another()
    try:
        supervisor = UUID(request.form.get("person", ""))
    except ValueError:
        supervisor = member.id
    if "therapist" not in roles_of(member.id) or supervisor not in dict(who_can(Permission.SUPERVISE, [member.id])):
        flash(_("Choose a supervisor who has joined. Nobody supervises themselves."), "error")
    elif waits := take("supervision", supervisor, therapist=member.id):
        told_to_wait(waits)
    else:
        flash(_("Saved. Both are told."))
    return redirect(url_for("colleagues.one", member=member.id), 303)


@does("supervision")
def pair_up(row: Widening) -> None:
    assert row.therapist_id is not None
    if not (may(row.staff_id, Permission.SUPERVISE) and may(row.therapist_id, Permission.CASELOAD)):
        raise ValueError("they supervise no more, or see no families")
    supervising.pair(row.staff_id, row.therapist_id, today())


@portal.post("/clinic/supervision/<uuid:pair>/delete", access=Staff.may(Permission.RUN_CLINIC, "pair").always())
def end(pair: Supervision) -> Response:
    supervising.part(pair, now_here().date())
    flash(_("Ended. What it opened is closed from the next page on."))
    return redirect(url_for("colleagues.one", member=pair.therapist_id), 303)
