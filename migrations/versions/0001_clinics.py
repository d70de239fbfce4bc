"""The tables that belong to no clinic."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.bootstrap import LOGINS, role
from tenants.walls import family, fenced, lets, staff

revision = "0001_clinics"
down_revision = None

OWN = "id = current_setting('app.clinic')::uuid"
EVERYTHING = "true"

WALLS = [
    *fenced("clinic"),
    *lets("door", "SELECT", "clinic", rows=EVERYTHING),
    *lets("system", "SELECT", "clinic", rows=EVERYTHING),
    *lets("system", "INSERT", "clinic", rows=EVERYTHING),
    *lets("staff", "SELECT", "clinic", rows=OWN),
    *lets("staff", "UPDATE", "clinic", "crisis_lines, reply_days, texts_confirmed_at", rows=OWN),
    *fenced("used_subdomain"),
    *lets("system", "SELECT", "used_subdomain", rows=EVERYTHING),
    *lets("system", "INSERT", "used_subdomain", rows=EVERYTHING),
    *fenced("owner_address"),
    *lets("system", "SELECT", "owner_address", rows=EVERYTHING),
    *lets("system", "INSERT", "owner_address", rows=EVERYTHING),
    *fenced("due"),
    *lets("system", "SELECT", "due", rows=EVERYTHING),
    *lets("system", "INSERT", "due", rows=EVERYTHING),
    *lets("door", "INSERT", "due"),
    *family("INSERT", "due", "true"),
    *staff("due", "SELECT", "INSERT", "DELETE"),
    *lets("janitor", "SELECT", "due"),
    *lets("janitor", "DELETE", "due"),
    *fenced("lease"),
    *lets("system", "SELECT", "lease", rows=EVERYTHING),
    *lets("system", "INSERT", "lease", rows=EVERYTHING),
    *lets("system", "UPDATE", "lease", rows=EVERYTHING),
]


def upgrade() -> None:
    op.create_table(
        "clinic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subdomain", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=20), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("crisis_lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("texts_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "subdomain ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' and length(subdomain) >= 3", name=op.f("ck_clinic_subdomain")
        ),
        sa.CheckConstraint("reply_days between 1 and 14", name=op.f("ck_clinic_reply_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
        sa.UniqueConstraint("subdomain", name=op.f("uq_clinic_subdomain")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "due",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_due_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
    )
    op.create_index(op.f("ix_due_at"), "due", ["at"], unique=False)
    op.create_table(
        "owner_address",
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_owner_address_clinic_id")),
        sa.PrimaryKeyConstraint("address_key", "clinic_id", name=op.f("pk_owner_address")),
    )
    op.create_table(
        "used_subdomain",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_used_subdomain_clinic_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_used_subdomain")),
    )
    #
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("used_subdomain")
    op.drop_table("owner_address")
    op.drop_table("due")
    op.drop_table("lease")
    op.drop_table("clinic")
