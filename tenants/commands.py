"""`flask tenants …`: setting a server up, and whether its walls stand."""

import json
import secrets

import click
from flask import current_app
from flask.cli import AppGroup

from tenants.bootstrap import LOGINS
from tenants.bootstrap import bootstrap as set_up
from tenants.db import db, transaction
from tenants.doctor import examination, findings
from tenants.models import Clinic
from tenants.scope import Audience, Scope

tenants = AppGroup("tenants", help="The clinics and the server they live on.")


@tenants.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(as_json: bool) -> None:
    """The clinics, by address."""
    with transaction(Scope(None, Audience.SYSTEM)):
        rows = db.session.execute(db.select(Clinic.id, Clinic.subdomain, Clinic.name).order_by(Clinic.subdomain)).all()
    if as_json:
        click.echo(json.dumps({"clinics": [{"id": str(id), "subdomain": sub, "name": name} for id, sub, name in rows]}))
    else:
        for id, sub, name in rows:
            click.echo(f"{id}  {sub}  {name}")


@tenants.command("bootstrap")
@click.option("--database", default="withkin", show_default=True)
def bootstrap(database: str) -> None:
    """Once a server, with DATABASE_URL_ADMIN: make the logins and the database, and print their addresses."""
    admin = current_app.config["SETTINGS"].database_url_admin
    if not admin:
        raise click.ClickException("Set DATABASE_URL_ADMIN to a superuser's address, for this command alone.")
    for login, url in set_up(admin, database, {login: secrets.token_urlsafe(24) for login in LOGINS}).items():
        click.echo(f"DATABASE_URL_{login.upper()}={url}")


@tenants.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def doctor(as_json: bool) -> None:
    """Whether the walls stand in this database (rules R1 to R10). Exits with 1 when one does not."""
    answer = examination(current_app.config["SETTINGS"].database_url_owner)
    found = findings(answer)
    if as_json:
        click.echo(json.dumps(answer))
    else:
        for rule, finding in found:
            click.echo(f"{rule}: {finding}")
        click.echo(f"{answer['tables']} tables of clinics looked at, {len(found)} findings")
    if found or not answer["tables"]:
        raise SystemExit(1)
