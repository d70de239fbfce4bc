"""What one member of staff is told about, until it is read: a row for its reader, ids and dates, no words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, fenced, lets, staff

revision = "0013_notices"
down_revision = "0011_settings"

WALLS = [
    *fenced("notice"),
    *staff("notice", "SELECT"),
    *staff("notice", "INSERT", writes=f"{NOW} AND read_at IS NULL"),
    *lets("staff", "UPDATE", "notice", "read_at"),
]


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(detail::text) <= 2000", name=op.f("ck_notice_detail")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_notice_clinic_id")),
        *(
            sa.ForeignKeyConstraint(
                ["clinic_id", column],
                [f"{table}.clinic_id", f"{table}.id"],
                name=op.f(f"fk_notice_clinic_id_{column}"),
                ondelete="RESTRICT",
            )
            for column, table in (("staff_id", "staff_member"), ("child_id", "child"), ("by_id", "staff_member"))
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_unread", "notice", ["clinic_id", "staff_id", "at"], postgresql_where="read_at is null")
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("notice")
