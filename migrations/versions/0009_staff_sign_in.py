"""Staff sign-in: a second step, guesses counted, passwords by link, an idle limit, what was lost, a new address."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import CLINIC, NOW, THE_PERSON, fenced, lets, staff

revision = "0009_staff_sign_in"
down_revision = "0008_who_asks"

STAFFS = f"{CLINIC} AND caregiver_id IS NULL"
"""Devices of staff: whoever changes a role ends its holder's sessions, and reads no nonce."""
ENDED = f"{STAFFS} AND nonce_hash IS NULL"
"""Sessions end from here; none begins."""
OWN = f"{CLINIC} AND {THE_PERSON}"

DEVICE = "clinic_id, id, caregiver_id, staff_id, kind, made_at, entered_at, until, seen_at, sure_at, asked, denied_at"

WALLS = [
    "GRANT SELECT (second_step_by) ON staff_login TO {door}, {staff}",
    "GRANT UPDATE (password_hash, second_step_by, address, address_key) ON staff_login TO {door}",
    "GRANT SELECT (since) ON staff_role TO {door}",
    "GRANT UPDATE (seen_at, sure_at, asked, denied_at) ON device TO {door}",
    *lets("staff", "SELECT", "device", DEVICE, STAFFS),
    f"CREATE POLICY staff_update ON device FOR UPDATE TO {{staff}} USING ({STAFFS}) WITH CHECK ({ENDED})",
    "GRANT UPDATE (nonce_hash, until, sure_at) ON device TO {staff}",
    "GRANT UPDATE (staff_id) ON link_request TO {staff}",
    *lets("door", "INSERT", "portal_link", rows=f"{CLINIC} AND caregiver_id IS NULL AND purpose = 'address'"),
    *lets("door", "INSERT", "delivery", rows=f"{CLINIC} AND caregiver_id IS NULL"),
    *fenced("guess"),
    *lets("door", "SELECT", "guess"),
    *lets("door", "INSERT", "guess"),
    *lets("door", "UPDATE", "guess", "since, tries"),
    *fenced("staff_totp"),
    *lets("door", "SELECT", "staff_totp"),
    *lets("door", "INSERT", "staff_totp"),
    *lets("door", "UPDATE", "staff_totp", "last_step, seed"),
    *lets("door", "DELETE", "staff_totp"),
    *fenced("recovery_code"),
    *lets("door", "SELECT", "recovery_code"),
    *lets("door", "INSERT", "recovery_code"),
    *lets("door", "UPDATE", "recovery_code", "used_at"),
    *lets("door", "DELETE", "recovery_code"),
    *lets("staff", "SELECT", "recovery_code", "clinic_id, id, staff_id, used_at", OWN),
    *fenced("lost_phone"),
    *lets("door", "SELECT", "lost_phone"),
    *lets("door", "INSERT", "lost_phone"),
    *lets("door", "UPDATE", "lost_phone", "refused_at, refused_by, done_at"),
    *staff("lost_phone", "SELECT"),
    *lets("staff", "UPDATE", "lost_phone", "refused_at, refused_by"),
    *fenced("lost_phone_yes"),
    *lets("door", "SELECT", "lost_phone_yes"),
    *staff("lost_phone_yes", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW}"),
    *fenced("new_address"),
    *lets("door", "SELECT", "new_address"),
    *lets("door", "INSERT", "new_address"),
    *staff("new_address", "SELECT"),
]


