"""What opens a record to staff: supervision, reviews, broken glass; and second signatures. Deputies say in whose place they stand."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import CLINIC, NOW, THE_PERSON, fenced, lets, staff

revision = "0015_sight"
down_revision = "0014_lists"

SIGNER = "(outcome_by IS NULL OR outcome_by = current_setting('app.person')::uuid)"
"""Nobody signs in another's name; what has waited its day is signed by nobody."""

WALLS = [
    *fenced("supervision"),
    *staff("supervision", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "supervision", "until"),
    *fenced("closed_to"),
    *staff("closed_to", "SELECT", "INSERT", writes="by_id = current_setting('app.person')::uuid"),
    *lets("staff", "UPDATE", "closed_to", "ended_at"),
    *fenced("review"),
    *staff("review", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW}"),
    *lets("staff", "UPDATE", "review", "closed_at", rows=f"{CLINIC} AND {THE_PERSON}"),
    *fenced("glass"),
    *staff("glass", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW}"),
    *lets("staff", "UPDATE", "glass", "closed_at", rows=f"{CLINIC} AND {THE_PERSON}"),
    *fenced("widening"),
    *staff("widening", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW} AND outcome IS NULL"),
    *lets("staff", "UPDATE", "widening", "outcome, outcome_by, outcome_at", rows=f"{CLINIC} AND {SIGNER}"),
    *fenced("widened"),
    *staff("widened", "SELECT", "INSERT", writes=NOW),
    "GRANT SELECT (part, for_id) ON care_team_member TO {door}",
]


def upgrade() -> None:
    op.add_column("care_team_member", sa.Column("for_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_care_team_member_clinic_id_for_id"), "care_team_member", "staff_member", ["clinic_id", "for_id"],
        ["clinic_id", "id"], ondelete="RESTRICT",
    )  # fmt: skip
    op.create_check_constraint(
        op.f("ck_care_team_member_in_place_of"), "care_team_member", "for_id is null or part = 'deputy'"
    )
    op.create_table(
        "supervision",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("supervisor_id <> therapist_id", name=op.f("ck_supervision_two_people")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "supervisor_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_supervision_clinic_id_supervisor_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "therapist_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_supervision_clinic_id_therapist_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_supervision_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_supervision")),
    )
    op.create_index(
        "ix_supervision_pair",
        "supervision",
        ["clinic_id", "supervisor_id", "therapist_id"],
        unique=True,
        postgresql_where="until is null",
    )
    op.create_index("ix_supervision_therapist", "supervision", ["clinic_id", "therapist_id"], unique=False)
    op.create_table(
        "closed_to",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id", "by_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_closed_to_clinic_id_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "child_id"],
            ["child.clinic_id", "child.id"],
            name=op.f("fk_closed_to_clinic_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_closed_to_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_closed_to_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_closed_to")),
    )
    op.create_index(
        "ix_closed_to_pair",
        "closed_to",
        ["clinic_id", "child_id", "staff_id"],
        unique=True,
        postgresql_where="ended_at is null",
    )
    op.create_index("ix_closed_to_staff", "closed_to", ["clinic_id", "staff_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason in ('due', 'slipping', 'asked', 'concern')", name=op.f("ck_review_reason")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "child_id"],
            ["child.clinic_id", "child.id"],
            name=op.f("fk_review_clinic_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_review_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_review_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_review")),
    )
    op.create_index(
        "ix_review_open",
        "review",
        ["clinic_id", "staff_id", "child_id"],
        unique=False,
        postgresql_where="closed_at is null",
    )
    op.create_table(
        "glass",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("looked_for", sa.String(length=120), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("birth_year between 1900 and 2200", name=op.f("ck_glass_birth_year")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "child_id"],
            ["child.clinic_id", "child.id"],
            name=op.f("fk_glass_clinic_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_glass_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_glass_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_glass")),
    )
    op.create_index("ix_glass_open", "glass", ["clinic_id", "staff_id", "child_id"], unique=False)
    op.create_table(
        "widening",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("therapist_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("takes_effect_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("outcome_by", sa.Uuid(), nullable=True),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('role', 'supervision', 'caseload')", name=op.f("ck_widening_kind")),
        sa.CheckConstraint("outcome in ('signed', 'waited', 'refused', 'withdrawn')", name=op.f("ck_widening_outcome")),
        sa.CheckConstraint(
            "outcome is null or outcome <> 'signed' or outcome_by <> staff_id", name=op.f("ck_widening_second")
        ),
        sa.CheckConstraint("(outcome is null) = (outcome_at is null)", name=op.f("ck_widening_outcome_at")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "outcome_by"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_widening_clinic_id_outcome_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_widening_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "therapist_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_widening_clinic_id_therapist_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_widening_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_widening")),
    )
    op.create_index(
        "ix_widening_open", "widening", ["clinic_id", "at"], unique=False, postgresql_where="outcome is null"
    )
    op.create_table(
        "widened",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "id"],
            ["widening.clinic_id", "widening.id"],
            name=op.f("fk_widened_clinic_id_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_widened_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_widened")),
    )
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("widened")
    op.drop_table("widening")
    op.drop_table("glass")
    op.drop_table("review")
    op.drop_table("closed_to")
    op.drop_table("supervision")
    op.execute(f"REVOKE SELECT (part, for_id) ON care_team_member FROM {role('door')}")
    op.drop_column("care_team_member", "for_id")
