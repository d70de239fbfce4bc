"""What a caregiver shares with those she lives with, by her own choice: a copy that goes when she says so (must 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, String, UniqueConstraint, or_
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app import audit
from app.people.models import now
from app.updates.models import LONGEST, TOPICS, Update, in_area, in_her_own
from app.web.person import AtHome
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, changed, db, new_id, stored

SHARED_KINDS = ("note", "checkin")
"""Questions, worries and whatever is about herself stay the writer's own, whatever she chose."""


class HomeChoice(TenantModel):
    """That notes and check-ins are shared with one party of her home: those named alone, from the day after on."""

    __tablename__ = "home_choice"
    __table_args__ = (
        belongs_to("party", "party_id", "child_id", "kind", "size", to=("id", "child_id", "kind", "size")),
        belongs_to("party_member", "party_id", "involvement_id", to=("party_id", "involvement_id")),
        belongs_to("involvement", "involvement_id", "child_id", to=("id", "child_id")),
        UniqueConstraint("clinic_id", "involvement_id", "party_id"),
        UniqueConstraint("clinic_id", "id", "involvement_id", "party_id"),
        CheckConstraint("kind = 'home'", name="kind"),
        Index("ix_home_choice_at", "clinic_id", "at"),
    )

    involvement_id: Mapped[UUID]
    child_id: Mapped[UUID]
    party_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(10), default="home")
    size: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    circle: Mapped[UUID] = mapped_column(in_her_own("involvement_id"))


class Share(TenantModel):
    """A copy of something she told, for one party of her home. Only she makes it, and only she takes it away."""

    __tablename__ = "share"
    __table_args__ = (
        belongs_to("update", "item_id", "author_id", "child_id", to=("id", "author_id", "child_id")),
        belongs_to(
            "home_choice", "choice_id", "author_id", "shared_with", to=("id", "involvement_id", "party_id"),
            on_delete="CASCADE",
        ),
        UniqueConstraint("clinic_id", "item_id", "shared_with"),
        CheckConstraint(f"kind in {SHARED_KINDS}", name="kind"),
        CheckConstraint(f"topic is null or topic in {TOPICS}", name="topic"),
        CheckConstraint("length(said::text) <= 400000", name="length"),
        Index("ix_share_circle", "clinic_id", "circle", "at"),
        Index("ix_share_item", "clinic_id", "item_id"),
        Index("ix_share_choice", "clinic_id", "choice_id"),
    )  # fmt: skip

    item_id: Mapped[UUID]
    author_id: Mapped[UUID]
    child_id: Mapped[UUID]
    choice_id: Mapped[UUID]
    shared_with: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(120))
    """The name shown then."""
    kind: Mapped[str] = mapped_column(String(10))
    topic: Mapped[str | None] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(String(LONGEST), default="")
    said: Mapped[list[Any]] = mapped_column(JSONB, default=list)
    """Of a check-in: what was asked, and what was answered."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    circle: Mapped[UUID] = mapped_column(in_area("updates"))
    own: Mapped[UUID] = mapped_column(in_her_own("author_id"))


@dataclass(frozen=True)
class With:
    """A party to share with, by the choice that names it, and the writer's name as it is shown."""

    choice: UUID
    party: UUID
    by: str


def choose(home: AtHome, child: UUID) -> bool:
    """In her own scope, from the clinic's next day on. False: chosen before."""
    row = HomeChoice(
        id=new_id(), involvement_id=home.part, child_id=child, party_id=home.party, kind="home", size=home.size
    )
    if not stored("uq_home_choice", lambda: db.session.add(row)):
        return False
    part, party = home.part, home.party
    audit.record("chose-sharing", "involvement", part, child=child, party=str(party))
    return True


def unchoose(choice: HomeChoice) -> None:
    """At once: what was shared by this choice goes with it."""
    gone = db.delete(HomeChoice).where(HomeChoice.id == choice.id).execution_options(synchronize_session=False)
    if changed(gone):
        audit.record("took-back-sharing", "involvement", choice.involvement_id, child=choice.child_id)


def share(row: Update, said: Sequence[tuple[str, str]], at_home: Sequence[With]) -> None:
    """Copies it for each of these whose choice is in force today; a question is copied for nobody."""
    family = scopes.current().family
    for each in at_home if row.kind in SHARED_KINDS and family else ():
        assert family is not None
        if each.choice in family.choices:
            copy = {"kind": row.kind, "topic": row.topic, "body": row.body, "said": [list(one) for one in said]}
            whose = {"author_id": row.author_id, "child_id": row.child_id, "item_id": row.id}
            db.session.add(
                Share(id=new_id(), choice_id=each.choice, shared_with=each.party, by=each.by, **copy, **whose)
            )


def copied_from(item: UUID) -> ColumnElement[bool]:
    """That a share is a copy of this, or of what corrected it."""
    return or_(Share.item_id == item, Share.item_id.in_(db.select(Update.id).where(Update.corrects == item)))


def is_shared(item: UUID) -> bool:
    """Whether somebody at home reads it, or what corrected it."""
    return db.session.scalar(db.select(Share.id).where(copied_from(item)).limit(1)) is not None


def unshare(item: UUID) -> None:
    """Nobody at home reads it any more, nor what corrected it."""
    copies = db.delete(Share).where(copied_from(item))
    db.session.execute(copies.execution_options(synchronize_session=False))
