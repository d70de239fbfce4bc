"""`flask tenants doctor`: nothing to find in a migrated database, and each wall that is broken is found under its rule."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, NullPool, create_engine

from tenants import doctor
from tenants.bootstrap import LOGINS, role
from tenants.doctor import examination, examine, findings
from tenants.walls import CLINIC, NOW, SOMEBODY, WRITES, WRITTEN_BY_ME, fenced

NAMES = {login: role(login) for login in LOGINS}
DIARY = "create table diary (clinic_id uuid not null references clinic, id uuid not null, at timestamptz not null"
FENCED = "; ".join(fenced("diary"))


@dataclass(frozen=True)
class Broken:
    """One thing broken by `sql` as superuser; the finding it must make, and the rules that may speak up besides."""

    rule: str
    finding: str
    sql: str
    besides: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.rule} {self.finding[:60]}"


BROKEN = [
    Broken("R1", "diary has no clinic_id uuid not null", "create table diary (id uuid primary key)", {"R2", "R3", "R5"}),
    Broken("R1", "diary has no clinic_id uuid not null", f"create table diary (clinic_id uuid references clinic, id uuid); {FENCED}", {"R2"}),
    Broken("R2", "the primary key of diary does not begin with clinic_id", f"{DIARY}, primary key (id, clinic_id)); {FENCED}"),
    Broken("R2", "the unique index lone is not for each clinic by itself", "create unique index lone on reply (update_id)"),
    Broken("R2", "the unique index lone is not for each clinic by itself", "create unique index lone on reply (update_id) where body <> ''"),
    Broken("R2", "the unique index lone is not for each clinic by itself", "create unique index lone on reply (update_id) include (clinic_id)"),
    Broken("R2", "the exclusion lone does not say clinic_id with =", "alter table reply add constraint lone exclude (update_id with =)"),
    Broken("R3", "the foreign key odd does not pair clinic_id", "alter table draft add constraint odd foreign key (author_id, clinic_id) references involvement (clinic_id, id)"),
    Broken("R3", "the foreign key odd leads from a table of no clinic", "alter table due add part uuid, add constraint odd foreign key (clinic_id, part) references involvement (clinic_id, id)"),
    Broken("R3", "draft has no foreign key from clinic_id to clinic", "alter table draft drop constraint fk_draft_clinic_id"),
    Broken("R3", "the foreign key odd changes a row", "alter table draft add constraint odd foreign key (clinic_id, caregiver_id) references caregiver on delete set null"),
    Broken("R3", "the foreign key odd changes a row", "alter table draft add constraint odd foreign key (clinic_id, caregiver_id) references caregiver on update cascade"),
    Broken("R3", "the foreign key odd is not in force", "alter table draft add constraint odd foreign key (clinic_id, caregiver_id) references caregiver not valid"),
    Broken("R4", "reply has the trigger stamp", "create function stamp() returns trigger language plpgsql as 'begin return new; end'; create trigger stamp before update on reply for each row execute function stamp()"),
    Broken("R4", "reply has the rule quiet", "create rule quiet as on delete to reply do instead nothing"),
    Broken("R4", "reply inherits from parent", "create schema attic; create table attic.parent (id uuid not null); alter table reply inherit attic.parent"),
    Broken("R4", "the partition diary_now is granted to staff", f"{DIARY}, primary key (clinic_id, id, at)) partition by range (at); {FENCED}; create table diary_now partition of diary default; {FENCED.replace('diary', 'diary_now')}; create policy staff_select on diary_now for select to {{staff}} using ({CLINIC}); grant select on diary_now to {{staff}}"),
    Broken("R5", "reply has no row-level security", "alter table reply disable row level security"),
    Broken("R5", "reply does not force row-level security on its owner", "alter table reply no force row level security"),
    Broken("R5", "reply has no policy for its owner", "drop policy owner on reply"),
    Broken("R5", "staff may select in reply, and no policy says which rows", "drop policy staff_select on reply"),
    Broken("R5", "the policy staff_select of reply has a sub-select", f"alter policy staff_select on reply using ({CLINIC} and exists (select 1 from child))"),
    Broken("R5", "the policy staff_select of reply calls lower", f"alter policy staff_select on reply using ({CLINIC} and lower(body) <> '')"),
    Broken("R5", "the policy staff_select of reply hides where a scope is missing", f"alter policy staff_select on reply using ({CLINIC} and {CLINIC.replace(chr(39) + ')', chr(39) + ', true)')})"),
    Broken("R5", "the policy open of reply is for everybody", f"create policy open on reply for select using ({CLINIC})"),
    Broken("R5", "the policy staff_select of reply does not compare the clinic", "alter policy staff_select on reply using (true)"),
    Broken("R5", "the policy family_select of reply compares nothing but the clinic", f"alter policy family_select on reply using ({CLINIC})"),
    Broken("R6", "there is no login withkin_janitor", "alter role {janitor} rename to withkin_caretaker"),
    Broken("R6", "door is a superuser, bypasses row-level security", "alter role {door} bypassrls"),
    Broken("R6", "system is a superuser", "alter role {system} createrole"),
    Broken("R6", "diary belongs to janitor, who uses it", f"{DIARY}, primary key (clinic_id, id)); {FENCED}; alter table diary owner to {{janitor}}", {"R5", "R9"}),
    Broken("R6", "the view everything does not run as its reader", "create view everything as select * from reply"),
    Broken("R6", "everything holds rows that no policy guards", "create materialized view everything as select id from reply"),
    Broken("R6", "the function peek() runs as its owner", "create function peek() returns bigint language sql security definer as 'select count(*) from reply'"),
    Broken("R7", "reply.mood is mood: a comparison of it cannot use an index here", "create type mood as enum ('good'); alter table reply add mood mood"),
    Broken("R7", "reply.weight is numeric", "alter table reply add weight numeric"),
    Broken("R7", "the index loud computes its key", "create index loud on reply (clinic_id, upper(body))"),
    Broken("R8", "staff may call set_config", "grant execute on function set_config(text, text, boolean) to {staff}"),
    Broken("R8", "family may call set_config", "grant execute on function set_config(text, text, boolean) to public"),
    Broken("R8", "withkin_family is a member of withkin_staff", "grant {staff} to {family}", {"R9", "R10", "R5"}),
    Broken("R9", "family may temporary in this database", "grant temporary on database cast_of_withkin to {family}"),
    Broken("R9", "staff may create in this database", "grant create on database cast_of_withkin to {staff}"),
    Broken("R9", "door may create in the schema public", "grant create on schema public to {door}"),
    Broken("R9", "family may call pg_terminate_backend(integer,bigint)", "grant execute on function pg_terminate_backend(integer, bigint) to {family}"),
    Broken("R9", "staff runs without track_activities=off", "alter role {staff} reset track_activities"),
    Broken("R9", "family runs without statement_timeout=", "alter role {family} reset statement_timeout"),
    Broken("R9", "door runs without search_path=public", "alter role {door} in database cast_of_withkin set search_path = public, attic"),
    Broken("R9", "family may read every column of reply", "grant select on reply to {family}"),
    Broken("R9", "family may change reply", "grant update (body) on reply to {family}", {"R5"}),
    Broken("R9", "staff may truncate reply, past every policy", "grant truncate on reply to {staff}"),
    Broken("R9", "reply.note takes a text of any length", "alter table reply add note text"),
    Broken("R10", "staff may change whose part an involvement is (child_id)", "grant update (child_id) on involvement to {staff}"),
    Broken("R10", "staff may insert update, which a caregiver says", 'grant insert on "update" to {staff}', {"R5"}),
    Broken("R10", "staff may update answer, which a caregiver says", "grant update (words) on answer to {staff}", {"R5"}),
    Broken("R10", "janitor may delete answer, which a caregiver says", "grant delete on answer to {janitor}", {"R5"}),
    Broken("R10", "by family_insert a preview could write into update", f'alter policy family_insert on "update" with check ({CLINIC} and {WRITES})'),
    Broken("R10", "by family_insert somebody could date what is written into update", f'alter policy family_insert on "update" with check ({CLINIC} and {SOMEBODY} and {WRITTEN_BY_ME})'),
    Broken("R10", "by staff_insert one member of staff could speak as another in reply", f"alter policy staff_insert on reply with check ({CLINIC} and {NOW})"),
    Broken("R10", "one part may have two limits in one area", "alter table boundary drop constraint uq_boundary_clinic_id_involvement_id_area"),
]  # fmt: skip


def test_a_migrated_database_has_nothing_to_find(app):
    answer = examination(None)
    assert findings(answer) == []
    assert answer["tables"] > 20
    assert list(answer) == ["tables", *(f"R{n}" for n in range(1, 11))]


def test_the_owner_and_the_apex_login_are_told_the_same(app):
    assert examination(None) == examination(app.config["SETTINGS"].database_url_owner)


@pytest.fixture
def superuser(cast, servers) -> Iterator[Connection]:
    """In the cast's database, inside a transaction that is rolled back: what is done to a login is undone, too."""
    engine = create_engine(servers.postgres.admin_url("cast_of_withkin"), poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_broken_wall_is_found_under_its_rule(superuser, broken):
    superuser.exec_driver_sql(broken.sql.format(**NAMES))
    found = findings(examine(superuser))
    assert any(rule == broken.rule and broken.finding in finding for rule, finding in found), found
    assert {rule for rule, _ in found} - {broken.rule} <= broken.besides, found


def test_every_check_is_proved_by_something_broken_above():
    """A check that nothing here breaks might as well not be there."""
    for rule, checks in doctor.CHECKS.items():
        for check in checks:
            words = [part.strip() for part in check.split("'")[1].split("%s") if len(part.strip()) > 3]
            proofs = [
                broken
                for broken in BROKEN
                if broken.rule == rule and any(part[:12] in broken.finding for part in words)
            ]
            assert proofs, f"{rule}: break something that {words} is about, and add it to BROKEN"


def test_the_command_prints_one_object_and_fails_when_something_is_found(app, servers):
    run = app.test_cli_runner().invoke
    good = run(args=["tenants", "doctor", "--json"])
    assert (good.exit_code, good.output.count("\n"), json.loads(good.output)["R5"]) == (0, 1, [])
    with servers.admin("withkin") as admin:
        admin.execute("alter table reply no force row level security")
    bad = run(args=["tenants", "doctor"])
    assert bad.exit_code == 1
    assert "R5: reply does not force row-level security on its owner" in bad.output
