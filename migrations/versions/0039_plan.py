"""What a clinic pays, and the events that Stripe tells of it."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import fenced, lets

revision = "0039_plan"
down_revision = "0038_by_person"

EVERYTHING = "true"
SHOWN = "clinic_id, trial_until, free, status, late_since, ends_at, farewell"
SAID = (
    "free, customer_id, subscription_id, item_id, name, status, seats, late_since, ends_at, period_until, wanted, turn, "
    "looks, looked, farewell, told, told_of, reminded, trial_until"
)
WALLS = [
    *fenced("plan"),
    *lets("door", "SELECT", "plan", SHOWN, rows=EVERYTHING),
    *lets("system", "SELECT", "plan", "clinic_id, customer_id", rows=EVERYTHING),
    *lets("system", "INSERT", "plan"),
    *lets("staff", "SELECT", "plan"),
    *lets("staff", "UPDATE", "plan", SAID),
    *fenced("stripe_event"),
    *lets("system", "SELECT", "stripe_event", "id", rows=EVERYTHING),
    *lets("system", "INSERT", "stripe_event", rows=EVERYTHING),
    *lets("staff", "SELECT", "stripe_event"),
    *lets("staff", "UPDATE", "stripe_event", "state, done_at"),
]
TRIAL = """
insert into plan (clinic_id, trial_until)
select id, (date_trunc('day', (now() at time zone time_zone) + interval '31 days')) at time zone time_zone from clinic
"""
"""Whoever is here already begins a trial today."""


def at(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def text(name: str, length: int, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        at("trial_until", nullable=False),
        sa.Column("free", sa.Boolean(), nullable=False, server_default=sa.false()),
        text("customer_id", 80),
        text("subscription_id", 80),
        text("item_id", 80),
        text("name", 20),
        text("status", 30),
        sa.Column("seats", sa.Integer(), nullable=True),
        at("late_since"),
        at("ends_at"),
        at("period_until"),
        sa.Column("wanted", sa.Integer(), nullable=True),
        number("turn"),
        number("looks"),
        number("looked"),
        text("farewell", 1000),
        sa.Column("told", sa.SmallInteger(), nullable=True),
        at("told_of"),
        text("reminded", 40),
        sa.CheckConstraint("length(farewell) <= 1000", name=op.f("ck_plan_farewell")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_plan_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", name=op.f("pk_plan")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_plan_customer_id")),
    )
    op.create_table(
        "stripe_event",
        text("id", 80, nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=True),
        text("kind", 80, nullable=False),
        text("state", 10, nullable=False),
        at("at", nullable=False),
        at("done_at"),
        sa.CheckConstraint("state in ('waiting', 'done', 'ignored', 'foreign')", name=op.f("ck_stripe_event_state")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_stripe_event_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripe_event")),
    )
    op.create_index(
        "ix_stripe_event_waiting", "stripe_event", ["clinic_id"], postgresql_where=sa.text("state = 'waiting'")
    )
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
    op.execute(TRIAL)
    op.execute(
        "insert into due (id, clinic_id, kind, at) select gen_random_uuid(), id, 'billing-day', now() from clinic"
    )


def downgrade() -> None:
    op.execute("delete from due where kind in ('billing', 'billing-day', 'seats')")
    op.drop_table("stripe_event")
    op.drop_table("plan")
