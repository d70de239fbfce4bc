"""“I'm worried about someone's safety”: one tap from every page, the crisis lines first (must 10)."""

from uuid import UUID

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, TelField, TextAreaField

from app.people.forms import at_most, choices, one_line, phone, required, stripped, unix_lines
from app.portal import frame
from app.portal.frame import Part
from app.safety import queries
from app.safety.acting import tell
from app.safety.models import Worry
from app.safety.sweeping import safety
from app.updates.models import LONGEST
from app.updates.queries import open_here
from app.web.dates import now_here
from app.web.door import Caregiver, Portal, loads
from app.web.once import filled_in, row_again
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("safety", __name__)
WAYS = (
    ("here", _l("Here only. I will look at this page.")),
    ("mail", _l("Send me a mail. It says only that there is something to read.")),
    ("call", _l("Call me.")),
)


class WorryForm(FlaskForm):
    child = RadioField(_l("About which child?"), [required(_l("Choose a child."))])
    body = TextAreaField(
        _l("What worries you?"), [required(_l("Write a line first.")), at_most(LONGEST)], [unix_lines, stripped]
    )
    way = RadioField(_l("How may we answer you?"), choices=choices(WAYS), default="here")
    phone = TelField(_l("Number to call"), [at_most(30), phone], [one_line], render_kw={"autocomplete": "off"})

    def validate_phone(self, field: TelField) -> None:
        """Only where she wants to be called: what is written down is kept."""
        if self.way.data != "call":
            field.data = ""
        elif not field.data and not field.errors:
            field.errors = [*field.errors, _("Write the number.")]

    def validate(self, extra_validators: object = None) -> bool:
        return super().validate(extra_validators) and not self.phone.errors


@loads(Audience.FAMILY, "worry")
def her_worry(person: Person, worry: UUID) -> Worry | None:
    """One of her own: of nobody else's does the scope hold a row."""
    return db.session.scalar(db.select(Worry).where(Worry.id == worry, open_here(Worry)))


def open_parts() -> list[Part]:
    """Where somebody reads."""
    return [part for part in frame.of(me()).parts if not part.ended]


def form_for(parts: list[Part]) -> WorryForm:
    form = WorryForm()
    form.child.choices = choices((part.child, part.name) for part in parts)
    if len(parts) == 1:
        form.child.data = str(parts[0].child)
    return form


def ask(form: WorryForm, parts: list[Part], status: int = 200) -> Response:
    readers = sorted({name for part in parts for name in part.readers})
    return page(
        "safety/ask.html", _("Notes"), status, form=form, parts=parts, readers=readers, told=queries.hers(), row=row_again("worry"),
    )  # fmt: skip


@portal.get("/safety", access=Caregiver.any().also_by_notice().to_be_read())
def show() -> Response:
    parts = open_parts()
    return ask(form_for(parts), parts)


@portal.post("/safety", access=Caregiver.any().also_by_notice().to_be_read())
def send() -> Response:
    parts = open_parts()
    form = form_for(parts)
    row = filled_in(form, "worry")
    part = next((part for part in parts if str(part.child) == form.child.data), None)
    if row is None or part is None:
        return ask(form, parts, 422)
    number = form.phone.data or None
    worry = tell(row, part.id, part.child, form.body.data or "", form.way.data, number, now_here().date())
    safety.later()
    return redirect(url_for("safety.told", worry=worry), 303)


@portal.get("/safety/<uuid:worry>", access=Caregiver.of("worry").also_by_notice())
def told(worry: Worry) -> Response:
    """What became of it: who took it on, and what they say."""
    part = next((part for part in frame.of(me()).parts if part.id == worry.author_id), None)
    return page("safety/told.html", _("Notes"), worry=worry, steps=queries.came_of(worry), part=part)
