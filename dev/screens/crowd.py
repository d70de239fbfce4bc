"""A supervisor with 200 families, one with a single one, and one with none: the dashboard at each size."""

from random import Random

from app.engagement.turning import turn_engagement
from app.people import passwords
from app.people.models import StaffLogin
from app.people.staff import add_staff
from dev.bench import caseload
from dev.demo_clinics import PASSWORD
from tenants.db import db, new_id, transaction
from tenants.scope import Audience, Scope

SIZES = {"bay": 200, "cay": 1}


def gather() -> None:
    for name, size in SIZES.items():
        load = caseload.made(size, Random(size), name)
        caseload.supervisor(load)
        with transaction(Scope(load.site.id, Audience.STAFF)):
            add_staff(new_id(), "Sole Cole", f"sole@{name}.example", "", ["supervisor"])
        with transaction(Scope(load.site.id, Audience.DOOR)) as scope:
            known = {"password_hash": passwords.hashed(PASSWORD), "confirmed_at": scope.now}
            db.session.execute(db.update(StaffLogin).values(**known))
        turn_engagement(load.site.id)
