"""What a clinic's owner sets: hours, cover, colour, logo, names; and which questions are left out for a child."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, family, fenced, lets, staff

revision = "0011_settings"
down_revision = "0009_staff_sign_in"

HERS = "child_id = any(current_setting('app.children')::uuid[])"
SET = (
    "name, short_name, subdomain, time_zone, country, answers_on, answers_from, answers_until, cover_name, cover_phone, "
    "brand, logo, lines_confirmed_at, reply_confirmed_at"
)
WALLS = [
    f"GRANT UPDATE ({SET}) ON clinic TO {{staff}}",
    *lets("door", "SELECT", "used_subdomain", rows="true"),
    *lets("staff", "SELECT", "used_subdomain"),
    *lets("staff", "INSERT", "used_subdomain"),
    *fenced("logo"),
    *staff("logo", "SELECT", "DELETE"),
    *staff("logo", "INSERT", writes=NOW),
    *lets("door", "SELECT", "logo", "clinic_id, id, png"),
    *fenced("question_left_out"),
    *staff("question_left_out", "SELECT", "INSERT", "DELETE"),
    *family("SELECT", "question_left_out", HERS, "clinic_id, id, child_id, question_id"),
]
CHECKS = {
    "answers_on": "answers_on ~ '^[1-7]{1,7}$'",
    "hours": "(answers_on is null) = (answers_from is null) and (answers_on is null) = (answers_until is null) "
    "and answers_from >= 0 and answers_from < answers_until and answers_until <= 1440",
    "cover": "(cover_name is null) = (cover_phone is null)",
    "brand": "brand ~ '^#[0-9a-f]{6}$'",
}
COLUMNS = {
    "answers_on": sa.String(7),
    "answers_from": sa.Integer(),
    "answers_until": sa.Integer(),
    "cover_name": sa.String(80),
    "cover_phone": sa.String(30),
    "brand": sa.String(7),
    "logo": sa.String(40),
    "lines_confirmed_at": sa.DateTime(timezone=True),
    "reply_confirmed_at": sa.DateTime(timezone=True),
}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("clinic", sa.Column(name, kind, nullable=True))
    for name, check in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_clinic_{name}"), "clinic", check)
    op.execute("update clinic set lines_confirmed_at = texts_confirmed_at, reply_confirmed_at = texts_confirmed_at")
    op.create_table(
        "logo",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("png", sa.String(length=40000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_logo_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_logo")),
        sa.UniqueConstraint("clinic_id", name=op.f("uq_logo_clinic_id")),
    )
    op.create_table(
        "question_left_out",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_question_left_out_clinic_id")),
        *(
            sa.ForeignKeyConstraint(
                ["clinic_id", column],
                [f"{table}.clinic_id", f"{table}.id"],
                name=op.f(f"fk_question_left_out_clinic_id_{column}"),
                ondelete="RESTRICT",
            )
            for column, table in (("child_id", "child"), ("question_id", "checkin_question"))
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_question_left_out")),
        sa.UniqueConstraint(
            "clinic_id",
            "child_id",
            "question_id",
            name=op.f("uq_question_left_out_clinic_id_child_id_question_id"),
        ),
    )
    op.drop_constraint(op.f("ck_draft_length"), "draft", type_="check")
    op.create_check_constraint(op.f("ck_draft_length"), "draft", "length(content::text) <= 400000")
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    """A draft that fills more than the old limit goes: it is hers until she sends it, and lives for seven days."""
    op.execute("delete from draft where length(content::text) > 30000")
    op.drop_constraint(op.f("ck_draft_length"), "draft", type_="check")
    op.create_check_constraint(op.f("ck_draft_length"), "draft", "length(content::text) <= 30000")
    op.drop_table("question_left_out")
    op.drop_table("logo")
    for login, verb in (("door", "select"), ("staff", "select"), ("staff", "insert")):
        op.execute(f"DROP POLICY {login}_{verb} ON used_subdomain; REVOKE {verb} ON used_subdomain FROM {role(login)}")
    kept = ", ".join(name for name in SET.split(", ") if name not in COLUMNS)
    op.execute(f"REVOKE UPDATE ({kept}) ON clinic FROM {role('staff')}")
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_clinic_{name}"), "clinic", type_="check")
    for name in COLUMNS:
        op.drop_column("clinic", name)
