"""A person's mails and a home's parties are found without looking at everybody's: at ten thousand each cost milliseconds."""

from alembic import op

revision = "0038_by_person"
down_revision = "0037_mail_event"

INDEXES = {
    "ix_delivery_caregiver": ("delivery", ["clinic_id", "caregiver_id", "ended_at"]),
    "ix_party_home": ("party", ["clinic_id", "household_id", "number"]),
}


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, (table, columns) in INDEXES.items():
            op.create_index(name, table, columns, postgresql_concurrently=True)


def downgrade() -> None:
    for name, (table, _columns) in INDEXES.items():
        op.drop_index(name, table)
