"""Breaking the glass: the pages (must 27). Name and birth year first; until a reason is given, hit and miss look alike."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from app.involvement import care_team
from app.involvement.models import Child
from app.notices import Says, Told, says
from app.people.colleagues import shown
from app.people.forms import at_most, one_line, required, stripped, unix_lines
from app.permissions import Permission
from app.sight import glass as breaking
from app.sight.models import Glass
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.headers import limiter
from app.web.page import page
from app.web.person import Person
from tenants.db import db
from tenants.scope import Audience

portal = Portal("glass", __name__)
BREAKS = Staff.may(Permission.BREAK_GLASS)


class WhoForm(FlaskForm):
    name = StringField(
        _l("The child's name, as written in the record"),
        [required(_l("Write the child's name.")), at_most(120)],
        [one_line],
        render_kw={"autocomplete": "off"},
    )
    birth_year = IntegerField(
        _l("Year of birth"),
        [InputRequired(_l("Write the year of birth.")), NumberRange(1900, 2200, _l("Write a year such as 2019."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class WhyForm(WhoForm):
    reason = TextAreaField(
        _l("Why do you need this record now?"),
        [required(_l("Write why. The care team and a supervisor read it.")), at_most(400)],
        [unix_lines, stripped],
    )


@loads(Audience.STAFF, "glass")
def my_glass(person: Person, id: UUID) -> Glass | None:
    return db.session.scalar(db.select(Glass).where(Glass.id == id, Glass.staff_id == person.id))


@portal.get("/break-glass", access=BREAKS)
def show() -> Response:
    return page("engagement/glass.html", _("Open a record"), form=WhoForm())


@portal.post("/break-glass", access=BREAKS.always())
@limiter.limit("30 per hour")
def ask_why() -> Response:
    """Looks nothing up."""
    form = WhoForm()
    if not form.validate():
        return page("engagement/glass.html", _("Open a record"), 422, form=form)
    why = WhyForm(formdata=None, data=form.data)
    return page("engagement/glass_why.html", _("Open a record"), form=why)


@portal.post("/break-glass/open", access=BREAKS.always())
@limiter.limit("30 per hour")
def open_record() -> Response:
    """What is looked up is recorded and told before anything of it is shown. `child`: the one that was chosen of several;
    should it not be there any more, no other one opens."""
    form = WhyForm()
    if not form.validate():
        template = (
            "engagement/glass.html" if form.name.errors or form.birth_year.errors else "engagement/glass_why.html"
        )
        return page(template, _("Open a record"), 422, form=form)
    today = now_here().date()
    found = breaking.matches(form.name.data or "", form.birth_year.data or 0, today)
    wanted = request.form.get("child")
    chosen = [child.id for child in found if wanted in (None, str(child.id))]
    child, among = (chosen[0], []) if len(chosen) == 1 else (None, chosen)
    breaking.break_glass(form.name.data or "", form.birth_year.data or 0, form.reason.data or "", child, today, among)
    if among:
        return page("engagement/glass_which.html", _("Open a record"), form=form, found=described(found))
    if child is None:
        return page("engagement/glass_miss.html", _("Open a record"), form=form)
    return redirect(url_for("families.show", child=child), 303)


def described(children: list[Child]) -> list[tuple[Child, str]]:
    """Two of one name and year are told apart by who sees them."""
    today = now_here().date()
    teams = {child.id: [one.staff_id for one in care_team.members(child.id, today)] for child in children}
    names = shown(id for team in teams.values() for id in team)
    return [(child, ", ".join(names[id] for id in teams[child.id])) for child in children]


@portal.post("/break-glass/<uuid:glass>/finish", access=Staff.may(Permission.BREAK_GLASS, "glass").always())
def finish(glass: Glass) -> Response:
    breaking.close(glass)
    flash(_("The record is closed again."))
    return redirect("/", 303)


@says("glass-several")
def several(told: Told) -> Says:
    return Says(
        _("%(by)s looked for a record outside the care teams. Several have that name.", by=told.by or _("Somebody"))
    )
