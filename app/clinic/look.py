"""The clinic's colour and logo, on every page of its host."""

from typing import Any

from flask import Response as File
from flask import abort, flash, g, redirect, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.clinic import logo
from app.clinic.forms import ColourForm, LogoForm
from app.clinic.logo import NotALogo
from app.clinic.settings import RUNS_IT, held, overtaken, save, sheet, was
from app.web.door import Anyone, Portal
from app.web.headers import takes_a_file
from app.web.look import at, nearest, passes, worst
from tenants.db import db
from tenants.models import Clinic

portal = Portal("look", __name__)
PATH = "/clinic/settings/look"
OURS = "#004668"
"""Our petrol, as a colour picker shows it: the light theme's --hero of app.css."""


def ask(
    clinic: Clinic, colour: ColourForm | None = None, picture: LogoForm | None = None, status: int = 200, **more: Any
) -> Response:
    """`offered`: the nearest colour that can be read, when the one that was sent cannot."""
    form = colour or ColourForm(formdata=None, data={"picked": clinic.brand or OURS})
    return sheet(
        "look", form, status, picture=picture or LogoForm(formdata=None), stored=clinic, was_colour=was(clinic, "brand"),
        was_logo=was(clinic, "logo"), ours=OURS, **{"offered": None, "tried": None} | more,
    )  # fmt: skip


@portal.get(PATH, access=RUNS_IT)
def show() -> Response:
    return ask(db.session.get_one(Clinic, g.clinic.id))


@portal.post(f"{PATH}/colour", access=RUNS_IT)
def paint() -> Response:
    """A colour that text can be read on and in; of any other, the nearest that is, offered and never taken silently."""
    form, clinic = ColourForm(), held()
    brand = None
    if not request.form.get("ours"):
        if not form.validate():
            return ask(clinic, form, status=422)
        brand = form.chosen
        if not passes(brand):
            wrong = form.written if form.written.data else form.picked
            wrong.errors = [
                _(
                    "Text in this colour would have a contrast of %(have)s to 1. It takes 7 to 1.",
                    have=f"{worst(brand):.1f}",
                )
            ]
            return ask(clinic, form, status=422, offered=nearest(brand), tried=brand)
    values = {"brand": brand}
    if meanwhile := overtaken(clinic, values, [(_("Colour"), clinic.brand or _("Withkin's petrol"))]):
        return ask(clinic, form, status=409, overtaken=meanwhile)
    save(clinic, values)
    flash(_("Saved. Every page shows this colour from now on."))
    return redirect(PATH, 303)


@portal.post(f"{PATH}/logo", access=RUNS_IT)
@takes_a_file
def put_logo() -> Response:
    form, clinic = LogoForm(), held()
    file = form.image.data
    try:
        drawing = logo.drawn(file.stream.read(logo.LARGEST + 1)) if isinstance(file, FileStorage) else None
    except NotALogo as why:
        form.image.errors = [refused(str(why))]
        return ask(clinic, picture=form, status=422)
    if drawing is None:
        form.image.errors = [_("Choose a picture first.")]
        return ask(clinic, picture=form, status=422)
    return stored(clinic, drawing, _("Saved. Every page shows your logo from now on."))


@portal.post(f"{PATH}/logo/delete", access=RUNS_IT)
def take_logo_away() -> Response:
    return stored(held(), None, _("Taken away. Every page shows your short name again."))


def stored(clinic: Clinic, drawing: logo.Drawn | None, words: str) -> Response:
    values = {"logo": drawing.name if drawing else None}
    if meanwhile := overtaken(clinic, values, [(_("Logo"), _("a picture") if clinic.logo else _("none"))]):
        return ask(clinic, status=409, overtaken=meanwhile)
    if clinic.logo != values["logo"]:
        save(clinic, {"logo": logo.keep(drawing)})
    flash(words)
    return redirect(PATH, 303)


def refused(why: str) -> str:
    return {
        "large": _("This file is larger than 512 kB. Save a smaller one and choose it again."),
        "kind": _("This is no PNG, JPEG or WebP picture. Save it as one of these and choose it again."),
        "broken": _("This picture cannot be read to its end. Save it anew and choose it again."),
        "huge": _("This picture has more than 16 million points. Make it smaller and choose it again."),
    }[why]


@portal.get("/look/<name>", access=Anyone())
def style(name: str) -> File:
    """A colour as a style sheet: our rules let no style stand in a page."""
    look = at(f"/look/{name}")
    if look is None:
        abort(404)
    answer = File(look.css, mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
