"""What is agreed with one caregiver: its history, and less or more in one click, asked for or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.involvement import asking
from app.involvement.models import Involvement
from app.permissions import Permission
from app.web import meanwhile
from app.web.back import back_from
from app.web.cursor import decoded, encoded
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.person import me

portal = Portal("agreed", __name__)
MY_PART = Staff.may(Permission.CASELOAD, "part")
PAGE = 12
HISTORY = f"""(select jsonb_build_array(coalesce(n.checkins, 0), coalesce(n.words, ''),
    (select jsonb_build_array(k.id, k.way) from agreement_ask k
      where k.clinic_id = :clinic and k.involvement_id = :part and k.answer is null),
    (select b.checkins from agreement b where b.clinic_id = :clinic and b.involvement_id = :part
       and b.checkins > coalesce(n.checkins, 0) order by b.until desc, b.checkins limit 1),
    (select coalesce(jsonb_agg(jsonb_build_array(x.checkins, x.words, x.since, x.until) order by x.since desc), '[]') from (
       select a.checkins, a.words, a.since, a.until from agreement a
        where a.clinic_id = :clinic and a.involvement_id = :part and a.until > a.since
          and (cast(:before as date) is null or a.since < :before) order by a.since desc limit {PAGE + 1}) x))
  from (select 1) as always
  left join agreement n on n.clinic_id = :clinic and n.involvement_id = :part and n.until is null) as agreed"""
"""For a statement that binds `clinic`, `part` and `before`: what holds, what is asked, and what held on some day before."""


@dataclass(frozen=True)
class Held:
    """What was agreed from a day until a day."""

    checkins: int
    words: str
    since: date
    until: date


@dataclass(frozen=True)
class Agreed:
    """What holds, what she asks for, what one click would make of it, and what held before."""

    checkins: int
    words: str
    way: str
    """What she asks for, and nobody has answered."""
    was: str
    """For the hidden field of each form: what this page showed."""
    less: int
    more: int
    rows: Sequence[Held]
    earlier: str | None
    first: bool


def state(ask: UUID | str | None, checkins: int, words: str) -> tuple[object, ...]:
    return "agreed", str(ask or ""), checkins, words


def before(part: Involvement) -> date | None:
    """Where the history on this page goes on."""
    place = decoded(request.args.get("before"), me(), f"agreements:{part.id}")
    return date.fromisoformat(place[0]) if place else None


def of(part: Involvement, found: list[Any]) -> Agreed:
    """`found`: what `HISTORY` answered."""
    checkins, words, asked, more_once, rows = found
    ask, way = asked or (None, "")
    shown = [Held(n, said, *map(date.fromisoformat, days)) for n, said, *days in rows[:PAGE]]
    earlier = encoded([str(shown[-1].since)], me(), f"agreements:{part.id}") if len(rows) > PAGE else None
    was = meanwhile.shown(part.id, *state(ask, checkins, words))
    less, more = asking.less(checkins), asking.more(checkins, more_once)
    return Agreed(checkins, words, way, was, less, more, shown, earlier, before(part) is None)


def a_week(checkins: int) -> str:
    return (
        ngettext("one check-in a week", "%(num)s check-ins a week", checkins) if checkins else _("no check-ins for now")
    )


def changed(part: Involvement, way: str) -> Response:
    """Said by the therapist, from a page that showed what holds now: what changed since, she looks at first."""
    checkins, words = asking.holds(part)
    ask = asking.asked(part.id)
    if not meanwhile.unchanged(part.id, *state(ask.id if ask else None, checkins, words)):
        return answer(part, _("This was changed meanwhile. Look at what is agreed now."), "error")
    wanted = asking.less(checkins) if way == "less" else asking.more(checkins, asking.more_before(part.id, checkins))
    asking.change(part, wanted, now_here().date())
    return answer(part, _("Agreed: %(many)s. They read it on their own page.", many=a_week(wanted)))


def answer(part: Involvement, words: str, tone: str = "message") -> Response:
    flash(words, tone)
    return redirect(back_from("back", url_for("part.show", part=part.id)), 303)


@portal.post("/parts/<uuid:part>/less", access=MY_PART.always())
def less(part: Involvement) -> Response:
    return changed(part, "less")


@portal.post("/parts/<uuid:part>/more", access=MY_PART)
def more(part: Involvement) -> Response:
    return changed(part, "more")


@portal.post("/parts/<uuid:part>/talk", access=MY_PART.answers())
def talk(part: Involvement) -> Response:
    if asking.talk_first(part):
        return answer(part, _("They read that you talk about it first. Nothing has changed."))
    return answer(part, _("It was taken back or answered meanwhile."), "error")
