"""Mail as rows: whom it is for, how far it got, when it is tried next. Nothing that must happen lives only in Valkey."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants import scope as scopes
from tenants.db import Moment, TimedTenantModel, belongs_to

STATES = ("queued", "claimed", "sending", "sent", "unknown", "refused", "dropped")


OLD_ADDRESS = "address changed"
"""The error of a mail for an address that was changed since: it goes nowhere, and what is said of it says nothing of the new one."""


class Delivery(TimedTenantModel):
    """One mail to one person. Its words and its address are looked up when it is built, so that a change in between wins.

    queued → claimed (a worker builds it) → sending (the server is about to take it) → sent; or refused by the server for
    good, dropped (no longer to be sent), unknown (the worker died, or the line broke, between handing over and the answer).
    """

    __tablename__ = "delivery"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        belongs_to("staff_member", "staff_id"),
        belongs_to("portal_link", "link_id"),
        belongs_to("link_request", "request_id"),
        belongs_to("digest", "digest_id"),
        CheckConstraint("(caregiver_id is null) <> (staff_id is null)", name="one_person"),
        CheckConstraint(f"state in {STATES}", name="state"),
        Index(
            "ix_delivery_open", "clinic_id", "next_try_at", postgresql_where="state in ('queued', 'claimed', 'sending')"
        ),
        Index("ix_delivery_link", "clinic_id", "link_id"),
        Index("ix_delivery_digest", "clinic_id", "digest_id"),
        Index("ix_delivery_caregiver", "clinic_id", "caregiver_id", "ended_at"),
    )

    kind: Mapped[str] = mapped_column(String(30))
    caregiver_id: Mapped[UUID | None]
    staff_id: Mapped[UUID | None]
    link_id: Mapped[UUID | None]
    request_id: Mapped[UUID | None]
    digest_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(10), default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Moment, default=lambda: scopes.current().now)
    next_try_at: Mapped[datetime] = mapped_column(Moment, default=lambda: scopes.current().now)
    """When it is tried; while claimed or sending, when the sweep gives the worker up."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(String(60))
    """Exception class and SMTP status, never a server's words: they quote addresses."""
