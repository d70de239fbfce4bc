"""A third clinic, for what the demo has not: a therapist with 28 families, a mother of two, a part that has ended, a question."""

from datetime import date
from uuid import UUID

from app.families import adding, inviting
from app.families.adding import Told
from app.involvement import involving, legal
from app.involvement.models import Child, Involvement
from app.people.models import Caregiver as Row
from dev.demo_families import Caregiver, Family
from dev.demo_families import Told as Said
from tenants.db import db, new_id

NAMES = (
    "Amara Adaku Okeke", "Arlo Fern Whitfield", "Bea Rosalind Xu", "Caspian Tom Delacroix-Nakamura", "Dara Bisi Ojo", "Elif Ayşe Kaya",
    "Ezra Hanna Levin", "Felix Marta Olsen", "Gus Nell Byrne", "Hana Yuki Sato", "Iris Lena Quist", "Ivan Olga Cherny",
    "Jonah Petra Petersen", "Kai Moana Ngata", "Leila Samira Haddad", "Luca Giulia Moretti", "Marco Ana Ulloa", "Mila Vera Fischer",
    "Nina Ruth Stein", "Noah Grace Park", "Owen Beth Thomas", "Priya Asha Varma", "Quinn Joan Doyle", "Rosa Inés Vidal",
    "Sam Lee Carter", "Theo Ben O’Hara", "Uma Devi Rao", "Zoë Noël Émile",
)  # fmt: skip
"""Child, caregiver, family name."""
SAID = (
    (Said(6, 20, "checkin", ("3", "2"), answer=("seen", "")), Said(1, 20, "checkin", ("2", "2", "The alarm went off and he hid."))),
    (Said(9, 19, "note", "School rang. She left the room and came back after ten minutes. Last month she would have run.", "school"),),
    (Said(4, 21, "question", "Can we skip the breathing when we are late?", answer=("reply", "Yes. Late is late. Do it in the car.")),),
    (),
)  # fmt: skip


def family(n: int, name: str) -> Family:
    child, first, *last = name.split()
    told = Caregiver(f"{first} {' '.join(last)}", "mother", "A", SAID[n % len(SAID)], arrived=bool(n % 7))
    return Family(child, 5 + n % 9, "okafor", (told,))


COVE = ("cove", "Cove", "America/New_York", tuple(family(n, name) for n, name in enumerate(NAMES)))


def arrange(therapist: UUID) -> None:
    """Iris's mother raises Kai as well, Sam's father's part has ended, Mila's mother is asked whether she is somebody else's."""
    today = date.today()
    children = {child.name: child.id for child in db.session.scalars(db.select(Child))}
    lena = db.session.scalars(db.select(Row.id).where(Row.name == "Lena Quist")).one()
    part = involving.join(children["Kai"], lena, "stepmother", involving.home(children["Kai"], "B"), today)
    involving.invited(part)
    legal.tell(part, legal.Told("shared", "law", legal.in_a_year(today)), today)
    inviting.invite(part, True)
    ended = db.session.scalars(db.select(Involvement).where(Involvement.child_id == children["Sam"])).one()
    involving.end(ended, today)
    told = Told("Vera F.", "mother", "A", "vera@cove.example", True)
    child = adding.add_family(new_id(), "Juno", 4, [told], therapist, today)
    inviting.invite(db.session.scalars(db.select(Involvement).where(Involvement.child_id == child)).one(), True)
