"""A clinic whose one therapist has a given number of families, made by the application's own verbs."""

from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from app import happened
from app.boundaries.opening import family_scope
from app.families.adding import Told, add_family
from app.involvement import involving, legal
from app.involvement.models import Involvement
from app.people.staff import add_staff
from app.sight.models import Supervision
from app.signup.opening import Opening, open_clinic
from app.updates import questions
from app.updates.tell import Answered, tell
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.resolve import ThisClinic
from tenants.scope import Audience, Scope, moment

CHILDREN = ("Maya", "Elif", "Jonah", "Theo", "Zoë", "Sam")
NEWS = ("Hand-over took 20 minutes.", "Quiet weekend.", "She drew the balloon.", "Long evening, hard to settle.")


@dataclass(frozen=True)
class Caseload:
    """`child` is one of the therapist's, `caregiver` the one who raises that child."""

    site: ThisClinic
    therapist: UUID
    child: UUID
    caregiver: UUID


def made(families: int, chance: Random, name: str = "") -> Caseload:
    """Each family has one caregiver, whose question and check-in of today wait. `name`: the clinic's subdomain."""
    name = name or f"harbour-{families}"
    opening = Opening(
        name=f"{name} Therapy", short_name="Harbour", subdomain=name, own_name="Olga Brandt", address=f"olga@{name}.example",
        password=f"{chance.random()}", country="US", time_zone="America/New_York", treats=False, role="owner",
    )  # fmt: skip
    site = resolve.of_id(open_clinic(new_id(), opening).id)
    therapist, today = new_id(), moment().astimezone(site.zone).date()
    with transaction(Scope(site.id, Audience.STAFF)):
        add_staff(therapist, "Dr Okafor", f"okafor@{name}.example", "", ["therapist"])
    for number in range(families):
        part = family(site, therapist, number, today, chance)
        for kind in ("question", "checkin"):
            told(site, part, kind, today, chance)
    return Caseload(site, therapist, part.child_id, part.caregiver_id)


def family(site: ThisClinic, therapist: UUID, number: int, today: date, chance: Random) -> Involvement:
    address = f"parent-{number}@{site.subdomain}.example"
    with transaction(Scope(site.id, Audience.STAFF, therapist)):
        rows = [Told(f"Dana {number}", "mother", "A", address, True)]
        child = add_family(new_id(), chance.choice(CHILDREN), chance.randint(4, 12), rows, therapist, today)
        part: Involvement = db.session.scalars(db.select(Involvement).where(Involvement.child_id == child)).one()
        involving.invited(part)
        happened.tell("entered", part.id, today)
        legal.tell(part, legal.Told("shared", "law", legal.in_a_year(today)), today)
        return part


def siblings(load: Caseload, more: int) -> None:
    """The caregiver raises so many more children: one person, one sign-in."""
    today = moment().astimezone(load.site.zone).date()
    with transaction(Scope(load.site.id, Audience.STAFF, load.therapist)):
        for name in CHILDREN[:more]:
            child = add_family(new_id(), name, 6, [], load.therapist, today)
            home = involving.home(child, "A")
            part = involving.join(child, load.caregiver, "mother", home, today)
            involving.invited(part)
            legal.tell(part, legal.Told("shared", "law", legal.in_a_year(today)), today)


def told(site: ThisClinic, part: Involvement, kind: str, today: date, chance: Random) -> None:
    with transaction(family_scope(site.id, part.caregiver_id, site.zone)):
        if kind == "question":
            tell(new_id(), part.id, part.child_id, kind, today, body=chance.choice(NEWS))
            return
        answers = [
            Answered(one.id, one.text, value := chance.randint(1, 5), one.options[value - 1][1])
            for one in questions.asked(part.child_id, "the child")
            if one.options
        ]
        tell(new_id(), part.id, part.child_id, kind, today, answers=answers)


def supervisor(load: Caseload) -> UUID:
    """Somebody who supervises the therapist from today on."""
    id, today = new_id(), moment().astimezone(load.site.zone).date()
    with transaction(Scope(load.site.id, Audience.STAFF)):
        add_staff(id, "Sade Cole", f"sade@{load.site.subdomain}.example", "", ["supervisor"])
        db.session.add(Supervision(supervisor_id=id, therapist_id=load.therapist, since=today))
    return id
