"""Engagement: weekly facts of each part, its standing, what a limit was before, the day of an answer, and the thresholds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.bootstrap import LOGINS, role
from tenants.walls import CLINIC, IN_CIRCLE, SOMEBODY, fenced, staff

revision = "0031_engagement"
down_revision = "0030_lifted"

ACTOR = "actor_id = current_setting('app.person')::uuid AND at = current_setting('app.now')::timestamptz"
HER_OWN = "circle = md5('own' || involvement_id::text)::uuid"
"""Set where she takes her words back after her part has ended: as for the withdrawal itself, her own circle lets her."""
WALLS = [
    *fenced("engagement_week"),
    *staff("engagement_week", "SELECT", "INSERT", "UPDATE", "DELETE"),
    *fenced("standing"),
    *staff("standing", "SELECT", "INSERT", "UPDATE", "DELETE"),
    *fenced("boundary_past"),
    *staff("boundary_past", "SELECT", "INSERT"),
    f"CREATE POLICY family_insert_withdrawn ON happened FOR INSERT TO {{family}} "
    f"WITH CHECK ({CLINIC} AND {SOMEBODY} AND {IN_CIRCLE} AND {ACTOR} AND what = 'withdrawn' AND sign = -1)",
    "GRANT UPDATE (quiet_days, steady_weeks, unopened_days, early_weeks) ON clinic TO {staff}",
]
THRESHOLDS = {
    "quiet_days": ("14", "between 7 and 60"),
    "steady_weeks": ("4", "between 2 and 12"),
    "unopened_days": ("7", "between 2 and 30"),
    "early_weeks": ("3", "between 1 and 8"),
}


def own_keys(table: str) -> tuple[sa.Column[object], sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
    )


def constraints(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f(f"fk_{table}_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "involvement_id"],
            ["involvement.clinic_id", "involvement.id"],
            name=op.f(f"fk_{table}_clinic_id_involvement_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f(f"pk_{table}")),
    )


def counted(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.SmallInteger(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "engagement_week",
        *own_keys("engagement_week"),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("expected", sa.Boolean(), nullable=False),
        *map(
            counted,
            (
                "expected_days",
                "agreed",
                "checkins",
                "notes",
                "questions",
                "told",
                "seen",
                "answered",
                "changed",
                "owed",
            ),
        ),
        sa.Column("oldest_owed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_minutes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("last_told", sa.Date(), nullable=True),
        sa.Column("last_exchange", sa.Date(), nullable=True),
        sa.CheckConstraint("extract(isodow from week) = 1", name=op.f("ck_engagement_week_monday")),
        sa.CheckConstraint("expected = (expected_days > 0)", name=op.f("ck_engagement_week_expected")),
        *constraints("engagement_week"),
        sa.UniqueConstraint(
            "clinic_id", "involvement_id", "week", name=op.f("uq_engagement_week_clinic_id_involvement_id_week")
        ),
    )
    op.create_index("ix_engagement_week_week", "engagement_week", ["clinic_id", "week"])
    op.create_table(
        "standing",
        *own_keys("standing"),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status in ('reach-out', 'look', 'on-track', 'not-expected', 'too-early')", name=op.f("ck_standing_status")
        ),
        *constraints("standing"),
        sa.UniqueConstraint("clinic_id", "involvement_id", name=op.f("uq_standing_clinic_id_involvement_id")),
    )
    op.create_index("ix_standing_status", "standing", ["clinic_id", "status"])
    op.create_table(
        "boundary_past",
        *own_keys("boundary_past"),
        sa.Column("area", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_boundary_past_dates")),
        *constraints("boundary_past"),
    )
    op.create_index("ix_boundary_past_part", "boundary_past", ["clinic_id", "involvement_id", "area"])
    op.create_index("ix_happened_part", "happened", ["clinic_id", "involvement_id", "what", "day"])
    op.add_column("happened", sa.Column("circle", sa.Uuid(), nullable=True))
    op.create_check_constraint(op.f("ck_happened_circle"), "happened", HER_OWN)
    op.add_column("outcome", sa.Column("day", sa.Date(), nullable=True))
    op.execute(
        "UPDATE outcome SET day = cast(outcome.at at time zone c.time_zone as date) FROM clinic c WHERE c.id = outcome.clinic_id"
    )
    op.alter_column("outcome", "day", nullable=False)
    for name, (default, bounds) in THRESHOLDS.items():
        op.add_column("clinic", sa.Column(name, sa.SmallInteger(), nullable=False, server_default=default))
        op.create_check_constraint(op.f(f"ck_clinic_{name}"), "clinic", f"{name} {bounds}")
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
    for kind in ("engagement", "engagement-day", "reconcile"):
        op.execute(
            f"INSERT INTO due (id, clinic_id, kind, at) SELECT gen_random_uuid(), id, '{kind}', now() FROM clinic"
        )


def downgrade() -> None:
    op.execute("DELETE FROM due WHERE kind in ('engagement', 'engagement-day', 'reconcile')")
    op.execute("UPDATE happened SET folded_at = null WHERE folded_at is not null")
    op.execute("DROP POLICY family_insert_withdrawn ON happened")
    for name in THRESHOLDS:
        op.drop_column("clinic", name)
    op.drop_column("outcome", "day")
    op.drop_column("happened", "circle")
    op.drop_index("ix_happened_part", "happened")
    op.drop_table("boundary_past")
    op.drop_table("standing")
    op.drop_table("engagement_week")
