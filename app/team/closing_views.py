"""Who a child is closed to by name, and whether the office may invite for the family."""

from datetime import date
from uuid import UUID

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit, notices
from app.involvement import care_team, closed
from app.involvement.closed import ClosedTo
from app.involvement.models import Child
from app.people.colleagues import who_can, who_changed
from app.people.forms import choices
from app.permissions import Permission
from app.sight.leaving import shut
from app.sight.supervising import supervisors_of
from app.team import desk, queries
from app.team.forms import ClosingForm
from app.team.views import CASE, SHUT, back, overtaken, team
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("closing", __name__)


@loads(Audience.STAFF, "closing")
def closing_of_my_child(person: Person, id: UUID) -> ClosedTo | None:
    mine = care_team.is_on_team(person.id, ClosedTo.child_id, now_here().date(), "therapist")
    return db.session.scalar(db.select(ClosedTo).where(ClosedTo.id == id, mine))


@portal.post("/families/<uuid:child>/closed-to", access=CASE.always())
def close_to(case: Child) -> Response:
    """ "Not for Sam": whatever else would open it."""
    form, today = ClosingForm(prefix=SHUT), now_here().date()
    found = queries.team(case.id, today)
    form.person.choices = choices([(id, name) for id, name, _treats in found.colleagues])
    if not form.validate():
        return team(case, form, 422)
    if newer := overtaken(case, form):
        return newer
    person = UUID(form.person.data)
    if person not in dict(found.closable(today)):
        already = person in {one.staff for one in found.closings}
        form.person.errors = [
            _("It is closed to this person.") if already else _("Take this person off the team first.")
        ]
        return team(case, form, 422)
    if not found.could_take_over(today, but=person):
        form.person.errors = [
            _("One therapist must be left who could take this family over. Ask whoever runs the clinic.")
        ]
        return team(case, form, 422)
    care_team.close_to(case.id, person, form.why.data or "", today)
    tell_others(case, person, today)
    shut(person, case.id)
    flash(_("Closed to this person on every road, and they are not told."))
    return back(case.id)


def tell_others(case: Child, person: UUID, today: date) -> None:
    """Another supervisor of the team, or where there is none an owner: nobody shuts everybody out unseen."""
    team = [one.staff_id for one in care_team.members(case.id, today)]
    untold = {person, me().id}
    owners = {id for id, _name in who_can(Permission.RUN_CLINIC)}
    for reader in (supervisors_of(team, today) - untold) or (owners - untold):
        notices.tell(reader, "closed-by-name", by=me().id)


@portal.post("/closed-to/<uuid:closing>/delete", access=Staff.may(Permission.CASELOAD, "closing"))
def lift(closing: ClosedTo) -> Response:
    done = closed.lift(closing)
    flash(_("Lifted.") if done else quicker(closing.child_id, "opened-to"))
    return back(closing.child_id)


@portal.post("/families/<uuid:child>/desk", access=CASE)
def open_to_desk(case: Child) -> Response:
    done = desk.open_up(case.id)
    told = _("The office sees the names and homes, and may invite. It reads nothing anyone wrote.")
    flash(told if done else quicker(case.id, "opened-to-desk"))
    return back(case.id)


@portal.post("/families/<uuid:child>/desk/delete", access=CASE.always())
def close_to_desk(case: Child) -> Response:
    done = desk.close(case.id)
    flash(_("Closed to the office.") if done else quicker(case.id, "closed-to-desk"))
    return back(case.id)


def quicker(child: UUID, deed: str) -> str:
    return _("%(who)s has done that already.", who=who_changed(audit.last_change(child, deed)))
