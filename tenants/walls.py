"""The walls as SQL, for migrations.

Plain comparisons of a row's own columns with the scope's settings: a cluster accepts nothing else, and nothing else is
as quick (rule R5). A migration that has run never changes, so neither do these pieces: add, don't edit.
"""

CLINIC = "clinic_id = current_setting('app.clinic')::uuid"
ONESELF = "caregiver_id = current_setting('app.caregiver')::uuid"
MY_PART = "involvement_id = any(current_setting('app.parts')::uuid[])"
IS_MY_PART = "id = any(current_setting('app.parts')::uuid[])"
MY_CHILD = "id = any(current_setting('app.children')::uuid[])"
NAMED_TO_ME = "id = any(current_setting('app.people')::uuid[])"
IN_CIRCLE = "circle = any(current_setting('app.circles')::uuid[])"
WRITTEN_BY_ME = "author_id = any(current_setting('app.parts')::uuid[])"
RECENT_ENOUGH = "at >= current_setting('app.since')::timestamptz"
NOW = "at = current_setting('app.now')::timestamptz"
THE_PERSON = "staff_id = current_setting('app.person')::uuid"
"""Who the scope acts for: a member of staff speaks in nobody else's name either."""
SOMEBODY = "current_setting('app.caregiver') <> '00000000-0000-0000-0000-000000000000'"
"""A preview is nobody: it writes nothing, also where its transaction could."""

READS = f"{IN_CIRCLE} AND {RECENT_ENOUGH}"
WRITES = f"{WRITTEN_BY_ME} AND {NOW}"


def fenced(table: str) -> list[str]:
    """Row-level security, forced, and the owner's own policy: without it a backfill changes nothing, in silence."""
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY owner ON "{table}" TO {{owner}} USING (true) WITH CHECK (true)',
    ]


def lets(login: str, verb: str, table: str, columns: str = "", rows: str = CLINIC) -> list[str]:
    """One policy and its grant: what `login` may do to the rows that `rows` admits.

    `columns`: a comma list, for SELECT and UPDATE; a column that is not listed cannot be read.
    """
    condition = {
        "SELECT": f"USING ({rows})",
        "INSERT": f"WITH CHECK ({rows})",
        "UPDATE": f"USING ({rows}) WITH CHECK ({rows})",
        "DELETE": f"USING ({rows})",
    }[verb]
    return [
        f'CREATE POLICY {login}_{verb.lower()} ON "{table}" FOR {verb} TO {{{login}}} {condition}',
        f'GRANT {verb}{f" ({columns})" if columns else ""} ON "{table}" TO {{{login}}}',
    ]


def staff(table: str, *verbs: str, writes: str = "true", hides: str = "true") -> list[str]:
    """The clinic's own staff, and its jobs: the whole clinic, but what `hides` leaves out and `writes` forbids."""
    seen, made = f"{CLINIC} AND {hides}", f"{CLINIC} AND {hides} AND {writes}"
    statements = []
    for verb in verbs:
        statements += lets("staff", verb, table, rows=made if verb == "INSERT" else seen)
    return statements


def family(verb: str, table: str, rows: str, columns: str = "") -> list[str]:
    """The caregiver portal. It reads by column, inserts by table and writes as somebody only."""
    admitted = f"{CLINIC} AND ({rows})" if verb == "SELECT" else f"{CLINIC} AND {SOMEBODY} AND ({rows})"
    return lets("family", verb, table, columns, admitted)


def private(rows: str) -> str:
    """Rows that are their author's alone, inside one policy: permissive policies add up."""
    return f"({rows}) AND (NOT private OR ({ONESELF} AND {RECENT_ENOUGH}))"
