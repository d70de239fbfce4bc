"""Staff, caregivers, how they sign in, and who did what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.bootstrap import LOGINS, role
from tenants.walls import CLINIC, NAMED_TO_ME, NOW, ONESELF, family, fenced, lets, staff

revision = "0002_people"
down_revision = "0001_clinics"

ACTOR = f"{CLINIC} AND actor_id = current_setting('app.person')::uuid AND {NOW}"

WALLS = [
    *fenced("staff_member"),
    *staff("staff_member", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "staff_member", "name, shown, sort_name, ended_at"),
    *family("SELECT", "staff_member", NAMED_TO_ME, "clinic_id, id, shown"),
    *lets("door", "SELECT", "staff_member", "clinic_id, id, ended_at"),
    *lets("system", "INSERT", "staff_member"),
    *fenced("staff_login"),
    *lets("staff", "SELECT", "staff_login", "clinic_id, id, staff_id, address, address_key, confirmed_at"),
    *staff("staff_login", "INSERT"),
    *lets("door", "SELECT", "staff_login", "clinic_id, id, staff_id, address_key, password_hash, confirmed_at"),
    *lets("door", "UPDATE", "staff_login", "confirmed_at"),
    *lets("system", "INSERT", "staff_login"),
    *fenced("staff_role"),
    *staff("staff_role", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "staff_role", "until"),
    *lets("door", "SELECT", "staff_role", "clinic_id, staff_id, role, until"),
    *lets("system", "INSERT", "staff_role"),
    *fenced("signature"),
    *staff("signature", "SELECT"),
    *lets("system", "INSERT", "signature"),
    *fenced("caregiver"),
    *staff("caregiver", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "caregiver", "name, sort_name"),
    *family("SELECT", "caregiver", NAMED_TO_ME, "clinic_id, id, name"),
    *fenced("caregiver_address"),
    *staff("caregiver_address", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "caregiver_address", "address, address_key, safe, bounced_at"),
    *family("SELECT", "caregiver_address", ONESELF, "clinic_id, id, caregiver_id, address"),
    *fenced("card"),
    *staff("card", "SELECT"),
    *family("SELECT", "card", ONESELF, "clinic_id, id, caregiver_id, version, at"),
    *family("INSERT", "card", f"{ONESELF} AND {NOW}"),
    *fenced("device"),
    *lets("door", "SELECT", "device"),
    *lets("door", "INSERT", "device"),
    *lets("door", "UPDATE", "device", "nonce_hash, entered_at, until"),
    *family("SELECT", "device", ONESELF, "clinic_id, id, caregiver_id, kind, made_at, entered_at, until"),
    *fenced("audit_event"),
    *(
        statement
        for login in ("staff", "door", "system", "janitor")
        for statement in lets(login, "INSERT", "audit_event", rows=f"{ACTOR} AND login = '{login}'")
    ),
    *family("INSERT", "audit_event", f"{ACTOR} AND login = 'family'"),
    *staff("audit_event", "SELECT"),
]


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_audit_event_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_subject", "audit_event", ["clinic_id", "subject_id", "at"], unique=False)
    op.create_table(
        "caregiver",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_name", sa.String(length=240, collation="C"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_caregiver_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_caregiver")),
    )
    op.create_table(
        "staff_member",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("shown", sa.String(length=120), nullable=False),
        sa.Column("sort_name", sa.String(length=240, collation="C"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_staff_member_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_staff_member")),
    )
    op.create_table(
        "card",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_card_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_card_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_card")),
    )
    op.create_table(
        "caregiver_address",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("safe", sa.Boolean(), nullable=False),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_caregiver_address_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_caregiver_address_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_caregiver_address")),
        sa.UniqueConstraint("clinic_id", "address_key", name=op.f("uq_caregiver_address_clinic_id_address_key")),
        sa.UniqueConstraint("clinic_id", "caregiver_id", name=op.f("uq_caregiver_address_clinic_id_caregiver_id")),
    )
    op.create_table(
        "device",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(caregiver_id is null) <> (staff_id is null)", name=op.f("ck_device_one_person")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_device_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_device_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_device_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_device")),
    )
    op.create_index("ix_device_caregiver", "device", ["clinic_id", "caregiver_id"], unique=False)
    op.create_index("ix_device_staff", "device", ["clinic_id", "staff_id"], unique=False)
    op.create_table(
        "signature",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.String(length=30), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("document in ('terms', 'business-associate')", name=op.f("ck_signature_document")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_signature_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_signature_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_signature")),
    )
    op.create_table(
        "staff_login",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_staff_login_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_staff_login_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_staff_login")),
        sa.UniqueConstraint("clinic_id", "address_key", name=op.f("uq_staff_login_clinic_id_address_key")),
        sa.UniqueConstraint("clinic_id", "staff_id", name=op.f("uq_staff_login_clinic_id_staff_id")),
    )
    op.create_table(
        "staff_role",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role in ('owner', 'therapist', 'supervisor', 'office')", name=op.f("ck_staff_role_role")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_staff_role_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_staff_role_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_staff_role")),
    )
    op.create_index(
        "ix_staff_role_person",
        "staff_role",
        ["clinic_id", "staff_id", "role"],
        unique=True,
        postgresql_where="until is null",
    )
    #
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("staff_role")
    op.drop_table("staff_login")
    op.drop_table("signature")
    op.drop_table("device")
    op.drop_table("caregiver_address")
    op.drop_table("card")
    op.drop_table("staff_member")
    op.drop_table("caregiver")
    op.drop_table("audit_event")
