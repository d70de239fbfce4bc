"""`flask engagement …`: whether the weekly facts are what the records say."""

import json
from uuid import UUID

import click
from flask.cli import AppGroup

from app.engagement.turning import reconcile
from app.engagement.weeks import Found
from tenants.db import db, transaction
from tenants.models import Clinic
from tenants.scope import Audience, Scope

engagement = AppGroup("engagement", help="Weekly facts.")


@engagement.command("reconcile")
@click.option("--clinic", "subdomain", help="One clinic's, by its subdomain; without it, every clinic's.")
@click.option("--repair", is_flag=True, help="Write what the records say where it differs.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check(subdomain: str | None, repair: bool, as_json: bool) -> None:
    """Recompute every week from the records and compare. Exits with 1 where something differs and was not repaired."""
    found = sum((reconcile(clinic, repair) for clinic in clinics(subdomain).values()), Found())
    if as_json:
        click.echo(json.dumps({"weeks": found.weeks, "differences": found.differences}))
    else:
        click.echo(f"{found.weeks} weeks looked at, {found.differences} differences")
    if found.differences and not repair:
        raise SystemExit(1)


def clinics(subdomain: str | None) -> dict[str, UUID]:
    """The one of this subdomain, or all of them, by subdomain. Raises ClickException where there is none."""
    wanted = db.select(Clinic.subdomain, Clinic.id).order_by(Clinic.subdomain)
    with transaction(Scope(None, Audience.SYSTEM)):
        rows = db.session.execute(wanted.where(Clinic.subdomain == subdomain) if subdomain else wanted).all()
    if subdomain and not rows:
        raise click.ClickException(f"No clinic is called {subdomain}.")
    return dict(rows)
