"""Who at the clinic opened what she wrote: by name and week, a full week later (must 21).

A job folds the audit into rows of her own circle. What was opened by broken glass, in a review for a concern or of a
worry about safety is held back (`app/sight/held.py`) until a supervisor releases it; then it is told, however old.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from app.jobs import clinic_job, done, due, seen
from app.people.models import now
from app.portal import frame
from app.sight.held import HERS, IS_RELEASED, OPENINGS
from app.updates.models import in_her_own, of_her_part
from app.updates.queries import open_here
from app.web.dates import monday
from app.web.door import Caregiver, Portal
from app.web.page import page
from app.web.person import me
from tenants import resolve
from tenants.db import Moment, TenantModel, belongs_to, db, transaction
from tenants.scope import Audience, Scope

portal = Portal("opened", __name__)
WEEK = timedelta(days=7)
LOOKS_BACK = 8 * WEEK
"""For a job that did not run for a while."""
SHOWN = 200
FOUND = text(f"""
select distinct i.id as part, i.child_id as child, e.actor_id as reader, s.shown as by, cast(date_trunc('week', e.at, :zone) as date) as week
from audit_event e
join involvement i on i.clinic_id = e.clinic_id and i.child_id = e.child_id
join staff_member s on s.clinic_id = e.clinic_id and s.id = e.actor_id
where e.clinic_id = :clinic and e.at >= :since and e.at < :before and e.login = 'staff'
  and (i.ended_at is null or e.at <= i.ended_at)
  and ((e.action = 'opened' and e.subject = 'child' and coalesce(e.detail ->> 'by', 'team') <> 'glass'
      and not (e.detail ->> 'by' = 'review' and exists (select 1 from review r
        where r.clinic_id = e.clinic_id and r.staff_id = e.actor_id and r.child_id = e.child_id and r.reason = 'concern'
          and e.at between r.at and coalesce(r.closed_at, r.until)))
      and exists (select 1 from "update" u where u.clinic_id = e.clinic_id and u.author_id = i.id and u.at <= e.at))
    or (e.action = 'read' and e.subject in ('waiting', 'hints') and exists (select 1 from "update" u
      where u.clinic_id = e.clinic_id and u.author_id = i.id and e.detail -> 'updates' @> to_jsonb(cast(u.id as text))))
    or (e.action in ('opened-withdrawn', 'answered') and e.subject = 'update' and exists (select 1 from "update" u
      where u.clinic_id = e.clinic_id and u.author_id = i.id and u.id = e.subject_id))
    or (e.action = 'handed-words' and e.subject_id = i.id))
union
select i.id, i.child_id, h.reader, s.shown, cast(date_trunc('week', h.at, :zone) as date)
from ({OPENINGS}) h
join involvement i on {HERS}
join staff_member s on s.clinic_id = :clinic and s.id = h.reader
where h.at < :before and {IS_RELEASED}
""")


class Opened(TenantModel):
    """That somebody at the clinic opened what one caregiver wrote about one child, in one week."""

    __tablename__ = "opened"
    __table_args__ = (
        of_her_part("author_id"),
        belongs_to("staff_member", "reader_id"),
        UniqueConstraint("clinic_id", "author_id", "reader_id", "week"),
        Index("ix_opened_circle", "clinic_id", "circle", "week"),
    )

    author_id: Mapped[UUID]
    """Whose words they were."""
    child_id: Mapped[UUID]
    reader_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(120))
    """The name shown then."""
    week: Mapped[date]
    """Its Monday, in the clinic's zone."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    circle: Mapped[UUID] = mapped_column(in_her_own("author_id"))


@clinic_job("slow")
def fold_openings(clinic: UUID) -> None:
    """Shows the weeks that ended a full week ago, and comes again when the next has."""
    site = resolve.of_id(clinic)
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        rows, today = seen("opened"), scope.now.astimezone(site.zone).date()
        begun = monday(today)
        before = datetime.combine(begun - WEEK, time(), site.zone)
        values = {"clinic": clinic, "zone": site.time_zone, "since": before - LOOKS_BACK, "before": before}
        found = {uuid5(row.part, f"{row.reader} {row.week}"): row for row in db.session.execute(FOUND, values)}
        known = set(db.session.scalars(select(Opened.id).where(Opened.id.in_(list(found)))))
        for id, row in found.items():
            if id not in known:
                whose = {"author_id": row.part, "child_id": row.child, "reader_id": row.reader}
                db.session.add(Opened(id=id, by=row.by, week=row.week, **whose))
        done(rows)
        due("opened", datetime.combine(begun + WEEK, time(), site.zone))


def weeks() -> list[tuple[date, Sequence[tuple[str, UUID]]]]:
    """Each week with who opened what about which child, the newest first, in her own scope."""
    columns = Opened.week, Opened.by, Opened.child_id
    query = select(*columns).where(open_here(Opened)).order_by(Opened.week.desc(), Opened.by, Opened.child_id)
    rows = db.session.execute(query.limit(SHOWN)).all()
    return [(week, [(by, child) for _week, by, child in some]) for week, some in groupby(rows, key=lambda row: row[0])]


@portal.get("/you/opened", access=Caregiver.any().on_own_device())
def show() -> Response:
    return page("updates/opened.html", _("You"), weeks=weeks(), children=frame.of(me()).children)
