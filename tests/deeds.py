"""What people of the cast do, through the application's own verbs, for tests that need it done."""

from uuid import UUID

from app.boundaries.opening import family_scope
from app.families.adding import Told, add_family
from app.families.inviting import invite
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson
from app.people import losing
from app.updates.answering import answer
from app.updates.models import Update
from app.updates.tell import tell
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.scope import Audience, Scope
from tests.world import House


def as_caregiver(house: House, who: str) -> Scope:
    """A caregiver's own scope, as the door would open it now."""
    return family_scope(house.clinic, house.people[who], resolve.of_id(house.clinic).zone)


def tells(house: House, who: str, child: str, body: str) -> UUID:
    """A note in a caregiver's own circle."""
    today = house.today
    with transaction(as_caregiver(house, who)):
        return tell(new_id(), house.parts[who], house.children[child], "note", today, topic="other", body=body)


def replies(house: House, update: UUID, words: str, kind: str = "reply") -> None:
    """What becomes of it: a reply, for that part alone; or another of `KINDS`."""
    with transaction(house.staff()):
        answer(new_id(), db.session.get_one(Update, (house.clinic, update)), kind, words)


def asks(house: House, who: str) -> UUID:
    """Dr Reyes adds a child of the same caregiver's, by the address that is known here, and invites. The question's id."""
    today = house.today
    with transaction(house.staff("reyes")):
        rows = [Told("Dee", "aunt", "A", f"{who}@{house.subdomain}.example", True)]
        child = add_family(new_id(), "Noor", 5, rows, house.people["reyes"], today)
        part = db.session.scalars(db.select(Involvement).where(Involvement.child_id == child)).one()
        invite(part, True)
        return db.session.scalars(db.select(SamePerson.id).where(SamePerson.involvement_id == part.id)).one()


def loses(house: House, who: str) -> UUID:
    """A member of staff says, after the right password, that phone and codes are lost. The request's id."""
    with transaction(Scope(house.clinic, Audience.DOOR)):
        return losing.report(house.people[who]).id
