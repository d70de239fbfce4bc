"""What became of a mail after a server took it, as the mail service tells us."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, fenced, staff

revision = "0037_mail_event"
down_revision = "0036_digests"

WALLS = [*fenced("mail_event"), *staff("mail_event", "SELECT"), *staff("mail_event", "INSERT", writes=NOW)]


def upgrade() -> None:
    op.create_table(
        "mail_event",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('bounced', 'unwanted')", name=op.f("ck_mail_event_kind")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_mail_event_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "delivery_id"],
            ["delivery.clinic_id", "delivery.id"],
            name=op.f("fk_mail_event_clinic_id_delivery_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_mail_event")),
    )
    op.create_index("ix_mail_event_delivery", "mail_event", ["clinic_id", "delivery_id"])
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("mail_event")
