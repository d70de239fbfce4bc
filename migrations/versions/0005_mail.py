"""Ways in, and mail as rows."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import fenced, lets, staff

revision = "0005_mail"
down_revision = "0004_words"

LINK = (
    "clinic_id, id, purpose, caregiver_id, staff_id, involvement_id, made_at, expires_at, used_at, used_on, revoked_at"
)

WALLS = [
    *fenced("portal_link"),
    *lets("staff", "SELECT", "portal_link", LINK),
    *staff("portal_link", "INSERT"),
    *lets("staff", "UPDATE", "portal_link", "revoked_at"),
    *lets("door", "SELECT", "portal_link"),
    *lets("door", "UPDATE", "portal_link", "used_at, used_on, revoked_at"),
    *lets("system", "INSERT", "portal_link"),
    *fenced("link_request"),
    *lets("door", "SELECT", "link_request"),
    *lets("door", "INSERT", "link_request"),
    *lets("door", "UPDATE", "link_request", "tries, wrong, entered_at"),
    *staff("link_request", "SELECT"),
    *lets("staff", "UPDATE", "link_request", "answered_at, caregiver_id, link_id"),
    *fenced("delivery"),
    *staff("delivery", "SELECT", "INSERT", "UPDATE"),
    *lets("system", "INSERT", "delivery"),
]


def upgrade() -> None:
    op.create_table(
        "portal_link",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("involvement_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_on", sa.String(length=40), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose in ('invitation', 'sign-in', 'open', 'confirm')", name=op.f("ck_portal_link_purpose")
        ),
        sa.CheckConstraint("(caregiver_id is null) <> (staff_id is null)", name=op.f("ck_portal_link_one_person")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_portal_link_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "involvement_id"],
            ["involvement.clinic_id", "involvement.id"],
            name=op.f("fk_portal_link_clinic_id_involvement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_portal_link_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_portal_link_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_portal_link")),
        sa.UniqueConstraint("clinic_id", "token_hash", name=op.f("uq_portal_link_clinic_id_token_hash")),
    )
    op.create_index("ix_portal_link_caregiver", "portal_link", ["clinic_id", "caregiver_id", "made_at"], unique=False)
    op.create_index(
        "ix_portal_link_involvement", "portal_link", ["clinic_id", "involvement_id", "made_at"], unique=False
    )
    op.create_table(
        "link_request",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("tag", sa.String(length=4), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("caregiver_id", sa.Uuid(), nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_link_request_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "link_id"],
            ["portal_link.clinic_id", "portal_link.id"],
            name=op.f("fk_link_request_clinic_id_link_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_link_request_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_link_request")),
    )
    op.create_index("ix_link_request_address", "link_request", ["clinic_id", "address_key", "at"], unique=False)
    op.create_index("ix_link_request_caregiver", "link_request", ["clinic_id", "caregiver_id", "at"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "state in ('queued', 'claimed', 'sending', 'sent', 'unknown', 'refused', 'dropped')",
            name=op.f("ck_delivery_state"),
        ),
        sa.CheckConstraint("(caregiver_id is null) <> (staff_id is null)", name=op.f("ck_delivery_one_person")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_delivery_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "link_id"],
            ["portal_link.clinic_id", "portal_link.id"],
            name=op.f("fk_delivery_clinic_id_link_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "request_id"],
            ["link_request.clinic_id", "link_request.id"],
            name=op.f("fk_delivery_clinic_id_request_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_delivery_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_delivery_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_delivery")),
    )
    op.create_index("ix_delivery_link", "delivery", ["clinic_id", "link_id"], unique=False)
    op.create_index(
        "ix_delivery_open",
        "delivery",
        ["clinic_id", "next_try_at"],
        unique=False,
        postgresql_where="state in ('queued', 'claimed', 'sending')",
    )
    #
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("delivery")
    op.drop_table("link_request")
    op.drop_table("portal_link")
