"""Where a caregiver is written to, as told to the clinic: the person's own row, or, for an address that is known here
already, what was typed beside the question to its owner (must 1). The inviter cannot tell one from the other."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_

from app.addresses import address_key
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson, SamePersonAnswer
from app.people.colleagues import own_name
from app.people.models import CaregiverAddress, now
from tenants import scope as scopes
from tenants.db import db, stored

STANDS = SamePerson.withdrawn_at.is_(None)


@dataclass(frozen=True)
class Written:
    """The address of one part. `owner`: the person its mail is for."""

    address: str
    safe: bool
    bounced: bool
    owner: UUID
    asks: SamePerson | None = None
    """The question to the owner of an address that is known here."""


def of(part: Involvement) -> Written | None:
    own = db.session.scalar(db.select(CaregiverAddress).where(CaregiverAddress.caregiver_id == part.caregiver_id))
    if own is not None:
        return Written(own.address, own.safe, own.bounced_at is not None, part.caregiver_id)
    asks = db.session.scalar(db.select(SamePerson).where(SamePerson.involvement_id == part.id, STANDS))
    return Written(asks.address, asks.safe, False, asks.caregiver_id, asks) if asks else None


def recognised(part: Involvement) -> bool:
    """Whether the owner of the address has said that this part is hers."""
    yes = db.select(SamePersonAnswer.id).where(
        SamePersonAnswer.involvement_id == part.id, SamePersonAnswer.said == "yes"
    )
    return db.session.scalar(yes) is not None


def hold_questions(part: Involvement) -> None:
    """Until the commit nobody answers what is asked about this part or of its caregiver."""
    about = or_(SamePerson.involvement_id == part.id, SamePerson.caregiver_id == part.caregiver_id)
    db.session.execute(db.select(SamePerson.id).where(about, STANDS).with_for_update())


def write_down(part: Involvement, address: str, safe: bool) -> None:
    """Adds the address of a part that has none. Whoever comes second with an address asks whoever was first."""
    key = address_key(address)
    own = CaregiverAddress(caregiver_id=part.caregiver_id, address=address, address_key=key, safe=safe)
    if stored("uq_caregiver_address_clinic_id_address_key", lambda: db.session.add(own)):
        return
    owner = db.session.scalars(
        db.select(CaregiverAddress.caregiver_id).where(CaregiverAddress.address_key == key)
    ).one()
    db.session.add(SamePerson(involvement_id=part.id, caregiver_id=owner, address=address, safe=safe, **who_says_so()))
    db.session.flush()


def give(part: Involvement, address: str, safe: bool) -> None:
    """Another address for the caregiver of a part who has none any more; what was asked about an earlier one is no question."""
    asked = db.select(SamePerson).where(SamePerson.involvement_id == part.id, STANDS)
    for question in db.session.scalars(asked).all():
        question.withdrawn_at = now()
    db.session.flush()
    write_down(part, address, safe)


def who_says_so() -> dict[str, Any]:
    """The member of staff at work, by the name shown now."""
    return {"staff_id": scopes.current().person, "by": own_name()}


def ask(question: SamePerson) -> None:
    """Puts the question to the owner of the address, in the name of whoever invites."""
    question.asked_at = now()
    for name, value in who_says_so().items():
        setattr(question, name, value)


def was_denied(question: SamePerson) -> bool:
    """Whether the owner of the address has said "not me"."""
    answer = db.session.get(SamePersonAnswer, (question.clinic_id, question.id))
    return answer is not None and answer.said == "not-me"


def forget(part: Involvement, heir: UUID | None = None) -> list[Involvement]:
    """Takes the address of a part away. Gives the parts of others for which it was typed, too: it is theirs from now on.

    `heir`: which of them comes first; else the one for which it was typed first.
    """
    own = db.session.scalar(db.select(CaregiverAddress).where(CaregiverAddress.caregiver_id == part.caregiver_id))
    mine = SamePerson.involvement_id == part.id
    asking = SamePerson.caregiver_id == part.caregiver_id
    standing = db.select(SamePerson).where(asking if own else mine, STANDS).order_by(SamePerson.at, SamePerson.id)
    questions = sorted(db.session.scalars(standing), key=lambda question: question.involvement_id != heir)
    for question in questions:
        question.withdrawn_at = now()
    if own is None:
        return []
    db.session.delete(own)
    db.session.flush()
    stranded = []
    for question in questions:
        other = db.session.get_one(Involvement, (part.clinic_id, question.involvement_id))
        write_down(other, question.address, question.safe)
        stranded.append(other)
    return stranded


def is_taken(child: UUID, address: str, but: UUID | None = None) -> bool:
    """Whether another caregiver of this child has the address: two people cannot share one."""
    owner = db.select(CaregiverAddress.caregiver_id).where(CaregiverAddress.address_key == address_key(address))
    asking = db.select(SamePerson.involvement_id).where(SamePerson.caregiver_id.in_(owner), STANDS)
    known = db.select(Involvement.id).where(
        Involvement.child_id == child,
        Involvement.id != but,
        or_(Involvement.caregiver_id.in_(owner), Involvement.id.in_(asking)),
    )
    return db.session.scalar(known.limit(1)) is not None
