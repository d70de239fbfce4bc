"""Today: what waits, oldest first, each answered in one gesture."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import abort, flash, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.digests.making import coming
from app.engagement.alert_views import WHY_WORDS
from app.engagement.said import next_step, sentences
from app.families.children import on_team
from app.families.queries import timeline
from app.involvement.models import Child
from app.people.forms import stripped
from app.permissions import Permission
from app.today import queries
from app.today.choosing import Choice, Offer
from app.updates.answering import KINDS, answer, answered_by
from app.updates.models import LONGEST, Outcome, Reply, Update
from app.updates.promise import overdue_since, promised_by
from app.updates.telling import TOPIC_WORDS
from app.updates.withdrawing import is_withdrawn
from app.web.back import back, back_from
from app.web.cursor import decoded, encoded
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.once import new_row, sent_row
from app.web.page import asked_address, htmx, page
from app.web.person import Person, me
from tenants import scope as scopes
from tenants.db import db
from tenants.scope import Audience

portal = Portal("today", __name__)
LINE = 400
FIRST_WEEKS = timedelta(weeks=3)
SOON = timedelta(hours=36)
"""From then on Today reminds of weekly lines: the day before, and on the day."""
"""A family is marked as new for as long, from the day it was added."""


@loads(Audience.STAFF, "update")
def update_of_my_child(person: Person, update: UUID) -> Update | None:
    """An update about a child whose care team the person is on today; any other isn't here."""
    return db.session.scalar(db.select(Update).where(Update.id == update, on_team(person, Update.child_id)))


@portal.get("/today", access=Staff.may(Permission.CASELOAD))
def show() -> Response:
    person, now, choice = me(), now_here(), Choice.of(request.args)
    _week, goes = coming(g.clinic, now)
    place = decoded(request.args.get("after"), person, "today")
    after = (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None
    found = queries.waiting(choice, person.id, now.date(), overdue(), scopes.current().now - FIRST_WEEKS, after)
    if choice.child and found.child is None:
        abort(404)
    shown = found.items[: queries.PAGE]
    more = len(found.items) > len(shown)
    later = encoded([shown[-1].at.isoformat(), str(shown[-1].id)], person, "today") if more else None
    record(shown)
    return page(
        "today/show.html", _("Today"), items=shown, rows={item.id: new_row(f"answer/{item.id}") for item in shown}, later=later,
        first=after is None, now=now, topics=TOPIC_WORDS, offer=Offer(choice, found.heaps), child=found.child,
        back=asked_address(), due=promised, standings=found.standings, worries=found.worries, actions=found.actions, asks=found.asks,
        alerts=found.alerts if after is None else (), why_words=WHY_WORDS, sentences=sentences, next_step=next_step,
        most=queries.STANDINGS_SHOWN, lines=found.lines, lines_go=goes, soon=goes - now < SOON,
    )  # fmt: skip


def record(shown: Sequence[queries.Item]) -> None:
    """Who has read what about which child: one row a child."""
    for child in {item.child_id: None for item in shown}:
        audit.record("read", "waiting", child, updates=[str(item.id) for item in shown if item.child_id == child])


def overdue() -> date:
    """What was told on this day or before waits longer than families were promised."""
    return overdue_since(now_here().date(), g.clinic.reply_days, g.clinic.answers_on)


def promised(item: queries.Item) -> date:
    return promised_by(item.day, g.clinic.reply_days, g.clinic.answers_on)


@portal.get("/answers/<uuid:update>", access=Staff.may(Permission.CASELOAD, "update"))
def ask(update: Update) -> Response:
    """The form by itself: where an answer that could not be sent goes on."""
    audit.record("read", "waiting", update.child_id, updates=[str(update.id)])
    return form(update)


@portal.post("/answers/<uuid:update>", access=Staff.may(Permission.CASELOAD, "update").answers())
def send(update: Update) -> Response:
    kind = request.form.get("kind", "")
    words = stripped(request.form.get("words", "").replace("\r\n", "\n")) or ""
    row = sent_row(f"answer/{update.id}")
    if problem := wrong(kind, words):
        return form(update, problem, words)
    if row is None:
        return form(update, _("This page was open for too long. Press the button once more."), words)
    if is_withdrawn(update):
        return form(update, _("It was withdrawn meanwhile: there is nothing to answer."), words, 409)
    others = answered_by(update.id)
    if len(others) > request.form.get("known", 0, type=int) and not is_mine(row):
        return form(update, _("%(who)s answered this meanwhile. Send yours as well?", who=others[-1]), words, 409)
    answer(row, update, kind, words if kind in ("reply", "changed") else "")
    if htmx.wants_fragment and htmx.target_id.startswith("wait-"):
        return in_place(update, done(kind))
    flash(done(kind))
    return back("/today")


def in_place(update: Update, text: str) -> Response:
    """Where it stood; the others stay, and what is left is counted anew beside the choices."""
    now = now_here()
    choice = Choice.in_address(back_from("back", "/today"))
    offer = Offer(choice, queries.heaps(me().id, now.date(), overdue()))
    return page(
        "today/answered.html",
        _("Today"),
        block="item",
        update=update,
        text=text,
        now=now,
        offer=offer,
        child=name_of(choice),
    )


def name_of(choice: Choice) -> str | None:
    """Of the family that was chosen; nothing for one that is not this person's."""
    mine = db.select(Child.name).where(Child.id == choice.child, on_team(me(), Child.id))
    return db.session.scalar(mine) if choice.child else None


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
        back=back_from("back", "/today"),
    )
