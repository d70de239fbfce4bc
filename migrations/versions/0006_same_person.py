"""Who was invited, as a date; and the question to the owner of an address that is known here already (must 1)."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, ONESELF, family, fenced, lets, staff

revision = "0006_same_person"
down_revision = "0005_mail"

PUT = "asked_at IS NOT NULL AND withdrawn_at IS NULL"
WALLS = [
    "GRANT UPDATE (invited_at) ON involvement TO {staff}",
    "GRANT SELECT (invited_at) ON involvement TO {door}",
    *lets("staff", "DELETE", "caregiver_address"),
    *fenced("same_person"),
    *staff("same_person", "SELECT"),
    *staff("same_person", "INSERT", writes=f"staff_id = current_setting('app.person')::uuid AND {NOW}"),
    *lets("staff", "UPDATE", "same_person", "asked_at, withdrawn_at"),
    *family(
        "SELECT",
        "same_person",
        f"{ONESELF} AND {PUT}",
        "clinic_id, id, caregiver_id, involvement_id, by, asked_at, withdrawn_at",
    ),
    *fenced("same_person_answer"),
    *staff("same_person_answer", "SELECT"),
    *family("SELECT", "same_person_answer", ONESELF, "clinic_id, id, caregiver_id, involvement_id, said, at"),
    *family("INSERT", "same_person_answer", f"{ONESELF} AND {NOW}"),
    *lets("door", "SELECT", "same_person_answer", "clinic_id, id, caregiver_id, involvement_id, said"),
]
INVITED = """update involvement i set invited_at = coalesce(i.entered_at, i.made_at)
 where i.entered_at is not null or exists (
   select 1 from portal_link l where l.clinic_id = i.clinic_id and l.involvement_id = i.id
      and l.purpose = 'invitation' and l.revoked_at is null)"""


def upgrade() -> None:
    op.add_column("involvement", sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(INVITED)
    op.create_table(
        "same_person",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("safe", sa.Boolean(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_same_person_clinic_id")),
        *(
            sa.ForeignKeyConstraint(
                ["clinic_id", column],
                [f"{table}.clinic_id", f"{table}.id"],
                name=op.f(f"fk_same_person_clinic_id_{column}"),
                ondelete="RESTRICT",
            )
            for column, table in (
                ("involvement_id", "involvement"),
                ("caregiver_id", "caregiver"),
                ("staff_id", "staff_member"),
            )
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_same_person")),
        sa.UniqueConstraint(
            "clinic_id",
            "id",
            "caregiver_id",
            "involvement_id",
            name=op.f("uq_same_person_clinic_id_id_caregiver_id_involvement_id"),
        ),
    )
    op.create_index(
        "ix_same_person_part",
        "same_person",
        ["clinic_id", "involvement_id"],
        unique=True,
        postgresql_where="withdrawn_at is null",
    )
    op.create_index("ix_same_person_caregiver", "same_person", ["clinic_id", "caregiver_id"])
    op.create_table(
        "same_person_answer",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("caregiver_id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("said in ('yes', 'not-me')", name=op.f("ck_same_person_answer_said")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_same_person_answer_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "id", "caregiver_id", "involvement_id"],
            [f"same_person.{column}" for column in ("clinic_id", "id", "caregiver_id", "involvement_id")],
            name="fk_same_person_answer_asked",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_same_person_answer")),
    )
    op.create_index("ix_same_person_answer_caregiver", "same_person_answer", ["clinic_id", "caregiver_id"])
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("same_person_answer")
    op.drop_table("same_person")
    op.execute(
        f"DROP POLICY staff_delete ON caregiver_address; REVOKE DELETE ON caregiver_address FROM {role('staff')}"
    )
    op.drop_column("involvement", "invited_at")
