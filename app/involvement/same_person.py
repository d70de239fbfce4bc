"""An address typed for a new caregiver that is known here already: its owner is asked before the two become one (must 1).

Until her yes the new caregiver is a record of its own, with what the inviter typed, and nobody is told that there is
another. After it, her scope holds this part beside her own; nothing is moved, so what was agreed and limited stays.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKeyConstraint, Index, String, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.involvement.models import Child, Involvement
from app.people.models import now
from tenants.db import Moment, TenantModel, belongs_to, db


class SamePerson(TenantModel):
    """That the caregiver of a part may be one we know: `caregiver_id` owns the address that was typed."""

    __tablename__ = "same_person"
    __table_args__ = (
        belongs_to("involvement", "involvement_id"),
        belongs_to("caregiver", "caregiver_id"),
        belongs_to("staff_member", "staff_id"),
        UniqueConstraint("clinic_id", "id", "caregiver_id", "involvement_id"),
        Index(
            "ix_same_person_part", "clinic_id", "involvement_id", unique=True, postgresql_where="withdrawn_at is null"
        ),
        Index("ix_same_person_caregiver", "clinic_id", "caregiver_id"),
    )

    involvement_id: Mapped[UUID]
    caregiver_id: Mapped[UUID]
    address: Mapped[str] = mapped_column(String(254))
    """As typed: all the inviter sees of it."""
    safe: Mapped[bool]
    staff_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(120))
    """Who says so, by the name shown then."""
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the inviter pressed "Invite": before that nobody is asked."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the typed address was corrected."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class SamePersonAnswer(TenantModel):
    """What the owner of the address says: yes, or not me. It has the id of what it answers: there is one."""

    __tablename__ = "same_person_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["clinic_id", "id", "caregiver_id", "involvement_id"],
            [f"same_person.{column}" for column in ("clinic_id", "id", "caregiver_id", "involvement_id")],
            name="fk_same_person_answer_asked",
            ondelete="RESTRICT",
        ),
        CheckConstraint("said in ('yes', 'not-me')", name="said"),
        Index("ix_same_person_answer_caregiver", "clinic_id", "caregiver_id"),
    )

    caregiver_id: Mapped[UUID]
    involvement_id: Mapped[UUID]
    said: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment, default=now)


def hers(caregiver: UUID) -> ColumnElement[bool]:
    """That an involvement is this caregiver's: made for her, or recognised by her as her own. By person, ask this."""
    asked = (SamePerson.clinic_id == SamePersonAnswer.clinic_id) & (SamePerson.id == SamePersonAnswer.id)
    recognised = (
        db.select(SamePersonAnswer.involvement_id)
        .join(SamePerson, asked)
        .where(
            SamePersonAnswer.caregiver_id == caregiver,
            SamePersonAnswer.said == "yes",
            SamePerson.withdrawn_at.is_(None),
        )
    )
    mine = aliased(Involvement)
    made_for_her = db.select(mine.id).where(mine.caregiver_id == caregiver)
    return Involvement.id.in_(made_for_her.union_all(recognised))  # an "or" would look at every part of the clinic


def person_of(part: Involvement) -> UUID:
    """Whose account this part is reached by: that of whoever recognised it, else the part's own."""
    asked = (SamePerson.clinic_id == SamePersonAnswer.clinic_id) & (SamePerson.id == SamePersonAnswer.id)
    yes = db.select(SamePersonAnswer.caregiver_id).join(SamePerson, asked)
    mine = SamePersonAnswer.involvement_id == part.id, SamePersonAnswer.said == "yes", SamePerson.withdrawn_at.is_(None)
    return db.session.scalar(yes.where(*mine)) or part.caregiver_id


def is_invited(caregiver: UUID) -> bool:
    """Whether anything here opens to this person: nobody comes in who was not invited, or not any more. What had ended
    before they ever came in opens nothing; whoever came in before keeps the own words."""
    goes_on = db.select(Child.id).where(Child.id == Involvement.child_id, Child.ended_at.is_(None)).exists()
    open_to_them = or_(Involvement.entered_at.is_not(None), and_(Involvement.ended_at.is_(None), goes_on))
    part = db.select(Involvement.id).where(hers(caregiver), Involvement.invited_at.is_not(None), open_to_them)
    asked = db.select(SamePerson.id).where(
        SamePerson.caregiver_id == caregiver, SamePerson.asked_at.is_not(None), SamePerson.withdrawn_at.is_(None)
    )
    return any(db.session.scalar(each.limit(1)) is not None for each in (part, asked))


def takes_part(caregiver: UUID) -> bool:
    """Whether anything of hers goes on: otherwise no digest is sent, and no link of one opens."""
    goes_on = db.select(Child.id).where(Child.id == Involvement.child_id, Child.ended_at.is_(None)).exists()
    mine = hers(caregiver), Involvement.invited_at.is_not(None), Involvement.ended_at.is_(None), goes_on
    return db.session.scalar(db.select(Involvement.id).where(*mine).limit(1)) is not None


def ask_no_more(part: UUID) -> None:
    """What is asked about a part, and nobody has answered, is asked no more."""
    answered = db.select(SamePersonAnswer.id).where(SamePersonAnswer.involvement_id == part)
    mine = db.select(SamePerson).where(SamePerson.involvement_id == part, SamePerson.withdrawn_at.is_(None))
    for question in db.session.scalars(mine.where(SamePerson.id.not_in(answered)).with_for_update()):
        question.asked_at = None
    db.session.flush()
