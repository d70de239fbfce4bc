""" "Less for now" and "more again": a caregiver asks, and nothing changes until the therapist says yes (must 5)."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import MY_PART, NOW, family, fenced, lets, staff

revision = "0034_agreement_asks"
down_revision = "0033_supervision"

OPEN = "answer is null and answered_at is null and answered_by is null"
WALLS = [
    *fenced("agreement_ask"),
    *staff("agreement_ask", "SELECT"),
    *lets("staff", "UPDATE", "agreement_ask", "answer, answered_at, answered_by"),
    *family("SELECT", "agreement_ask", MY_PART, "clinic_id, id, involvement_id, way, at, answer, answered_at"),
    *family("INSERT", "agreement_ask", f"{MY_PART} AND {NOW} AND {OPEN}"),
    *family("DELETE", "agreement_ask", f"{MY_PART} AND {OPEN}"),
]


def upgrade() -> None:
    op.create_table(
        "agreement_ask",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(length=4), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("way in ('less', 'more')", name=op.f("ck_agreement_ask_way")),
        sa.CheckConstraint("answer in ('agreed', 'talk')", name=op.f("ck_agreement_ask_answer")),
        sa.CheckConstraint(
            "(answer is null) = (answered_at is null) and (answer is null) = (answered_by is null)",
            name=op.f("ck_agreement_ask_answered"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_agreement_ask_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "involvement_id"], ["involvement.clinic_id", "involvement.id"],
            name=op.f("fk_agreement_ask_clinic_id_involvement_id"), ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "answered_by"], ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_agreement_ask_clinic_id_answered_by"), ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_agreement_ask")),
    )  # fmt: skip
    op.create_index(
        "ix_agreement_ask_open", "agreement_ask", ["clinic_id", "involvement_id"], unique=True,
        postgresql_where=sa.text("answer is null"),
    )  # fmt: skip
    op.create_index("ix_agreement_ask_part", "agreement_ask", ["clinic_id", "involvement_id", "at"])
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("agreement_ask")
