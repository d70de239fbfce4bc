"""`happened` rows into weekly facts and standings, seconds after each commit; every row exactly once, one fold at a time.

A row says which part changed, and from which week on: that of its day, or of the day on which the thing it is about was
told, if that is earlier. Those weeks are recomputed from the records, so a row that is folded late, or a fold that is
broken off, costs nothing but time.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.engagement import standing, weeks
from app.happened import Happened
from app.jobs import clinic_job, done, seen
from app.web.dates import monday
from tenants import scope as scopes
from tenants.db import changed, db, transaction
from tenants.holding import one_after_another
from tenants.scope import Audience, Scope

SWEEP = "engagement"
UNFOLDED = text("""
select h.id, h.involvement_id as part, least(h.day, r.day) as day from happened h
left join "update" u on u.clinic_id = h.clinic_id and u.id = h.of_id
left join "update" r on r.clinic_id = u.clinic_id and r.id = coalesce(u.corrects, u.id)
where h.clinic_id = :clinic and h.folded_at is null order by h.id limit :most
""")
AT_ONCE = 500


@clinic_job()
def fold_engagement(clinic: UUID) -> None:
    """Some hundred rows a transaction: the clinic's lock is held for moments."""
    while fold(clinic) == AT_ONCE:
        pass


def fold(clinic: UUID) -> int:
    """One transaction's worth. Returns how many rows it folded."""
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        one_after_another()
        due = seen(SWEEP)
        rows = db.session.execute(UNFOLDED, {"clinic": scope.clinic, "most": AT_ONCE}).all()
        if rows:
            fold_rows(rows)
        if len(rows) < AT_ONCE:
            done(due)
        return len(rows)


def fold_rows(rows: Sequence[Any]) -> None:
    touched: dict[UUID, date] = {}
    for _id, part, day in rows:
        touched[part] = min(touched.get(part, day), day)
    weeks.write({part: monday(day) for part, day in touched.items()})
    standing.renew(list(touched))
    ids = [row.id for row in rows]
    mine = db.update(Happened).where(Happened.id.in_(ids), Happened.folded_at.is_(None))
    folded = changed(mine.values(folded_at=scopes.current().now))
    assert folded == len(ids), "another fold was at the same rows"
