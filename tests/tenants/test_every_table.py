"""The clinic wall by table: it grows by itself, because the tables are asked of the models and of the catalogue."""

from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text, union_all
from sqlalchemy.orm import aliased

from app.engagement.folding import fold_engagement
from app.involvement import asking
from app.involvement.models import CareTeamMember, Child
from app.safety.sweeping import safety
from app.updates.models import Outcome, Reply, Update
from tenants.db import TenantModel, db, new_id, transaction
from tenants.scope import Audience, Scope
from tests.deeds import as_caregiver, asks, hands_over, notifies, replies, sight, tells, worries
from tests.digests.week import has_digest, line_for
from tests.raw import columns, pinned

MODELS = sorted(
    {mapper.class_ for mapper in TenantModel.registry.mappers if issubclass(mapper.class_, TenantModel)}, key=str
)
WITHOUT_ROWS = {
    "alert",
    "answer",
    "boundary_past",
    "card",
    "caregiver_phone",
    "device",
    "heard_word",
    "home_choice",
    "home_offer",
    "link_request",
    "logo",
    "mail_event",
    "lost_phone",
    "lost_phone_yes",
    "mail_choice",
    "new_address",
    "opened",
    "opening_release",
    "phone_word",
    "question_left_out",
    "recovery_code",
    "same_person_answer",
    "share",
    "shared_use",
    "shared_use_end",
    "stripe_event",
    "withdrawal",
    "withdrawn_reading",
    "words_asked",
    "words_fetched",
    "words_handed",
}
"""The cast has none of these."""
LEADS_TO_A_CLINIC = ("door", ("used_subdomain", "plan"))
"""Which clinic an address belongs, or belonged, to, and what comes with it: the door reads it before any clinic is known."""


@pytest.fixture
def lived_in(harbour, meadow):
    for house in (harbour, meadow):
        told = tells(house, "dana", "maya", "The move frightens her")
        replies(house, told, "Follow her lead")
        has_digest(house, "dana", told)
        line_for(house, "maya", "dana", "Let her choose.")
        tells(house, "lee", "sam", "Is he well?")
        asks(house, "dana")
        with transaction(as_caregiver(house, "dana")):
            asking.ask(house.parts["dana"], house.children["maya"], "less")
        notifies(house, "okafor")
        sight(house)
        hands_over(house)
        worries(house, "dana", "maya")
        safety(house.clinic)
        fold_engagement(house.clinic)
    return harbour, meadow


def scopes_of(house) -> list[Scope]:
    return [
        house.staff(),
        as_caregiver(house, "dana"),
        Scope(house.clinic, Audience.DOOR),
        Scope(house.clinic, Audience.JANITOR),
    ]


@pytest.mark.parametrize("audience", ["staff", "family", "door", "janitor"])
def test_each_login_reads_its_own_clinics_rows_alone_in_every_table(lived_in, app, servers, audience):
    harbour, _ = lived_in
    scope = next(scope for scope in scopes_of(harbour) if scope.audience == audience)
    with servers.admin("withkin") as admin:
        readable = [table for table, names in columns(admin, audience, "SELECT").items() if "clinic_id" in names]
    if audience == LEADS_TO_A_CLINIC[0]:
        readable = [table for table in readable if table not in LEADS_TO_A_CLINIC[1]]
    empty = set()
    with pinned(app, scope) as connection:
        for table in readable:
            found = {
                clinic
                for (clinic,) in connection.execute(sql.SQL("select clinic_id from {}").format(sql.Identifier(table)))
            }
            assert found <= {harbour.clinic}, table
            empty |= set() if found else {table}
    if audience == "staff":
        assert empty <= WITHOUT_ROWS, "a policy that admits nothing proves nothing"


def test_staff_read_every_row_of_their_clinic_but_drafts(lived_in, app, servers):
    harbour, _ = lived_in
    with servers.admin("withkin") as admin, pinned(app, harbour.staff()) as connection:
        for table in columns(admin, "staff", "SELECT"):
            if table not in ("clinic", "due"):
                count = sql.SQL("select count(*) from {} where clinic_id = %s").format(sql.Identifier(table))
                assert (
                    connection.execute(count, [harbour.clinic]).fetchone()
                    == admin.execute(count, [harbour.clinic]).fetchone()
                ), table
        assert "draft" not in columns(admin, "staff", "SELECT")


