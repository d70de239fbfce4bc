"""A review ends with the supervision that carried it, and broken glass with its person's work here: whoever runs the clinic
ends them in somebody else's name."""

from alembic import op

from tenants.bootstrap import role
from tenants.walls import CLINIC, THE_PERSON

revision = "0018_seen"
down_revision = "0017_signing"

TABLES = ("review", "glass")


def may_close(rows: str) -> None:
    for table in TABLES:
        op.execute(f"ALTER POLICY staff_update ON {table} TO {role('staff')} USING ({rows}) WITH CHECK ({rows})")


def upgrade() -> None:
    may_close(CLINIC)


def downgrade() -> None:
    may_close(f"{CLINIC} AND {THE_PERSON}")
