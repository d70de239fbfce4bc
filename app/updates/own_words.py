"""Everything one person told, as a file to take along prints it (must 22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g, make_response, render_template
from sqlalchemy import text
from werkzeug.wrappers import Response

from app.updates.telling import TOPIC_WORDS
from app.web.dates import now_here
from tenants import scope as scopes
from tenants.db import db

SAID = """
select u.child_id, u.kind, u.topic, case when w.id is null then u.body else '' end, u.at, u.corrects is not null, w.at as withdrawn,
  (select coalesce(jsonb_agg(jsonb_build_array(a.asked, a.words) order by q.position, q.id), '[]')
     from answer a join checkin_question q on q.clinic_id = a.clinic_id and q.id = a.question_id
    where a.clinic_id = :clinic and a.update_id = u.id and w.id is null)
from "update" u left join withdrawal w on w.clinic_id = u.clinic_id and w.id = u.id
where u.clinic_id = :clinic and {update}
union all
select s.child_id, 'worry', null, s.body, s.at, false, null, '[]' from safety_worry s where s.clinic_id = :clinic and {worry}
order by child_id, at
"""
IN_CIRCLE, BY_PART = "{0}.circle = any(cast(:circles as uuid[])) and {0}.at >= :since", "{0}.author_id = :part"
ALL, OF_PART = (text(SAID.format(update=mine.format("u"), worry=mine.format("s"))) for mine in (IN_CIRCLE, BY_PART))


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
    """In her own scope: also in parts that have ended; of what she withdrew, only that and when."""
    scope = scopes.current()
    assert scope.family is not None
    values = {"clinic": scope.clinic, "circles": list(scope.family.circles), "since": scope.family.since}
    return [Said(*row) for row in db.session.execute(ALL, values)]


def said_in(part: UUID) -> list[Said]:
    """As staff, of one part alone: what she told about another child is for that child's care team."""
    return [Said(*row) for row in db.session.execute(OF_PART, {"clinic": scopes.current().clinic, "part": part})]


def file(who: str, children: Mapping[UUID, str], said: Sequence[Said], about: str = "") -> Response:
    """With its cover page. `about`: the one child it is about."""
    by_child = [(name, [one for one in said if one.child == child]) for child, name in children.items()]
    body = render_template(
        "updates/words.txt", name=who, children=by_child, topics=TOPIC_WORDS, now=now_here(), clinic_name=g.clinic.name,
        about=about,
    )  # fmt: skip
    answer = make_response(body)
    answer.mimetype = "text/plain"
    answer.headers["Content-Disposition"] = f'attachment; filename="notes-{now_here().date()}.txt"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
