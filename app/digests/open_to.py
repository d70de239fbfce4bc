"""What is open to many caregivers at once: the one policy, asked for a whole batch of recipients in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.boundaries.opening import PARTS, READS_ON, family_of
from app.web.dates import midnight
from tenants import scope as scopes
from tenants.db import db

OF_MANY = text(f"""
select g.id as caregiver, coalesce((select jsonb_agg(to_jsonb(part)) from ({PARTS.replace(":caregiver", "g.id")}) part), '[]') as parts,
  (select coalesce(jsonb_agg(p.id), '[]') from involvement p where p.clinic_id = :clinic and p.paused_at is not null
    and p.id in (select m.id from involvement m where m.clinic_id = :clinic and m.caregiver_id = g.id
      union all select y.involvement_id from same_person_answer y
      where y.clinic_id = :clinic and y.caregiver_id = g.id and y.said = 'yes')) as paused
from unnest(cast(:caregivers as uuid[])) g(id)
""")


@dataclass(frozen=True)
class Open:
    """What one caregiver may read today of the parts that are not paused: nothing is sent about those that are."""

    caregiver: UUID
    circles: tuple[UUID, ...]


def to(caregivers: Sequence[UUID], here: datetime) -> list[Open]:
    """`here`: the moment, in the clinic's zone. Asked by the clinic's own jobs."""
    values = {
        "clinic": scopes.current().clinic, "caregivers": list(caregivers), "today": here.date(), "midnight": midnight(here),
        "reads_on": READS_ON,
    }  # fmt: skip
    return [of(row.caregiver, row.parts, row.paused, here) for row in db.session.execute(OF_MANY, values)]


def of(caregiver: UUID, parts: list[dict[str, Any]], paused: list[str], here: datetime) -> Open:
    told = [part for part in parts if part["id"] not in paused]
    family = family_of(caregiver, told, here.date())
    return Open(caregiver, family.circles)
