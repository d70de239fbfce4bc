"""The audit page over time: the clinic's days, page after page, and a hundred thousand rows."""

import re
from datetime import datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.clinic import deeds
from app.clinic.deed_words import DEEDS
from app.clinic.deeds_form import asked_for
from tenants import scope as scopes
from tenants.db import db, transaction
from tests.clinic.reading import ZONE, asks, dated, lines


def test_a_day_is_the_clinics_own_day(harbour, olga):
    """In New York the 3rd of March 2026 begins at five in the morning, UTC."""
    for at in ("2026-03-03 00:00", "2026-03-03 23:59"):
        dated(harbour, datetime.fromisoformat(at).replace(tzinfo=ZONE))
    for at in ("2026-03-02 23:59", "2026-03-04 00:00"):
        dated(harbour, datetime.fromisoformat(at).replace(tzinfo=ZONE), "added")
    assert asks(olga, since="2026-03-03", until="2026-03-03") == ["Dr Okafor opened Maya's page."] * 2
    assert asks(olga, until="2026-03-02") == ["Dr Okafor added Maya."]
    assert len(asks(olga, since="2026-03-02", until="2026-03-04")) == 4


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "opened"},
        {"person": "okafor"},
        {"child": "maya"},
        {"person": "okafor", "child": "maya", "kind": "opened"},
    ],
)
def test_it_goes_on_page_after_page_with_rows_of_one_moment_among_them(harbour, olga, monkeypatch, asked):
    monkeypatch.setattr(deeds, "PAGE", 4)
    at = datetime(2026, 3, 3, 12, tzinfo=ZONE)
    for n in range(5):
        dated(harbour, at + timedelta(minutes=n))
        dated(harbour, at)
    asked |= {"since": "2026-03-03", "until": "2026-03-03"} | (
        {"person": str(harbour.people["okafor"])} if "person" in asked else {}
    )
    shown = asks(olga, **asked)
    moments = re.findall(r'<span class="sm muted">([^<]*)</span>\s*<p>', olga.text)
    while 'rel="next"' in olga.text:
        olga.get(unescape(re.search(r'rel="next"\s+href="([^"]*)"', olga.page.text)[1]))
        shown += lines(olga)
        moments += re.findall(r'<span class="sm muted">([^<]*)</span>\s*<p>', olga.text)
    assert len(shown) == 10
    assert [moment[-8:-3].strip() for moment in moments] == ["12:04", "12:03", "12:02", "12:01"] + ["12:00"] * 6


@pytest.fixture
def many(harbour, servers):
    """A hundred thousand rows of a quarter of a year, by eight people about three hundred children."""
    with servers.admin("withkin") as admin:
        actions = sorted({key.split()[0] for key in DEEDS})
        admin.execute(
            """insert into audit_event (clinic_id, id, at, login, actor_id, action, subject, subject_id, child_id, detail)
               select %s, gen_random_uuid(), now() - n * interval '78 seconds', 'staff', md5('actor' || n %% 8)::uuid,
                 (%s::text[])[1 + n %% %s], 'child', md5('child' || n %% 300)::uuid, md5('child' || n %% 300)::uuid, '{}'
               from generate_series(1, 100000) n""",
            [harbour.clinic, actions, len(actions)],
        )
        admin.execute("analyze audit_event")
        return {
            "person": admin.execute("select md5('actor3')::uuid").fetchone()[0],
            "about": admin.execute("select md5('child7')::uuid").fetchone()[0],
        }


BY_INDEX = {
    "": "ix_audit_event_at",
    "since=2026-01-01&until=2026-12-31": "ix_audit_event_at",
    "kind=invited": "ix_audit_event_action",
    "person": "ix_audit_event_actor",
    "about": "ix_audit_event_child",
}


def plan(asked: str, many: dict[str, object], days: int) -> str:
    """How Postgres finds a page of this that begins so many days ago."""
    arguments = dict(pair.split("=") for pair in asked.split("&") if "=" in pair)
    wanted = asked_for(arguments | ({asked: str(many[asked])} if asked in many else {}), ZONE)
    after = (scopes.current().now - timedelta(days=days), uuid4()) if days else None
    rows = db.session.execute(text(f"explain (analyze) {deeds.statement(wanted)}"), deeds.values(wanted, after))
    return "\n".join(row[0] for row in rows)


def test_of_a_hundred_thousand_rows_it_reads_a_page_by_an_index_in_eight_statements(harbour, olga, many):
    for asked in ("", "kind=opened", f"person={many['person']}", f"about={many['about']}"):
        olga.get(f"/clinic/audit?{asked}")
        assert len(lines(olga)) == 50
    with transaction(harbour.staff("olga")):
        for asked, index in BY_INDEX.items():
            for days in (0, 30):
                whole = plan(asked, many, days)
                assert index in whole, whole
                assert not re.search(r"Seq Scan on audit_event|Bitmap", whole), whole
                each = re.findall(r"audit_event\b.*actual time=\S+ rows=([\d.]+) loops=(\d+)", whole)
                assert 50 < sum(float(rows) * int(loops) for rows, loops in each) <= 51 * 20, whole
