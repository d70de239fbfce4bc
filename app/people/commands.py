"""`flask staff …`: what is done by hand about how staff sign in."""

import click
from flask.cli import AppGroup

from app.people.second_step import StaffTotp, sealed, unsealed
from tenants.db import db, transaction
from tenants.models import Clinic
from tenants.scope import Audience, Scope

staff = AppGroup("staff", help="How staff sign in.")


@staff.command("reseal")
def reseal() -> None:
    """Encrypts every seed under the newest TOTP_KEY, so that the old key can go."""
    with transaction(Scope(None, Audience.DOOR)):
        clinics = db.session.scalars(db.select(Clinic.id)).all()
    done = 0
    for clinic in clinics:
        with transaction(Scope(clinic, Audience.DOOR)):
            for row in db.session.execute(db.select(StaffTotp.id, StaffTotp.seed)):
                seed = unsealed(row.seed)
                if seed is None:
                    raise click.ClickException(f"A seed of clinic {clinic} opens with no key of TOTP_KEY.")
                db.session.execute(db.update(StaffTotp).where(StaffTotp.id == row.id).values(seed=sealed(seed)))
                done += 1
    click.echo(f"{done} seeds resealed")