def upgrade() -> None:
    op.add_column("staff_login", sa.Column("second_step_by", sa.DateTime(timezone=True), nullable=True))
    for name in ("seen_at", "sure_at", "denied_at"):
        op.add_column("device", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("device", sa.Column("asked", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("link_request", sa.Column("purpose", sa.String(length=20), server_default="sign-in", nullable=False))
    op.create_check_constraint("purpose", "link_request", "purpose in ('sign-in', 'password')")
    op.add_column("link_request", sa.Column("staff_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_link_request_clinic_id_staff_id"),
        "link_request",
        "staff_member",
        ["clinic_id", "staff_id"],
        ["clinic_id", "id"],
        ondelete="RESTRICT",
    )
    purposes(("invitation", "sign-in", "open", "confirm", "join", "password", "address"))
    op.create_index("ix_portal_link_staff", "portal_link", ["clinic_id", "staff_id", "made_at"])
    tables()
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def purposes(names: tuple[str, ...]) -> None:
    op.drop_constraint("ck_portal_link_purpose", "portal_link")
    op.create_check_constraint("purpose", "portal_link", f"purpose in {names}")


def belongs_to(
    table: str, here: str, columns: tuple[str, ...], theirs: tuple[str, ...] = ("id",)
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["clinic_id", *columns],
        [f"{table}.clinic_id", *(f"{table}.{column}" for column in theirs)],
        name=op.f(f"fk_{here}_clinic_id_{'_'.join(columns)}"),
        ondelete="RESTRICT",
    )


def key(table: str) -> list[sa.Column | sa.Constraint]:
    """What every tenant table begins with."""
    return [
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f(f"fk_{table}_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f(f"pk_{table}")),
    ]


def moment(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def tables() -> None:
    op.create_table(
        "guess",
        *key("guess"),
        sa.Column("about", sa.String(length=64), nullable=False),
        moment("since"),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.UniqueConstraint("clinic_id", "about", name=op.f("uq_guess_clinic_id_about")),
    )
    op.create_table(
        "staff_totp",
        *key("staff_totp"),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(length=300), nullable=False),
        moment("made_at"),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        belongs_to("staff_member", "staff_totp", ("staff_id",)),
        sa.UniqueConstraint("clinic_id", "staff_id", name=op.f("uq_staff_totp_clinic_id_staff_id")),
    )
    op.create_table(
        "recovery_code",
        *key("recovery_code"),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        moment("used_at", nullable=True),
        belongs_to("staff_member", "recovery_code", ("staff_id",)),
    )
    op.create_index("ix_recovery_code_staff", "recovery_code", ["clinic_id", "staff_id"])
    op.create_table(
        "lost_phone",
        *key("lost_phone"),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        moment("at"),
        moment("refused_at", nullable=True),
        sa.Column("refused_by", sa.Uuid(), nullable=True),
        moment("done_at", nullable=True),
        belongs_to("staff_member", "lost_phone", ("staff_id",)),
        belongs_to("staff_member", "lost_phone", ("refused_by",)),
        sa.UniqueConstraint("clinic_id", "id", "staff_id", name=op.f("uq_lost_phone_clinic_id_id_staff_id")),
    )
    op.create_index(
        "ix_lost_phone_open",
        "lost_phone",
        ["clinic_id", "staff_id"],
        unique=True,
        postgresql_where="refused_at is null and done_at is null",
    )
    op.create_table(
        "lost_phone_yes",
        *key("lost_phone_yes"),
        sa.Column("lost_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        moment("at"),
        sa.CheckConstraint("about_id <> staff_id", name=op.f("ck_lost_phone_yes_another")),
        belongs_to("lost_phone", "lost_phone_yes", ("lost_id", "about_id"), ("id", "staff_id")),
        belongs_to("staff_member", "lost_phone_yes", ("staff_id",)),
        sa.UniqueConstraint(
            "clinic_id", "lost_id", "staff_id", name=op.f("uq_lost_phone_yes_clinic_id_lost_id_staff_id")
        ),
    )
    op.create_table(
        "new_address",
        *key("new_address"),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        belongs_to("staff_member", "new_address", ("staff_id",)),
        belongs_to("portal_link", "new_address", ("link_id",)),
        sa.UniqueConstraint("clinic_id", "link_id", name=op.f("uq_new_address_clinic_id_link_id")),
    )


TAKEN_BACK = [
    "REVOKE UPDATE (password_hash, address, address_key) ON staff_login FROM {door}",
    "REVOKE SELECT (since) ON staff_role FROM {door}",
    "DROP POLICY staff_select ON device",
    "DROP POLICY staff_update ON device",
    f"REVOKE SELECT ({DEVICE}), UPDATE (nonce_hash, until, sure_at) ON device FROM {{staff}}",
    "DROP POLICY door_insert ON portal_link",
    "REVOKE INSERT ON portal_link FROM {door}",
    "DROP POLICY door_insert ON delivery",
    "REVOKE INSERT ON delivery FROM {door}",
]


def downgrade() -> None:
    """Whoever had a second step has none, and links of the new purposes are gone with what they were for."""
    for table in ("new_address", "lost_phone_yes", "lost_phone", "recovery_code", "staff_totp", "guess"):
        op.drop_table(table)
    for statement in TAKEN_BACK:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
    newer = "purpose in ('join', 'password', 'address')"
    op.execute("DELETE FROM delivery WHERE kind in ('join', 'password', 'new-address')")
    op.execute("DELETE FROM link_request WHERE purpose = 'password'")
    op.execute(f"DELETE FROM portal_link WHERE {newer}")
    op.drop_index("ix_portal_link_staff", "portal_link")
    purposes(("invitation", "sign-in", "open", "confirm"))
    op.drop_constraint("fk_link_request_clinic_id_staff_id", "link_request", type_="foreignkey")
    op.drop_constraint("ck_link_request_purpose", "link_request")
    for table, names in {
        "link_request": ("staff_id", "purpose"),
        "device": ("asked", "denied_at", "sure_at", "seen_at"),
        "staff_login": ("second_step_by",),
    }.items():
        for name in names:
            op.drop_column(table, name)
