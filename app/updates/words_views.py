"""A page of "You": everything she wrote, about every child of hers, as one file to take along (must 22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, g, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import text
from werkzeug.wrappers import Response

from app.portal import frame
from app.portal import words as own_words
from app.portal.words import LASTS, Words, fetched, take_back
from app.updates.telling import TOPIC_WORDS
from app.web.dates import now_here
from app.web.door import Caregiver, Portal, loads
from app.web.once import new_row, sent_row
from app.web.page import page
from app.web.person import Person, me
from tenants import scope as scopes
from tenants.db import db
from tenants.scope import Audience

portal = Portal("words", __name__)
ALL = text("""
select u.child_id, u.kind, u.topic, case when w.id is null then u.body else '' end, u.at, u.corrects is not null, w.at,
  (select coalesce(jsonb_agg(jsonb_build_array(a.asked, a.words) order by q.position, q.id), '[]')
     from answer a join checkin_question q on q.clinic_id = a.clinic_id and q.id = a.question_id
    where a.clinic_id = :clinic and a.update_id = u.id and w.id is null)
from "update" u left join withdrawal w on w.clinic_id = u.clinic_id and w.id = u.id
where u.clinic_id = :clinic and u.circle = any(cast(:circles as uuid[])) and u.at >= :since
order by u.child_id, u.at, u.id
""")


@dataclass(frozen=True)
class Said:
    """One thing she told, as the file prints it."""

    child: UUID
    kind: str
    topic: str | None
    body: str
    at: datetime
    corrects: bool
    withdrawn: datetime | None
    answers: Sequence[Sequence[str]]


def all_said() -> list[Said]:
    """Everything she told, also in parts that have ended; of what she withdrew, only that and when."""
    scope = scopes.current()
    assert scope.family is not None
    values = {"clinic": scope.clinic, "circles": list(scope.family.circles), "since": scope.family.since}
    return [Said(*row) for row in db.session.execute(ALL, values)]


@loads(Audience.FAMILY, "words")
def her_words(person: Person, id: UUID) -> Words | None:
    """What she asked for last. An older one is gone."""
    asked = frame.of(person).words
    return asked if asked and asked.id == id else None


def shown(status: int = 200, problem: str = "") -> Response:
    asked, here, row = frame.of(me()).words, now_here(), new_row("words")
    state = asked.state(here) if asked else ""
    return page(
        "updates/words.html", _("You"), status, asked=asked, state=state, row=row, problem=problem, sensitive=me().sensitive,
        here=bool(asked and asked.device == me().device), ready=asked.ready_at(here) if asked else None,
        until=asked.ready_at(here) + LASTS if asked else None,
    )  # fmt: skip


@portal.get("/you/words", access=Caregiver.any().on_own_device())
def show() -> Response:
    return shown()


@portal.post("/you/words", access=Caregiver.any().on_own_device())
def ask() -> Response:
    """Where a part of hers is sensitive, the clinic hands it over: nothing is made here."""
    row, asked = sent_row("words"), frame.of(me()).words
    if row is None:
        return shown(422, _("This page was open for too long. Press the button once more."))
    if not me().sensitive and (asked is None or asked.state(now_here()) in ("fetched", "over")):
        own_words.ask(row, me().id, me().device)
    return redirect(url_for("words.show"), 303)


@portal.post("/you/words/<uuid:words>/file", access=Caregiver.of("words").on_own_device())
def fetch(words: Words) -> Response:
    """Once, on the device she asked on, within a day."""
    may = words.state(now_here()) == "ready" and words.device == me().device and not me().sensitive
    if not may or not fetched(words, me().id):
        return redirect(url_for("words.show"), 303)
    whole = frame.of(me())
    told = all_said()
    by_child = [(name, [one for one in told if one.child == child]) for child, name in whole.children.items()]
    body = render_template(
        "updates/words.txt", name=whole.name, children=by_child, topics=TOPIC_WORDS, now=now_here(),
        clinic_name=g.clinic.name,
    )  # fmt: skip
    answer = make_response(body)
    answer.mimetype = "text/plain"
    answer.headers["Content-Disposition"] = f'attachment; filename="notes-{now_here().date()}.txt"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@portal.post("/you/words/<uuid:words>/delete", access=Caregiver.of("words"))
def undo(words: Words) -> Response:
    take_back(words, me().id)
    flash(_("You do not ask for it any more."))
    return redirect(url_for("words.show"), 303)
