"""The owner's pages about staff: who works here, inviting somebody, one colleague's roles."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.billing import room
from app.colleagues import inviting, queries, roles
from app.colleagues.forms import MEANS, ROLES, ColleagueForm, NameForm, RolesForm
from app.colleagues.inviting import Joined
from app.colleagues.signatures import told_to_wait
from app.people.colleagues import meanwhile_said, roles_of, who_can
from app.people.mailing import may_invite, no_colleague_yet
from app.people.models import StaffMember
from app.people.staff import InUse
from app.permissions import Permission, Role
from app.sight.models import Widening
from app.web import meanwhile
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.once import filled_in, new_row
from app.web.page import page
from app.web.person import Person
from tenants.db import db
from tenants.holding import one_after_another
from tenants.scope import Audience

portal = Portal("colleagues", __name__)
RUNS_IT = Staff.may(Permission.RUN_CLINIC)
MEMBER = Staff.may(Permission.RUN_CLINIC, "member")
WORDS = dict(ROLES)


@loads(Audience.STAFF, "member")
def colleague(person: Person, member: UUID) -> StaffMember | None:
    return db.session.scalar(db.select(StaffMember).where(StaffMember.id == member))


@portal.get("/clinic/staff", access=RUNS_IT)
def everybody() -> Response:
    left = "left" in request.args
    rows = queries.colleagues(now_here().date(), left)
    return page("colleagues/list.html", _("Staff"), people=rows, left=left, words=WORDS)


@portal.get("/clinic/staff/new", access=RUNS_IT)
def new() -> Response:
    return ask(ColleagueForm())


def ask(form: ColleagueForm, status: int = 200) -> Response:
    row, cost = new_row("colleague"), room.one_more()
    return page("colleagues/new.html", _("Staff"), status, form=form, means=MEANS, row=row, cost=cost)


@portal.post("/clinic/staff", access=RUNS_IT.sure().grows())
def invite() -> Response:
    form = ColleagueForm()
    row = filled_in(form, "colleague")
    if row is None or not may_invite(form, row):
        return ask(form, 422)
    if Role.THERAPIST in form.roles.data and (why := room.why_not()):
        form.roles.errors = [why]
        return ask(form, 402)
    try:
        id, waits = inviting.invite(row, form.name.data or "", form.address.data or "", frozenset(form.roles.data))
    except InUse:
        form.address.errors = [_("Somebody at your clinic has this address already.")]
        return ask(form, 422)
    flash(_("A mail is on its way to %(name)s. Its link works for 7 days.", name=form.name.data))
    return after(id, waits)


def after(staff: UUID, waits: list[Widening]) -> Response:
    if waits:
        told_to_wait(waits[0])
    return redirect(url_for("colleagues.one", member=staff), 303)


@portal.get("/clinic/staff/<uuid:member>", access=MEMBER)
def one(member: StaffMember) -> Response:
    return show(member)


def show(
    member: StaffMember,
    status: int = 200,
    *,
    asked: RolesForm | None = None,
    name: NameForm | None = None,
    problem: str = "",
) -> Response:
    """One colleague; with a form that could not be taken, in its place."""
    today = now_here().date()
    who = queries.colleagues(today, only=member.id)[0]
    pairs = queries.pairs(member.id)
    has = [
        one.supervisor_id for one in pairs if one.therapist_id == member.id and (not one.until or one.until >= today)
    ]
    return page(
        "colleagues/show.html", _("Staff"), status, who=who, words=WORDS, means=MEANS, problem=problem, pairs=pairs,
        roles=asked or RolesForm(formdata=None, data={"roles": who.roles}),
        name_form=name or NameForm(formdata=None, data={"name": who.shown}),
        was=meanwhile.shown(member.id, sorted(who.roles)), named=meanwhile.shown(member.id, who.shown),
        supervisors=who_can(Permission.SUPERVISE, but=[member.id, *has]) if "therapist" in who.roles else [],
        today=today, cost="" if "therapist" in who.roles or who.state == "left" else room.one_more(),
    )  # fmt: skip


@portal.post("/clinic/staff/<uuid:member>/roles", access=MEMBER.sure().always())
def change_roles(member: StaffMember) -> Response:
    form = RolesForm()
    if not form.validate():
        return show(member, 422, asked=form)
    one_after_another()
    wanted, before = frozenset(form.roles.data), roles_of(member.id)
    if Role.THERAPIST in wanted - before and (why := room.why_not()):
        return show(member, 402, asked=form, problem=why)
    if wanted != before and not meanwhile.unchanged(member.id, sorted(before)):
        return show(member, 409, asked=form, problem=meanwhile_said(member.id, "gave-role", "took-role"))
    try:
        waits = roles.set_roles(member.id, wanted)
    except roles.LastOwner:
        return show(member, 422, asked=form, problem=_("Make somebody else an owner first. They must have joined."))
    except roles.HasFamilies:
        return show(member, 422, asked=form, problem=_("Hand this person's families over first, then take the role."))
    if wanted != before:
        flash(_("Saved. It holds at once; whoever else it is signs in anew."))
    return after(member.id, waits)


@portal.post("/clinic/staff/<uuid:member>/name", access=MEMBER)
def rename(member: StaffMember) -> Response:
    form = NameForm()
    if not form.validate():
        return show(member, 422, name=form)
    one_after_another()
    db.session.refresh(member)
    if form.name.data != member.shown:
        if not meanwhile.unchanged(member.id, member.shown):
            return show(member, 409, name=form, problem=meanwhile_said(member.id, "renamed"))
        inviting.rename(member.id, form.name.data or "")
        flash(_("Saved. Families read the new name from now on."))
    return redirect(url_for("colleagues.one", member=member.id), 303)


@portal.post("/clinic/staff/<uuid:member>/invitation", access=MEMBER.grows())
def send_again(member: StaffMember) -> Response:
    if why := no_colleague_yet(member.id):
        flash(why, "error")
        return redirect(url_for("colleagues.one", member=member.id), 303)
    try:
        inviting.send_again(member.id)
    except Joined:
        flash(_("%(name)s has joined already.", name=member.shown), "error")
    else:
        flash(_("A new mail is on its way. An older link opens nothing any more."))
    return redirect(url_for("colleagues.one", member=member.id), 303)


@portal.post("/clinic/staff/<uuid:member>/invitation/delete", access=MEMBER.always())
def take_back(member: StaffMember) -> Response:
    try:
        inviting.take_back(member.id)
    except Joined:
        flash(_("%(name)s has joined already.", name=member.shown), "error")
        return redirect(url_for("colleagues.one", member=member.id), 303)
    except roles.HasFamilies:
        flash(_("Hand the families over first."), "error")
        return redirect(url_for("leaving_clinic.show", member=member.id), 303)
    except roles.LastOwner:
        flash(_("Make somebody else an owner first. They must have joined."), "error")
        return redirect(url_for("colleagues.one", member=member.id), 303)
    flash(_("The invitation is taken back. Its link opens nothing any more."))
    return redirect(url_for("colleagues.everybody"), 303)
