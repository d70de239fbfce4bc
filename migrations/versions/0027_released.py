"""A supervisor's release of openings that were held back (must 21)."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, THE_PERSON, fenced, staff

revision = "0027_released"
down_revision = "0026_mail_choice"

WALLS = [
    *fenced("opening_release"),
    *staff("opening_release", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW}"),
]
TO = {"glass_id": "glass", "review_id": "review", "worry_id": "safety_worry", "child_id": "child", "staff_id": "staff_member"}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "opening_release",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("glass_id", sa.Uuid(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("worry_id", sa.Uuid(), nullable=True),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(glass_id, review_id, worry_id) = 1", name=op.f("ck_opening_release_one")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_opening_release_reason")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_opening_release_clinic_id")),
        *(
            sa.ForeignKeyConstraint(
                ["clinic_id", column],
                [f"{table}.clinic_id", f"{table}.id"],
                name=op.f(f"fk_opening_release_clinic_id_{column}"),
                ondelete="RESTRICT",
            )
            for column, table in TO.items()
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_opening_release")),
    )
    op.create_index("ix_opening_release_child", "opening_release", ["clinic_id", "child_id", "at"])
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("opening_release")
