"""A question to the owner of an address is put in the name of whoever invites."""

from alembic import op

from tenants.bootstrap import role

revision = "0008_who_asks"
down_revision = "0007_own_address"

COLUMNS = "UPDATE (staff_id, by) ON same_person"


def upgrade() -> None:
    op.execute(f"GRANT {COLUMNS} TO {role('staff')}")


def downgrade() -> None:
    op.execute(f"REVOKE {COLUMNS} FROM {role('staff')}")
