"""A child's care team: who is on it, joining and leaving, and whom the child is closed to by name."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import notices
from app.involvement import care_team, closed
from app.involvement.care_team import Closed, LastTherapist
from app.involvement.closed import ClosedTo
from app.involvement.models import CareTeamMember, Child
from app.people.colleagues import who_can
from app.people.forms import choices
from app.permissions import Permission
from app.team import desk, queries
from app.team.forms import ClosingForm, MemberForm
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("team", __name__)
JOIN, SHUT = "join-", "shut-"
"""Two forms on one page."""
CASE = Staff.may(Permission.CASELOAD, case="child")


@loads(Audience.STAFF, "case")
def child_i_treat(person: Person, id: UUID) -> Child | None:
    """A child whose therapist one is: a deputy changes no team."""
    mine = care_team.is_on_team(person.id, Child.id, now_here().date(), "therapist")
    return db.session.scalar(db.select(Child).where(Child.id == id, mine))


@loads(Audience.STAFF, "closing")
def closing_of_my_child(person: Person, id: UUID) -> ClosedTo | None:
    mine = care_team.is_on_team(person.id, ClosedTo.child_id, now_here().date(), "therapist")
    return db.session.scalar(db.select(ClosedTo).where(ClosedTo.id == id, mine))


@portal.get("/families/<uuid:child>/team", access=Staff.may(Permission.CASELOAD, "child"))
def show(child: Child) -> Response:
    return team(child)


def team(child: Child, sent: FlaskForm | None = None, status: int = 200, problem: str = "") -> Response:
    """The page; with a form that could not be taken, in its place."""
    today = now_here().date()
    found = queries.team(child.id, today)
    joining = sent if isinstance(sent, MemberForm) else MemberForm(formdata=None, prefix=JOIN)
    shutting = sent if isinstance(sent, ClosingForm) else ClosingForm(formdata=None, prefix=SHUT)
    free = found.free(today)
    joining.person.choices = choices([("", _("Choose …")), *free])
    shutting.person.choices = choices([("", _("Choose …")), *found.closable(today)])
    treats = any(one.staff == me().id and one.part == "therapist" and one.is_on(today) for one in found.members)
    return page(
        "team/show.html", child.name, status, child=child, team=found, joining=joining, shutting=shutting, problem=problem,
        today=today, treats=treats, free=free,
    )  # fmt: skip


def back(child: UUID) -> Response:
    return redirect(url_for("team.show", child=child), 303)


@portal.post("/families/<uuid:child>/team", access=CASE)
def add(case: Child) -> Response:
    form, today = MemberForm(prefix=JOIN), now_here().date()
    form.person.choices = choices(who_can(Permission.CASELOAD))
    if not form.validate():
        return team(case, form, 422)
    if form.until.data and form.part.data == "deputy" and form.until.data < today:
        form.until.errors = [_("Write a day that has not passed.")]
        return team(case, form, 422)
    until = form.until.data if form.part.data == "deputy" else None
    try:
        joined = care_team.join(case.id, UUID(form.person.data), today, part=form.part.data, until=until)
    except Closed:
        form.person.errors = [_("This family is closed to this person by name. Lift that first.")]
        return team(case, form, 422)
    if joined:
        tell_team(case.id, UUID(form.person.data))
        flash(_("Saved. The family reads this name among those who read what they write."))
    else:
        flash(_("This person is on the team already."))
    return back(case.id)


def tell_team(child: UUID, joined: UUID) -> None:
    today, actor = now_here().date(), me().id
    for reader in {one.staff_id for one in care_team.members(child, today)} - {actor}:
        notices.tell(reader, "joined-team", child=child, about=joined, by=actor)


@loads(Audience.STAFF, "membership")
def membership_in_my_team(person: Person, id: UUID) -> CareTeamMember | None:
    mine = care_team.is_on_team(person.id, CareTeamMember.child_id, now_here().date(), "therapist")
    return db.session.scalar(db.select(CareTeamMember).where(CareTeamMember.id == id, mine))


@portal.post("/team/<uuid:membership>/delete", access=Staff.may(Permission.CASELOAD, "membership"))
def remove(membership: CareTeamMember) -> Response:
    """Somebody, or oneself. No child is left without a therapist."""
    today = now_here().date()
    try:
        care_team.leave(membership.child_id, membership.staff_id, today)
    except LastTherapist:
        child = db.session.get_one(Child, (membership.clinic_id, membership.child_id))
        return team(child, status=422, problem=_("The last therapist hands the family over; nobody is left alone."))
    if membership.staff_id != me().id:
        notices.tell(membership.staff_id, "left-team", child=membership.child_id, by=me().id)
    flash(_("Saved. From the next page on, the record is closed to this person."))
    return redirect(url_for("families.caseload"), 303) if membership.staff_id == me().id else back(membership.child_id)


@portal.post("/families/<uuid:child>/closed-to", access=CASE)
def close_to(case: Child) -> Response:
    """ "Not for Sam": whatever else would open it."""
    form, today = ClosingForm(prefix=SHUT), now_here().date()
    form.person.choices = choices(queries.team(case.id, today).closable(today))
    if not form.validate():
        return team(case, form, 422)
    care_team.close_to(case.id, UUID(form.person.data), form.why.data or "", today)
    flash(_("Closed to this person on every road, and they are not told."))
    return back(case.id)


@portal.post("/closed-to/<uuid:closing>/delete", access=Staff.may(Permission.CASELOAD, "closing"))
def lift(closing: ClosedTo) -> Response:
    closed.lift(closing)
    flash(_("Lifted."))
    return back(closing.child_id)


@portal.post("/families/<uuid:child>/desk", access=CASE)
def open_to_desk(case: Child) -> Response:
    desk.open_up(case.id)
    flash(_("The office sees the names and homes, and may invite. It reads nothing anyone wrote."))
    return back(case.id)


@portal.post("/families/<uuid:child>/desk/delete", access=CASE)
def close_to_desk(case: Child) -> Response:
    desk.close(case.id)
    flash(_("Closed to the office."))
    return back(case.id)
