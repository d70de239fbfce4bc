"""A worry about someone's safety as the care team sees it, and whoever it was passed on to: read, take on, answer, close."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.involvement.care_team import is_on_team
from app.involvement.closed import children_closed_to
from app.notices import Says, Told, says
from app.people.forms import stripped
from app.permissions import Permission
from app.safety import acting, queries
from app.safety.models import Step, Worry
from app.updates.models import LONGEST
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.once import row_again, sent_row
from app.web.page import page
from app.web.person import Person
from tenants.db import db
from tenants.scope import Audience

portal = Portal("worries", __name__)
READS = Staff.may(Permission.READ_RECORDS, "worry")
SAID = ("taken", "answered", "called", "closed")


@loads(Audience.STAFF, "worry")
def worry_to_read(person: Person, worry: UUID) -> Worry | None:
    """Of a child whose care team one is on, or passed on to oneself; not of a child closed to one by name (must 27)."""
    passed_on = db.select(Step.worry_id).where(Step.staff_id == person.id, Step.kind == "escalated")
    mine = db.or_(is_on_team(person.id, Worry.child_id, now_here().date()), Worry.id.in_(passed_on))
    open_to_me = Worry.child_id.not_in(children_closed_to(person.id))
    return db.session.scalar(db.select(Worry).where(Worry.id == worry, mine, open_to_me))


@says("safety-escalated")
def passed_on(told: Told) -> Says:
    return Says(
        _("A worry about safety waits, and nobody has taken it on."), url_for("worries.show", worry=told.about_id)
    )


def ask(worry: Worry, problem: str = "", words: str = "", status: int = 200) -> Response:
    about = queries.about(worry)
    acting.read(worry, about.reader, {step.staff for step in about.steps if step.kind == "read"})
    return page(
        "safety/worry.html", _("Today"), status, worry=worry, about=about, problem=problem, words=words,
        taken=queries.is_taken(about.steps), closed=queries.is_closed(about.steps), row=row_again(f"worry/{worry.id}"),
        known=len(said(about.steps)),
    )  # fmt: skip


def said(done: Sequence[Any]) -> list[Any]:
    """What somebody decided, in order."""
    return [step for step in done if step.kind in SAID]


@portal.get("/worries/<uuid:worry>", access=READS)
def show(worry: Worry) -> Response:
    return ask(worry)


@portal.post("/worries/<uuid:worry>", access=READS.always())
def act(worry: Worry) -> Response:
    kind = request.form.get("kind", "")
    words = stripped(request.form.get("words", "").replace("\r\n", "\n")) or ""
    row = sent_row(f"worry/{worry.id}")
    if problem := wrong(kind, words, row is None):
        return ask(worry, problem, words, 422)
    assert row is not None
    newer = said(acting.steps(worry.id))[request.form.get("known", 0, type=int) :]
    if newer and row not in {step.id for step in newer}:
        return ask(
            worry,
            _("%(who)s acted meanwhile. Read it below; press again if yours is still needed.", who=newer[-1].by),
            words,
            409,
        )
    acting.act(worry, kind, words, row)
    flash(
        {
            "taken": _("You took it on. The clock has stopped, and the caregiver reads that you are on it."),
            "answered": _("Your answer is there to read."),
            "called": _("Written down."),
            "closed": _("Closed. It stands on nobody's Today any more."),
        }[kind]
    )
    return redirect(url_for("worries.show", worry=worry.id), 303)


def wrong(kind: str, words: str, stale: bool) -> str:
    """What is missing, or nothing."""
    if kind not in SAID:
        return _("Choose what becomes of it.")
    if kind in ("answered", "called", "closed") and not words:
        return _("Write a line first: what you answer, what was said on the phone, or how it ended.")
    if len(words) > LONGEST:
        return _("This is too long: at most %(longest)s characters fit.", longest=LONGEST)
    return _("This page was open for too long. Press the button once more.") if stale else ""
