"""The check-in: one question a page, a tap is the answer, anything can be skipped."""

from datetime import datetime, time
from uuid import UUID

from flask import abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.people.forms import stripped
from app.portal import frame
from app.portal.frame import Part
from app.updates import drafts, questions
from app.updates.models import LONGEST, Answer
from app.updates.questions import Asked
from app.updates.tell import Answered, tell
from app.web.dates import now_here
from app.web.door import Caregiver, Portal
from app.web.once import new_row, sent_row
from app.web.page import page
from app.web.person import me
from tenants.db import db

portal = Portal("checkin", __name__)


def midnight() -> datetime:
    """When the clinic's day began."""
    today = now_here().date()
    return datetime.combine(today, time(), g.clinic.zone)


@portal.get("/check-in", access=Caregiver.any())
def begin() -> Response:
    parts = frame.of(me()).parts
    if len(parts) == 1:
        return redirect(url_for("checkin.ask", child=parts[0].child, n=1), 303)
    return page("updates/choose.html", _("Check-in"), parts=parts, endpoint="checkin.ask", more={"n": 1})


@portal.get("/check-in/<uuid:child>/<int:n>", access=Caregiver.of("child"))
def ask(child: Part, n: int) -> Response:
    return step(child, n, questions.asked(child.child, child.name), drafts.read(child.id, "checkin", midnight()))


def step(
    part: Part, n: int, asked: list[Asked], kept: dict[str, str], problem: str = "", status: int = 200
) -> Response:
    if not 1 <= n <= len(asked):
        abort(404)
    row = new_row(f"check-in/{part.child}") if n == len(asked) else None
    return page(
        "updates/checkin.html", _("Check-in"), status, part=part, n=n, asked=asked[n - 1], last=n == len(asked), count=len(asked),
        kept=kept.get(str(asked[n - 1].id), ""), row=row, problem=problem,
    )  # fmt: skip


@portal.post("/check-in/<uuid:child>/<int:n>", access=Caregiver.of("child"))
def answer(child: Part, n: int) -> Response:
    """Keeps the answer and goes on; the last one sends them all."""
    asked = questions.asked(child.child, child.name)
    kept = drafts.read(child.id, "checkin", midnight())
    if not 1 <= n <= len(asked):
        abort(404)
    this, said = (
        asked[n - 1],
        "" if request.form.get("skip") else stripped(request.form.get("answer", "").replace("\r\n", "\n")) or "",
    )
    kept = {id: words for id, words in kept.items() if id != str(this.id)} | ({str(this.id): said} if said else {})
    if len(said) > LONGEST or (said and this.options and said not in dict(this.options)):
        over = _("This is too long: at most %(longest)s characters fit.", longest=LONGEST)
        return step(child, n, asked, kept, over if not this.options else _("Choose one, or press Skip."), 422)
    if n < len(asked):
        drafts.keep(me().id, child.id, child.child, "checkin", kept)
        return redirect(url_for("checkin.ask", child=child.child, n=n + 1), 303)
    return send(child, asked, kept)


def send(part: Part, asked: list[Asked], kept: dict[str, str]) -> Response:
    row = sent_row(f"check-in/{part.child}")
    if row is None:
        return step(part, len(asked), asked, kept, _("This page was open for too long. Press Send once more."), 422)
    kept = sent_before(row) | kept
    answers = [answered(one, kept[str(one.id)]) for one in asked if str(one.id) in kept]
    drafts.drop(part.id, "checkin")
    if not answers:
        flash(_("Nothing was sent. That is fine too."))
        return redirect(url_for("home.show", child=part.child), 303)
    day = now_here().date()
    update = tell(row, part.id, part.child, "checkin", day, answers=answers)
    return redirect(url_for("telling.show", update=update, thanks=1), 303)


def sent_before(row: UUID) -> dict[str, str]:
    """What this very form has sent: pressed again, its draft is gone, and only the last answer comes along."""
    stored = db.select(Answer.question_id, Answer.value, Answer.words).where(Answer.update_id == row)
    return {
        str(question): words if value is None else str(value) for question, value, words in db.session.execute(stored)
    }


def answered(one: Asked, said: str) -> Answered:
    words = dict(one.options).get(said, said)
    return Answered(one.id, one.text, int(said) if one.options else None, words)
