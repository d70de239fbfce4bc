"""A clinic of many families with something to read: one is made by the application's own verbs, the others are copies of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import psycopg
from flask import Flask
from psycopg import sql

from app.boundaries.opening import family_scope
from app.digests import lines
from app.digests.making import SWEEP
from app.involvement.models import Party, PartyMember
from app.people.mail_choice import MailChoice
from app.portal.present import mark_first_entry
from app.updates.answering import answer
from app.updates.models import Update
from app.web.dates import monday
from dev.bench import caseload
from dev.bench.caseload import Caseload
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.resolve import ThisClinic
from tenants.scope import Audience, Scope, moment

SEED = 20
NEWS = ("weekly_line", "outcome", "reply")
"""What there is to read: a family without these has nothing."""
TABLES = (
    "child", "caregiver", "caregiver_address", "mail_choice", "care_team_member", "involvement", "household", "household_member",
    "party", "party_member", "update", *NEWS,
)  # fmt: skip
"""All that a digest looks at, of one family."""
COLUMNS = """
select attname, format_type(atttypid, null) from pg_attribute
where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''
"""
DUE = "insert into due (id, clinic_id, kind, at) values (gen_random_uuid(), %s, %s, now())"
PEOPLE = """
select distinct g.id, a.address from caregiver g join caregiver_address a on a.clinic_id = g.clinic_id and a.caregiver_id = g.id
join involvement i on i.clinic_id = g.clinic_id and i.caregiver_id = g.id
join outcome o on o.clinic_id = i.clinic_id and o.author_id = i.id where g.clinic_id = %s
"""


@dataclass(frozen=True)
class Week:
    """`people`: for each who has something to read, the address. `period`: the Monday of the week."""

    site: ThisClinic
    period: date
    moment: datetime
    people: dict[UUID, str]


def week(app: Flask, admin: psycopg.Connection, name: str, families: int, quiet: int = 0, nobody: int = 0) -> Week:
    """A clinic of that many families with one caregiver each, who has come in and may be written to at any hour, and in whose
    digest stand a line, a reply and what was seen. It is not due yet: see `comes_due`.

    quiet: so many more have nothing to read. nobody: every so-maniest address is one the outbox knows nobody at.
    """
    with app.test_request_context():
        load = caseload.made(1, Random(SEED), name)
        now = moment() - timedelta(minutes=1)
        here = now.astimezone(load.site.zone)
        period = monday(here.date())
        lived(load, period)
    hour = {"clinic": load.site.id, "day": here.isoweekday(), "minute": here.hour * 60 + here.minute}
    admin.execute("update clinic set digest_day = %(day)s, digest_minute = %(minute)s where id = %(clinic)s", hour)
    multiply(admin, load.site, families, quiet, nobody)
    admin.execute("delete from due where clinic_id = %s", (load.site.id,))  # what the verbs left to be done
    admin.execute("analyze")
    with app.app_context():
        site = resolve.of_id(load.site.id)
    people: dict[UUID, str] = dict(admin.execute(PEOPLE, (site.id,)).fetchall())
    if len(people) != families:
        raise RuntimeError(f"{len(people)} people have something to read, not {families}")
    return Week(site, period, now, people)


def lived(load: Caseload, period: date) -> None:
    """What makes the family's week: she has come in, chose her hours, was answered, and her home has its line."""
    site, words = load.site, "Let her choose which shoe goes first."
    with transaction(Scope(site.id, Audience.DOOR)) as scope:
        mark_first_entry(load.caregiver, scope.now)
    with transaction(family_scope(site.id, load.caregiver, site.zone)):
        db.session.add(MailChoice(caregiver_id=load.caregiver, answers=False, quiet_from=0, quiet_until=0))
    with transaction(Scope(site.id, Audience.STAFF, load.therapist)):
        home = db.session.scalars(db.select(Party).where(Party.kind == "home")).one()
        assert db.session.scalar(db.select(PartyMember.id).where(PartyMember.party_id == home.id))
        lines.say(home.id, load.child, period, words, "")
        asked = db.session.scalars(db.select(Update).where(Update.kind == "question")).one()
        answer(new_id(), asked, "reply", words)


def multiply(admin: psycopg.Connection, site: ThisClinic, families: int, quiet: int, nobody: int) -> None:
    """So many families where there is one: each row again, under ids of its own."""
    ids = {
        id for table in TABLES
        for (id,) in admin.execute(sql.SQL("select id from {} where clinic_id = %s").format(sql.Identifier(table)), (site.id,))
    }  # fmt: skip
    values = {"clinic": site.id, "ids": list(ids), "at": f"@{site.subdomain}.example", "nobody": nobody}
    admin.execute("set session_replication_role = replica")  # the keys are right: they come from the rows themselves
    for table in TABLES:
        copies = families - 1 if table in NEWS else families - 1 + quiet
        admin.execute(copied(admin, table), values | {"copies": copies})
    admin.execute("set session_replication_role = origin")


def copied(admin: psycopg.Connection, table: str) -> sql.Composed:
    names, kept = [], []
    for name, column in each(admin, table):
        names.append(sql.Identifier(name))
        kept.append(sql.SQL(column).format(sql.Identifier("t", name)))
    return sql.SQL(
        "insert into {0} ({1}) select {2} from {0} t, generate_series(1, %(copies)s) n where t.clinic_id = %(clinic)s"
    ).format(sql.Identifier(table), sql.SQL(", ").join(names), sql.SQL(", ").join(kept))


def each(admin: psycopg.Connection, table: str) -> Iterator[tuple[str, str]]:
    """A table's columns, and what a copy has there."""
    for name, kind in admin.execute(COLUMNS, (f'"{table}"',)):
        if kind == "uuid":
            yield name, "case when {0} = any(%(ids)s) then md5({0}::text || n)::uuid else {0} end"
        elif (table, name) == ("caregiver_address", "address"):
            yield name, "case when n %% nullif(%(nobody)s, 0) = 0 then 'refuse-rcpt-' else 'parent-' end || n || %(at)s"
        elif name == "address_key":
            yield name, "md5({0} || n) || md5({0})"
        else:
            yield name, "{0}"


def comes_due(admin: psycopg.Connection, due: Week) -> None:
    """From now on the scheduler finds it."""
    with admin.transaction():
        admin.execute(
            "update clinic set digests_from = %s where id = %s", (due.moment - timedelta(hours=1), due.site.id)
        )
        admin.execute(DUE, (due.site.id, SWEEP))
