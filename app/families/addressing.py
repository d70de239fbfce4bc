"""Where a caregiver is written to, as told to the clinic: the person's own row, or, for an address that is known here
already, what was typed beside the question to its owner (must 1). The inviter cannot tell one from the other."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.addresses import address_key
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson, SamePersonAnswer
from app.people.models import CaregiverAddress, StaffMember, now
from tenants import scope as scopes
from tenants.db import db

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


def write_down(part: Involvement, address: str, safe: bool, by: UUID | None = None) -> None:
    """Adds the address of a part that has none. Whoever comes second with an address asks whoever was first.

    `by`: the member of staff whose word it is, when that is not the person at work.
    """
    key = address_key(address)
    try:
        with db.session.begin_nested():
            db.session.add(
                CaregiverAddress(caregiver_id=part.caregiver_id, address=address, address_key=key, safe=safe)
            )
        return
    except IntegrityError as error:
        if "address_key" not in str(error.orig):
            raise
    scope = scopes.current()
    owner = db.session.scalars(
        db.select(CaregiverAddress.caregiver_id).where(CaregiverAddress.address_key == key)
    ).one()
    by = db.session.scalar(db.select(StaffMember.shown).where(StaffMember.id == scope.person)) or ""
    db.session.add(
        SamePerson(involvement_id=part.id, caregiver_id=owner, address=address, safe=safe, staff_id=scope.person, by=by)
    )
    db.session.flush()


def forget(part: Involvement) -> list[Involvement]:
    """Takes the address of a part away. Gives the parts of others who typed the same one: it is theirs from now on."""
    own = db.session.scalar(db.select(CaregiverAddress).where(CaregiverAddress.caregiver_id == part.caregiver_id))
    mine = SamePerson.involvement_id == part.id
    asking = SamePerson.caregiver_id == part.caregiver_id
    questions = db.session.scalars(db.select(SamePerson).where(asking if own else mine, STANDS)).all()
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
    known = db.select(Involvement.id).where(
        Involvement.child_id == child, Involvement.id != but, Involvement.caregiver_id.in_(owner)
    )
    return db.session.scalar(known.limit(1)) is not None
