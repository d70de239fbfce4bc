"""What a caregiver's device came in by; she sees when each was seen; who has no address, for the door; phones and words."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, ONESELF, family, fenced, lets, staff

revision = "0022_devices"
down_revision = "0021_slips"

HAS_ADDRESS = "clinic_id, id, caregiver_id"
WORD = "clinic_id, id, caregiver_id, at"

WALLS = [
    "GRANT SELECT (seen_at, asked, denied_at) ON device TO {family}",
    *lets("door", "SELECT", "caregiver_address", HAS_ADDRESS),
    *fenced("caregiver_phone"),
    *staff("caregiver_phone", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "caregiver_phone", "number, at"),
    *lets("staff", "DELETE", "caregiver_phone"),
    *family("SELECT", "caregiver_phone", ONESELF, "clinic_id, id, caregiver_id, number"),
    *fenced("phone_word"),
    *staff("phone_word", "SELECT"),
    *family("SELECT", "phone_word", ONESELF, WORD),
    *family("INSERT", "phone_word", f"{ONESELF} AND {NOW}"),
    *fenced("heard_word"),
    *staff("heard_word", "SELECT", "INSERT", writes=f"staff_id = current_setting('app.person')::uuid AND {NOW}"),
]
TAKEN_BACK = [
    "DROP POLICY door_select ON caregiver_address",
    f"REVOKE SELECT ({HAS_ADDRESS}) ON caregiver_address FROM {{door}}",
    "REVOKE SELECT (seen_at, asked, denied_at) ON device FROM {family}",
]


def upgrade() -> None:
    op.add_column("device", sa.Column("link_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_device_clinic_id_link_id"),
        "device",
        "portal_link",
        ["clinic_id", "link_id"],
        ["clinic_id", "id"],
        ondelete="RESTRICT",
    )
    purposes(("sign-in", "password", "phone"))
    tables()
    run(WALLS)


def tables() -> None:
    op.create_table(
        "caregiver_phone",
        *key("caregiver_phone"),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("clinic_id", "caregiver_id", name=op.f("uq_caregiver_phone_clinic_id_caregiver_id")),
    )
    op.create_table(
        "phone_word",
        *key("phone_word"),
        sa.Column("word_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_phone_word_caregiver", "phone_word", ["clinic_id", "caregiver_id", "at"])
    op.create_table(
        "heard_word",
        *key("heard_word"),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_heard_word_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
    )
    op.create_index("ix_heard_word_caregiver", "heard_word", ["clinic_id", "caregiver_id", "at"])


def key(table: str) -> list[sa.Column | sa.Constraint]:
    """What each of these tables of a caregiver's begins with."""
    return [
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f(f"fk_{table}_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f(f"fk_{table}_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f(f"pk_{table}")),
    ]


def downgrade() -> None:
    """Asking for a code by phone ends."""
    run(TAKEN_BACK)
    for table in ("heard_word", "phone_word", "caregiver_phone"):
        op.drop_table(table)
    op.execute("DELETE FROM link_request WHERE purpose = 'phone'")
    purposes(("sign-in", "password"))
    op.drop_constraint("fk_device_clinic_id_link_id", "device", type_="foreignkey")
    op.drop_column("device", "link_id")


def purposes(names: tuple[str, ...]) -> None:
    op.drop_constraint("ck_link_request_purpose", "link_request")
    op.create_check_constraint("purpose", "link_request", f"purpose in {names}")


def run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
