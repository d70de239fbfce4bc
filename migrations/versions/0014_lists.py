"""Lists that are searched as people search: names as they are typed, and who did what by person, deed and moment.

`search_name` may be empty: code that is older than this migration goes on adding families while it is deployed.
"""

from collections.abc import Iterator
from unicodedata import category, normalize

import sqlalchemy as sa
from alembic import op

from tenants.bootstrap import role

revision = "0014_lists"
down_revision = "0013_notices"

TABLES = ("child", "caregiver")
INDEXES = {
    "ix_audit_event_at": ["clinic_id", "at", "id"],
    "ix_audit_event_actor": ["clinic_id", "actor_id", "at", "id"],
    "ix_audit_event_action": ["clinic_id", "action", "at", "id"],
    "ix_audit_event_child": ["clinic_id", "child_id", "at", "id"],
}
ABOUT = """update audit_event e set child_id = case
   when subject in ('child', 'people') then subject_id
   when subject = 'involvement' then (select i.child_id from involvement i where i.clinic_id = e.clinic_id and i.id = e.subject_id)
   when subject = 'update' then (select u.child_id from "update" u where u.clinic_id = e.clinic_id and u.id = e.subject_id)
   else (select i.child_id from involvement i where i.clinic_id = e.clinic_id and i.id = cast(detail->>'part' as uuid)) end
 where subject in ('child', 'people', 'involvement', 'update', 'boundary')"""
LEFT_OUT = "select count(*) from audit_event where child_id is null and subject in ('child', 'people', 'involvement', 'update', 'boundary')"
ALIKE = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"})


def letters(name: str) -> Iterator[str]:
    """As `app.addresses.search_name` made it when this migration was written."""
    for sign in normalize("NFKD", name).casefold().translate(ALIKE):
        kind = category(sign)
        if sign.isspace() or sign in ".,·" or kind == "Pd":
            yield " "
        elif kind not in ("Mn", "Cf", "Cc") and sign not in "'’‘ʼʻ`´":
            yield sign


def search_name(name: str) -> str:
    return " ".join("".join(letters(name)).split())[:240]


def fill(table: str) -> None:
    """Every row, or none: a name that is left out would be found by nobody."""
    connection = op.get_bind()
    rows = connection.execute(sa.text(f"select clinic_id, id, name from {table}")).all()
    changed = 0
    for clinic, id, name in rows:
        put = sa.text(f"update {table} set search_name = :found where clinic_id = :clinic and id = :id")
        changed += connection.execute(put, {"found": search_name(name), "clinic": clinic, "id": id}).rowcount
    if changed != len(rows):
        raise RuntimeError(f"{table}: {changed} of {len(rows)} names filled")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("search_name", sa.String(length=240, collation="C"), nullable=True))
        fill(table)
        op.execute(f"GRANT UPDATE (search_name) ON {table} TO {role('staff')}")
    op.add_column("audit_event", sa.Column("child_id", sa.Uuid(), nullable=True))
    op.execute(ABOUT)
    if left := op.get_bind().execute(sa.text(LEFT_OUT)).scalar():
        raise RuntimeError(f"audit_event: {left} rows are about no child")
    with op.get_context().autocommit_block():
        for name, columns in INDEXES.items():
            op.create_index(name, "audit_event", columns, postgresql_concurrently=True)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "audit_event")
    op.drop_column("audit_event", "child_id")
    for table in TABLES:
        op.drop_column(table, "search_name")
