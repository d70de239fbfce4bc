"""Digests: the weekly line, what each digest holds, how far a week has got; when they go, who wants them, the way in by one."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import CLINIC, NOW, ONESELF, READS, RECENT_ENOUGH, THE_PERSON, family, fenced, lets, staff

revision = "0036_digests"
down_revision = "0035_language"

STILL = "told_at is null"
MADE = f"{ONESELF} AND state = 'made' AND {RECENT_ENOUGH}"
WALLS = [
    "GRANT UPDATE (digest_day, digest_minute, digests_from) ON clinic TO {staff}",
    "GRANT SELECT (digests) ON mail_choice TO {family}",
    *fenced("weekly_line"),
    *staff("weekly_line", "SELECT"),
    *staff("weekly_line", "INSERT", writes=f"{THE_PERSON} AND {NOW} AND {STILL}"),
    f'CREATE POLICY staff_update ON weekly_line FOR UPDATE TO {{staff}} USING ({CLINIC} AND {STILL}) WITH CHECK ({CLINIC})',
    "GRANT UPDATE (body, staff_id, by, at, told_at) ON weekly_line TO {staff}",
    *lets("staff", "DELETE", "weekly_line", rows=f"{CLINIC} AND {STILL}"),
    *family(
        "SELECT", "weekly_line", f"{READS} AND told_at is not null", "clinic_id, id, child_id, shared_with, by, week, body, at, told_at, circle"
    ),
    *fenced("digest"),
    *staff("digest", "SELECT"),
    *staff("digest", "INSERT", writes=NOW),
    *lets("staff", "UPDATE", "digest", "state, quiet, items, since, link_id, at, error"),
    *family("SELECT", "digest", MADE, "clinic_id, id, kind, period, caregiver_id, state, quiet, items, since, at"),
    *lets("door", "SELECT", "digest", "clinic_id, id, caregiver_id, link_id, since"),
    *fenced("digest_run"),
    *staff("digest_run", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "digest_run", "state, tries, next_try_at, ended_at, error"),
]  # fmt: skip


def at(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def ids(*names: str, nullable: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Uuid(), nullable=nullable) for name in names]


def to(table: str, here: str, *columns: str, there: tuple[str, ...] = ("id",)) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["clinic_id", *columns],
        [f"{table}.clinic_id", *(f"{table}.{column}" for column in there)],
        name=op.f(f"fk_{here}_clinic_id_{'_'.join(columns)}"),
        ondelete="RESTRICT",
    )


def clinics(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f(f"fk_{table}_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f(f"pk_{table}")),
    ]


def purposes(more: str = "") -> None:
    op.drop_constraint(op.f("ck_portal_link_purpose"), "portal_link")
    known = "'invitation', 'sign-in', 'open', 'confirm', 'join', 'password', 'address', 'slip', 'phone'"
    allowed = f"{known}, {more}" if more else known
    op.create_check_constraint(op.f("ck_portal_link_purpose"), "portal_link", f"purpose in ({allowed})")


def upgrade() -> None:
    op.add_column("clinic", sa.Column("digest_day", sa.SmallInteger(), nullable=False, server_default="5"))
    op.add_column("clinic", sa.Column("digest_minute", sa.SmallInteger(), nullable=False, server_default="960"))
    op.add_column("clinic", sa.Column("digests_from", sa.DateTime(timezone=True), nullable=True))
    op.execute("update clinic set digests_from = now()")
    op.alter_column("clinic", "digests_from", nullable=False)
    op.create_check_constraint(
        op.f("ck_clinic_digests"), "clinic", "digest_day between 1 and 7 and digest_minute between 0 and 1439"
    )
    op.add_column("mail_choice", sa.Column("digests", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "weekly_line",
        *ids("clinic_id", "id", "child_id", "shared_with", "staff_id"),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        at("at"),
        at("told_at", nullable=True),
        sa.Column(
            "circle",
            sa.Uuid(),
            sa.Computed("md5('messages' || shared_with::text)::uuid", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("length(body) > 0", name=op.f("ck_weekly_line_body")),
        to("party", "weekly_line", "shared_with", "child_id", there=("id", "child_id")),
        to("staff_member", "weekly_line", "staff_id"),
        sa.UniqueConstraint("clinic_id", "shared_with", "week", name=op.f("uq_weekly_line_clinic_id_shared_with_week")),
        *clinics("weekly_line"),
    )
    op.create_index("ix_weekly_line_circle", "weekly_line", ["clinic_id", "circle", "week"])
    op.create_index("ix_weekly_line_week", "weekly_line", ["clinic_id", "week", "child_id"])
    op.create_table(
        "digest",
        *ids("clinic_id", "id"),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        *ids("caregiver_id", "staff_id", nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("items", sa.dialects.postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        at("since"),
        *ids("link_id", nullable=True),
        at("at"),
        sa.Column("error", sa.String(length=60), nullable=True),
        sa.CheckConstraint("(caregiver_id is null) <> (staff_id is null)", name=op.f("ck_digest_one_person")),
        sa.CheckConstraint("kind in ('home', 'supervision')", name=op.f("ck_digest_kind")),
        sa.CheckConstraint("state in ('made', 'nothing', 'failed')", name=op.f("ck_digest_state")),
        to("caregiver", "digest", "caregiver_id"),
        to("staff_member", "digest", "staff_id"),
        to("portal_link", "digest", "link_id"),
        sa.UniqueConstraint(
            "clinic_id", "kind", "period", "caregiver_id", name=op.f("uq_digest_clinic_id_kind_period_caregiver_id")
        ),
        sa.UniqueConstraint(
            "clinic_id", "kind", "period", "staff_id", name=op.f("uq_digest_clinic_id_kind_period_staff_id")
        ),
        *clinics("digest"),
    )
    op.create_index("ix_digest_caregiver", "digest", ["clinic_id", "caregiver_id", "period"])
    op.create_index("ix_digest_staff", "digest", ["clinic_id", "staff_id", "period"])
    op.create_index("ix_digest_link", "digest", ["clinic_id", "link_id"])
    op.create_table(
        "digest_run",
        *ids("clinic_id", "id"),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        at("due_at"),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        at("next_try_at"),
        at("begun_at"),
        at("ended_at", nullable=True),
        sa.Column("error", sa.String(length=60), nullable=True),
        sa.CheckConstraint("kind in ('home', 'supervision')", name=op.f("ck_digest_run_kind")),
        sa.CheckConstraint("state in ('open', 'done', 'stuck')", name=op.f("ck_digest_run_state")),
        sa.UniqueConstraint("clinic_id", "kind", "period", name=op.f("uq_digest_run_clinic_id_kind_period")),
        *clinics("digest_run"),
    )
    op.create_index(
        "ix_digest_run_open", "digest_run", ["clinic_id", "next_try_at"], postgresql_where=sa.text("state = 'open'")
    )
    purposes("'notice', 'unsubscribe', 'no-answers'")
    op.add_column("delivery", sa.Column("digest_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_delivery_clinic_id_digest_id"),
        "delivery",
        "digest",
        ["clinic_id", "digest_id"],
        ["clinic_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_index("ix_delivery_digest", "delivery", ["clinic_id", "digest_id"])
    op.add_column("device", sa.Column("digest_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_device_clinic_id_digest_id"),
        "device",
        "digest",
        ["clinic_id", "digest_id"],
        ["clinic_id", "id"],
        ondelete="RESTRICT",
    )
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
    op.execute(f"GRANT SELECT (digest_id), UPDATE (digest_id) ON device TO {role('door')}")
    op.execute("insert into due (id, clinic_id, kind, at) select gen_random_uuid(), id, 'digests', now() from clinic")


def downgrade() -> None:
    op.execute("DELETE FROM due WHERE kind = 'digests'")
    op.execute("DELETE FROM delivery WHERE kind in ('digest', 'week')")
    op.execute("UPDATE device SET link_id = null WHERE digest_id is not null")
    for table in ("device", "delivery"):
        op.drop_constraint(op.f(f"fk_{table}_clinic_id_digest_id"), table)
    op.drop_index("ix_delivery_digest", "delivery")
    op.drop_column("device", "digest_id")
    op.drop_column("delivery", "digest_id")
    for table in ("digest_run", "digest", "weekly_line"):
        op.drop_table(table)
    op.execute("UPDATE delivery SET link_id = null WHERE kind = 'came-back'")
    op.execute("DELETE FROM portal_link WHERE purpose in ('notice', 'unsubscribe', 'no-answers')")
    purposes()
    op.drop_column("mail_choice", "digests")
    op.drop_constraint(op.f("ck_clinic_digests"), "clinic")
    for column in ("digests_from", "digest_minute", "digest_day"):
        op.drop_column("clinic", column)
