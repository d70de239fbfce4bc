"""Handing a family over, being away, and what the office may see."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, READS, THE_PERSON, family, fenced, lets, staff

revision = "0016_team"
down_revision = "0015_sight"

WALLS = [
    *fenced("absence"),
    *staff("absence", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "absence", "ended_at"),
    *fenced("handover"),
    *staff("handover", "SELECT", "INSERT"),
    *fenced("handover_note"),
    *staff("handover_note", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW}"),
    *family("SELECT", "handover_note", READS, "clinic_id, id, child_id, shared_with, by, words, at, circle"),
    *fenced("desk_opening"),
    *staff("desk_opening", "SELECT", "INSERT"),
    *lets("staff", "UPDATE", "desk_opening", "ended_at"),
]


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("staff_id <> deputy_id", name=op.f("ck_absence_two_people")),
        sa.CheckConstraint("until >= since", name=op.f("ck_absence_days")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "deputy_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_absence_clinic_id_deputy_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_absence_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_absence_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_staff", "absence", ["clinic_id", "staff_id", "until"], unique=False)
    op.create_table(
        "handover",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_handover_two_people")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "by_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_handover_clinic_id_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "child_id"],
            ["child.clinic_id", "child.id"],
            name=op.f("fk_handover_clinic_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "from_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_handover_clinic_id_from_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "to_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_handover_clinic_id_to_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_handover_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_handover")),
        sa.UniqueConstraint("clinic_id", "id", "child_id", name=op.f("uq_handover_clinic_id_id_child_id")),
    )
    op.create_index("ix_handover_child", "handover", ["clinic_id", "child_id", "at"], unique=False)
    op.create_table(
        "handover_note",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("shared_with", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "circle",
            sa.Uuid(),
            sa.Computed("md5('messages' || shared_with::text)::uuid", persisted=True),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "handover_id", "child_id"],
            ["handover.clinic_id", "handover.id", "handover.child_id"],
            name=op.f("fk_handover_note_clinic_id_handover_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "shared_with", "child_id"],
            ["party.clinic_id", "party.id", "party.child_id"],
            name=op.f("fk_handover_note_clinic_id_shared_with_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_handover_note_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_handover_note_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_handover_note")),
        sa.UniqueConstraint(
            "clinic_id", "handover_id", "shared_with", name=op.f("uq_handover_note_clinic_id_handover_id_shared_with")
        ),
    )
    op.create_index("ix_handover_note_circle", "handover_note", ["clinic_id", "circle", "at"], unique=False)
    op.create_table(
        "desk_opening",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id", "by_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_desk_opening_clinic_id_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "child_id"],
            ["child.clinic_id", "child.id"],
            name=op.f("fk_desk_opening_clinic_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_desk_opening_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_desk_opening")),
    )
    op.create_index(
        "ix_desk_opening_child",
        "desk_opening",
        ["clinic_id", "child_id"],
        unique=True,
        postgresql_where="ended_at is null",
    )
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("desk_opening")
    op.drop_table("handover_note")
    op.drop_table("handover")
    op.drop_table("absence")
