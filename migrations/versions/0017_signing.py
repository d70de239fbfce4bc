"""From when on nobody can sign is worked out from who may; a caseload that is asked for says which one, and for whom."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017_signing"
down_revision = "0016_team"


def upgrade() -> None:
    op.drop_column("widening", "takes_effect_at")
    op.add_column("widening", sa.Column("to_id", sa.Uuid(), nullable=True))
    op.add_column("widening", sa.Column("children", postgresql.JSONB(), nullable=True))
    op.create_foreign_key(
        op.f("fk_widening_clinic_id_to_id"), "widening", "staff_member", ["clinic_id", "to_id"], ["clinic_id", "id"],
        ondelete="RESTRICT",
    )  # fmt: skip
    op.execute("UPDATE widening SET to_id = staff_id WHERE kind = 'caseload'")


def downgrade() -> None:
    op.drop_constraint(op.f("fk_widening_clinic_id_to_id"), "widening", type_="foreignkey")
    op.drop_column("widening", "children")
    op.drop_column("widening", "to_id")
    op.add_column("widening", sa.Column("takes_effect_at", sa.DateTime(timezone=True), nullable=True))
