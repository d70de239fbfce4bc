"""Whether a limit or sensitivity touches a child: then nobody is let in by phone, only in the room (must 17)."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from app.people.sensitive import SENSITIVE_PART
from tenants import scope as scopes
from tenants.db import db

LIMITED_PART = """exists (select 1 from boundary b
  where b.clinic_id = :clinic and b.involvement_id = i.id and (b.until is null or b.until >= :today))"""
"""That a limit is set for a part `i`, in force today or later."""
TOUCHED = text(f"""
select exists (select 1 from involvement i where i.clinic_id = :clinic and ({SENSITIVE_PART} or {LIMITED_PART})
  and i.child_id in (select m.child_id from involvement m where m.clinic_id = :clinic and (m.caregiver_id = :caregiver
    or m.id in (select x.involvement_id from same_person_answer x
      where x.clinic_id = :clinic and x.caregiver_id = :caregiver and x.said = 'yes'))))
""")


def touches_a_child_of(caregiver: UUID, today: date) -> bool:
    """Any limit and any sensitive part around any of her children, whosever it is. Asked at the door and as staff."""
    values = {"clinic": scopes.current().clinic, "caregiver": caregiver, "today": today}
    return bool(db.session.scalar(TOUCHED, values))
