"""A caregiver's own clock for her quiet hours."""

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import role

revision = "0040_mail_zone"
down_revision = "0039_plan"


def upgrade() -> None:
    op.add_column("mail_choice", sa.Column("zone", sa.String(length=60), nullable=True))
    op.execute(f"GRANT SELECT (zone) ON mail_choice TO {role('family')}")


def downgrade() -> None:
    op.drop_column("mail_choice", "zone")
