"""Whether the walls stand in this database: rules R1 to R10 of scale.md, asked of `pg_catalog` in one query.

It reads no row of anybody's, so it may run in production too. `FORCE`, a policy or a REVOKE that is gone shows here
and nowhere else: a test of what a login reads cannot see the owner's way around.
"""

from typing import Any

from sqlalchemy import Connection, create_engine, text

from tenants import rules_of_logins, rules_of_tables
from tenants.bootstrap import LOGINS, role
from tenants.db import db, transaction
from tenants.models import UNSCOPED
from tenants.scope import Audience, Scope

CHECKS = rules_of_tables.CHECKS | rules_of_logins.CHECKS
VIEWS = """
with login as (
  select r.oid, substr(r.rolname, cast(:prefix as int)) as name, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication, r.rolconfig
    from pg_roles r where r.rolname = any(cast(:roles as text[]))),
tbl as (
  select c.oid, c.relname as name, c.relrowsecurity, c.relforcerowsecurity, c.relispartition as is_partition,
         a.attnum as clinic, a.atttypid as clinic_type, a.attnotnull as clinic_required
    from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = 'clinic_id' and not a.attisdropped
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')),
tenant as (select * from tbl where name <> all(cast(:unscoped as text[]))),
walled as (select * from tbl where name <> 'alembic_version'),
foreign_key as (select k.* from pg_constraint k join tbl t on t.oid = k.conrelid where k.contype = 'f'),
policy as (
  select p.polname, p.polcmd, p.polroles as roles, t.oid, t.name as tbl, t.name <> all(cast(:unscoped as text[])) as tenant,
         coalesce(pg_get_expr(p.polqual, p.polrelid), '') as sees, coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as makes
    from pg_policy p join tbl t on t.oid = p.polrelid),
app_policy as (
  select p.*, l.name = 'family' as family, l.name = 'staff' as staff
    from policy p join login l on l.oid = any(p.roles) and l.name <> 'owner')
"""
"""`walled`: Alembic's own table has no grant and no row of anybody's, so it needs no policy."""


def query() -> str:
    """Every check as one statement of two columns, the rule and the finding."""
    each = [
        f"select '{rule}' as rule, finding from ({check}) as f(finding)"
        for rule, checks in CHECKS.items()
        for check in checks
    ]
    tables = "select 'tables', count(*)::text from tenant"
    return VIEWS + "\nunion all ".join([tables, *each]) + "\norder by 1, 2"


def examine(connection: Connection) -> dict[str, Any]:
    """{"tables": how many belong to clinics, "R1": [findings], …}; a finding is a short sentence."""
    values = {
        "logins": list(LOGINS),
        "roles": [role(login) for login in LOGINS],
        "prefix": len(role("")) + 1,
        "unscoped": sorted(UNSCOPED),
    }
    answer: dict[str, Any] = {"tables": 0} | {rule: [] for rule in CHECKS}
    for rule, finding in connection.execute(text(query()), values):
        if rule == "tables":
            answer[rule] = int(finding)
        else:
            answer[rule].append(finding)
    return answer


def examination(owner_url: str | None) -> dict[str, Any]:
    """Asks as `owner` where its address is given, else as `system`, in a scope without a clinic."""
    if owner_url:
        engine = create_engine(owner_url, hide_parameters=True)
        try:
            with engine.connect() as connection:
                return examine(connection)
        finally:
            engine.dispose()
    with transaction(Scope(None, Audience.SYSTEM)):
        return examine(db.session.connection())


def findings(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """The findings alone, each with its rule."""
    return [(rule, finding) for rule in CHECKS for finding in answer[rule]]
