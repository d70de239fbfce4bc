"""Somebody stops working here: the caseload is handed over first, so that no child is left without a team."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.colleagues import inviting, roles
from app.colleagues.forms import CaseloadForm
from app.colleagues.signatures import told_to_wait
from app.involvement import care_team
from app.involvement.care_team import NoTherapist
from app.people.colleagues import who_can
from app.people.forms import choices
from app.people.models import StaffMember
from app.permissions import Permission
from app.sight.models import Widening
from app.sight.supervising import stands_in_for, supervises
from app.sight.widening import ask as ask_for
from app.sight.widening import asks_to_supervise
from app.team.forms import NOT_HERE
from app.team.handing import hand_over_all
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.person import me
from tenants.holding import one_after_another

portal = Portal("leaving_clinic", __name__)
MEMBER = Staff.may(Permission.RUN_CLINIC, "member")


@portal.get("/clinic/staff/<uuid:member>/leaving", access=MEMBER)
def show(member: StaffMember) -> Response:
    return ask(member)


def form_for(member: StaffMember) -> CaseloadForm:
    form = CaseloadForm()
    form.person.choices = choices([("", _("Choose …")), *who_can(Permission.CASELOAD, but=[member.id])])
    if not form.is_submitted():
        form.words.data = _(
            "%(old)s has left us. From today somebody else reads what you write and answers you.", old=member.shown
        )
    return form


def ask(member: StaffMember, form: CaseloadForm | None = None, status: int = 200, problem: str = "") -> Response:
    families = len(care_team.from_day_on(member.id, now_here().date()))
    return page(
        "colleagues/leaving.html", _("Staff"), status, member=member, families=families, form=form or form_for(member),
        problem=problem, only_owner=not who_can(Permission.RUN_CLINIC, but=[member.id]),
    )  # fmt: skip


@portal.post("/clinic/staff/<uuid:member>/caseload", access=MEMBER.sure().always())
def hand_over(member: StaffMember) -> Response:
    """All that one may see of it is how many: an owner reads no family's name here.

    What opens to whoever hands it over, because she takes it herself or supervises or stands in for who does, is signed for.
    """
    form = form_for(member)
    if not form.validate():
        return ask(member, form, 422)
    new, words, today = UUID(form.person.data), form.words.data or "", now_here().date()
    one_after_another()
    if opens_to_me(member.id, new, today):
        row = ask_for(Widening(staff_id=me().id, kind="caseload", therapist_id=member.id, to_id=new, words=words))
        told_to_wait(row)
        if row.words != words:
            flash(_("You had asked for this before. The note is the one you wrote then; withdraw it to write another."))
        return redirect(url_for("leaving_clinic.show", member=member.id), 303)
    try:
        went, stay = hand_over_all(member.id, new, today, words)
    except NoTherapist:
        form.person.errors = [NOT_HERE]
        return ask(member, form, 422)
    flash(_("Handed over: %(went)s.", went=went))
    if stay:
        flash(_("%(stay)s are closed to this person by name. Choose somebody else for them.", stay=stay), "warning")
    return redirect(url_for("leaving_clinic.show", member=member.id), 303)


def opens_to_me(old: UUID, new: UUID, today: date) -> bool:
    """Whether the families of one therapist open to whoever hands them to another, by a right she has not got already."""
    mine = me().id
    if new == mine or stands_in_for(mine, new, today):
        return True
    gains = supervises(mine, new, today) or asks_to_supervise(mine, new)
    return gains and not supervises(mine, old, today)


@portal.post("/clinic/staff/<uuid:member>/end", access=MEMBER.sure().always())
def end(member: StaffMember) -> Response:
    one_after_another()
    try:
        roles.leave(member.id)
    except roles.LastOwner:
        return ask(member, status=422, problem=_("Make somebody else an owner first. They must have joined."))
    except roles.HasFamilies:
        return ask(member, status=422, problem=_("Hand the families over first."))
    flash(_("%(name)s does not work here any more. Open pages end at the next click.", name=member.shown))
    return redirect(url_for("colleagues.everybody"), 303)


@portal.post("/clinic/staff/<uuid:member>/return", access=MEMBER.sure().grows())
def come_back(member: StaffMember) -> Response:
    if roles.come_back(member.id):
        inviting.send(member.id)
        flash(_("%(name)s is back, with no role, and gets a mail to choose a password.", name=member.shown))
    return redirect(url_for("colleagues.one", member=member.id), 303)
