"""`flask boundaries …`: setting and lifting a limit, until its pages come."""

from datetime import date
from uuid import UUID

import click
from flask.cli import AppGroup

from app.boundaries import limits
from app.boundaries.models import AREAS, LEVELS, REASONS
from tenants import resolve
from tenants.db import transaction
from tenants.scope import Audience, Scope, moment

boundaries = AppGroup("boundaries", help="Limits on what one caregiver sees.")


@boundaries.command("set")
@click.argument("clinic", type=click.UUID)
@click.argument("part", type=click.UUID)
@click.argument("area", type=click.Choice(AREAS))
@click.argument("level", type=click.Choice(LEVELS))
@click.option("--reason-class", type=click.Choice(REASONS), required=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day it holds, in the clinic's zone.")
def set_limit(clinic: UUID, part: UUID, area: str, level: str, reason_class: str, until: date | None) -> None:
    """Limit PART (an involvement) of CLINIC in AREA to LEVEL, from today on."""
    today = moment().astimezone(resolve.of_id(clinic).zone).date()
    with transaction(Scope(clinic, Audience.STAFF)):
        limits.limit(part, area, level, reason_class, today, until=until.date() if until else None)  # type: ignore[attr-defined]
    click.echo(f"{area} is {level} from the next request on")


@boundaries.command("lift")
@click.argument("clinic", type=click.UUID)
@click.argument("part", type=click.UUID)
@click.argument("area", type=click.Choice(AREAS))
def lift_limit(clinic: UUID, part: UUID, area: str) -> None:
    """Take the limit of PART in AREA away."""
    today = moment().astimezone(resolve.of_id(clinic).zone).date()
    with transaction(Scope(clinic, Audience.STAFF)):
        lifted = limits.lift(part, area, today)
    click.echo("lifted" if lifted else "there was none")
