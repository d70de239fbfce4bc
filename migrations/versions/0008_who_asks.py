"""A question to the owner of an address is put in the name of whoever invites; the door sees whether it still stands."""

from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import lets

revision = "0008_who_asks"
down_revision = "0007_own_address"

WALLS = [
    "GRANT UPDATE (staff_id, by) ON same_person TO {staff}",
    *lets("door", "SELECT", "same_person", "clinic_id, id, withdrawn_at"),
]


def upgrade() -> None:
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.execute(
        f"DROP POLICY door_select ON same_person; REVOKE SELECT (clinic_id, id, withdrawn_at) ON same_person FROM {role('door')}"
    )
    op.execute(f"REVOKE UPDATE (staff_id, by) ON same_person FROM {role('staff')}")
