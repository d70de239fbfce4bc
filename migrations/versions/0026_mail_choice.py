"""What a caregiver wants to be mailed about, and when: every save is a row."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, ONESELF, family, fenced, staff

revision = "0026_mail_choice"
down_revision = "0025_safety"

COLUMNS = "clinic_id, id, caregiver_id, answers, quiet_from, quiet_until, paused_until, at"
WALLS = [
    *fenced("mail_choice"),
    *staff("mail_choice", "SELECT"),
    *family("SELECT", "mail_choice", ONESELF, COLUMNS),
    *family("INSERT", "mail_choice", f"{ONESELF} AND {NOW}"),
]


def upgrade() -> None:
    op.create_table(
        "mail_choice",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.SmallInteger(), nullable=False),
        sa.Column("quiet_until", sa.SmallInteger(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "quiet_from between 0 and 23 and quiet_until between 0 and 23", name=op.f("ck_mail_choice_hours")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_mail_choice_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_mail_choice_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_mail_choice")),
    )
    op.create_index("ix_mail_choice_caregiver", "mail_choice", ["clinic_id", "caregiver_id", "at"])
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("mail_choice")
