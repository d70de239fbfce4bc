"""Slips, and codes read out by phone, say who made them; whether somebody else uses a caregiver's phone or inbox."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import CLINIC, NOW, ONESELF, family, fenced, lets, staff

revision = "0021_slips"
down_revision = "0020_legal_standing"

BY_ONESELF = "(by_id IS NULL OR by_id = current_setting('app.person')::uuid)"
BEFORE = ("invitation", "sign-in", "open", "confirm", "join", "password", "address")
ANSWER = "clinic_id, id, caregiver_id, phone, inbox, at"

WALLS = [
    "GRANT SELECT (by_id) ON portal_link TO {staff}",
    f"ALTER POLICY staff_insert ON portal_link WITH CHECK ({CLINIC} AND {BY_ONESELF})",
    "GRANT SELECT (sensitive) ON involvement TO {door}",
    *fenced("shared_use"),
    *staff("shared_use", "SELECT"),
    *family("SELECT", "shared_use", ONESELF, ANSWER),
    *family("INSERT", "shared_use", f"{ONESELF} AND {NOW}"),
    *lets("door", "SELECT", "shared_use", ANSWER),
]
TAKEN_BACK = [
    "REVOKE SELECT (sensitive) ON involvement FROM {door}",
    f"ALTER POLICY staff_insert ON portal_link WITH CHECK ({CLINIC})",
    "REVOKE SELECT (by_id) ON portal_link FROM {staff}",
]


def upgrade() -> None:
    op.add_column("portal_link", sa.Column("by_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_portal_link_clinic_id_by_id"),
        "portal_link",
        "staff_member",
        ["clinic_id", "by_id"],
        ["clinic_id", "id"],
        ondelete="RESTRICT",
    )
    purposes((*BEFORE, "slip", "phone"))
    op.create_check_constraint("made_by", "portal_link", "(purpose in ('slip', 'phone')) = (by_id is not null)")
    op.create_table(
        "shared_use",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.Boolean(), nullable=False),
        sa.Column("inbox", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_shared_use_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_shared_use_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_shared_use")),
    )
    op.create_index("ix_shared_use_caregiver", "shared_use", ["clinic_id", "caregiver_id", "at"])
    run(WALLS)


def downgrade() -> None:
    """Slips and codes by phone end; what was used by one is forgotten with it."""
    run(TAKEN_BACK)
    op.drop_table("shared_use")
    op.drop_constraint("ck_portal_link_made_by", "portal_link")
    op.execute(
        "UPDATE link_request SET link_id = NULL WHERE link_id IN (SELECT id FROM portal_link WHERE purpose = 'phone')"
    )
    op.execute("DELETE FROM portal_link WHERE purpose in ('slip', 'phone')")
    purposes(BEFORE)
    op.drop_constraint("fk_portal_link_clinic_id_by_id", "portal_link", type_="foreignkey")
    op.drop_column("portal_link", "by_id")


def purposes(names: tuple[str, ...]) -> None:
    op.drop_constraint("ck_portal_link_purpose", "portal_link")
    op.create_check_constraint("purpose", "portal_link", f"purpose in {names}")


def run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
