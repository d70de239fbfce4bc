"""One small fixed cast, made through the application's own verbs, in two clinics with the same names.

Harbour: Maya lives with her mother Dana and grandmother Rosa in home A, her father Chris in home B; Dr Okafor sees her.
Theo, a neighbour, lives with Ben; Dr Reyes sees him. Sam's mother left (her part has ended), his father Lee is behind a
court-order limit; Dr Okafor sees him. Olga owns the clinic and is nothing else. Dr Mills is a deputy on Maya's care team,
Dr Novak was on it until yesterday, Sade supervises Dr Reyes, Otis is the office. Meadow is the same again.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from flask import Flask

from app.boundaries.limits import limit
from app.families.adding import Told, add_caregiver, add_family
from app.involvement import involving, legal
from app.involvement.models import CareTeamMember, Involvement
from app.people import passwords
from app.people.models import Caregiver, StaffLogin
from app.people.staff import add_staff
from app.sight.models import Supervision
from app.signup.opening import Opening, open_clinic
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.models import Clinic
from tenants.provision import first_owner
from tenants.scope import Audience, Scope, moment

PASSWORD = "a few words in a row"
STAFF = {
    "okafor": ("Dr Okafor", "therapist"), "reyes": ("Dr Reyes", "therapist"), "mills": ("Dr Mills", "therapist"),
    "novak": ("Dr Novak", "therapist"), "otis": ("Otis Lang", "office"), "sade": ("Sade Cole", "supervisor"),
}  # fmt: skip


@dataclass
class House:
    """One clinic of the cast. Parts are involvements: `parts["dana"]`; people are caregivers and staff."""

    clinic: UUID
    subdomain: str
    people: dict[str, UUID] = field(default_factory=dict)
    parts: dict[str, UUID] = field(default_factory=dict)
    children: dict[str, UUID] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return f"{self.subdomain}.localhost:8000"

    @property
    def today(self) -> date:
        return moment().astimezone(resolve.of_id(self.clinic).zone).date()

    def staff(self, person: str = "okafor") -> Scope:
        return Scope(self.clinic, Audience.STAFF, self.people[person])

    def jobs(self) -> Scope:
        """The clinic's own jobs: staff, acting for nobody."""
        return Scope(self.clinic, Audience.STAFF)


def build(app: Flask, subdomain: str, name: str) -> House:
    opening = Opening(
        name=f"{name} Therapy", short_name=name, subdomain=subdomain, own_name="Olga Brandt", address=f"olga@{subdomain}.example",
        password=PASSWORD, country="US", time_zone="America/New_York", treats=False, role="owner",
    )  # fmt: skip
    with app.test_request_context():
        house = House(open_clinic(new_id(), opening).id, subdomain)
        house.people["olga"] = first_owner(house.clinic)
        add_people(house)
    return house


def add_people(house: House) -> None:
    hashed, today = passwords.hashed(PASSWORD), house.today
    with transaction(house.jobs()) as scope:
        db.session.execute(db.update(Clinic).where(Clinic.id == house.clinic).values(texts_confirmed_at=scope.now))
        for key, (name, role) in STAFF.items():
            house.people[key] = new_id()
            add_staff(house.people[key], name, f"{key}@{house.subdomain}.example", hashed, [role])
    with transaction(Scope(house.clinic, Audience.DOOR)) as scope:
        db.session.execute(db.update(StaffLogin).values(confirmed_at=scope.now))
    family(house, today, "okafor", "Maya", {"Dana": ("mother", "A"), "Chris": ("father", "B")})
    family(house, today, "reyes", "Theo", {"Ben": ("foster carer", "A")})
    family(house, today, "okafor", "Sam", {"Gwen": ("mother", "A"), "Lee": ("father", "B")})
    with transaction(house.jobs()):
        pair = {"supervisor_id": house.people["sade"], "therapist_id": house.people["reyes"]}
        db.session.add(Supervision(since=today - timedelta(days=30), **pair))
    with transaction(house.staff()):
        remember(house, add_caregiver(house.children["maya"], told(house, "Rosa", "grandmother", "A"), today))
        involving.invited(part(house, "rosa"))
        for key in ("dana", "chris", "rosa", "lee"):
            legal.tell(part(house, key), legal.Told("shared", "agreement", legal.in_a_year(today)), today)
        limit(house.parts["lee"], "messages", "closed", "court-order", today, reason="order of 3 May")
        involving.end(part(house, "gwen"), today)
        db.session.add_all(
            [on_team(house, "mills", today, "deputy"), on_team(house, "novak", today, until=today - timedelta(days=1))]
        )


def on_team(house: House, who: str, today: date, as_: str = "therapist", until: date | None = None) -> CareTeamMember:
    maya, since = house.children["maya"], today - timedelta(days=30)
    return CareTeamMember(child_id=maya, staff_id=house.people[who], part=as_, since=since, until=until)


def told(house: House, name: str, relation: str, home: str) -> Told:
    return Told(name, relation, home, f"{name.lower()}@{house.subdomain}.example", True)


def family(house: House, today: date, therapist: str, child: str, caregivers: dict[str, tuple[str, str]]) -> None:
    rows = [told(house, name, relation, home) for name, (relation, home) in caregivers.items()]
    with transaction(house.staff(therapist)):
        id = add_family(new_id(), child, 7, rows, house.people[therapist], today)
        house.children[child.lower()] = id
        for row in db.session.scalars(db.select(Involvement).where(Involvement.child_id == id)):
            involving.invited(row)
            remember(house, row)


def remember(house: House, row: Involvement) -> None:
    name = db.session.scalar(db.select(Caregiver.name).where(Caregiver.id == row.caregiver_id)).lower()
    house.parts[name], house.people[name] = row.id, row.caregiver_id


def part(house: House, key: str) -> Involvement:
    return db.session.get(Involvement, (house.clinic, house.parts[key]))
