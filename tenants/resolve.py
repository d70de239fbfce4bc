"""Which clinic a host belongs to. The answer is kept for seconds: a clinic's settings change rarely, a page asks always."""

from dataclasses import dataclass, fields
from datetime import datetime
from time import monotonic
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement

from tenants.db import db, transaction
from tenants.models import Clinic, Plan, UsedSubdomain
from tenants.plans import Paid, Standing, standing, trial_of
from tenants.scope import Audience, Scope

SECONDS = 5.0


@dataclass(frozen=True)
class CrisisLine:
    label: str
    number: str


@dataclass(frozen=True)
class ThisClinic:
    """What every page needs of its clinic, as plain values: no loaded row survives its scope."""

    id: UUID
    subdomain: str
    name: str
    short_name: str
    time_zone: str
    country: str
    locale: str
    reply_days: int
    answers_on: str | None
    answers_from: int | None
    answers_until: int | None
    cover_name: str | None
    cover_phone: str | None
    digest_day: int
    digest_minute: int
    digests_from: datetime
    brand: str | None
    logo: str | None
    crisis_lines: tuple[CrisisLine, ...]
    texts_confirmed_at: datetime | None
    paid: Paid
    farewell: str | None

    def standing(self, now: datetime) -> Standing:
        """What it may do by what it has paid."""
        return standing(self.paid, now, self.zone)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def logo_size(self) -> tuple[int, int]:
        """Width and height of the logo, in pixels; of one that is not there, nothing."""
        width, _, height = (self.logo or "-0x0").rpartition("-")[2].partition("x")
        return int(width), int(height)

    def url(self, path: str = "/") -> str:
        """An address on the clinic's own host, for mails and for the way there from the apex."""
        scheme, apex = current_app.config["PUBLIC_URL"].split("://")
        return f"{scheme}://{self.subdomain}.{apex}{path}"


def of_host(host: str) -> ThisClinic | None:
    """The clinic of `harbour.localhost:8000`, or None: unknown, nested deeper, or another site's name.

    Also of an address it had before: then its `subdomain` is another than the host's.
    """
    subdomain, _, rest = host.lower().partition(".")
    apex = current_app.config["PUBLIC_URL"].partition("://")[2]
    return kept(subdomain) if rest == apex else None


def kept(subdomain: str) -> ThisClinic | None:
    answers: dict[str, tuple[float, ThisClinic | None]] = current_app.extensions.setdefault("clinics", {})
    until, clinic = answers.get(subdomain, (0.0, None))
    if monotonic() > until:
        with transaction(Scope(None, Audience.DOOR)):
            ever = db.select(UsedSubdomain.clinic_id).where(UsedSubdomain.name == subdomain)
            clinic = find(Clinic.id.in_(ever))
        if len(answers) > 10_000:
            answers.clear()
        answers[subdomain] = (monotonic() + SECONDS, clinic)
    return clinic


def forget() -> None:
    """After a clinic's settings changed: this process shows them at once, the others within seconds."""
    current_app.extensions.pop("clinics", None)


def of_id(clinic: UUID) -> ThisClinic:
    """For jobs and commands. Raises LookupError when there is no such clinic."""
    with transaction(Scope(None, Audience.DOOR)):
        found = find(Clinic.id == clinic)
    if found is None:
        raise LookupError(f"no clinic {clinic}")
    return found


def find(whose: ColumnElement[bool]) -> ThisClinic | None:
    paid = [getattr(Plan, each.name) for each in fields(Paid)]
    both = db.select(Clinic, Plan.farewell, *paid).outerjoin(Plan, Plan.clinic_id == Clinic.id)
    found = db.session.execute(both.where(whose)).one_or_none()
    if found is None:
        return None
    row, farewell, *values = found
    lines = tuple(CrisisLine(line["label"], line["number"]) for line in row.crisis_lines)
    # without a row it was made by the code of before plans, during a deploy: nobody is locked out by that
    paid_so_far = Paid(*values) if values[0] else Paid(trial_of(row.made_at, ZoneInfo(row.time_zone)))
    made = {"crisis_lines": lines, "paid": paid_so_far, "farewell": farewell}
    plain = {each.name: getattr(row, each.name) for each in fields(ThisClinic) if each.name not in made}
    return ThisClinic(**plain, **made)
