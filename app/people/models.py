"""The people of a clinic. Names stand apart from addresses and secrets: who may read one need not read the other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.addresses import search_name_of
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to

ONE_PERSON = "(caregiver_id is null) <> (staff_id is null)"


def now() -> datetime:
    return scopes.current().now


class StaffMember(TenantModel):
    """A therapist, supervisor, owner or office member; one person may be several (`StaffRole`)."""

    __tablename__ = "staff_member"

    name: Mapped[str] = mapped_column(String(120))
    shown: Mapped[str] = mapped_column(String(120))
    """How families read the name: "Dr Okafor"."""
    sort_name: Mapped[str] = mapped_column(String(240, collation="C"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class StaffLogin(TenantModel):
    """How a member of staff signs in. Read at the door only, and changed by its person alone."""

    __tablename__ = "staff_login"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        UniqueConstraint("clinic_id", "staff_id"),
        UniqueConstraint("clinic_id", "address_key"),
    )

    staff_id: Mapped[UUID]
    address: Mapped[str] = mapped_column(String(254))
    address_key: Mapped[str] = mapped_column(String(64))
    """A keyed hash of the address: what the door compares (trust.md)."""
    password_hash: Mapped[str] = mapped_column(String(200), deferred=True)
    """Of somebody who was invited and has not joined: empty."""
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    second_step_by: Mapped[datetime | None] = mapped_column(Moment)
    """When the second step must be on (again), whatever the person's roles ask for."""


class StaffRole(TenantModel):
    """What a member of staff may do, from a moment until a moment: history that matters is rows, not overwritten columns."""

    __tablename__ = "staff_role"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        CheckConstraint("role in ('owner', 'therapist', 'supervisor', 'office')", name="role"),
        Index("ix_staff_role_person", "clinic_id", "staff_id", "role", unique=True, postgresql_where="until is null"),
    )

    staff_id: Mapped[UUID]
    role: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime] = mapped_column(Moment, default=now)
    until: Mapped[datetime | None] = mapped_column(Moment)


class Caregiver(TenantModel):
    """A parent or whoever raises the child. One human, one account, however many children (must 1)."""

    __tablename__ = "caregiver"

    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(240, collation="C"))
    search_name: Mapped[str | None] = mapped_column(String(240, collation="C"), default=search_name_of)
    language: Mapped[str | None] = mapped_column(String(10))
    """A code of `app.web.language.offered`; none until something is known."""
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)


class CaregiverAddress(TenantModel):
    """Where a caregiver may be written to: hers and the staff's alone. `safe` is asked before the first message (must 18)."""

    __tablename__ = "caregiver_address"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        UniqueConstraint("clinic_id", "caregiver_id"),
        UniqueConstraint("clinic_id", "address_key"),
    )

    caregiver_id: Mapped[UUID]
    address: Mapped[str] = mapped_column(String(254))
    address_key: Mapped[str] = mapped_column(String(64))
    safe: Mapped[bool]
    bounced_at: Mapped[datetime | None] = mapped_column(Moment)


