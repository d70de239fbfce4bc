"""Somebody else uses her phone or reads her mail, as she says at her first visit; or the therapist marked her part. Mail
lets nobody in then (musts 15 and 18).

As SQL, so that the door, the staff's lists and the jobs ask the same; below `involvement`, whose rows it reads.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, db


class SharedUse(TenantModel):
    """What she answered. A yes stays: whoever else uses the phone could take it back in her name. Only a therapist can."""

    __tablename__ = "shared_use"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        Index("ix_shared_use_caregiver", "clinic_id", "caregiver_id", "at"),
    )

    caregiver_id: Mapped[UUID]
    phone: Mapped[bool]
    """Somebody else uses the phone she came in on."""
    inbox: Mapped[bool]
    """Somebody else reads her mail."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class SharedUseEnd(TenantModel):
    """A therapist took back, with her in the room, what she had said up to then. No caregiver's page reads or says it."""

    __tablename__ = "shared_use_end"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        belongs_to("staff_member", "staff_id"),
        belongs_to("involvement", "involvement_id"),
        CheckConstraint("length(reason) > 0", name="reason"),
        Index("ix_shared_use_end_caregiver", "clinic_id", "caregiver_id", "at"),
    )

    caregiver_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    involvement_id: Mapped[UUID]
    """By which part of hers the therapist reached her."""
    reason: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(Moment, default=now)


STANDS = """(u.phone or u.inbox) and not exists (select 1 from shared_use_end e
  where e.clinic_id = :clinic and e.caregiver_id = u.caregiver_id and e.at >= u.at)"""
"""That an answer `u` was a yes, and nobody took it back."""


def shares(person: str, since: str = "'-infinity'") -> str:
    """That this person said so. `person`: a caregiver's id, `since`: after which moment she did, both as SQL."""
    return f"""exists (select 1 from shared_use u
      where u.clinic_id = :clinic and u.caregiver_id = {person} and u.at > {since} and {STANDS})"""


def sensitive_person(person: str) -> str:
    """That one of her parts is sensitive, the recognised ones included: what lets her in, lets her into all of them."""
    return f"""({shares(person)} or exists (select 1 from involvement v
      where v.clinic_id = :clinic and v.sensitive and v.id in (
        select m.id from involvement m where m.clinic_id = :clinic and m.caregiver_id = {person}
        union all select y.involvement_id from same_person_answer y
         where y.clinic_id = :clinic and y.caregiver_id = {person} and y.said = 'yes')))"""


def said_of_part(since: str = "'-infinity'") -> str:
    """That whoever a part `i` opens to said so, `since` a moment."""
    return f"""({shares("i.caregiver_id", since)} or exists (select 1 from same_person_answer y
      where y.clinic_id = :clinic and y.involvement_id = i.id and y.said = 'yes' and {shares("y.caregiver_id", since)}))"""


SENSITIVE_PART = f"(i.sensitive or {said_of_part()})"
"""That a part `i` is."""
PERSON = text(f"select {sensitive_person('cast(:caregiver as uuid)')}")


def is_sensitive(caregiver: UUID) -> bool:
    """Whether mail must let nobody in as this person. Asked at the door and as staff."""
    return bool(db.session.scalar(PERSON, {"clinic": scopes.current().clinic, "caregiver": caregiver}))
