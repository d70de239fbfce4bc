"""`flask digests …`: what is due, what went; made by hand, and mended."""

import json
from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy import func

from app.digests.making import is_due, make_digests
from app.digests.models import Digest, Run
from app.engagement.commands import clinics
from app.mail.models import Delivery
from app.mail.sweeping import sweep_mail
from tenants import resolve
from tenants.db import db, transaction
from tenants.scope import Audience, Scope, moment

digests = AppGroup("digests", help="Digests: the week at home, the week of supervision.")
CLINIC = click.option("--clinic", "subdomain", help="One clinic's, by its subdomain; without it, every clinic's.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@digests.command("due")
@CLINIC
@JSON
def due(subdomain: str | None, as_json: bool) -> None:
    """When each clinic's digests go next, in UTC."""
    now = moment()
    coming = {name: is_due(resolve.of_id(id), now) for name, id in clinics(subdomain).items()}
    if as_json:
        click.echo(
            json.dumps({name: {kind: at.isoformat() for kind, at in kinds.items()} for name, kinds in coming.items()})
        )
        return
    for name, kinds in coming.items():
        for kind, at in kinds.items():
            click.echo(f"{name}: {kind} {at:%Y-%m-%d %H:%M} UTC")


@digests.command("send")
@CLINIC
@JSON
def send(subdomain: str | None, as_json: bool) -> None:
    """Make what is due now, without the queue. What was made before stays as it is; its mails go with the worker."""
    for id in clinics(subdomain).values():
        make_digests(id)
    tell(subdomain, as_json)


@digests.command("sweep")
@CLINIC
@JSON
def sweep(subdomain: str | None, as_json: bool) -> None:
    """Go on with what was begun and never finished, and send the mails that wait."""
    for id in clinics(subdomain).values():
        make_digests(id)
        sweep_mail(id)
    tell(subdomain, as_json)


@digests.command("status")
@CLINIC
@JSON
def status(subdomain: str | None, as_json: bool) -> None:
    """How many digests and mails there are of each state, and the age in seconds of the oldest that waits."""
    tell(subdomain, as_json)


def tell(subdomain: str | None, as_json: bool) -> None:
    found = {name: counts(id) for name, id in clinics(subdomain).items()}
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, about in found.items():
        click.echo(f"{name}: " + ", ".join(f"{key} {value}" for key, value in about.items()))


def counts(clinic: UUID) -> dict[str, object]:
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        made = db.session.execute(db.select(Digest.state, func.count()).group_by(Digest.state)).all()
        mails = db.select(Delivery.state, func.count()).where(Delivery.digest_id.is_not(None)).group_by(Delivery.state)
        waits = Delivery.digest_id.is_not(None), Delivery.state.in_(("queued", "claimed", "sending"))
        oldest = db.session.scalar(db.select(func.min(Delivery.made_at)).where(*waits))
        open_runs = db.session.scalar(db.select(func.count()).select_from(Run).where(Run.state == "open"))
        return {
            "digests": dict(made), "mails": dict(db.session.execute(mails).all()), "open_runs": open_runs,
            "oldest_waits": round((scope.now - oldest).total_seconds(), 1) if oldest else None,
        }  # fmt: skip
