"""A supervisor's week: who went quiet and why, who came back, what is due, our reply times."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import g
from flask_babel import gettext as _
from sqlalchemy import text
from werkzeug.wrappers import Response

from app import audit
from app.digests import supervision
from app.digests.making import hours
from app.digests.models import Digest
from app.engagement import queries
from app.engagement.measures import usually
from app.engagement.said import kind, next_step, sentences
from app.engagement.words import status
from app.people.not_closed import not_closed
from app.permissions import Permission
from app.sight import supervising
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.page import page
from app.web.person import Person, me
from tenants import scope as scopes
from tenants.db import db
from tenants.scope import Audience

portal = Portal("supervision_weeks", __name__)
MOST = 40
"""Rows of one list; the others stand under Supervision."""
SUPERVISOR = Staff.may(Permission.SUPERVISE)
THEIRS = f"""t.clinic_id = :clinic and t.part = 'therapist' and t.since <= :today and (t.until is null or t.until >= :today)
  and t.staff_id in ({supervising.MINE}) and {not_closed("t.child_id", ":me")}"""
PARTS = f"""
select i.id, i.child_id, c.name, c.sort_name, g.name as caregiver, i.relation, x.status, x.reasons, x.since from involvement i
join child c on c.clinic_id = i.clinic_id and c.id = i.child_id
join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
join standing x on x.clinic_id = i.clinic_id and x.involvement_id = i.id
where i.clinic_id = :clinic and i.id = any(cast(:ids as uuid[])) and i.child_id in (select t.child_id from care_team_member t where {THEIRS})
order by x.since, c.sort_name, i.id
limit :most
"""
ACTIONS = f"""
select a.id, a.what, a.due, a.child_id, c.name as child, s.shown as who from agreed_action a
join child c on c.clinic_id = a.clinic_id and c.id = a.child_id
join staff_member s on s.clinic_id = a.clinic_id and s.id = a.who_id
where a.clinic_id = :clinic and a.id = any(cast(:ids as uuid[])) and a.done_at is null and a.taken_back_at is null
  and a.child_id in (select t.child_id from care_team_member t where {THEIRS}) order by a.due, a.id
limit :most
"""
LISTS = {"quiet": (PARTS, "since, sort_name, id"), "back": (PARTS, "since, sort_name, id"), "due": (ACTIONS, "due, id")}
ALL = text(
    "select "
    + ", ".join(
        f"(select coalesce(jsonb_agg(to_jsonb(y) order by {order}), '[]') from ({rows.replace(':ids', f':{kind}')}) y) as {kind}"
        for kind, (rows, order) in LISTS.items()
    )
)
"""All lists in one statement."""


@dataclass(frozen=True)
class Week:
    period: date
    at: datetime
    items: list[list[str]]

    def ids(self, kind: str) -> list[str]:
        return [id for one, id, _child in self.items if one == kind]


@loads(Audience.STAFF, "digest")
def own_week(person: Person, digest: UUID) -> Week | None:
    mine = Digest.id == digest, Digest.staff_id == person.id, Digest.state == "made"
    row = db.session.execute(db.select(Digest.period, Digest.at, Digest.items).where(*mine)).one_or_none()
    return Week(*row) if row else None


def read(week: Week, today: date) -> dict[str, list[dict[str, Any]]]:
    """What of it this person may still see: a family may have been closed to her, or be somebody else's to supervise, by now."""
    ids = {kind: week.ids(kind) for kind in LISTS}
    values = {"clinic": scopes.current().clinic, "me": me().id, "today": today, "most": MOST + 1}
    found = dict(db.session.execute(ALL, values | ids).mappings().one())
    for action in found["due"]:
        action["due"] = date.fromisoformat(action["due"])
    return found


def shown(week: Week, coming: bool) -> Response:
    today = now_here().date()
    found = read(week, today)
    rows: dict[str, Any] = {kind: one[:MOST] for kind, one in found.items()}
    if children := sorted({row["child_id"] for one in rows.values() for row in one}):
        audit.record("read", "engagement", me().id, children=children)
    return page(
        "digests/supervision.html", _("Supervision"), week=week, coming=coming, today=today, **rows,
        more=any(len(one) > MOST for one in found.values()),
        therapists=queries.therapists(me().id, today), usually=usually, standing=status, kind=kind, sentences=sentences,
        next_step=next_step,
    )  # fmt: skip


@portal.get("/engagement/weeks/<uuid:digest>", access=Staff.may(Permission.SUPERVISE, "digest"))
def show(digest: Week) -> Response:
    return shown(digest, coming=False)


@portal.get("/engagement/weeks", access=SUPERVISOR)
def listed() -> Response:
    """The last ones, and what the next would hold now."""
    mine = Digest.staff_id == me().id, Digest.state == "made"
    past = db.session.execute(
        db.select(Digest.id, Digest.at).where(*mine).order_by(Digest.period.desc()).limit(12)
    ).all()
    return page(
        "digests/supervision_list.html",
        _("Supervision"),
        past=past,
        goes=hours(g.clinic)["supervision"].next(now_here()),
    )


@portal.get("/engagement/weeks/next", access=SUPERVISOR)
def coming() -> Response:
    here, hour = now_here(), hours(g.clinic)["supervision"]
    found = supervision.weeks([me().id], here)[0]
    return shown(Week(hour.coming(here), hour.next(here), found.items), coming=True)
