"""A child, the homes and the people around the child, and the hub: one caregiver's part in one child's therapy."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.addresses import search_name_of
from app.people.models import now
from tenants.db import Moment, TenantModel, belongs_to


class Child(TenantModel):
    """The person in therapy. Has no login."""

    __tablename__ = "child"

    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(240, collation="C"))
    search_name: Mapped[str | None] = mapped_column(String(240, collation="C"), default=search_name_of)
    age_told: Mapped[int]
    """In years, as told on `age_on`: what a clinic knows at the first call. Nothing more exact is asked for."""
    age_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    def age(self, today: date) -> int:
        whole_years = today.year - self.age_on.year - ((today.month, today.day) < (self.age_on.month, self.age_on.day))
        return self.age_told + whole_years


class Involvement(TenantModel):
    """The hub: one caregiver's part in one child's therapy. No login changes whose part it is, or in which child's."""

    __tablename__ = "involvement"
    __table_args__ = (
        belongs_to("child", "child_id"),
        belongs_to("caregiver", "caregiver_id"),
        UniqueConstraint("clinic_id", "id", "child_id"),
        UniqueConstraint("clinic_id", "caregiver_id", "child_id"),
        Index("ix_involvement_child", "clinic_id", "child_id"),
    )

    child_id: Mapped[UUID]
    caregiver_id: Mapped[UUID]
    relation: Mapped[str] = mapped_column(String(40))
    """As the family says it: mother, grandfather, foster carer."""
    told_on: Mapped[date | None]
    """The day relation, legal standing and basis were told (`legal`); until then every area is therapist-led (must 2)."""
    professional: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A caregiver by office: of no household, reads what is shared one by one."""
    sensitive: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    invited_at: Mapped[datetime | None] = mapped_column(Moment)
    """Empty before the first invitation, and again when one is taken back: this part then opens to nobody."""
    entered_at: Mapped[datetime | None] = mapped_column(Moment)
    """The first time this caregiver came in through a link."""
    paused_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Agreement(TenantModel):
    """What was agreed with one caregiver, from a day until a day. "Less for now" ends one row and begins another."""

    __tablename__ = "agreement"
    __table_args__ = (
        belongs_to("involvement", "involvement_id"),
        CheckConstraint("checkins between 0 and 7", name="checkins"),
        Index("ix_agreement_current", "clinic_id", "involvement_id", unique=True, postgresql_where="until is null"),
    )

    involvement_id: Mapped[UUID]
    checkins: Mapped[int]
    """A week."""
    words: Mapped[str] = mapped_column(String(400), default="")
    """In the words they found together; the caregiver reads it too."""
    since: Mapped[date]
    until: Mapped[date | None]


class Household(TenantModel):
    """Caregivers of one child who share a roof. A new placement is a new household."""

    __tablename__ = "household"
    __table_args__ = (
        belongs_to("child", "child_id"),
        UniqueConstraint("clinic_id", "id", "child_id"),
        UniqueConstraint("clinic_id", "child_id", "label"),
    )

    child_id: Mapped[UUID]
    label: Mapped[str] = mapped_column(String(20))
    """"A", "B": never a place."""


class HouseholdMember(TenantModel):
    """Who lives there from a day until a day; several homes at once are possible."""

    __tablename__ = "household_member"
    __table_args__ = (
        belongs_to("household", "household_id", "child_id", to=("id", "child_id")),
        belongs_to("involvement", "involvement_id", "child_id", to=("id", "child_id")),
        CheckConstraint("until is null or until >= since - 1", name="dates"),
        Index("ix_household_member_part", "clinic_id", "involvement_id"),
        Index("ix_household_member_home", "clinic_id", "household_id"),
    )

    household_id: Mapped[UUID]
    involvement_id: Mapped[UUID]
    child_id: Mapped[UUID]
    since: Mapped[date]
    until: Mapped[date | None]


class CareTeamMember(TenantModel):
    """A member of staff on a child's care team, from a day until a day: the caseload is this table."""

    __tablename__ = "care_team_member"
    __table_args__ = (
        belongs_to("child", "child_id"),
        belongs_to("staff_member", "staff_id"),
        belongs_to("staff_member", "for_id"),
        CheckConstraint("part in ('therapist', 'deputy')", name="part"),
        CheckConstraint("for_id is null or part = 'deputy'", name="in_place_of"),
        Index("ix_care_team_child", "clinic_id", "child_id"),
        Index("ix_care_team_staff", "clinic_id", "staff_id"),
    )

    child_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    part: Mapped[str] = mapped_column(String(20), default="therapist")
    for_id: Mapped[UUID | None]
    """In whose place a deputy stands."""
    since: Mapped[date]
    until: Mapped[date | None]


class Party(TenantModel):
    """A fixed set of one child's caregivers: one part (its id is the involvement's), one home's, or all.

    It has a number of places and is complete when made: nobody joins it later.
    """

    __tablename__ = "party"
    __table_args__ = (
        belongs_to("household", "household_id", "child_id", to=("id", "child_id")),
        belongs_to("child", "child_id"),
        UniqueConstraint("clinic_id", "id", "child_id"),
        UniqueConstraint("clinic_id", "id", "child_id", "kind", "size"),
        UniqueConstraint("clinic_id", "child_id", "number"),
        CheckConstraint("kind in ('part', 'home', 'all')", name="kind"),
        CheckConstraint("(kind = 'home') = (household_id is not null)", name="home"),
        CheckConstraint("size > 0 and (kind <> 'part' or size = 1)", name="size"),
        Index("ix_party_home", "clinic_id", "household_id", "number"),
    )

    child_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(10))
    household_id: Mapped[UUID | None]
    size: Mapped[int]
    number: Mapped[int | None]
    """Counts a child's parties, so that the newest is certain; a part's own has none."""
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)


class PartyMember(TenantModel):
    """One numbered place in a party, for one involvement of the same child."""

    __tablename__ = "party_member"
    __table_args__ = (
        belongs_to("party", "party_id", "child_id", "kind", "size", to=("id", "child_id", "kind", "size")),
        belongs_to("involvement", "involvement_id", "child_id", to=("id", "child_id")),
        UniqueConstraint("clinic_id", "party_id", "place"),
        UniqueConstraint("clinic_id", "party_id", "involvement_id"),
        CheckConstraint("place between 1 and size", name="place"),
        CheckConstraint("kind <> 'part' or party_id = involvement_id", name="own_part"),
        Index("ix_party_member_part", "clinic_id", "involvement_id"),
    )

    party_id: Mapped[UUID]
    child_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    place: Mapped[int]
    involvement_id: Mapped[UUID]
