"""What was agreed when a clinic signed up."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from tenants.db import Moment, TenantModel, belongs_to

VERSIONS = {"terms": "2026-11-01", "business-associate": "2026-11-01"}
"""The texts in force; a changed text is a new version."""


class Signature(TenantModel):
    """A document accepted for the clinic: by whom, in which role and when, and in which version."""

    __tablename__ = "signature"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        CheckConstraint("document in ('terms', 'business-associate')", name="document"),
    )

    document: Mapped[str] = mapped_column(String(30))
    version: Mapped[str] = mapped_column(String(20))
    staff_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(80))
    """The signer's role in their own words, by which they may sign."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
