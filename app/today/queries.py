"""What waits for one member of staff, oldest first: a page's worth in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from tenants.db import db

PAGE = 20
WAITING = text("""
select u.id, u.child_id, c.name as child, g.name as caregiver, i.relation, u.kind, u.topic, u.body, u.at,
  (select coalesce(jsonb_agg(jsonb_build_array(a.asked, a.words) order by q.position), '[]')
     from answer a join checkin_question q on q.clinic_id = a.clinic_id and q.id = a.question_id
    where a.clinic_id = :clinic and a.update_id = u.id) as answers,
  (select count(*) from waiting w2 join care_team_member t2 on t2.clinic_id = w2.clinic_id and t2.child_id = w2.child_id
    where w2.clinic_id = :clinic and t2.staff_id = :staff and t2.since <= :today and (t2.until is null or t2.until >= :today)) as waiting
from waiting w
join care_team_member t on t.clinic_id = w.clinic_id and t.child_id = w.child_id
join "update" u on u.clinic_id = w.clinic_id and u.id = w.id
join involvement i on i.clinic_id = u.clinic_id and i.id = u.author_id
join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
join child c on c.clinic_id = u.clinic_id and c.id = u.child_id
where w.clinic_id = :clinic and t.staff_id = :staff and t.since <= :today and (t.until is null or t.until >= :today)
  and (cast(:after as timestamptz) is null or (w.at, w.id) > (:after, :after_id))
order by w.at, w.id limit :limit
""")


@dataclass(frozen=True)
class Item:
    id: UUID
    child_id: UUID
    child: str
    caregiver: str
    relation: str
    kind: str
    topic: str | None
    body: str
    at: datetime
    answers: list[tuple[str, str]]
    waiting: int
    """How many wait in all."""


def waiting(clinic: UUID, staff: UUID, today: date, after: tuple[datetime, UUID] | None) -> list[Item]:
    """One more than a page, so that the page knows whether there is another. `today`: the clinic's local day."""
    at, id = after or (None, None)
    values = {"clinic": clinic, "staff": staff, "today": today, "after": at, "after_id": id, "limit": PAGE + 1}
    return [Item(**row) for row in db.session.execute(WAITING, values).mappings()]
