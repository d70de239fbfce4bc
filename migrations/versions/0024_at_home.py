"""Sharing at home: a caregiver's choice of a party, and the copies that she makes by it. The card holds more."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.bootstrap import LOGINS, role
from tenants.walls import IN_CIRCLE, MY_PART, NOW, ONESELF, READS, RECENT_ENOUGH, WRITES, family, fenced, lets, staff

revision = "0024_at_home"
down_revision = "0023_withdrawn"

HERS = "own = any(current_setting('app.circles')::uuid[])"
IN_FORCE = "choice_id = any(current_setting('app.choices')::uuid[])"
"""What the door found to hold today: chosen on an earlier day, of those who live there now, not while sensitive."""
SHARED = "id, item_id, author_id, child_id, choice_id, shared_with, by, kind, topic, body, said, at, circle, own"

WALLS = [
    *fenced("home_choice"),
    *staff("home_choice", "SELECT"),
    *family(
        "SELECT", "home_choice", IN_CIRCLE, "clinic_id, id, involvement_id, child_id, party_id, kind, size, at, circle"
    ),
    *family("INSERT", "home_choice", f"{MY_PART} AND {NOW}"),
    *family("DELETE", "home_choice", IN_CIRCLE),
    *lets("door", "SELECT", "home_choice", "clinic_id, id, involvement_id, party_id, at"),
    *fenced("share"),
    *staff("share", "SELECT"),
    *family("SELECT", "share", f"({IN_CIRCLE} OR {HERS}) AND {RECENT_ENOUGH}", f"clinic_id, {SHARED}"),
    *family("INSERT", "share", f"{WRITES} AND {IN_FORCE}"),
    *family("DELETE", "share", HERS),
    *fenced("opened"),
    *staff("opened", "SELECT", "INSERT", writes=NOW),
    *family("SELECT", "opened", READS, "clinic_id, id, author_id, child_id, by, week, at, circle"),
    *fenced("words_asked"),
    *family("SELECT", "words_asked", ONESELF, "clinic_id, id, caregiver_id, device_id, at"),
    *family("INSERT", "words_asked", f"{ONESELF} AND {NOW}"),
    *family("DELETE", "words_asked", ONESELF),
    *lets("door", "SELECT", "words_asked", "clinic_id, id, caregiver_id"),
    *lets("door", "DELETE", "words_asked"),
    *lets("staff", "SELECT", "words_asked", "clinic_id, id, caregiver_id"),
    *lets("staff", "DELETE", "words_asked"),
    *fenced("words_fetched"),
    *family("SELECT", "words_fetched", ONESELF, "clinic_id, id, caregiver_id, at"),
    *family("INSERT", "words_fetched", f"{ONESELF} AND {NOW}"),
    "GRANT SELECT (sensitive) ON involvement TO {door}",
    "GRANT SELECT (child_id, size, number, made_at) ON party TO {door}",
]


def own(name: str, column: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.Uuid(), sa.Computed(f"md5('own' || {column}::text)::uuid", persisted=True), nullable=False
    )


def upgrade() -> None:
    op.create_table(
        "home_choice",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        own("circle", "involvement_id"),
        sa.CheckConstraint("kind = 'home'", name=op.f("ck_home_choice_kind")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "party_id", "child_id", "kind", "size"],
            ["party.clinic_id", "party.id", "party.child_id", "party.kind", "party.size"],
            name=op.f("fk_home_choice_clinic_id_party_id_child_id_kind_size"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "party_id", "involvement_id"],
            ["party_member.clinic_id", "party_member.party_id", "party_member.involvement_id"],
            name=op.f("fk_home_choice_clinic_id_party_id_involvement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "involvement_id", "child_id"],
            ["involvement.clinic_id", "involvement.id", "involvement.child_id"],
            name=op.f("fk_home_choice_clinic_id_involvement_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_home_choice_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_home_choice")),
        sa.UniqueConstraint(
            "clinic_id", "involvement_id", "party_id", name=op.f("uq_home_choice_clinic_id_involvement_id_party_id")
        ),
        sa.UniqueConstraint(
            "clinic_id", "id", "involvement_id", "party_id",
            name=op.f("uq_home_choice_clinic_id_id_involvement_id_party_id"),
        ),
    )  # fmt: skip
    op.create_index("ix_home_choice_at", "home_choice", ["clinic_id", "at"], unique=False)
    op.create_table(
        "share",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("choice_id", sa.Uuid(), nullable=False),
        sa.Column("shared_with", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=True),
        sa.Column("body", sa.String(length=4000), nullable=False),
        sa.Column("said", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "circle",
            sa.Uuid(),
            sa.Computed("md5('updates' || shared_with::text)::uuid", persisted=True),
            nullable=False,
        ),
        own("own", "author_id"),
        sa.CheckConstraint("kind in ('note', 'checkin')", name=op.f("ck_share_kind")),
        sa.CheckConstraint(
            "topic is null or topic in ('behaviour', 'sleep', 'mood', 'school', 'family', 'other')",
            name=op.f("ck_share_topic"),
        ),
        sa.CheckConstraint("length(said::text) <= 400000", name=op.f("ck_share_length")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "item_id", "author_id", "child_id"],
            ["update.clinic_id", "update.id", "update.author_id", "update.child_id"],
            name=op.f("fk_share_clinic_id_item_id_author_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "choice_id", "author_id", "shared_with"],
            ["home_choice.clinic_id", "home_choice.id", "home_choice.involvement_id", "home_choice.party_id"],
            name=op.f("fk_share_clinic_id_choice_id_author_id_shared_with"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_share_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_share")),
        sa.UniqueConstraint("clinic_id", "item_id", "shared_with", name=op.f("uq_share_clinic_id_item_id_shared_with")),
    )
    op.create_index("ix_share_circle", "share", ["clinic_id", "circle", "at"], unique=False)
    op.create_index("ix_share_item", "share", ["clinic_id", "item_id"], unique=False)
    op.create_index("ix_share_choice", "share", ["clinic_id", "choice_id"], unique=False)
    op.create_table(
        "opened",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        own("circle", "author_id"),
        sa.ForeignKeyConstraint(
            ["clinic_id", "author_id", "child_id"],
            ["involvement.clinic_id", "involvement.id", "involvement.child_id"],
            name=op.f("fk_opened_clinic_id_author_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "reader_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_opened_clinic_id_reader_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_opened_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_opened")),
        sa.UniqueConstraint(
            "clinic_id", "author_id", "reader_id", "week", name=op.f("uq_opened_clinic_id_author_id_reader_id_week")
        ),
    )
    op.create_index("ix_opened_circle", "opened", ["clinic_id", "circle", "week"], unique=False)
    op.create_table(
        "words_asked",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "caregiver_id"],
            ["caregiver.clinic_id", "caregiver.id"],
            name=op.f("fk_words_asked_clinic_id_caregiver_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_words_asked_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_words_asked")),
        sa.UniqueConstraint("clinic_id", "id", "caregiver_id", name=op.f("uq_words_asked_clinic_id_id_caregiver_id")),
    )
    op.create_index("ix_words_asked_caregiver", "words_asked", ["clinic_id", "caregiver_id", "at"], unique=False)
    op.create_table(
        "words_fetched",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "id", "caregiver_id"],
            ["words_asked.clinic_id", "words_asked.id", "words_asked.caregiver_id"],
            name=op.f("fk_words_fetched_clinic_id_id_caregiver_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_words_fetched_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_words_fetched")),
    )
    op.alter_column("card", "version", type_=sa.String(length=4000))
    op.execute("INSERT INTO due (id, clinic_id, kind, at) SELECT gen_random_uuid(), id, 'opened', now() FROM clinic")
    run(WALLS)


def downgrade() -> None:
    op.execute("DELETE FROM card WHERE length(version) > 400")
    op.alter_column("card", "version", type_=sa.String(length=400))
    op.execute("DELETE FROM due WHERE kind in ('opened', 'home-choices')")
    op.drop_table("words_fetched")
    op.drop_table("words_asked")
    op.drop_table("opened")
    op.drop_table("share")
    op.drop_table("home_choice")
    run(
        [
            "REVOKE SELECT (sensitive) ON involvement FROM {door}",
            "REVOKE SELECT (child_id, size, number, made_at) ON party FROM {door}",
        ]
    )


def run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