class Card(TenantModel):
    """The "who reads what" card as this person acknowledged it (must 19)."""

    __tablename__ = "card"
    __table_args__ = (belongs_to("caregiver", "caregiver_id"),)

    caregiver_id: Mapped[UUID]
    version: Mapped[str] = mapped_column(String(4000))
    """The wording's version, the readers named on it and what was open to her, in short."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class Device(TenantModel):
    """A browser's cookie. It outlives sign-out and alone opens nothing (must 17); `nonce_hash` is there while signed in."""

    __tablename__ = "device"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        belongs_to("staff_member", "staff_id"),
        belongs_to("portal_link", "link_id"),
        belongs_to("digest", "digest_id"),
        CheckConstraint(ONE_PERSON, name="one_person"),
        Index("ix_device_caregiver", "clinic_id", "caregiver_id"),
        Index("ix_device_staff", "clinic_id", "staff_id"),
    )

    caregiver_id: Mapped[UUID | None]
    staff_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(String(40))
    """"iPhone", "Android phone", "computer": what the person would call it."""
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    entered_at: Mapped[datetime] = mapped_column(Moment, default=now)
    until: Mapped[datetime] = mapped_column(Moment)
    """Signed in until then at the latest."""
    nonce_hash: Mapped[str | None] = mapped_column(String(64), deferred=True)
    link_id: Mapped[UUID | None] = mapped_column(deferred=True)
    """Of a caregiver, read at the door alone: the link, the slip or the code that it came in by first."""
    digest_id: Mapped[UUID | None] = mapped_column(deferred=True)
    """Of a caregiver who came in by a digest's mail on a browser that is not hers: it opens that one page (must 17)."""
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a page was asked for last: of staff to the minute, half an hour without one ends the session; of caregivers to
    some hours, sixty days without one end it."""
    sure_at: Mapped[datetime | None] = mapped_column(Moment)
    """Of staff: when password, and code where there is one, were given here last."""
    asked: Mapped[bool] = mapped_column(default=False, server_default=false())
    """New beside one the person had: whether that was them is not answered."""
    denied_at: Mapped[datetime | None] = mapped_column(Moment)
    """ "That was not me": this browser is nobody's device any more."""


class PortalLink(TenantModel):
    """A way in, bound to one person, used once, by POST only (must 17). The token itself is never stored."""

    __tablename__ = "portal_link"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        belongs_to("staff_member", "staff_id"),
        belongs_to("involvement", "involvement_id"),
        belongs_to("staff_member", "by_id"),
        UniqueConstraint("clinic_id", "token_hash"),
        CheckConstraint(ONE_PERSON, name="one_person"),
        CheckConstraint(
            "purpose in ('invitation', 'sign-in', 'open', 'confirm', 'join', 'password', 'address', 'slip', 'phone', 'notice', "
            "'unsubscribe', 'no-answers')",
            name="purpose",
        ),
        CheckConstraint("(purpose in ('slip', 'phone')) = (by_id is not null)", name="made_by"),
        Index("ix_portal_link_caregiver", "clinic_id", "caregiver_id", "made_at"),
        Index("ix_portal_link_staff", "clinic_id", "staff_id", "made_at"),
        Index("ix_portal_link_involvement", "clinic_id", "involvement_id", "made_at"),
    )

    purpose: Mapped[str] = mapped_column(String(20))
    caregiver_id: Mapped[UUID | None]
    staff_id: Mapped[UUID | None]
    involvement_id: Mapped[UUID | None]
    by_id: Mapped[UUID | None]
    """Of a slip, and of a code read out by phone: who made it."""
    token_hash: Mapped[str] = mapped_column(String(64), deferred=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    used_on: Mapped[str | None] = mapped_column(String(40))
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class LinkRequest(TenantModel):
    """Somebody asked for a link. The door writes the same row for a known and an unknown address; a job looks it up."""

    __tablename__ = "link_request"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        belongs_to("staff_member", "staff_id"),
        belongs_to("portal_link", "link_id"),
        CheckConstraint("purpose in ('sign-in', 'password', 'phone')", name="purpose"),
        Index("ix_link_request_caregiver", "clinic_id", "caregiver_id", "at"),
        Index("ix_link_request_address", "clinic_id", "address_key", "at"),
    )

    purpose: Mapped[str] = mapped_column(String(20), server_default="sign-in")
    """A caregiver's way in, by mail or read out on the phone, or a new password for somebody who works here."""
    address_key: Mapped[str] = mapped_column(String(64))
    tag: Mapped[str] = mapped_column(String(4))
    """Four letters shown in the browser that asked and repeated in the mail."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    caregiver_id: Mapped[UUID | None]
    """Known only after the job looked, and read by the job and the code page only."""
    staff_id: Mapped[UUID | None]
    link_id: Mapped[UUID | None]
    tries: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    entered_at: Mapped[datetime | None] = mapped_column(Moment)
