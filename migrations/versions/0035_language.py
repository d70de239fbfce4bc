"""The language of a caregiver's pages and mails: chosen at the door, read there and by whoever writes her mails."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import LOGINS, role
from tenants.walls import lets

revision = "0035_language"
down_revision = "0034_agreement_asks"

WALLS = [
    *lets("door", "SELECT", "caregiver", "clinic_id, id, language"),
    *lets("door", "UPDATE", "caregiver", "language"),
]


def upgrade() -> None:
    op.add_column("caregiver", sa.Column("language", sa.String(length=10), nullable=True))
    for statement in WALLS:
        op.execute(statement.format(**{login: role(login) for login in LOGINS}))


def downgrade() -> None:
    for verb in ("select", "update"):
        op.execute(f"DROP POLICY door_{verb} ON caregiver")
    for columns in ("SELECT (clinic_id, id, language)", "UPDATE (language)"):
        op.execute(f"REVOKE {columns} ON caregiver FROM {role('door')}")
    op.drop_column("caregiver", "language")