@pytest.mark.parametrize("audience", ["staff", "door", "family", "system"])
def test_no_login_inserts_for_another_clinic(lived_in, app, servers, audience):
    harbour, meadow = lived_in
    scope = as_caregiver(harbour, "dana") if audience == "family" else Scope(harbour.clinic, Audience(audience))
    with servers.admin("withkin") as admin:
        writable = columns(admin, audience, "INSERT")
        for table in writable:
            if table in ("clinic", "used_subdomain", "owner_address", "lease"):
                continue
            if audience == "system" and table in ("due", "stripe_event"):  # beside no clinic's own work
                continue
            row = admin.execute(
                sql.SQL("select * from {} where clinic_id = %s limit 1").format(sql.Identifier(table)), [meadow.clinic]
            )
            names = [column.name for column in row.description if column.name not in ("circle", "own")]
            values = sql.SQL("select {} from jsonb_populate_record(null::{}, %s)").format(
                sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table)
            )
            copy = sql.SQL("insert into {} ({}) {}").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names)), values
            )
            record = admin.execute(
                sql.SQL("select to_jsonb(t) || %s from {} t where clinic_id = %s limit 1").format(
                    sql.Identifier(table)
                ),
                [psycopg.types.json.Jsonb({"id": str(new_id())}), meadow.clinic],
            ).fetchone()
            with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(
                    copy, [psycopg.types.json.Jsonb(record[0] if record else {"clinic_id": str(meadow.clinic)})]
                )


def test_the_bound_clinic_alone_keeps_every_model_apart(lived_in, bypassing):
    """Row-level security is down: what holds is the clinic that Python binds to each statement."""
    harbour, _meadow = lived_in
    with bypassing("staff", "family", "door"):
        for scope in (harbour.staff(), as_caregiver(harbour, "dana"), Scope(harbour.clinic, Audience.DOOR)):
            with transaction(scope):
                for model in MODELS:
                    other = aliased(model)
                    for query in (db.select(model.clinic_id), db.select(other.clinic_id).where(other.id.is_not(None))):
                        assert set(db.session.scalars(query)) <= {harbour.clinic}, model


def test_no_form_of_statement_forgets_the_bound_clinic(lived_in, bypassing, servers):
    harbour, meadow = lived_in
    with bypassing("staff"), transaction(harbour.staff()):
        assert db.session.get(Child, (meadow.clinic, meadow.children["maya"])) is None
        both = union_all(db.select(Reply.clinic_id), db.select(Outcome.clinic_id), db.select(Update.clinic_id))
        assert set(db.session.scalars(both)) == {harbour.clinic}
        inside = db.select(CareTeamMember.child_id).where(CareTeamMember.part == "therapist")
        assert set(db.session.scalars(db.select(Child.clinic_id).where(Child.id.in_(inside)))) == {harbour.clinic}
        joined = db.select(Child.clinic_id).join(CareTeamMember, CareTeamMember.child_id == Child.id)
        assert set(db.session.scalars(joined)) == {harbour.clinic}
        db.session.execute(db.update(Child).values(name="renamed"))
        db.session.execute(db.delete(Reply))
    with servers.admin("withkin") as admin:
        names = admin.execute("select distinct clinic_id from child where name = 'renamed'").fetchall()
        left = admin.execute("select distinct clinic_id from reply").fetchall()
    assert (names, left) == ([(harbour.clinic,)], [(meadow.clinic,)])


def test_nothing_pinned_stays_on_the_connection_for_the_next(harbour, app):
    """PgBouncer hands the same connection to the next request: there a scope that is missing is an error, not another's."""
    with transaction(harbour.staff()):
        backend = db.session.execute(text("select pg_backend_pid()")).scalar()
    with db.engines["staff"].connect() as connection:
        assert connection.exec_driver_sql("select pg_backend_pid()").scalar() == backend
        assert connection.exec_driver_sql("select current_setting('app.clinic', true)").scalar() in (None, "")
        with pytest.raises(psycopg.DataError):
            connection.connection.driver_connection.execute("select 1 from child")


def test_a_scope_holds_ids_and_moments_and_nothing_that_could_be_sql(harbour):
    for wrong in ("'; drop table child; --", str(harbour.clinic), 7):
        with pytest.raises(TypeError):
            Scope(wrong, Audience.STAFF)
    assert isinstance(harbour.clinic, UUID)
