"""Where a changed address is told: the one before. And the door forgets old guesses."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import lets

revision = "0019_sign_in"
down_revision = "0018_seen"

WALLS = [
    *lets("staff", "UPDATE", "new_address", "before"),
    *lets("door", "DELETE", "guess"),
]
TAKEN_BACK = [
    "DROP POLICY staff_update ON new_address",
    "REVOKE UPDATE (before) ON new_address FROM {staff}",
    "DROP POLICY door_delete ON guess",
    "REVOKE DELETE ON guess FROM {door}",
]


def upgrade() -> None:
    op.add_column("new_address", sa.Column("before", sa.String(length=254), nullable=True))
    run(WALLS)


def downgrade() -> None:
    """Mail about it that waits cannot be written any more."""
    run(TAKEN_BACK)
    op.execute("DELETE FROM delivery WHERE kind in ('address-changed', 'second-step-on') AND state = 'queued'")
    op.drop_column("new_address", "before")


def run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))
