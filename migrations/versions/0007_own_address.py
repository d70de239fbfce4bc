"""A member of staff corrects the own address; the directory of owners follows."""

from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import CLINIC, THE_PERSON, lets

revision = "0007_own_address"
down_revision = "0006_same_person"

WALLS = [
    *lets("staff", "UPDATE", "staff_login", "address, address_key", rows=f"{CLINIC} AND {THE_PERSON}"),
    *lets("system", "DELETE", "owner_address", rows="true"),
]


def upgrade() -> None:
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    op.execute(
        f"DROP POLICY staff_update ON staff_login; REVOKE UPDATE (address, address_key) ON staff_login FROM {role('staff')}"
    )
    op.execute(f"DROP POLICY system_delete ON owner_address; REVOKE DELETE ON owner_address FROM {role('system')}")
