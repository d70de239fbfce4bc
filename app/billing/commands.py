"""`flask billing …`: where clinics stand, a look at Stripe for all of them, and who pays nothing."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask.cli import AppGroup

from app import audit
from app.billing import seats, standing, stripe_calls
from app.engagement.commands import clinics
from tenants import resolve
from tenants import scope as scopes
from tenants.db import transaction
from tenants.plans import Standing, trial_of
from tenants.scope import Audience, Scope

billing = AppGroup("billing", help="What clinics pay.")


def say(as_json: bool, answer: dict[str, Any], lines: list[str]) -> None:
    click.echo(json.dumps(answer) if as_json else "\n".join(lines))


@billing.command("status")
@click.option("--clinic", help="One clinic, by its address.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def status(clinic: str | None, as_json: bool) -> None:
    """Where each clinic stands, and its seats here and at Stripe."""
    rows = {}
    for subdomain, id in clinics(clinic).items():
        site = resolve.of_id(id)
        stands = site.standing(scopes.moment())
        with transaction(Scope(id, Audience.STAFF)):
            kept = standing.plan_of(id)
            rows[subdomain] = {
                "state": str(stands.state), "level": stands.level.name.lower(), "plan": kept.name,
                "seats": kept.seats, "therapists": seats.taken(), "until": day_of(stands, site.zone),
            }  # fmt: skip
    lines = [
        f"{name}: {row['state']}, {row['level']}, {row['plan']}, {row['seats']} seats, {row['therapists']} therapists"
        for name, row in rows.items()
    ]
    say(as_json, {"clinics": rows}, lines)


def day_of(stands: Standing, zone: ZoneInfo) -> str | None:
    """There, the first day on which less works."""
    ends = stands.grows_until or stands.answers_until
    return str(ends.astimezone(zone).date()) if ends else None


@billing.command("reconcile")
@click.option("--clinic", help="One clinic, by its address.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def reconcile(clinic: str | None, as_json: bool) -> None:
    """Asks Stripe about every clinic that has been there, and repairs what we knew otherwise. Exits with 1 where Stripe did not answer."""
    asked, found, failed = 0, {}, []
    for subdomain, id in clinics(clinic).items():
        try:
            differs = standing.renew(id)
            seats.keep_seats(id)
        except stripe_calls.away() as error:
            failed.append({"clinic": subdomain, "error": type(error).__name__})
            continue
        asked += differs is not None
        if differs:
            found[subdomain] = differs
    answer = {"clinics": asked, "differences": len(found), "repaired": found, "failed": failed}
    say(as_json, answer, [f"{asked} clinics asked about, {len(found)} differed, {len(failed)} not answered", *found])
    if failed:
        raise SystemExit(1)


@billing.command("free")
@click.argument("clinic")
@click.option("--end", is_flag=True, help="From now on it pays as everybody does.")
def free(clinic: str, end: bool) -> None:
    """A clinic that pays nothing, by our word; with --end no more: it has a trial's days to choose, so that families are told
    before anything ends."""
    (id,) = clinics(clinic).values()
    zone = resolve.of_id(id).zone
    with transaction(Scope(id, Audience.STAFF)) as scope:
        row = standing.held(id)
        charged = standing.subscribed(row)
        if row.free == end:
            row.free = not end
            if row.free:
                audit.record("pays-nothing", "clinic", id)
            else:
                row.trial_until = trial_of(scope.now, zone)
                audit.record("pays-again", "clinic", id)
    click.echo(f"{clinic} pays {'as everybody does' if end else 'nothing'}")
    if charged and not end:
        click.echo("Stripe still charges for its subscription: cancel that there.")
