"""`flask audit …`: what was recorded, for whoever runs the server: ids, dates and levels, no name."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, repeat
from typing import Any
from uuid import UUID

import click
from flask.cli import AppGroup

from app import audit as auditing
from app.audit import AuditEvent
from tenants.db import db, transaction
from tenants.models import Clinic
from tenants.scope import Audience, Scope

AT_ONCE = 500
"""Rows that are held at a time, however many there are."""

audit = AppGroup("audit", help="Who did what, as it was recorded.")


@audit.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--clinic", "subdomain", help="One clinic's, by its subdomain; without it, every clinic's.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From the beginning of this day on, in UTC.")
def show(as_json: bool, subdomain: str | None, since: datetime | None) -> None:
    """What was recorded, oldest first. That it was listed is recorded in each clinic, too."""
    events = (event for clinic in clinics(subdomain) for event in recorded(*clinic, since))
    if as_json:
        click.echo('{"events": [', nl=False)
        for before, event in zip(chain([""], repeat(", ")), events, strict=False):
            click.echo(before + json.dumps(event), nl=False)
        click.echo("]}")
        return
    for event in events:
        click.echo("  ".join(str(event[name]) for name in ("at", "clinic", "actor", "action", "subject", "subject_id")))


def clinics(subdomain: str | None) -> list[tuple[UUID, str]]:
    """Raises ClickException where no clinic has this subdomain."""
    wanted = db.select(Clinic.id, Clinic.subdomain).order_by(Clinic.subdomain)
    with transaction(Scope(None, Audience.SYSTEM)):
        rows = db.session.execute(wanted.where(Clinic.subdomain == subdomain) if subdomain else wanted).all()
    if subdomain and not rows:
        raise click.ClickException(f"No clinic is called {subdomain}.")
    return [(id, name) for id, name in rows]


def recorded(clinic: UUID, subdomain: str, since: datetime | None) -> Iterator[dict[str, Any]]:
    """One clinic's rows, in a transaction of its own; that they are read is recorded before, should it be broken off."""
    rows = db.select(AuditEvent).order_by(AuditEvent.at, AuditEvent.id)
    if since:
        rows = rows.where(AuditEvent.at >= since.replace(tzinfo=UTC))
    with transaction(Scope(clinic, Audience.STAFF)):
        auditing.record("read", "audit", clinic)
    with transaction(Scope(clinic, Audience.STAFF)):
        found = db.session.scalars(rows, execution_options={"yield_per": AT_ONCE})
        for row in found:
            yield {
                "clinic": subdomain, "id": str(row.id), "at": row.at.isoformat(), "login": row.login,
                "actor": str(row.actor_id), "action": row.action, "subject": row.subject, "subject_id": str(row.subject_id),
                "child": str(row.child_id) if row.child_id else None, "detail": row.detail,
            }  # fmt: skip
