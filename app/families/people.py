"""The people around one child: what was agreed with each, where they are written to, and their invitations."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import audit
from app.families import addressing, inviting, queries
from app.families.forms import AddressForm, AgreementForm, CallForm, NumberForm
from app.families.inviting import CameIn, CannotInvite
from app.families.standing import STANDINGS
from app.involvement import involving
from app.involvement.models import Child, Involvement
from app.people import links
from app.people.colleagues import meanwhile_said
from app.people.mailing import too_many_invitations
from app.people.staff import owner_confirmed, texts_confirmed
from app.permissions import Permission
from app.web import meanwhile
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.once import new_row, sent_row
from app.web.page import page
from app.web.paid import must_let
from tenants.db import db
from tenants.holding import one_after_another
from tenants.plans import Level

portal = Portal("people_of", __name__)
MY_PART = Staff.may(Permission.CASELOAD, "part")
AGREED, WRITTEN, CALLED = "agreed", "written", "called"
CHANGES = {
    AGREED: ("agreed",),
    WRITTEN: ("address-corrected", "address-asked-anew"),
    CALLED: ("phone-noted",),
}
SHOWN = {AGREED: ("checkins", "words"), WRITTEN: ("address", "safe"), CALLED: ("number",)}
WAY_IN = Staff.may(Permission.INVITE, way="part")


def agreement(part: UUID, **data: object) -> AgreementForm:
    return AgreementForm(prefix=f"agreed-{part}-", **data)


def address(part: UUID, **data: object) -> AddressForm:
    return AddressForm(prefix=f"address-{part}-", **data)


def number(part: UUID, **data: object) -> NumberForm:
    return NumberForm(prefix=f"number-{part}-", **data)


def call(part: UUID, **data: object) -> CallForm:
    return CallForm(prefix=f"call-{part}-", **data)


def state(row: dict[str, Any], which: str) -> tuple[object, ...]:
    """What two people could change at once of one part: what was agreed, the address, or the number on record."""
    return which, *(row[name] for name in SHOWN[which])


def overtaken(part: Involvement, form: FlaskForm, which: str, *wanted: object) -> Response | None:
    """The page as it is now, where a colleague changed this after the form's page was shown, and to something else."""
    one_after_another()
    stored = next(state(row, which) for row in queries.people(part.child_id, now_here().date()) if row["id"] == part.id)
    if stored == (which, *wanted) or meanwhile.unchanged(part.id, *stored):
        return None
    return again(part, form, 409, meanwhile_said(part.id, *CHANGES[which]))


def people(child: Child, sent: FlaskForm | None = None, status: int = 200, problem: str = "") -> Response:
    """The page; with a form that was sent and could not be taken, in its place and opened."""
    rows = queries.people(child.id, now_here().date())
    agreed = {row["id"]: agreement(row["id"], formdata=None, data=row) for row in rows}
    # Whether the new address is safe to write to is asked anew (must 18).
    written = {row["id"]: address(row["id"], formdata=None, data={"address": row["address"]}) for row in rows}
    numbers = {row["id"]: number(row["id"], formdata=None, data=row) for row in rows}
    calls = {row["id"]: call(row["id"], formdata=None) for row in rows}
    for forms in (agreed, written, numbers, calls):
        forms.update({id: sent for id, form in forms.items() if sent and sent._prefix == form._prefix})
    was = {(row["id"], which): meanwhile.shown(row["id"], *state(row, which)) for row in rows for which in CHANGES}
    invitations = {row["id"]: new_row(f"invitation/{row['id']}") for row in rows}
    slips = {row["id"]: new_row(f"slip/{row['id']}") for row in rows}
    return page(
        "families/people.html", child.name, status, child=child, people=rows, agreed=agreed, written=written,
        numbers=numbers, calls=calls, touched=any(row["sensitive"] or row["limited"] for row in rows),
        invitations=invitations, slips=slips, was=was, sent=sent, problem=problem, standings=STANDINGS, today=now_here().date(),
    )  # fmt: skip


def back(part: Involvement) -> Response:
    if request.form.get("from") == "desk":
        return redirect("/desk", 303)
    return redirect(url_for("people_of.show", child=part.child_id), 303)


def again(part: Involvement, form: FlaskForm, status: int = 422, problem: str = "") -> Response:
    return people(db.session.get_one(Child, (part.clinic_id, part.child_id)), form, status, problem)


@portal.get("/families/<uuid:child>/people", access=Staff.may(Permission.CASELOAD, "child"))
def show(child: Child) -> Response:
    audit.record("opened", "people", child.id)
    return people(child)


@portal.post("/parts/<uuid:part>/agreement", access=MY_PART)
def agree(part: Involvement) -> Response:
    form = agreement(part.id)
    if not form.validate():
        return again(part, form)
    if newer := overtaken(part, form, AGREED, form.checkins.data, form.words.data or ""):
        return newer
    involving.agree(part, form.checkins.data, form.words.data or "", now_here().date())
    flash(_("Saved. They read it on their own page."))
    return back(part)


@portal.post("/parts/<uuid:part>/address", access=MY_PART.always())
def correct_address(part: Involvement) -> Response:
    form = address(part.id)
    if not form.validate():
        return again(part, form)
    if addressing.is_taken(part.child_id, form.address.data or "", but=part.id):
        form.address.errors = [_("Somebody else around this child has this address. Two people cannot share one.")]
        return again(part, form)
    if newer := overtaken(part, form, WRITTEN, form.address.data, bool(form.safe.data)):
        return newer
    try:
        inviting.correct_address(part, form.address.data or "", bool(form.safe.data))
    except CameIn:
        flash(_("This person has come in already. Use “Change the address”, after asking them."), "error")
    else:
        flash(_("Saved. A link that went to the old address opens nothing. You can invite now."))
    return back(part)


def has_been_here(part: Involvement) -> bool:
    """Whoever has, gets in again, whatever is paid (must 29)."""
    return part.entered_at is not None or links.has_entered(part.caregiver_id)


@portal.post("/parts/<uuid:part>/invitation", access=WAY_IN.always())
def invite(way: Involvement) -> Response:
    if not has_been_here(way):
        must_let(Level.GROW)
    if why := too_many_invitations(way.id):
        flash(why, "error")
        return back(way)
    try:
        inviting.invite(way, texts_confirmed() and owner_confirmed(), sent_row(f"invitation/{way.id}"))
    except CannotInvite as error:
        reasons = {
            "unconfirmed": _(
                "Before the first invitation, the owner confirms the e-mail address, the crisis lines and the reply time."
            ),
            "no-address": _("There is no address that is safe to write to."),
            "ended": _("This part has ended."),
            "care-ended": _("The care of this child has ended. Begin it again first."),
            "sensitive": _("Somebody else may use this phone or inbox. Mail lets nobody in: make a slip, in the room."),
            "not-me": _("This address belongs to somebody else. Check it with the family, and correct it first."),
        }
        flash(reasons[str(error)], "error")
    else:
        flash(_("The invitation is on its way. It works for 14 days."))
    return back(way)


@portal.post("/parts/<uuid:part>/invitation/delete", access=WAY_IN.always())
def take_back(way: Involvement) -> Response:
    if inviting.take_back(way):
        flash(_("The invitation is taken back. Its link opens nothing any more."))
    else:
        flash(_("This person has come in already, so there is no invitation to take back."), "error")
    return back(way)
