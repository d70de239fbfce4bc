"""What caregivers ask to change in what is agreed: for the statement of Today, and the form beside each."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.families.agreed import a_week, state
from app.involvement import asking
from app.web import meanwhile

SHOWN = 5
ASKS = f"""(select coalesce(jsonb_agg(jsonb_build_array(x.part, x.id, x.way, x.caregiver, x.child, x.checkins, x.words, x.before)), '[]') from (
  select i.id as part, k.id, k.way, g.name as caregiver, c.name as child, coalesce(a.checkins, 0) as checkins,
    coalesce(a.words, '') as words,
    (select b.checkins from agreement b where b.clinic_id = :clinic and b.involvement_id = i.id
       and b.checkins > coalesce(a.checkins, 0) order by b.until desc, b.checkins limit 1) as before
  from agreement_ask k
  join involvement i on i.clinic_id = k.clinic_id and i.id = k.involvement_id and i.ended_at is null
  join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
  join child c on c.clinic_id = i.clinic_id and c.id = i.child_id and c.ended_at is null
  left join agreement a on a.clinic_id = i.clinic_id and a.involvement_id = i.id and a.until is null
  where k.clinic_id = :clinic and k.answer is null and i.child_id in (select child_id from team)
  order by k.at, k.id limit {SHOWN + 1}) x) as asks"""


@dataclass(frozen=True)
class Asks:
    part: UUID
    ask: UUID
    way: str
    caregiver: str
    child: str
    checkins: int
    words: str
    before: int | None

    @property
    def was(self) -> str:
        return meanwhile.shown(self.part, *state(self.ask, self.checkins, self.words))

    @property
    def now(self) -> str:
        return a_week(self.checkins)

    @property
    def then(self) -> str:
        """What one click would make of it."""
        less = self.way == "less"
        return a_week(asking.less(self.checkins) if less else asking.more(self.checkins, self.before))


def asks(rows: list[list[Any]]) -> list[Asks]:
    return [Asks(UUID(part), UUID(ask), *rest) for part, ask, *rest in rows]
