"""A professional's part; when care ended, for those who read on; and legal standing as told: its basis, the document, who
checked it and when it is looked at again (must 2).

For staff alone: a caregiver reads none of it, not even about oneself."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import fenced, lets, staff

revision = "0020_legal_standing"
down_revision = "0019_sign_in"

WALLS = [
    *fenced("legal_standing"),
    *staff("legal_standing", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "legal_standing", "until"),
    "GRANT UPDATE (professional) ON involvement TO {staff}",
    "GRANT SELECT (professional) ON involvement TO {door}",
    "GRANT SELECT (professional) ON involvement TO {family}",
    *lets("door", "SELECT", "child", "clinic_id, id, ended_at"),
]
# What was told before had one line for the standing and one for the basis: both are kept as words, to be looked at.
KEPT = """
INSERT INTO legal_standing (clinic_id, id, involvement_id, standing, basis, document, words, review_on, since)
SELECT clinic_id, gen_random_uuid(), id, 'shared', 'agreement', false, left(concat_ws('; ', standing, basis), 200), told_on, told_on
  FROM involvement WHERE told_on IS NOT NULL
"""
DATES = "ck_household_member_dates"
"""A stay taken back on its first day ends the day before: it holds on no day."""


def upgrade() -> None:
    op.add_column("involvement", sa.Column("professional", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_constraint(op.f(DATES), "household_member")
    op.create_check_constraint(op.f(DATES), "household_member", "until is null or until >= since - 1")
    op.create_table(
        "legal_standing",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("document", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("standing in ('alone', 'shared', 'some', 'none')", name=op.f("ck_legal_standing_standing")),
        sa.CheckConstraint("basis in ('law', 'order', 'agreement', 'consent')", name=op.f("ck_legal_standing_basis")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_legal_standing_clinic_id")),
        *(
            sa.ForeignKeyConstraint(
                ["clinic_id", column],
                [f"{table}.clinic_id", f"{table}.id"],
                name=op.f(f"fk_legal_standing_clinic_id_{column}"),
                ondelete="RESTRICT",
            )
            for column, table in (("involvement_id", "involvement"), ("verified_by", "staff_member"))
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_legal_standing")),
    )
    op.create_index(
        "ix_legal_standing_current", "legal_standing", ["clinic_id", "involvement_id"], unique=True,
        postgresql_where="until is null",
    )  # fmt: skip
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
    op.execute(KEPT)
    op.drop_column("involvement", "standing")
    op.drop_column("involvement", "basis")


def downgrade() -> None:
    op.execute("UPDATE household_member SET until = since WHERE until < since")
    op.drop_constraint(op.f(DATES), "household_member")
    op.create_check_constraint(op.f(DATES), "household_member", "until is null or until >= since")
    op.execute("DROP POLICY door_select ON child")
    op.execute(f"REVOKE SELECT (clinic_id, id, ended_at) ON child FROM {role('door')}")
    op.add_column("involvement", sa.Column("standing", sa.String(length=200), nullable=True))
    op.add_column("involvement", sa.Column("basis", sa.String(length=200), nullable=True))
    op.execute(f"GRANT UPDATE (standing, basis) ON involvement TO {role('staff')}")
    op.execute(
        "UPDATE involvement i SET standing = l.standing, basis = l.basis FROM legal_standing l "
        "WHERE l.clinic_id = i.clinic_id AND l.involvement_id = i.id AND l.until IS NULL"
    )
    op.drop_column("involvement", "professional")
    op.drop_table("legal_standing")
