"""A caregiver's own words, handed over in the room where a part is sensitive (musts 15 and 22)."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, THE_PERSON, fenced, lets, staff

revision = "0029_handed"
down_revision = "0028_offered"

WALLS = [
    *fenced("words_handed"),
    *staff("words_handed", "SELECT", "INSERT", writes=f"{THE_PERSON} AND {NOW}"),
    "GRANT SELECT (at) ON words_asked TO {staff}",
    *lets("staff", "SELECT", "words_fetched", "clinic_id, id"),
]


def upgrade() -> None:
    op.create_table(
        "words_handed",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_words_handed_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "author_id", "child_id"],
            ["involvement.clinic_id", "involvement.id", "involvement.child_id"],
            name=op.f("fk_words_handed_clinic_id_author_id_child_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_words_handed_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_words_handed")),
    )
    op.create_index("ix_words_handed_author", "words_handed", ["clinic_id", "author_id", "at"])
    run(WALLS)


def downgrade() -> None:
    run(
        [
            "DROP POLICY staff_select ON words_fetched",
            "REVOKE SELECT (clinic_id, id) ON words_fetched FROM {staff}",
            "REVOKE SELECT (at) ON words_asked FROM {staff}",
        ]
    )
    op.drop_table("words_handed")


def run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
