"""Rules R8 to R10 of scale.md, asked of the catalogue: what a login may do, and in whose name it may speak."""

from tenants.bootstrap import BESIDE_ITS_ROWS

SPOKEN = "'update', 'answer', 'draft', 'card', 'same_person_answer', 'withdrawal', 'home_choice', 'share'"
"""What a caregiver says: only `family` writes these."""
NAMES_SOMEBODY = "<> ''00000000-0000-0000-0000-000000000000''"

CHECKS: dict[str, tuple[str, ...]] = {
    "R8": (
        """select format('%s may call %s: one injected query moves to another clinic', l.name, f.proname) from login l cross join pg_proc f
            where f.proname = 'set_config' and has_function_privilege(l.oid, f.oid, 'EXECUTE')""",
        """select format('%s is a member of %s', m.member::regrole, m.roleid::regrole) from pg_auth_members m
            where m.member in (select oid from login) or (m.roleid in (select oid from login) and m.member in (select oid from login))""",
    ),
    "R9": (
        """select format('%s may %s in this database', l.name, lower(deed)) from login l cross join unnest(array['CREATE', 'TEMPORARY']) as deed
            where l.name <> 'owner' and has_database_privilege(l.oid, current_database(), deed)""",
        """select format('%s may create in the schema %s', l.name, n.nspname) from login l cross join pg_namespace n
            where l.name <> 'owner' and has_schema_privilege(l.oid, n.oid, 'CREATE')""",
        f"""select format('%s may call %s', l.name, f.oid::regprocedure) from login l cross join pg_proc f
            where f.pronamespace = 'pg_catalog'::regnamespace and f.proname ~ '{BESIDE_ITS_ROWS}'
              and has_function_privilege(l.oid, f.oid, 'EXECUTE')""",
        """select format('%s runs without %s', l.name, wanted) from login l
            cross join unnest(array['search_path=public', 'track_activities=off', 'statement_timeout=']) as wanted
            where not exists (select 1 from unnest(l.rolconfig) as setting where starts_with(setting, wanted))
               or exists (select 1 from pg_db_role_setting s, unnest(s.setconfig) as setting
                           where s.setrole in (0, l.oid) and s.setdatabase <> 0
                             and split_part(setting, '=', 1) = split_part(wanted, '=', 1))""",
        """select format('family may read every column of %s', t.name) from tbl t join login l on l.name = 'family'
            where has_table_privilege(l.oid, t.oid, 'SELECT')""",
        """select format('family may change %s', t.name) from tbl t join login l on l.name = 'family'
            where has_any_column_privilege(l.oid, t.oid, 'UPDATE')""",
        """select format('%s may %s %s, past every policy', l.name, lower(deed), t.name)
             from tbl t cross join login l cross join unnest(array['TRUNCATE', 'TRIGGER', 'REFERENCES']) as deed
            where l.name <> 'owner' and has_table_privilege(l.oid, t.oid, deed)""",
        """select format('%s.%s takes a text of any length', t.name, a.attname)
             from walled t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
            where a.atttypid in ('text'::regtype, 'varchar'::regtype) and a.atttypmod < 0
              and not exists (select 1 from pg_constraint c where c.conrelid = t.oid and c.contype = 'c'
                                and pg_get_constraintdef(c.oid) ~ format('(char_)?length\\(\\(?%s\\)?(::text)?\\)+ <=', a.attname))""",
    ),
    "R10": (
        """select format('%s may change whose part an involvement is (%s)', l.name, a.attname)
             from tbl t join pg_attribute a on a.attrelid = t.oid and a.attname in ('caregiver_id', 'child_id') cross join login l
            where t.name = 'involvement' and l.name <> 'owner' and has_column_privilege(l.oid, t.oid, a.attnum, 'UPDATE')""",
        f"""select format('%s may %s %s, which a caregiver says', l.name, lower(deed), t.name)
             from tbl t cross join login l cross join unnest(array['INSERT', 'UPDATE', 'DELETE']) as deed
            where t.name in ({SPOKEN}) and l.name <> 'owner' and (l.name <> 'family' or (deed = 'DELETE' and t.name not in ('draft', 'home_choice', 'share')))
              and (l.name, t.name, deed) <> ('janitor', 'draft', 'DELETE')
              and case when deed = 'DELETE' then has_table_privilege(l.oid, t.oid, deed) else has_any_column_privilege(l.oid, t.oid, deed) end""",
        f"""select format('by %s a preview could write into %s', polname, tbl) from app_policy
            where family and polcmd <> 'r' and strpos(sees || makes, '{NAMES_SOMEBODY}') = 0""",
        """select format('by %s somebody could date what is written into %s', polname, tbl) from app_policy p
            where tenant and family and polcmd in ('a', '*') and strpos(makes, '(at = (current_setting(''app.now''') = 0
              and exists (select 1 from pg_attribute a where a.attrelid = p.oid and a.attname = 'at')""",
        """select format('by %s one member of staff could speak as another in %s', polname, tbl) from app_policy p
            where staff and polcmd in ('a', '*') and strpos(makes, '(staff_id = (current_setting(''app.person''') = 0
              and (select count(*) from pg_attribute a where a.attrelid = p.oid and a.attname in ('staff_id', 'circle')) = 2""",
        """select 'one part may have two limits in one area' from tbl t
            where t.name = 'boundary' and not exists (
              select 1 from pg_index i where i.indrelid = t.oid and i.indisunique and i.indpred is null and i.indnkeyatts = 3
                 and (select array_agg(a.attname::text order by a.attname) from pg_attribute a where a.attrelid = t.oid and a.attnum = any(i.indkey))
                     = array['area', 'clinic_id', 'involvement_id'])""",
    ),
}
