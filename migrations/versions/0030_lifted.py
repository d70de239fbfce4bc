"""A therapist takes back, with her in the room, what a caregiver said of her phone or inbox (musts 15, 17 and 18)."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, THE_PERSON, fenced, lets, staff

revision = "0030_lifted"
down_revision = "0029_handed"

WALLS = [
    *fenced("shared_use_end"),
    *staff("shared_use_end", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW}"),
    *lets("door", "SELECT", "shared_use_end", "clinic_id, id, caregiver_id, at"),
]
TO = {"caregiver_id": "caregiver", "staff_id": "staff_member", "involvement_id": "involvement"}


def upgrade() -> None:
    op.create_table(
        "shared_use_end",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_shared_use_end_reason")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_shared_use_end_clinic_id")),
        *(
            sa.ForeignKeyConstraint(
                ["clinic_id", column],
                [f"{table}.clinic_id", f"{table}.id"],
                name=op.f(f"fk_shared_use_end_clinic_id_{column}"),
                ondelete="RESTRICT",
            )
            for column, table in TO.items()
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_shared_use_end")),
    )
    op.create_index("ix_shared_use_end_caregiver", "shared_use_end", ["clinic_id", "caregiver_id", "at"])
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("shared_use_end")
