"""The page of one caregiver's legal standing, as it was told to the clinic (must 2)."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from app import audit
from app.families.children import around
from app.families.forms import OFFICES, RELATIONS
from app.involvement import legal
from app.involvement.models import Involvement
from app.people.colleagues import meanwhile_said, shown, who_can
from app.people.forms import at_most, choices, one_line, required, sensible_day
from app.permissions import Permission
from app.web import meanwhile
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.page import page
from tenants.holding import one_after_another

portal = Portal("standing", __name__)
MY_PART = Staff.may(Permission.CASELOAD, "part")
STANDINGS = {
    "alone": _l("Decides alone"),
    "shared": _l("Decides together with somebody else"),
    "some": _l("Decides some things"),
    "none": _l("Decides nothing, and helps raise the child"),
}
BASES = {
    "law": _l("By law"), "order": _l("A court's order"), "agreement": _l("An agreement"), "consent": _l("Consent of whoever decides"),
}  # fmt: skip


class StandingForm(FlaskForm):
    relation = SelectField(_l("Who is this for the child?"), choices=choices(RELATIONS))
    standing = RadioField(
        _l("What may this person decide for the child?"),
        [required(_l("Choose one."))],
        choices=choices(STANDINGS.items()),
    )
    basis = RadioField(_l("On what basis?"), [required(_l("Choose one."))], choices=choices(BASES.items()))
    document = BooleanField(_l("We hold the document that says so"))
    words = StringField(
        _l("Which document, or what was said, if that helps"),
        [at_most(legal.LONGEST)],
        [one_line],
        render_kw={"autocomplete": "off"},
    )
    verified_by = SelectField(_l("Who checked it?"))
    review_on = DateField(_l("Look at it again on"), [required(_l("Write a day.")), sensible_day])

    def told(self) -> legal.Told:
        return legal.Told(
            self.standing.data, self.basis.data, self.review_on.data or date.max, bool(self.document.data),
            self.words.data or "", UUID(self.verified_by.data) if self.verified_by.data else None,
        )  # fmt: skip

    def validate_review_on(self, field: DateField) -> None:
        today = now_here().date()
        if not today < (field.data or today) <= today + legal.REVIEWED_WITHIN:
            raise ValidationError(_("Write a day to come, within three years."))


def form_for(part: Involvement, before: legal.LegalStanding | None) -> StandingForm:
    """As it was told; for the first time, nothing is chosen but the relation and a look in a year. Sent, it holds what was
    sent."""
    known: dict[str, Any] = {
        "relation": part.relation,
        "review_on": legal.in_a_year(now_here().date()),
        "verified_by": "",
    }
    if before is not None:
        known |= vars(legal.as_told(before)) | {"verified_by": str(before.verified_by or "")}
    form = StandingForm(data=known if request.method == "GET" else {"verified_by": ""})
    relations = dict(OFFICES if part.professional else RELATIONS)
    form.relation.choices = choices(({part.relation: part.relation} | relations).items())
    checkers = {str(id): name for id, name in who_can(Permission.CASELOAD)}
    if before is not None and before.verified_by and str(before.verified_by) not in checkers:
        checkers |= {str(id): name for id, name in shown([before.verified_by]).items()}
    form.verified_by.choices = choices([("", _("Nobody yet")), *checkers.items()])
    return form


def state(part: Involvement, before: legal.LegalStanding | None) -> tuple[object, ...]:
    return "standing", part.relation, part.told_on is not None, before and before.id


def ask(part: Involvement, form: StandingForm | None = None, status: int = 200, problem: str = "") -> Response:
    child, caregiver, before = around(part)
    form = form or form_for(part, before)
    who, names = caregiver.name, {one.value: one.label for one in form.verified_by.choices}
    return page(
        "families/standing.html", who, status, form=form, part=part, child=child, who=who, before=before,
        checked=names.get(str(before.verified_by)) if before and before.verified_by else None, standings=STANDINGS, bases=BASES,
        was=meanwhile.shown(part.id, *state(part, before)), problem=problem, today=now_here().date(),
    )  # fmt: skip


@portal.get("/parts/<uuid:part>/standing", access=MY_PART)
def show(part: Involvement) -> Response:
    audit.record("opened", "standing", part.id, child=part.child_id)
    return ask(part)


@portal.post("/parts/<uuid:part>/standing", access=MY_PART.always())
def save(part: Involvement) -> Response:
    one_after_another()
    before = legal.current(part.id)
    form = form_for(part, before)
    if not form.validate():
        return ask(part, form, 422)
    told = form.told()
    same = before is not None and (part.relation, legal.as_told(before)) == (form.relation.data, told)
    if not same and not meanwhile.unchanged(part.id, *state(part, before)):
        return ask(part, form, 409, meanwhile_said(part.id, "told", "untold"))
    legal.tell(part, told, now_here().date(), form.relation.data)
    flash(_("Saved. What is meant for this person is open from the next page on."))
    return redirect(url_for("people_of.show", child=part.child_id), 303)


@portal.post("/parts/<uuid:part>/standing/delete", access=MY_PART.always())
def take_back(part: Involvement) -> Response:
    if legal.take_back(part, now_here().date()):
        flash(_("Taken back. This person sees only what you share with them one by one."))
    return redirect(url_for("standing.show", part=part.id), 303)
