"""A child's care team: who is on it, joining and leaving."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import audit, notices
from app.involvement import care_team
from app.involvement.care_team import Closed, LastTherapist, NoTherapist
from app.involvement.models import CareTeamMember, Child
from app.people.colleagues import meanwhile_said, who_can, who_changed
from app.people.forms import choices
from app.permissions import Permission
from app.team import queries
from app.team.forms import NOT_HERE, ClosingForm, MemberForm
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.meanwhile import shown, unchanged
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.holding import one_after_another
from tenants.scope import Audience

portal = Portal("team", __name__)
JOIN, SHUT = "join-", "shut-"
"""Two forms on one page."""
CHANGES = ("joined-team", "left-team", "handed-over", "closed-to", "opened-to")
CASE = Staff.may(Permission.CASELOAD, case="child")


@loads(Audience.STAFF, "case")
def child_i_treat(person: Person, id: UUID) -> Child | None:
    """A child whose therapist one is: a deputy changes no team."""
    mine = care_team.is_on_team(person.id, Child.id, now_here().date(), "therapist")
    return db.session.scalar(db.select(Child).where(Child.id == id, mine))


@portal.get("/families/<uuid:child>/team", access=Staff.may(Permission.CASELOAD, "child"))
def show(child: Child) -> Response:
    audit.record("read", "team", child.id, child=child.id)
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
        today=today, treats=treats, free=free, closable=found.closable(today), was=shown(child.id, *found.state(today)),
        shut_open=shutting is sent,
    )  # fmt: skip


def overtaken(child: Child, form: FlaskForm) -> Response | None:
    """The page as it is now, where a colleague changed this team after the form's page was shown."""
    one_after_another()
    today = now_here().date()
    if unchanged(child.id, *queries.team(child.id, today).state(today)):
        return None
    return team(child, form, 409, meanwhile_said(child.id, *CHANGES))


def back(child: UUID) -> Response:
    return redirect(url_for("team.show", child=child), 303)


@portal.post("/families/<uuid:child>/team", access=CASE.answers())
def add(case: Child) -> Response:
    form, today = MemberForm(prefix=JOIN), now_here().date()
    form.person.choices = choices(who_can(Permission.CASELOAD))
    if not form.validate():
        return team(case, form, 422)
    if form.until.data and form.part.data == "deputy" and form.until.data < today:
        form.until.errors = [_("Write a day that has not passed.")]
        return team(case, form, 422)
    until = form.until.data if form.part.data == "deputy" else None
    new = UUID(form.person.data)
    if not care_team.has(case.id, new, today, form.part.data, until) and (newer := overtaken(case, form)):
        return newer
    try:
        joined = care_team.join(case.id, new, today, part=form.part.data, until=until)
    except Closed:
        form.person.errors = [_("This family is closed to this person by name. Lift that first.")]
        return team(case, form, 422)
    except NoTherapist:
        form.person.errors = [NOT_HERE]
        return team(case, form, 422)
    if joined:
        tell_team(case.id, new)
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


@portal.post("/team/<uuid:membership>/delete", access=Staff.may(Permission.CASELOAD, "membership").always())
def remove(membership: CareTeamMember) -> Response:
    """Somebody, or oneself. No child is left without a therapist."""
    today = now_here().date()
    try:
        left = care_team.leave(membership.child_id, membership.staff_id, today)
    except LastTherapist:
        child = db.session.get_one(Child, (membership.clinic_id, membership.child_id))
        return team(child, status=422, problem=_("The last therapist hands the family over; nobody is left alone."))
    if not left:
        who = who_changed(audit.last_change(membership.child_id, "left-team", "handed-over"))
        flash(_("%(who)s has taken this person off the team already.", who=who))
        return back(membership.child_id)
    if membership.staff_id != me().id:
        notices.tell(membership.staff_id, "left-team", child=membership.child_id, by=me().id)
    if membership.for_id:
        about = {"child": membership.child_id, "about": membership.staff_id, "by": me().id}
        notices.tell(membership.for_id, "deputy-off", **about)
    flash(_("Saved. From the next page on, the record is closed to this person."))
    return redirect(url_for("families.caseload"), 303) if membership.staff_id == me().id else back(membership.child_id)
