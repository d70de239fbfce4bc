"""Who needs a word from a therapist: few a week, each put away with a reason."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import fenced, lets, staff

revision = "0032_alerts"
down_revision = "0031_engagement"

WALLS = [
    *fenced("alert"),
    *staff("alert", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "alert", "closed_at, why"),
    "GRANT UPDATE (alerts_a_week) ON clinic TO {staff}",
]


def upgrade() -> None:
    op.add_column("clinic", sa.Column("alerts_a_week", sa.Integer(), nullable=False, server_default="5"))
    op.create_check_constraint(op.f("ck_clinic_alerts_a_week"), "clinic", "alerts_a_week between 1 and 20")
    op.create_table(
        "alert",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(length=10), nullable=True),
        sa.CheckConstraint("why in ('spoke', 'changed', 'known', 'wrong')", name=op.f("ck_alert_why")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_alert_clinic_id")),
        *(
            sa.ForeignKeyConstraint(
                ["clinic_id", column],
                [f"{table}.clinic_id", f"{table}.id"],
                name=op.f(f"fk_alert_clinic_id_{column}"),
                ondelete="RESTRICT",
            )
            for column, table in (
                ("involvement_id", "involvement"),
                ("child_id", "child"),
                ("staff_id", "staff_member"),
            )
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_alert")),
        sa.UniqueConstraint(
            "clinic_id",
            "involvement_id",
            "staff_id",
            "since",
            name=op.f("uq_alert_clinic_id_involvement_id_staff_id_since"),
        ),
    )
    op.create_index(
        "ix_alert_open", "alert", ["clinic_id", "staff_id", "at"], postgresql_where=sa.text("closed_at is null")
    )
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("alert")
    op.drop_column("clinic", "alerts_a_week")
