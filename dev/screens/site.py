"""A running Withkin with the demo's clinics and a busy one, and the ways into it that no mail carried."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import Flask

from app.people.links import new_link, token
from app.people.models import Caregiver, PortalLink, StaffLogin
from dev.app_parts import app_parts
from dev.demo_clinics import fill
from dev.demo_families import ELSEWHERE, FAMILIES
from dev.process import running
from dev.screens import crowd
from dev.screens.busy import COVE, arrange
from dev.stack import application, stack
from tenants import resolve
from tenants.db import db, transaction
from tenants.scope import Audience, Scope, moment

CLINICS = (
    ("harbour", "Harbour", "America/New_York", FAMILIES), ("meadow", "Meadow", "Europe/Berlin", ELSEWHERE), COVE,
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """`app` is the same application in this process, to arrange things by its own verbs."""

    app: Flask
    apex: str

    def url(self, clinic: str, path: str) -> str:
        scheme, host = self.apex.split("://")
        return f"{scheme}://{clinic}.{host}{path}" if clinic else f"{self.apex}{path}"

    def scope(self, clinic: str) -> Scope:
        found = resolve.of_host(f"{clinic}.{self.apex.partition('://')[2]}")
        assert found is not None, clinic
        return Scope(found.id, Audience.STAFF)

    def link(self, clinic: str, caregiver: str, late: bool = False) -> str:
        """A way in for the caregiver of this name; `late`: it has not been used in time."""
        with self.app.test_request_context(), transaction(self.scope(clinic)) as scope:
            assert scope.clinic is not None
            named = db.select(Caregiver.id).where(
                Caregiver.name == caregiver
            )  # the first: another may be said to be her
            person = db.session.scalars(named.order_by(Caregiver.made_at, Caregiver.id).limit(1)).one()
            row: PortalLink = new_link("sign-in", caregiver=person)
            if late:
                row.expires_at = moment()
            db.session.flush()
            return f"/in/{token(row.id, 'sign-in', scope.clinic)}"


@contextmanager
def site() -> Iterator[Site]:
    """Everything runs until the end of the block; nothing of it is left."""
    with stack() as made:
        app = application(made.variables)
        with app.test_request_context():
            for clinic in CLINICS:
                fill(*clinic)
            crowd.gather()
        found = Site(app, made.variables["PUBLIC_URL"])
        with app.test_request_context():
            with transaction(found.scope(COVE[0])) as scope:
                found_by = db.select(StaffLogin.staff_id).where(StaffLogin.address.like("okafor@%"))
                okafor = db.session.scalars(found_by).one()
            with transaction(replace(scope, person=okafor)):
                arrange(okafor)
        web, worker, _ = app_parts(made.port, made.variables, datetime.now(UTC))
        with running(worker, made.place.logs), running(web, made.place.logs):
            yield found
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
