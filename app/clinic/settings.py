"""What the clinic's owner sets: the list of its pages, and what saving on any of them has in common."""

from dataclasses import dataclass
from typing import Any

from flask import g, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import audit
from app.audit import AuditEvent
from app.engagement.clinic_wide import FEW
from app.involvement.models import Involvement
from app.people import colleagues
from app.people.models import now
from app.permissions import Permission
from app.web import meanwhile
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.reply import clock, days_in_words, hours_of, reply_time
from tenants import resolve
from tenants.db import db
from tenants.models import Clinic

portal = Portal("settings", __name__)
RUNS_IT = Staff.may(Permission.RUN_CLINIC)


@dataclass(frozen=True)
class Overtaken:
    """Somebody saved while this page was open: who, and what is stored now, as (what, in words)."""

    who: str
    stored: list[tuple[str, str]]


@portal.get("/clinic/settings", access=RUNS_IT)
def index() -> Response:
    clinic = db.session.get_one(Clinic, g.clinic.id)
    return page(
        "clinic/settings/index.html",
        _("Settings"),
        stored=clinic,
        hours=hours_of(clinic),
        within=reply_time(clinic.reply_days),
        goes=_("%(day)s, %(time)s", day=days_in_words(str(clinic.digest_day)), time=clock(clinic.digest_minute)),
    )


def held() -> Clinic:
    """The clinic's row, held until the end: of two who save at once, one comes after the other. Nobody else waits for it:
    whatever is told meanwhile only points at the row."""
    return db.session.get_one(Clinic, g.clinic.id, with_for_update={"key_share": True})


def of(clinic: Clinic, *names: str) -> tuple[object, ...]:
    return tuple(getattr(clinic, name) for name in names)


def was(clinic: Clinic, *names: str) -> str:
    """For a form's hidden field: what its page showed of these settings."""
    return meanwhile.shown(clinic.id, *of(clinic, *names))


def overtaken(clinic: Clinic, values: dict[str, Any], stored: list[tuple[str, str]]) -> Overtaken | None:
    """Who changed one of these settings since the form's page was shown. None as well where both said the same."""
    names = tuple(values)
    if of(clinic, *names) == tuple(values.values()) or meanwhile.unchanged(clinic.id, *of(clinic, *names)):
        return None
    return Overtaken(who_changed(*names), stored)


def who_changed(*names: str) -> str:
    """Whoever was the last to change one of these settings, by the name shown."""
    deeds = db.select(AuditEvent).where(AuditEvent.subject_id == g.clinic.id, AuditEvent.action == "changed-settings")
    recent = db.session.scalars(deeds.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(40))
    return colleagues.who_changed(next((deed for deed in recent if set(names) & set(deed.detail["what"])), None))


def save(clinic: Clinic, values: dict[str, Any], **beside: Any) -> list[str]:
    """Stores what differs, with its audit row, and returns the names of it. `beside`: stored as well, and no setting."""
    what = sorted(name for name, value in values.items() if getattr(clinic, name) != value)
    if what or beside:
        changed = {name: values[name] for name in what} | beside
        db.session.execute(db.update(Clinic).where(Clinic.id == clinic.id).values(**changed))
        resolve.forget()
    if what:
        audit.record("changed-settings", "clinic", clinic.id, what=what)
    return what


def confirmed(clinic: Clinic, which: str) -> dict[str, Any]:
    """That the owner has looked at the crisis lines ("lines") or the reply time ("reply"); with both, invitations may leave."""
    other = {"lines": clinic.reply_confirmed_at, "reply": clinic.lines_confirmed_at}[which]
    if getattr(clinic, f"{which}_confirmed_at") is None:
        audit.record("confirmed-texts", "clinic", clinic.id, what=which)
    both = clinic.texts_confirmed_at or (now() if other else None)
    return {f"{which}_confirmed_at": now(), "texts_confirmed_at": both}


def typed_along() -> list[tuple[str, str]]:
    """All that came with a form that asks once more, for the hidden fields of its second page."""
    return [pair for pair in request.form.items(multi=True) if pair[0] not in ("csrf_token", "confirmed")]


def confirm(back: str, title: str, rows: list[tuple[str, str, str]], effects: list[str], **more: Any) -> Response:
    """The page before what cannot be changed unnoticed: each setting old and new, side by side, and what comes of it."""
    return page(
        "clinic/settings/confirm.html", _("Settings"), back=back, heading=title, rows=rows, effects=effects,
        along=typed_along(), **{"lines": None, "kept": None} | more,
    )  # fmt: skip


def caregivers() -> str:
    """ "12 caregivers", or without a number where they are few: an owner sees no count under five."""
    mine = db.select(db.func.count(Involvement.caregiver_id.distinct())).where(
        Involvement.invited_at.is_not(None), Involvement.ended_at.is_(None)
    )
    count = db.session.scalar(mine) or 0
    return ngettext("%(num)s caregiver", "%(num)s caregivers", count) if count >= FEW else _("All your caregivers")


def sheet(template: str, form: FlaskForm, status: int = 200, **more: Any) -> Response:
    """One page of settings. `overtaken`: who changed it meanwhile."""
    return page(
        f"clinic/settings/{template}.html", _("Settings"), status, form=form, readers=caregivers(),
        **{"overtaken": None} | more,
    )  # fmt: skip
