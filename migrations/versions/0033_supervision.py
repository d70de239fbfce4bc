"""A supervisor's notes, what she agrees with the therapist, and her sign-off: for staff alone (musts 22 and 27)."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, THE_PERSON, fenced, staff

revision = "0033_supervision"
down_revision = "0032_alerts"

HERS = f"{THE_PERSON} AND {NOW}"
WALLS = [
    *fenced("supervision_note"),
    *staff("supervision_note", "SELECT", "INSERT", writes=HERS),
    *fenced("agreed_action"),
    *staff("agreed_action", "SELECT", "INSERT", writes=HERS),
    "CREATE POLICY staff_update ON agreed_action FOR UPDATE TO {staff} "
    "USING (clinic_id = current_setting('app.clinic')::uuid) WITH CHECK (clinic_id = current_setting('app.clinic')::uuid)",
    "GRANT UPDATE (done_at, done_by, taken_back_at, taken_back_by) ON agreed_action TO {staff}",
    "GRANT UPDATE (signed_off_at) ON review TO {staff}",
]


def to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["clinic_id", column],
        [f"{target}.clinic_id", f"{target}.id"],
        name=op.f(f"fk_{table}_clinic_id_{column}"),
        ondelete="RESTRICT",
    )


def of_a_review(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f(f"fk_{table}_clinic_id")),
        to(table, "review_id", "review"),
        to(table, "child_id", "child"),
        to(table, "staff_id", "staff_member"),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.add_column("review", sa.Column("signed_off_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f("ck_review_signed_off"), "review", "signed_off_at is null or closed_at is not null")
    op.create_index(
        "ix_review_signed_off", "review", ["clinic_id", "child_id", "signed_off_at"],
        postgresql_where=sa.text("signed_off_at is not null"),
    )  # fmt: skip
    op.create_table(
        "supervision_note",
        *of_a_review("supervision_note"),
        sa.Column("therapist_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(length=4000), nullable=False),
        to("supervision_note", "therapist_id", "staff_member"),
        sa.CheckConstraint("length(body) > 0", name=op.f("ck_supervision_note_body")),
    )
    op.create_index("ix_supervision_note_child", "supervision_note", ["clinic_id", "child_id", "at", "id"])
    op.create_table(
        "agreed_action",
        *of_a_review("agreed_action"),
        sa.Column("who_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.Uuid(), nullable=True),
        *(to("agreed_action", column, "staff_member") for column in ("who_id", "done_by", "taken_back_by")),
        sa.CheckConstraint("length(what) > 0", name=op.f("ck_agreed_action_what")),
        sa.CheckConstraint("(done_at is null) = (done_by is null)", name=op.f("ck_agreed_action_done")),
        sa.CheckConstraint(
            "(taken_back_at is null) = (taken_back_by is null)", name=op.f("ck_agreed_action_taken_back")
        ),
    )
    op.create_index("ix_agreed_action_child", "agreed_action", ["clinic_id", "child_id", "at", "id"])
    op.create_index("ix_agreed_action_who", "agreed_action", ["clinic_id", "who_id", "due"])
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("agreed_action")
    op.drop_table("supervision_note")
    op.drop_index("ix_review_signed_off", "review")
    op.drop_constraint(op.f("ck_review_signed_off"), "review")
    op.drop_column("review", "signed_off_at")
