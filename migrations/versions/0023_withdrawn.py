"""A caregiver withdraws what she told: a row beside it, and nothing waits for the clinic any more."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import IN_CIRCLE, NOW, READS, THE_PERSON, family, fenced, staff

revision = "0023_withdrawn"
down_revision = "0022_devices"

MINE = f"{IN_CIRCLE} AND {NOW}"
"""By the circle of one's own words, which an ended part keeps: she may take them back after the end, too."""

WALLS = [
    *fenced("withdrawal"),
    *staff("withdrawal", "SELECT"),
    *family("SELECT", "withdrawal", READS, "clinic_id, id, author_id, child_id, at, circle"),
    *family("INSERT", "withdrawal", MINE),
    *fenced("withdrawn_reading"),
    *staff("withdrawn_reading", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW}"),
    *family("SELECT", "waiting", READS, "clinic_id, id, at, circle"),
    *family("DELETE", "waiting", IN_CIRCLE),
]


def upgrade() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "circle", sa.Uuid(), sa.Computed("md5('own' || author_id::text)::uuid", persisted=True), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "id", "author_id", "child_id"],
            ["update.clinic_id", "update.id", "update.author_id", "update.child_id"],
            name=op.f("fk_withdrawal_clinic_id_id_author_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_withdrawal_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_withdrawal")),
    )
    op.create_index("ix_withdrawal_child", "withdrawal", ["clinic_id", "child_id"], unique=False)
    op.create_table(
        "withdrawn_reading",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("withdrawal_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_withdrawn_reading_reason")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_withdrawn_reading_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "withdrawal_id"],
            ["withdrawal.clinic_id", "withdrawal.id"],
            name=op.f("fk_withdrawn_reading_clinic_id_withdrawal_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_withdrawn_reading_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_withdrawn_reading")),
    )
    op.create_index(
        "ix_withdrawn_reading_withdrawal", "withdrawn_reading", ["clinic_id", "withdrawal_id", "at"], unique=False
    )
    op.add_column(
        "waiting",
        sa.Column(
            "circle", sa.Uuid(), sa.Computed("md5('own' || author_id::text)::uuid", persisted=True), nullable=False
        ),
    )
    run(WALLS)


def downgrade() -> None:
    """Loses who withdrew what: before going back, the clinics are told."""
    run(
        [
            "DROP POLICY family_select ON waiting",
            "DROP POLICY family_delete ON waiting",
            "REVOKE SELECT (clinic_id, id, at, circle), DELETE ON waiting FROM {family}",
        ]
    )
    op.drop_column("waiting", "circle")
    op.drop_table("withdrawn_reading")
    op.drop_table("withdrawal")


def run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
