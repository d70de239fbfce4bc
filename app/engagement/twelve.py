"""Twelve weeks of a child, part by part: what was told and what we saw of it, and what changed meanwhile. No word of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.dates import monday

WEEKS = 12
MARKS = {
    "invited": _l("invited"),
    "entered": _l("came in for the first time"),
    "agreed": _l("agreed anew"),
    "involvement-paused": _l("paused"),
    "involvement-resumed": _l("pause over"),
    "limited": _l("a limit began"),
    "lifted": _l("a limit ended"),
    "handed-over": _l("another therapist"),
    "involvement-ended": _l("this part ended"),
    "involvement-came-back": _l("this part began again"),
    "care-ended": _l("care ended"),
    "care-began-again": _l("care began again"),
}
PARTS = """(select coalesce(jsonb_agg(to_jsonb(y) order by y.made_at, y.id), '[]') from (
select i.id, i.made_at, g.name as caregiver, i.relation, x.status, x.reasons, x.since,
  (select coalesce(jsonb_agg(jsonb_build_array(w.week, w.told, w.expected) order by w.week), '[]') from engagement_week w
    where w.clinic_id = :clinic and w.involvement_id = i.id and w.week >= :first) as told,
  (select coalesce(jsonb_agg(jsonb_build_array(w.week, w.seen, w.told > 0) order by w.week), '[]') from engagement_week w
    where w.clinic_id = :clinic and w.involvement_id = i.id and w.week >= :first) as seen,
  (select max(w.last_exchange) from engagement_week w where w.clinic_id = :clinic and w.involvement_id = i.id) as exchange,
  (select coalesce(jsonb_agg(jsonb_build_array(h.day, h.what) order by h.day, h.id), '[]') from happened h
    where h.clinic_id = :clinic and h.involvement_id = i.id and h.day >= :first and h.what = any(cast(:marks as text[]))) as marks
from involvement i
join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
left join standing x on x.clinic_id = i.clinic_id and x.involvement_id = i.id
where i.clinic_id = :clinic and i.child_id = :child and not i.professional) y)"""
"""A column beside others, of the child that its statement binds; it binds `first` and `marks`, too."""


@dataclass(frozen=True)
class Weeks:
    caregiver: str
    relation: str
    status: str | None
    reasons: Sequence[Any] | None
    since: date | None
    told: list[list[Any]]
    """Monday, how many things were told, whether anything was expected; the oldest first."""
    seen: list[list[Any]]
    """Monday, how many of them we saw, whether there was any."""
    exchange: date | None
    """The clinic's day of our newest answer."""
    marks: list[tuple[date, Any]]


def bound(today: date) -> dict[str, Any]:
    """What `PARTS` binds beside `clinic` and `child`. `today`: the clinic's local day."""
    return {"first": monday(today) - timedelta(weeks=WEEKS - 1), "marks": list(MARKS)}


def of_rows(rows: list[dict[str, Any]]) -> list[Weeks]:
    return [
        Weeks(
            row["caregiver"], row["relation"], row["status"], row["reasons"], day(row["since"]), row["told"], row["seen"],
            day(row["exchange"]), [(date.fromisoformat(on), MARKS[what]) for on, what in row["marks"]],
        )
        for row in rows
    ]  # fmt: skip


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
