"""Phone and codes are lost: announced, and in effect when two others have said yes, or after a day (trust.md)."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from app import audit
from app.mail.sending import to_be_sent
from app.people import second_step
from app.people.models import StaffMember, StaffRole, now
from app.permissions import Permission, who_may
from tenants.db import Moment, TenantModel, belongs_to, changed, db, new_id, stored

WAITS = timedelta(hours=24)
LASTS = timedelta(days=7)
"""Asked for longer ago, it is asked for anew."""
HOW_MANY = 2


class LostPhone(TenantModel):
    """Somebody with the right password says that phone and recovery codes are lost."""

    __tablename__ = "lost_phone"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        belongs_to("staff_member", "refused_by"),
        UniqueConstraint("clinic_id", "id", "staff_id"),
        Index(
            "ix_lost_phone_open",
            "clinic_id",
            "staff_id",
            unique=True,
            postgresql_where="refused_at is null and done_at is null",
        ),
    )

    staff_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    refused_at: Mapped[datetime | None] = mapped_column(Moment)
    """By `refused_by`, or, by nobody, forgotten after a week."""
    refused_by: Mapped[UUID | None]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it took effect."""


class LostPhoneYes(TenantModel):
    """An owner or supervisor who knows that it is so. Nobody says yes for themself."""

    __tablename__ = "lost_phone_yes"
    __table_args__ = (
        belongs_to("lost_phone", "lost_id", "about_id", to=("id", "staff_id")),
        belongs_to("staff_member", "staff_id"),
        UniqueConstraint("clinic_id", "lost_id", "staff_id"),
        CheckConstraint("about_id <> staff_id", name="another"),
    )

    lost_id: Mapped[UUID]
    about_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment, default=now)


def is_open() -> tuple[ColumnElement[bool], ...]:
    """Neither refused nor done nor forgotten."""
    return LostPhone.refused_at.is_(None), LostPhone.done_at.is_(None), LostPhone.at > now() - LASTS


def open_for(staff: UUID) -> LostPhone | None:
    found = db.select(LostPhone).where(LostPhone.staff_id == staff, *is_open())
    return db.session.scalar(found.order_by(LostPhone.at).limit(1))


def vouching(but: UUID) -> list[UUID]:
    """The clinic's owners and supervisors of today, without one."""
    here = db.select(StaffMember.id).where(StaffMember.ended_at.is_(None))
    roles = StaffRole.role.in_(who_may(Permission.COUNTERSIGN)), StaffRole.until.is_(None), StaffRole.staff_id != but
    return list(
        db.session.scalars(db.select(StaffRole.staff_id).where(*roles, StaffRole.staff_id.in_(here)).distinct())
    )


def end_own(staff: UUID) -> None:
    """The person ends what was said to be lost, if anything is: by a code, a new password, or on an own device."""
    if lost := open_for(staff):
        refuse(lost.id, staff, staff)


def report(staff: UUID) -> LostPhone:
    """Asks, and announces it. Asked twice, it was asked the first time. At the door, after the right password."""
    forgotten = db.update(LostPhone).where(LostPhone.staff_id == staff, LostPhone.done_at.is_(None))
    db.session.execute(
        forgotten.where(LostPhone.refused_at.is_(None), LostPhone.at <= now() - LASTS).values(refused_at=now())
    )
    lost = LostPhone(id=new_id(), staff_id=staff)
    if not stored("ix_lost_phone_open", lambda: db.session.add(lost)):
        return open_for(staff) or lost
    to_be_sent("lost-phone", staff=staff)
    for other in vouching(staff):
        to_be_sent("lost-phone-asked", staff=other)
    audit.record("lost-phone", "staff_member", staff, lost=str(lost.id))
    return lost


def said_yes(lost: LostPhone) -> int:
    """By how many who may say so today: whoever is no owner or supervisor any more does not count."""
    yes = LostPhoneYes.lost_id == lost.id, LostPhoneYes.staff_id.in_(vouching(lost.staff_id))
    return db.session.scalar(db.select(func.count()).select_from(LostPhoneYes).where(*yes)) or 0


def say_yes(lost: LostPhone, who: UUID) -> None:
    """Pressed twice, it is said once."""
    yes = LostPhoneYes(lost_id=lost.id, about_id=lost.staff_id, staff_id=who)
    if stored("uq_lost_phone_yes", lambda: db.session.add(yes)):
        audit.record("lost-phone-yes", "staff_member", lost.staff_id, lost=str(lost.id))


def refuse(lost: UUID, about: UUID, by: UUID) -> None:
    """By one of those asked, or by the person, who has the phone or a code after all."""
    still = db.update(LostPhone).where(
        LostPhone.id == lost, LostPhone.refused_at.is_(None), LostPhone.done_at.is_(None)
    )
    if changed(still.values(refused_at=now(), refused_by=by)):
        audit.record("lost-phone-refused", "staff_member", about, lost=str(lost), by=str(by))


def takes_effect(staff: UUID) -> bool:
    """Whether a loss holds by now. If so the second step is off, and must be set up anew at once."""
    lost = open_for(staff)
    if lost is None or not (lost.at <= now() - WAITS or said_yes(lost) >= HOW_MANY):
        return False
    still = db.update(LostPhone).where(LostPhone.id == lost.id, *is_open())
    if not changed(still.values(done_at=now())):
        return False
    second_step.turn_off(staff, again_by=now())
    to_be_sent("second-step-off", staff=staff)
    audit.record("lost-phone-in-effect", "staff_member", staff, lost=str(lost.id))
    return True
