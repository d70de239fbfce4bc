"""`dashboard`: a supervisor's page for 200 families costs the same however much was ever stored, and far less than counting
the records themselves (performance.md)."""

import logging
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from flask import Flask
from sqlalchemy import text

from app.engagement import dashboard, turning
from app.engagement.asked import Asked
from dev import stack
from dev.bench import caseload
from dev.bench.caseload import Caseload
from dev.bench.timing import Ask, timed, typical
from dev.bench.visitor import Visitor
from dev.measures import commit, say
from tenants.db import db, transaction
from tenants.scope import Audience, Scope, moment

FAMILIES, WEEKS, SEED = 200, 12, 20
FEW, MANY, MANY_QUICK = 30_000, 3_000_000, 300_000
BARS = {"rows_3m_over_30k": 1.2, "rollup_over_raw_scan": 0.2}
STORE = """
insert into "update" (clinic_id, id, author_id, child_id, kind, body, at, day)
select i.clinic_id, gen_random_uuid(), i.id, i.child_id, (array['note', 'question', 'checkin'])[1 + n %% 3], '', t.at, t.at::date
from involvement i cross join generate_series(1, %(each)s) n
cross join lateral (select now() - n * (make_interval(weeks => %(weeks)s) / %(each)s) as at) t
where i.clinic_id = %(clinic)s
"""
CAME_IN = "update involvement set entered_at = now() - make_interval(weeks => %(weeks)s) where clinic_id = %(clinic)s"
HAPPENED = """
insert into happened (clinic_id, id, involvement_id, actor_id, what, sign, day, at)
select i.clinic_id, gen_random_uuid(), i.id, i.id, 'entered', 1, i.entered_at::date, i.entered_at from involvement i
where i.clinic_id = %(clinic)s
"""
RAW = text("""
select date_trunc('week', u.day) as week, count(distinct u.author_id), count(*), count(o.id), max(u.day),
  count(distinct (u.author_id, u.day)) filter (where u.kind = 'checkin')
from "update" u left join outcome o on o.clinic_id = :clinic and o.update_id = u.id
where u.clinic_id = :clinic and u.child_id in (select t.child_id from care_team_member t
  join supervision p on p.clinic_id = :clinic and p.therapist_id = t.staff_id and p.supervisor_id = :me
  where t.clinic_id = :clinic) group by 1
""")


@dataclass(frozen=True)
class Watched:
    """A caseload and whoever supervises its therapist."""

    load: Caseload
    supervisor: UUID

    def scope(self) -> Scope:
        return Scope(self.load.site.id, Audience.STAFF, self.supervisor)


def measure(quick: bool) -> dict[str, Any]:
    """Two clinics in one database, one with few records and one with many; one request of each in turn."""
    many, rounds = (MANY_QUICK, 30) if quick else (MANY, 250)
    with stack.stack() as servers:
        app = stack.application(servers.variables)
        logging.getLogger().setLevel(logging.WARNING)  # a line a request
        with psycopg.connect(servers.admin_url, autocommit=True) as admin:
            sides = [watched(app, admin, events) for events in (FEW, many)]
        figures = timed_all(app, sides, rounds)
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
    return {
        "name": "dashboard",
        "figures": figures,
        "bars": {name: ["<=", bar] for name, bar in BARS.items()},
        "ok": all(figures[name] <= bar for name, bar in BARS.items()),
        "rounds": rounds,
        "events": many,
        "commit": commit(),
    }


def watched(app: Flask, admin: psycopg.Connection, events: int) -> Watched:
    say(f"{FAMILIES} families with {events} records …")
    with app.test_request_context():
        load = caseload.made(FAMILIES, Random(SEED), f"clinic-{events}")
        supervisor = caseload.supervisor(load)
    values = {"clinic": load.site.id, "each": events // FAMILIES, "weeks": WEEKS}
    admin.execute("set session_replication_role = replica")  # the keys are right: they come from the rows themselves
    for statement in (CAME_IN, HAPPENED, STORE):
        admin.execute(statement, values)
    admin.execute("set session_replication_role = origin")
    admin.execute("analyze")
    with app.app_context():
        turning.reconcile(load.site.id, repair=True)
    return Watched(load, supervisor)


def timed_all(app: Flask, sides: list[Watched], rounds: int) -> dict[str, float]:
    with app.app_context():
        visitors = [Visitor(app, side.load.site, staff_id=side.supervisor) for side in sides]
    few, many = (visitor.asking("/engagement") for visitor in visitors)
    for ask in (few, many) * 8:
        ask()
    say(f"Asking each {rounds} times …")
    times = [(many(), few()) for _ in range(rounds)]
    rollup, raw = statements(app, sides[1])
    scans = [(rollup(), raw()) for _ in range(max(7, rounds // 20))]
    return {
        "rows_3m_over_30k": over([a for a, _ in times], [b for _, b in times]),
        "rollup_over_raw_scan": over([a for a, _ in scans], [b for _, b in scans]),
    }


def over(above: list[float], below: list[float]) -> float:
    return round(typical(above) / typical(below), 3)


def statements(app: Flask, side: Watched) -> tuple[Ask, Ask]:
    """What the page reads, and the same counted from the records."""
    now = moment().astimezone(side.load.site.zone)

    def rollup() -> None:
        dashboard.listing(side.supervisor, now.date(), now, Asked(), None)
        dashboard.by_week(side.supervisor, now.date(), Asked())

    def raw() -> None:
        db.session.execute(RAW, {"clinic": side.load.site.id, "me": side.supervisor}).all()

    def scoped(read: Any) -> Ask:
        def ask() -> float:
            with app.app_context(), transaction(side.scope()):
                return timed(read)

        return ask

    return scoped(rollup), scoped(raw)
