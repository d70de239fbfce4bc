"""What caregivers tell, and what became of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.bootstrap import LOGINS, role
from tenants.walls import (
    CLINIC,
    NOW,
    ONESELF,
    READS,
    THE_PERSON,
    WRITES,
    WRITTEN_BY_ME,
    family,
    fenced,
    lets,
    private,
    staff,
)

revision = "0004_words"
down_revision = "0003_families"

OWN_OR_THE_CLINICS = "child_id is null OR child_id = any(current_setting('app.children')::uuid[])"
HAS_EXPIRED = f"{CLINIC} AND private AND until < current_setting('app.now')::timestamptz::date"
IN_HER_OWN_NAME = f"{WRITTEN_BY_ME} AND {ONESELF} AND {NOW}"

WALLS = [
    *fenced("checkin_question"),
    *staff("checkin_question", "SELECT", "INSERT", "UPDATE"),
    *family(
        "SELECT", "checkin_question", OWN_OR_THE_CLINICS, "clinic_id, id, child_id, kind, wording, position, active"
    ),
    *lets("system", "INSERT", "checkin_question"),
    *fenced("update"),
    *staff("update", "SELECT"),
    *family(
        "SELECT", "update", READS, "clinic_id, id, author_id, child_id, kind, topic, body, corrects, at, day, circle"
    ),
    *family("INSERT", "update", WRITES),
    *fenced("waiting"),
    *staff("waiting", "SELECT", "DELETE"),
    *family("INSERT", "waiting", WRITES),
    *fenced("answer"),
    *staff("answer", "SELECT"),
    *family(
        "SELECT",
        "answer",
        READS,
        "clinic_id, id, update_id, author_id, child_id, question_id, asked, value, words, at, circle",
    ),
    *family("INSERT", "answer", WRITES),
    *fenced("draft"),
    *family(
        "SELECT",
        "draft",
        private(WRITTEN_BY_ME),
        "clinic_id, id, caregiver_id, author_id, child_id, private, kind, content, at, until",
    ),
    *family("INSERT", "draft", IN_HER_OWN_NAME),
    *family("DELETE", "draft", ONESELF),
    *lets("janitor", "SELECT", "draft", "clinic_id, id, private, until", rows=HAS_EXPIRED),
    *lets("janitor", "DELETE", "draft", rows=HAS_EXPIRED),
    *fenced("outcome"),
    *staff("outcome", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW}"),
    *family("SELECT", "outcome", READS, "clinic_id, id, update_id, author_id, child_id, by, kind, words, at, circle"),
    *fenced("reply"),
    *staff("reply", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW}"),
    *family("SELECT", "reply", READS, "clinic_id, id, update_id, child_id, shared_with, by, body, at, circle"),
]


def upgrade() -> None:
    op.create_table(
        "checkin_question",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("wording", sa.String(length=200), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind in ('day', 'sleep', 'text')", name=op.f("ck_checkin_question_kind")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "child_id"],
            ["child.clinic_id", "child.id"],
            name=op.f("fk_checkin_question_clinic_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_checkin_question_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_checkin_question")),
    )
    op.create_index(
        "ix_checkin_question_order", "checkin_question", ["clinic_id", "child_id", "position"], unique=False
    )
    op.create_table(
        "draft",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint("length(content::text) <= 30000", name=op.f("ck_draft_length")),
        sa.CheckConstraint("private", name=op.f("ck_draft_private")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "author_id", "child_id"],
            ["involvement.clinic_id", "involvement.id", "involvement.child_id"],
            name=op.f("fk_draft_clinic_id_author_id_child_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_draft_clinic_id_caregiver_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_draft_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_author", "draft", ["clinic_id", "author_id", "kind", "at"], unique=False)
    op.create_table(
        "update",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=True),
        sa.Column("body", sa.String(length=4000), nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "circle", sa.Uuid(), sa.Computed("md5('own' || author_id::text)::uuid", persisted=True), nullable=False
        ),
        sa.CheckConstraint("kind in ('checkin', 'note', 'question')", name=op.f("ck_update_kind")),
        sa.CheckConstraint(
            "topic is null or topic in ('behaviour', 'sleep', 'mood', 'school', 'family', 'other')",
            name=op.f("ck_update_topic"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "author_id", "child_id"],
            ["involvement.clinic_id", "involvement.id", "involvement.child_id"],
            name=op.f("fk_update_clinic_id_author_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_update_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_update")),
        sa.UniqueConstraint(
            "clinic_id", "id", "author_id", "child_id", name=op.f("uq_update_clinic_id_id_author_id_child_id")
        ),
    )
    op.create_index("ix_update_author", "update", ["clinic_id", "author_id", "at"], unique=False)
    op.create_index("ix_update_child", "update", ["clinic_id", "child_id", "at"], unique=False)
    op.create_index("ix_update_circle", "update", ["clinic_id", "circle", "at"], unique=False)
    op.create_table(
        "answer",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("asked", sa.String(length=300), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=4000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "circle", sa.Uuid(), sa.Computed("md5('own' || author_id::text)::uuid", persisted=True), nullable=False
        ),
        sa.CheckConstraint("value is null or value between 1 and 5", name=op.f("ck_answer_value")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "question_id"],
            ["checkin_question.clinic_id", "checkin_question.id"],
            name=op.f("fk_answer_clinic_id_question_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "update_id", "author_id", "child_id"],
            ["update.clinic_id", "update.id", "update.author_id", "update.child_id"],
            name=op.f("fk_answer_clinic_id_update_id_author_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_answer_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "clinic_id", "update_id", "question_id", name=op.f("uq_answer_clinic_id_update_id_question_id")
        ),
    )
    op.create_table(
        "outcome",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "circle", sa.Uuid(), sa.Computed("md5('own' || author_id::text)::uuid", persisted=True), nullable=False
        ),
        sa.CheckConstraint("(kind = 'changed') = (words <> '')", name=op.f("ck_outcome_words")),
        sa.CheckConstraint("kind in ('seen', 'kept', 'changed')", name=op.f("ck_outcome_kind")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_outcome_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "update_id", "author_id", "child_id"],
            ["update.clinic_id", "update.id", "update.author_id", "update.child_id"],
            name=op.f("fk_outcome_clinic_id_update_id_author_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_outcome_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_outcome")),
    )
    op.create_index("ix_outcome_circle", "outcome", ["clinic_id", "circle", "at"], unique=False)
    op.create_index("ix_outcome_update", "outcome", ["clinic_id", "update_id"], unique=False)
    op.create_table(
        "reply",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("shared_with", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("body", sa.String(length=4000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "circle",
            sa.Uuid(),
            sa.Computed("md5('messages' || shared_with::text)::uuid", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint("length(body) > 0", name=op.f("ck_reply_body")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "shared_with", "child_id"],
            ["party.clinic_id", "party.id", "party.child_id"],
            name=op.f("fk_reply_clinic_id_shared_with_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_reply_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "update_id"],
            ["update.clinic_id", "update.id"],
            name=op.f("fk_reply_clinic_id_update_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_reply_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_reply")),
    )
    op.create_index("ix_reply_circle", "reply", ["clinic_id", "circle", "at"], unique=False)
    op.create_index("ix_reply_update", "reply", ["clinic_id", "update_id"], unique=False)
    op.create_table(
        "waiting",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "id", "author_id", "child_id"],
            ["update.clinic_id", "update.id", "update.author_id", "update.child_id"],
            name=op.f("fk_waiting_clinic_id_id_author_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_waiting_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_waiting")),
    )
    op.create_index("ix_waiting_child", "waiting", ["clinic_id", "child_id", "at"], unique=False)
    #
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("waiting")
    op.drop_table("reply")
    op.drop_table("outcome")
    op.drop_table("answer")
    op.drop_table("update")
    op.drop_table("draft")
    op.drop_table("checkin_question")
