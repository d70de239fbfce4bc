"""What people of the cast do, through the application's own verbs, for tests that need it done."""

from uuid import UUID

from app.boundaries.opening import family_scope
from app.updates.answering import answer
from app.updates.models import Update
from app.updates.tell import tell
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.scope import Scope
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
