"""The therapist's tick that offers sharing at home while a part is sensitive (must 4)."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import NOW, THE_PERSON, fenced, lets, staff

revision = "0028_offered"
down_revision = "0027_released"

WALLS = [
    *fenced("home_offer"),
    *staff("home_offer", "SELECT", "INSERT", "DELETE", writes=f"{THE_PERSON} AND {NOW}"),
    *lets("door", "SELECT", "home_offer", "clinic_id, id, involvement_id, party_id, at"),
]


def upgrade() -> None:
    op.create_table(
        "home_offer",
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("involvement_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_home_offer_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "party_id", "involvement_id"],
            ["party_member.clinic_id", "party_member.party_id", "party_member.involvement_id"],
            name=op.f("fk_home_offer_clinic_id_party_id_involvement_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "staff_id"],
            ["staff_member.clinic_id", "staff_member.id"],
            name=op.f("fk_home_offer_clinic_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_home_offer")),
        sa.UniqueConstraint(
            "clinic_id", "involvement_id", "party_id", name=op.f("uq_home_offer_clinic_id_involvement_id_party_id")
        ),
    )
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.drop_table("home_offer")
