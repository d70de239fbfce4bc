"""What the clinic is called, and the address it is reached at. An address it had leads to the new one for ever."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clinic.forms import NamesForm
from app.clinic.settings import RUNS_IT, caregivers, confirm, held, overtaken, save, sheet, was
from app.people.models import StaffMember
from app.web.door import Portal
from app.web.hosts import current_apex
from app.web.page import page
from tenants.db import db, stored
from tenants.models import Clinic, UsedSubdomain
from tenants.provision import RESERVED, TAKEN_NAMES

portal = Portal("names", __name__)
NAMES = ("name", "short_name", "subdomain")
PATH = "/clinic/settings/names"
MOST = 5
"""Addresses one clinic may ever have: each is lost to everybody else."""


class Taken(ValueError):
    """The address is ours, a well-known sender's, or belongs to another clinic."""


class TooMany(ValueError):
    """The clinic has had all the addresses it may have."""


def ask(clinic: Clinic, form: NamesForm, status: int = 200, **more: Any) -> Response:
    return sheet("names", form, status, was=was(clinic, *NAMES), apex=current_apex(), stored=clinic, **more)


@portal.get(PATH, access=RUNS_IT)
def show() -> Response:
    clinic = db.session.get_one(Clinic, g.clinic.id)
    return ask(clinic, NamesForm(data={name: getattr(clinic, name) for name in NAMES}))


@portal.post(PATH, access=RUNS_IT)
def store() -> Response:
    form, clinic = NamesForm(), held()
    if not form.validate():
        return ask(clinic, form, 422)
    values = {name: form[name].data for name in NAMES}
    if meanwhile := overtaken(
        clinic, values, list(zip(titles(), [clinic.name, clinic.short_name, host(clinic.subdomain)], strict=True))
    ):
        return ask(clinic, form, 409, overtaken=meanwhile)
    try:
        take(clinic, values["subdomain"])
    except Taken:
        form.subdomain.errors = [_("This address is taken. Choose another.")]
    except TooMany:
        form.subdomain.errors = [_("A clinic may have %(most)s addresses at most. Go back to one it had.", most=MOST)]
    if form.errors:
        db.session.rollback()
        return ask(db.session.get_one(Clinic, g.clinic.id), form, 422)
    if not request.form.get("confirmed") and (rows := moved(clinic, values)):
        db.session.rollback()
        return confirm(PATH, _("Before it is saved"), rows, effects(clinic, values))
    what = save(clinic, values)
    if "subdomain" not in what:
        flash(_("Saved. Every page shows it from now on."))
        return redirect("/clinic/settings", 303)
    return page("clinic/settings/moved.html", _("Settings"), address=url(values["subdomain"]))


def take(clinic: Clinic, subdomain: str) -> None:
    """Makes an address the clinic's own for ever, as far as the open transaction is kept. Raises Taken or TooMany."""
    had = set(db.session.scalars(db.select(UsedSubdomain.name).where(UsedSubdomain.clinic_id == clinic.id)))
    if subdomain in had:
        return
    if subdomain in RESERVED | TAKEN_NAMES:
        raise Taken
    if len(had) >= MOST:
        raise TooMany
    row = UsedSubdomain(name=subdomain, clinic_id=clinic.id)
    if not stored("pk_used_subdomain", lambda: db.session.add(row)):
        raise Taken


def titles() -> list[str]:
    return [_("Name of the clinic"), _("Short, neutral name"), _("Address")]


def host(subdomain: str) -> str:
    return f"{subdomain}.{current_apex()}"


def url(subdomain: str) -> str:
    return g.clinic.url("/").replace(f"://{g.clinic.subdomain}.", f"://{subdomain}.")


def moved(clinic: Clinic, values: dict[str, str]) -> list[tuple[str, str, str]]:
    """(setting, old, new) of what asks once more before it is saved."""
    words: dict[str, Callable[[str], str]] = {"short_name": str, "subdomain": host}
    return [
        (title, words[name](getattr(clinic, name)), words[name](values[name]))
        for name, title in zip(NAMES, titles(), strict=True)
        if name in words and getattr(clinic, name) != values[name]
    ]


def effects(clinic: Clinic, values: dict[str, str]) -> list[str]:
    """What families and colleagues notice."""
    said, readers = [], caregivers()
    if clinic.short_name != values["short_name"]:
        said.append(
            _(
                "%(readers)s read “%(name)s” as the sender of mails and on top of each page, from now on.",
                readers=readers,
                name=values["short_name"],
            )
        )
    if clinic.subdomain != values["subdomain"]:
        here = db.select(db.func.count(StaffMember.id)).where(StaffMember.ended_at.is_(None))
        count = db.session.scalar(here) or 0
        colleagues = ngettext("%(num)s member of staff", "%(num)s members of staff", count)
        said += [
            _(
                "Everybody signs in anew at the new address: %(readers)s, and %(colleagues)s.",
                readers=readers,
                colleagues=colleagues,
            ),
            _(
                "The old address leads there for ever: links in mails and bookmarks still work. No other clinic ever gets it."
            ),
            _(
                "Somebody who is writing at this moment is shown the new address, with what they typed. It may have to be sent again."
            ),
        ]
    return said
