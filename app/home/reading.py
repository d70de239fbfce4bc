"""All of one child's home in one statement: what is asked today, and what came back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from app.portal.frame import Part
from app.updates import shared
from app.updates.queries import CameBack, Told, moment, uuid
from app.updates.questions import Asked, put
from app.updates.shared import Shared
from app.web.dates import midnight, monday
from tenants import scope as scopes
from tenants.db import db

NEWS = 3
HANDED_FOR = timedelta(days=28)
A_WEEK = timedelta(days=8)
"""And the hours by which the next one may be later."""
HOME = text("""
select
  (select coalesce(jsonb_agg(u.day), '[]') from "update" u
    where u.clinic_id = :clinic and u.author_id = :part and u.kind = 'checkin' and u.corrects is null and u.day >= :monday
      and u.at >= :since) as days,
  (select count(*) from draft d
    where d.clinic_id = :clinic and d.author_id = :part and d.kind = 'checkin' and d.at >= :midnight and d.at >= :since) as begun,
  (select jsonb_build_array(q.id, q.kind, q.wording) from checkin_question q
    where q.clinic_id = :clinic and (q.child_id is null or q.child_id = :child) and q.active
      and not exists (select 1 from question_left_out o
        where o.clinic_id = :clinic and o.child_id = :child and o.question_id = q.id)
    order by q.child_id is not null, q.position, q.id limit 1) as question,
  (select coalesce(jsonb_agg(jsonb_build_array(t.id, t.kind, t.topic, t.body, t.at, t.corrects, t.gone, t.back) order by t.at desc), '[]') from (
    select u.id, u.kind, u.topic, case when w.id is null then u.body else '' end as body, u.at, u.corrects, w.at as gone,
      (select coalesce(jsonb_agg(jsonb_build_array(b.kind, b.by, b.words, b.at) order by b.at, b.kind desc), '[]') from (
        select 'reply' as kind, r.by, r.body as words, r.at from reply r
          where r.clinic_id = :clinic and r.update_id = u.id and r.circle = any(cast(:circles as uuid[])) and r.at >= :since
        union all
        select o.kind, o.by, o.words, o.at from outcome o
          where o.clinic_id = :clinic and o.update_id = u.id and o.circle = any(cast(:circles as uuid[])) and o.at >= :since) b) as back
    from "update" u left join withdrawal w on w.clinic_id = u.clinic_id and w.id = u.id
    where u.clinic_id = :clinic and u.author_id = :part and u.at >= :since order by u.at desc limit :news) t) as news,
  (select coalesce(jsonb_agg(jsonb_build_array(s.id, s.by, s.kind, s.topic, s.body, s.said, s.at) order by s.at desc), '[]') from (
    select s.id, s.by, s.kind, s.topic, s.body, s.said, s.at from share s
      where s.clinic_id = :clinic and s.child_id = :child and s.circle = any(cast(:circles as uuid[]))
        and s.at >= :since and s.author_id <> :part order by s.at desc limit :news) s) as shared,
  (select jsonb_build_array(n.by, n.words, n.at) from handover_note n
    where n.clinic_id = :clinic and n.child_id = :child and n.circle = any(cast(:circles as uuid[])) and n.at >= :since
      and n.at >= :month order by n.at desc limit 1) as handed,
  (select jsonb_build_array(w.by, w.body) from weekly_line w
    where w.clinic_id = :clinic and w.child_id = :child and w.circle = any(cast(:circles as uuid[])) and w.at >= :since
      and w.told_at > :week order by w.told_at desc, w.at desc limit 1) as line,
  (select d.id from (select n.id, n.items from digest n where n.clinic_id = :clinic and n.caregiver_id = :me and n.state = 'made'
      and n.at >= :since and n.at > :week order by n.at desc limit 1) d
    where not exists (select 1 from jsonb_array_elements(d.items) x where not exists (
      select 1 from weekly_line w where w.clinic_id = :clinic and w.id = cast(x ->> 1 as uuid)
        and w.circle = any(cast(:circles as uuid[])) and w.at >= :since
      union all select 1 from reply r where r.clinic_id = :clinic and r.id = cast(x ->> 1 as uuid)
        and r.circle = any(cast(:circles as uuid[])) and r.at >= :since
      union all select 1 from outcome o where o.clinic_id = :clinic and o.id = cast(x ->> 1 as uuid)
        and o.circle = any(cast(:circles as uuid[])) and o.at >= :since))) as digest
""")


@dataclass(frozen=True)
class HandedOver:
    """The note about a new therapist, for as long as it is news."""

    by: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Home:
    done_today: bool
    asks: bool
    """Whether a check-in is asked for today: not yet as often this week as agreed. Otherwise home only offers."""
    begun: bool
    question: Asked | None
    news: list[Told]
    shared: list[Shared]
    """What others of her home shared with her lately."""
    handed: HandedOver | None
    line: tuple[str, str] | None
    """Who wrote the week's sentence for this home, and its words."""
    digest: UUID | None
    """Her own week, for as long as it is the newest and all of it is hers to read."""


def of(clinic: object, part: Part, now: datetime) -> Home:
    """`now` in the clinic's zone. Weeks begin on Monday."""
    today, family = now.date(), scopes.current().family
    assert family is not None
    values = {
        "clinic": clinic, "part": part.id, "child": part.child, "news": NEWS, "monday": monday(today),
        "midnight": midnight(now), "circles": list(family.circles), "since": family.since,
        "month": now - HANDED_FOR, "week": now - A_WEEK, "me": family.caregiver,
    }  # fmt: skip
    row = db.session.execute(HOME, values).one()
    days = [date.fromisoformat(day) for day in row.days]
    question = put(part.name, uuid(row.question[0]), *row.question[1:]) if row.question else None
    asks = part.asked and len(days) < part.checkins and today not in days and question is not None
    handed = HandedOver(row.handed[0], row.handed[1], moment(row.handed[2])) if row.handed else None
    return Home(
        today in days,
        asks,
        row.begun > 0,
        question,
        [told(part, item) for item in row.news],
        [shared.of(part.child, item) for item in row.shared],
        handed,
        tuple(row.line) if row.line else None,
        row.digest,
    )


def told(part: Part, item: list) -> Told:  # type: ignore[type-arg]
    id, kind, topic, body, at, corrects, gone, back = item
    came_back = [CameBack(uuid(id), what, by, words, moment(when)) for what, by, words, when in back]
    earlier, withdrawn = uuid(corrects) if corrects else None, moment(gone) if gone else None
    return Told(uuid(id), part.id, part.child, kind, topic, body, moment(at), earlier, withdrawn, came_back)
