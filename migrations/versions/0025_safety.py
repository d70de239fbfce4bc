"""Worries about someone's safety, every step that followed, and after how long one goes on to a supervisor (must 10)."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, READS, THE_PERSON, WRITES, family, fenced, staff

revision = "0025_safety"
down_revision = "0024_at_home"

OF_JOBS = "(kind in ('told', 'escalated') OR (" + THE_PERSON + "))"
"""Who was told is written down by a job; whatever else, by whoever did it."""
WALLS = [
    *fenced("safety_worry"),
    *staff("safety_worry", "SELECT"),
    *family("SELECT", "safety_worry", READS, "clinic_id, id, author_id, child_id, body, way, phone, at, day, circle"),
    *family("INSERT", "safety_worry", WRITES),
    *fenced("safety_step"),
    *staff("safety_step", "SELECT", "INSERT", writes=f"{OF_JOBS} AND {NOW}"),
    *family(
        "SELECT",
        "safety_step",
        f"{READS} AND kind in ('taken', 'answered')",
        "clinic_id, id, worry_id, author_id, child_id, kind, by, words, at, circle",
    ),
    "GRANT UPDATE (safety_hours) ON clinic TO {staff}",
]


def circle() -> sa.Column:  # type: ignore[type-arg]
    own = sa.Computed("md5('own' || author_id::text)::uuid", persisted=True)
    return sa.Column("circle", sa.Uuid(), own, nullable=False)


def upgrade() -> None:
    op.add_column("clinic", sa.Column("safety_hours", sa.Integer(), nullable=False, server_default="4"))
    op.create_check_constraint(op.f("ck_clinic_safety_hours"), "clinic", "safety_hours between 1 and 24")
    op.create_table(
        "safety_worry",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(length=4000), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        circle(),
        sa.CheckConstraint("way in ('here', 'mail', 'call')", name=op.f("ck_safety_worry_way")),
        sa.CheckConstraint("(way = 'call') = (phone is not null)", name=op.f("ck_safety_worry_phone")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_safety_worry_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "author_id", "child_id"],
            ["involvement.clinic_id", "involvement.id", "involvement.child_id"],
            name=op.f("fk_safety_worry_clinic_id_author_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_safety_worry")),
        sa.UniqueConstraint(
            "clinic_id", "id", "author_id", "child_id", name=op.f("uq_safety_worry_clinic_id_id_author_id_child_id")
        ),
    )
    op.create_index("ix_safety_worry_child", "safety_worry", ["clinic_id", "child_id", "at"])
    op.create_index("ix_safety_worry_author", "safety_worry", ["clinic_id", "author_id", "at"])
    op.create_table(
        "safety_step",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worry_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("words", sa.String(length=4000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        circle(),
        sa.CheckConstraint(
            "kind in ('told', 'read', 'taken', 'answered', 'called', 'escalated', 'closed')",
            name=op.f("ck_safety_step_kind"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_safety_step_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "worry_id", "author_id", "child_id"],
            ["safety_worry.clinic_id", "safety_worry.id", "safety_worry.author_id", "safety_worry.child_id"],
            name=op.f("fk_safety_step_clinic_id_worry_id_author_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_safety_step_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_safety_step")),
    )
    op.create_index("ix_safety_step_worry", "safety_step", ["clinic_id", "worry_id", "at"])
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("safety_step")
    op.drop_table("safety_worry")
    op.drop_column("clinic", "safety_hours")
