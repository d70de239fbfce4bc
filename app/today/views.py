"""Today: what waits, oldest first, each answered in one gesture."""

from datetime import datetime
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.families.children import on_team
from app.families.queries import timeline
from app.people.forms import stripped
from app.permissions import Permission
from app.today import queries
from app.updates.answering import KINDS, answer, answered_by
from app.updates.models import LONGEST, Outcome, Reply, Update
from app.updates.telling import TOPIC_WORDS
from app.web.cursor import decoded, encoded
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.once import new_row, sent_row
from app.web.page import htmx, page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("today", __name__)
LINE = 400


@loads(Audience.STAFF, "update")
def update_of_my_child(person: Person, update: UUID) -> Update | None:
    """An update about a child whose care team the person is on today; any other isn't here."""
    return db.session.scalar(db.select(Update).where(Update.id == update, on_team(person, Update.child_id)))


@portal.get("/today", access=Staff.may(Permission.CASELOAD))
def show() -> Response:
    person = me()
    now = now_here()
    place = decoded(request.args.get("after"), person, "today")
    after = (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None
    items = queries.waiting(g.clinic.id, person.id, now.date(), after)
    shown = items[: queries.PAGE]
    later = encoded([shown[-1].at.isoformat(), str(shown[-1].id)], person, "today") if len(items) > len(shown) else None
    if shown:
        audit.record("read", "waiting", person.id, updates=[str(item.id) for item in shown])
    rows = {item.id: new_row(f"answer/{item.id}") for item in shown}
    return page(
        "today/show.html",
        _("Today"),
        items=shown,
        rows=rows,
        later=later,
        first=after is None,
        now=now,
        topics=TOPIC_WORDS,
    )


@portal.get("/answers/<uuid:update>", access=Staff.may(Permission.CASELOAD, "update"))
def ask(update: Update) -> Response:
    """The form by itself: where an answer that could not be sent goes on."""
    return form(update)


@portal.post("/answers/<uuid:update>", access=Staff.may(Permission.CASELOAD, "update"))
def send(update: Update) -> Response:
    kind = request.form.get("kind", "")
    words = stripped(request.form.get("words", "").replace("\r\n", "\n")) or ""
    row = sent_row(f"answer/{update.id}")
    if problem := wrong(kind, words):
        return form(update, problem, words)
    if row is None:
        return form(update, _("This page was open for too long. Press the button once more."), words)
    others = answered_by(update.id)
    if len(others) > request.form.get("known", 0, type=int) and not is_mine(row):
        return form(update, _("%(who)s answered this meanwhile. Send yours as well?", who=others[-1]), words, 409)
    answer(row, update, kind, words if kind in ("reply", "changed") else "")
    if htmx.wants_fragment and htmx.target_id.startswith("wait-"):
        return page("today/answered.html", _("Today"), block="item", update=update, text=done(kind))
    flash(done(kind))
    return redirect(url_for("today.show"), 303)


def is_mine(row: UUID) -> bool:
    """Whether this very form was sent before: pressed twice, it answers as the first time."""
    return any(db.session.get(table, (g.clinic.id, row)) is not None for table in (Reply, Outcome))


def wrong(kind: str, words: str) -> str:
    """What is missing, or nothing."""
    if kind not in KINDS:
        return _("Choose what becomes of it.")
    if kind == "reply" and not words:
        return _("Write your reply first.")
    if kind == "changed" and not words:
        return _("Write one line of what changed in the plan.")
    if kind in ("seen", "kept") and words:
        return _("You typed something. Send it as a reply, or empty the box first.")
    longest = LINE if kind == "changed" else LONGEST
    return _("This is too long: at most %(longest)s characters fit.", longest=longest) if len(words) > longest else ""


def done(kind: str) -> str:
    return {
        "reply": _("Your reply is there to read."),
        "seen": _("Marked as seen."),
        "kept": _("Kept for the session."),
        "changed": _("They read that the plan changed."),
    }[kind]


def form(update: Update, problem: str = "", words: str = "", status: int = 422) -> Response:
    known = len(answered_by(update.id))
    return page(
        "today/answer.html",
        _("Answer"),
        status if problem else 200,
        item=timeline(update.child_id, only=update.id)[0],
        problem=problem,
        words=words,
        row=new_row(f"answer/{update.id}"),
        known=known,
        topics=TOPIC_WORDS,
    )
