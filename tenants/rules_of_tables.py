"""Rules R1 to R7 of scale.md, asked of the catalogue: what a table, a key, a policy or a column may be.

Each check is a SELECT of sentences over the views that `tenants.doctor` puts in front; one row is one finding.
"""

CHECKS: dict[str, tuple[str, ...]] = {
    "R1": (
        """select format('%s has no clinic_id uuid not null', name) from tenant
            where clinic is null or clinic_type <> 'uuid'::regtype or not clinic_required""",
    ),
    "R2": (
        """select format('the primary key of %s does not begin with clinic_id', t.name) from tenant t
            where not exists (select 1 from pg_index i where i.indrelid = t.oid and i.indisprimary and i.indkey[0] = t.clinic)""",
        """select format('the unique index %s is not for each clinic by itself', i.indexrelid::regclass)
             from tenant t join pg_index i on i.indrelid = t.oid
            where i.indisunique and not i.indisprimary and not coalesce(t.clinic = any(i.indkey[0:i.indnkeyatts - 1]), false)""",
        """select format('the exclusion %s does not say clinic_id with =', c.conname)
             from tenant t join pg_constraint c on c.conrelid = t.oid and c.contype = 'x'
            where not exists (select 1 from unnest(c.conkey, c.conexclop) as each(key, op) join pg_operator o on o.oid = each.op
                               where each.key = t.clinic and o.oprname = '=')""",
    ),
    "R3": (
        """select format('the foreign key %s does not pair clinic_id with clinic_id', k.conname)
             from foreign_key k join tenant t on t.oid = k.conrelid join tenant o on o.oid = k.confrelid
            where not exists (select 1 from unnest(k.conkey, k.confkey) as each(ours, theirs)
                               where each.ours = t.clinic and each.theirs = o.clinic)""",
        """select format('the foreign key %s leads from a table of no clinic into one', k.conname)
             from foreign_key k join tenant o on o.oid = k.confrelid
            where k.conrelid not in (select oid from tenant)""",
        """select format('%s has no foreign key from clinic_id to clinic', t.name) from tenant t
            where not exists (select 1 from foreign_key k join pg_class c on c.oid = k.confrelid
                               where k.conrelid = t.oid and k.conkey = array[t.clinic] and c.relname = 'clinic')""",
        """select format('the foreign key %s changes a row when another goes or changes', k.conname) from foreign_key k
            where k.confdeltype in ('n', 'd') or k.confupdtype not in ('a', 'r')""",
        """select format('the foreign key %s is not in force for every row', k.conname) from foreign_key k
            where not k.convalidated or to_jsonb(k) ->> 'conenforced' = 'false'""",
    ),
    "R4": (
        """select format('%s has the trigger %s', t.name, g.tgname) from tbl t join pg_trigger g on g.tgrelid = t.oid
            where not g.tgisinternal""",
        """select format('%s has the rule %s', t.name, r.rulename) from tbl t join pg_rewrite r on r.ev_class = t.oid""",
        """select format('%s inherits from %s', i.inhrelid::regclass, p.relname)
             from pg_inherits i join pg_class p on p.oid = i.inhparent where p.relkind = 'r'""",
        """select format('the partition %s is granted to %s: it inherits no policy', t.name, l.name) from tbl t cross join login l
            where t.is_partition and l.name <> 'owner' and has_any_column_privilege(l.oid, t.oid, 'SELECT, INSERT, UPDATE')""",
    ),
    "R5": (
        """select format('%s has no row-level security', name) from walled where not relrowsecurity""",
        """select format('%s does not force row-level security on its owner', name) from walled where not relforcerowsecurity""",
        """select format('%s has no policy for its owner: a backfill changes nothing, in silence', w.name) from walled w
            where not exists (select 1 from policy p where p.oid = w.oid and p.sees = 'true' and p.makes in ('true', '')
                                and p.roles = (select array_agg(l.oid) from login l where l.name = 'owner'))""",
        """select format('%s may %s in %s, and no policy says which rows', l.name, lower(deed), w.name)
             from walled w cross join login l cross join (values ('SELECT', 'r'), ('INSERT', 'a'), ('UPDATE', 'w'), ('DELETE', 'd')) as each(deed, cmd)
            where l.name <> 'owner'
              and case when deed = 'DELETE' then has_table_privilege(l.oid, w.oid, deed) else has_any_column_privilege(l.oid, w.oid, deed) end
              and not exists (select 1 from app_policy p where p.oid = w.oid and p.polcmd in (each.cmd::"char", '*') and l.oid = any(p.roles))""",
        """select format('the policy %s of %s has a sub-select', polname, tbl) from policy where sees || ' ' || makes ~* '\\mselect\\M'""",
        """select format('the policy %s of %s calls %s', polname, tbl, called[1])
             from policy, regexp_matches(sees || ' ' || makes, '([a-z_][a-z0-9_.]*)\\(', 'gi') as called
            where called[1] not in ('current_setting', 'pg_catalog.current_setting')""",
        """select format('the policy %s of %s hides where a scope is missing: current_setting has a default', polname, tbl)
             from policy where sees || makes ~ 'current_setting\\(''[^'']*''::text,'""",
        """select format('the policy %s of %s is for everybody', polname, tbl) from policy where 0 = any(roles)""",
        """select format('the policy %s of %s does not compare the clinic', polname, tbl) from app_policy
            where tenant and exists (select 1 from unnest(array[sees, makes]) as half
                                      where half <> '' and strpos(half, '(clinic_id = (current_setting(''app.clinic''::text))::uuid)') = 0)""",
        """select format('the policy %s of %s compares nothing but the clinic', polname, tbl) from app_policy
            where tenant and family and polcmd in ('r', '*')
              and sees !~ 'current_setting\\(''app\\.(circles|parts|children|people|caregiver)''::text\\)'""",
    ),
    "R6": (
        """select format('there is no login withkin_%s', wanted) from unnest(cast(:logins as text[])) as wanted
            where wanted not in (select l.name from login l)""",
        """select format('%s is a superuser, bypasses row-level security, or makes roles or databases', name) from login
            where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication""",
        """select format('%s belongs to %s, who uses it', c.oid::regclass, l.name) from pg_class c join login l on l.oid = c.relowner
            where l.name <> 'owner'""",
        """select format('the view %s does not run as its reader', c.oid::regclass) from pg_class c
            where c.relkind = 'v' and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
              and not coalesce('security_invoker=true' = any(c.reloptions) or 'security_invoker=on' = any(c.reloptions), false)""",
        """select format('%s holds rows that no policy guards', c.oid::regclass) from pg_class c
            where c.relkind in ('m', 'f') and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)""",
        """select format('the function %s runs as its owner', f.oid::regprocedure) from pg_proc f
            where f.prosecdef and f.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)""",
    ),
    "R7": (
        """select format('%s.%s is %s: a comparison of it cannot use an index here', t.name, a.attname, format_type(a.atttypid, null))
             from walled t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
            where a.atttypid not in ('uuid'::regtype, 'text'::regtype, 'varchar'::regtype, 'int2'::regtype, 'int4'::regtype,
                                     'int8'::regtype, 'bool'::regtype, 'date'::regtype, 'timestamptz'::regtype, 'jsonb'::regtype)""",
        """select format('the index %s computes its key', i.indexrelid::regclass) from walled t join pg_index i on i.indrelid = t.oid
            where i.indexprs is not null""",
    ),
}
