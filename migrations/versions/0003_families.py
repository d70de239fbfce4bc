"""Children, homes, parts, parties and limits."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import CLINIC, IS_MY_PART, MY_CHILD, MY_PART, NOW, family, fenced, lets, staff

revision = "0003_families"
down_revision = "0002_people"

ACTOR = f"actor_id = current_setting('app.person')::uuid AND {NOW}"

WALLS = [
    *fenced("child"),
    *staff("child", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "child", "name, sort_name, age_told, age_on, ended_at"),
    *family("SELECT", "child", MY_CHILD, "clinic_id, id, name"),
    *fenced("involvement"),
    *staff("involvement", "SELECT", "INSERT"),
    *lets(
        "staff",
        "UPDATE",
        "involvement",
        "relation, told_on, standing, basis, sensitive, entered_at, paused_at, ended_at",
    ),
    *family(
        "SELECT",
        "involvement",
        IS_MY_PART,
        "clinic_id, id, child_id, caregiver_id, relation, made_at, entered_at, paused_at",
    ),
    *lets(
        "door", "SELECT", "involvement", "clinic_id, id, child_id, caregiver_id, told_on, made_at, entered_at, ended_at"
    ),
    *lets("door", "UPDATE", "involvement", "entered_at"),
    *fenced("agreement"),
    *staff("agreement", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "agreement", "until"),
    *family("SELECT", "agreement", MY_PART, "clinic_id, id, involvement_id, checkins, words, since, until"),
    *fenced("household"),
    *staff("household", "SELECT", "INSERT"),
    *fenced("household_member"),
    *staff("household_member", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "household_member", "until"),
    *lets("door", "SELECT", "household_member", "clinic_id, household_id, involvement_id, since, until"),
    *fenced("care_team_member"),
    *staff("care_team_member", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "care_team_member", "until"),
    *lets("door", "SELECT", "care_team_member", "clinic_id, child_id, staff_id, since, until"),
    *fenced("party"),
    *staff("party", "SELECT", "INSERT"),
    *lets("door", "SELECT", "party", "clinic_id, id, kind, household_id"),
    *fenced("party_member"),
    *staff("party_member", "SELECT", "INSERT"),
    *lets("door", "SELECT", "party_member", "clinic_id, party_id, involvement_id"),
    *fenced("boundary"),
    *staff("boundary", "SELECT", "INSERT", "UPDATE", "DELETE"),
    *lets("door", "SELECT", "boundary", "clinic_id, involvement_id, area, level, since, until"),
    *fenced("happened"),
    *staff("happened", "SELECT", "INSERT", writes=ACTOR),
    *lets("staff", "UPDATE", "happened", "folded_at"),
    *family("INSERT", "happened", f"{MY_PART} AND {ACTOR}"),
    *lets("door", "INSERT", "happened", rows=f"{CLINIC} AND {ACTOR}"),
]


def upgrade() -> None:
    op.create_table(
        "child",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_name", sa.String(length=240, collation="C"), nullable=False),
        sa.Column("age_told", sa.Integer(), nullable=False),
        sa.Column("age_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_child_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_child")),
    )
    op.create_table(
        "care_team_member",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("part in ('therapist', 'deputy')", name=op.f("ck_care_team_member_part")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "child_id"],
            ["child.clinic_id", "child.id"],
            name=op.f("fk_care_team_member_clinic_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_care_team_member_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_care_team_member_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_care_team_member")),
    )
    op.create_index("ix_care_team_child", "care_team_member", ["clinic_id", "child_id"], unique=False)
    op.create_index("ix_care_team_staff", "care_team_member", ["clinic_id", "staff_id"], unique=False)
    op.create_table(
        "household",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "child_id"],
            ["child.clinic_id", "child.id"],
            name=op.f("fk_household_clinic_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_household_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_household")),
        sa.UniqueConstraint("clinic_id", "child_id", "label", name=op.f("uq_household_clinic_id_child_id_label")),
        sa.UniqueConstraint("clinic_id", "id", "child_id", name=op.f("uq_household_clinic_id_id_child_id")),
    )
    op.create_table(
        "involvement",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("standing", sa.String(length=200), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=True),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_involvement_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "child_id"],
            ["child.clinic_id", "child.id"],
            name=op.f("fk_involvement_clinic_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_involvement_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_involvement")),
        sa.UniqueConstraint(
            "clinic_id", "caregiver_id", "child_id", name=op.f("uq_involvement_clinic_id_caregiver_id_child_id")
        ),
        sa.UniqueConstraint("clinic_id", "id", "child_id", name=op.f("uq_involvement_clinic_id_id_child_id")),
    )
    op.create_index("ix_involvement_child", "involvement", ["clinic_id", "child_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("checkins", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("checkins between 0 and 7", name=op.f("ck_agreement_checkins")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "involvement_id"],
            ["involvement.clinic_id", "involvement.id"],
            name=op.f("fk_agreement_clinic_id_involvement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_agreement_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_agreement")),
    )
    op.create_index(
        "ix_agreement_current",
        "agreement",
        ["clinic_id", "involvement_id"],
        unique=True,
        postgresql_where="until is null",
    )
    op.create_table(
        "boundary",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("reason_class", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "area in ('sessions', 'updates', 'practice', 'goals', 'progress', 'messages', 'people')",
            name=op.f("ck_boundary_area"),
        ),
        sa.CheckConstraint("level in ('therapist-led', 'closed')", name=op.f("ck_boundary_level")),
        sa.CheckConstraint(
            "reason_class in ('court-order', 'safety', 'young-person', 'clinical', 'other')",
            name=op.f("ck_boundary_reason_class"),
        ),
        sa.CheckConstraint("since between '2000-01-01' and '2200-01-01'", name=op.f("ck_boundary_since")),
        sa.CheckConstraint("until is null or until between since and '2200-01-01'", name=op.f("ck_boundary_until")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "involvement_id"],
            ["involvement.clinic_id", "involvement.id"],
            name=op.f("fk_boundary_clinic_id_involvement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_boundary_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_boundary")),
        sa.UniqueConstraint(
            "clinic_id", "involvement_id", "area", name=op.f("uq_boundary_clinic_id_involvement_id_area")
        ),
    )
    op.create_table(
        "happened",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("of_id", sa.Uuid(), nullable=True),
        sa.Column("sign", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("folded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sign in (-1, 1)", name=op.f("ck_happened_sign")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "involvement_id"],
            ["involvement.clinic_id", "involvement.id"],
            name=op.f("fk_happened_clinic_id_involvement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_happened_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_happened")),
    )
    op.create_index(
        "ix_happened_unfolded", "happened", ["clinic_id", "id"], unique=False, postgresql_where="folded_at is null"
    )
    op.create_table(
        "household_member",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until is null or until >= since", name=op.f("ck_household_member_dates")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "household_id", "child_id"],
            ["household.clinic_id", "household.id", "household.child_id"],
            name=op.f("fk_household_member_clinic_id_household_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "involvement_id", "child_id"],
            ["involvement.clinic_id", "involvement.id", "involvement.child_id"],
            name=op.f("fk_household_member_clinic_id_involvement_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_household_member_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_household_member")),
    )
    op.create_index("ix_household_member_home", "household_member", ["clinic_id", "household_id"], unique=False)
    op.create_index("ix_household_member_part", "household_member", ["clinic_id", "involvement_id"], unique=False)
    op.create_table(
        "party",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'home') = (household_id is not null)", name=op.f("ck_party_home")),
        sa.CheckConstraint("kind in ('part', 'home', 'all')", name=op.f("ck_party_kind")),
        sa.CheckConstraint("size > 0 and (kind <> 'part' or size = 1)", name=op.f("ck_party_size")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "child_id"],
            ["child.clinic_id", "child.id"],
            name=op.f("fk_party_clinic_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "household_id", "child_id"],
            ["household.clinic_id", "household.id", "household.child_id"],
            name=op.f("fk_party_clinic_id_household_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_party_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_party")),
        sa.UniqueConstraint("clinic_id", "child_id", "number", name=op.f("uq_party_clinic_id_child_id_number")),
        sa.UniqueConstraint(
            "clinic_id", "id", "child_id", "kind", "size", name=op.f("uq_party_clinic_id_id_child_id_kind_size")
        ),
        sa.UniqueConstraint("clinic_id", "id", "child_id", name=op.f("uq_party_clinic_id_id_child_id")),
    )
    op.create_table(
        "party_member",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind <> 'part' or party_id = involvement_id", name=op.f("ck_party_member_own_part")),
        sa.CheckConstraint("place between 1 and size", name=op.f("ck_party_member_place")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "involvement_id", "child_id"],
            ["involvement.clinic_id", "involvement.id", "involvement.child_id"],
            name=op.f("fk_party_member_clinic_id_involvement_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "party_id", "child_id", "kind", "size"],
            ["party.clinic_id", "party.id", "party.child_id", "party.kind", "party.size"],
            name=op.f("fk_party_member_clinic_id_party_id_child_id_kind_size"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_party_member_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_party_member")),
        sa.UniqueConstraint(
            "clinic_id", "party_id", "involvement_id", name=op.f("uq_party_member_clinic_id_party_id_involvement_id")
        ),
        sa.UniqueConstraint("clinic_id", "party_id", "place", name=op.f("uq_party_member_clinic_id_party_id_place")),
    )
    op.create_index("ix_party_member_part", "party_member", ["clinic_id", "involvement_id"], unique=False)
    #
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("party_member")
    op.drop_table("party")
    op.drop_table("household_member")
    op.drop_table("happened")
    op.drop_table("boundary")
    op.drop_table("agreement")
    op.drop_table("involvement")
    op.drop_table("household")
    op.drop_table("care_team_member")
    op.drop_table("child")
