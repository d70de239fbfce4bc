"""The therapist's tick: while a part is sensitive, sharing is offered at home with those it names, and nobody else (musts 4
and 15)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app import audit
from app.involvement.models import Involvement
from app.people.models import now
from app.people.sensitive import said_of_part
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, changed, db, new_id, stored


class HomeOffer(TenantModel):
    """For one party of a home, by one therapist. Taken back, the row goes; the audit keeps both."""

    __tablename__ = "home_offer"
    __table_args__ = (
        belongs_to("party_member", "party_id", "involvement_id", to=("party_id", "involvement_id")),
        belongs_to("staff_member", "staff_id"),
        UniqueConstraint("clinic_id", "involvement_id", "party_id"),
    )

    involvement_id: Mapped[UUID]
    party_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment, default=now)


OFFERED_AT = f"""(select o.at from home_offer o
  where o.clinic_id = :clinic and o.involvement_id = i.id and o.party_id = p.id and not {said_of_part("o.at")})"""
"""When it was ticked for a party `p` of a part `i`; not by somebody who did not know yet what she says of her phone."""


def offer(part: Involvement, party: UUID) -> bool:
    """By the person of the open scope, from the next request on. False: it was ticked at this very moment, too."""
    forget(part, HomeOffer.party_id == party)
    row = HomeOffer(id=new_id(), involvement_id=part.id, party_id=party, staff_id=scopes.current().person)
    if not stored("uq_home_offer", lambda: db.session.add(row)):
        return False
    audit.record("offered-sharing", "involvement", part.id, child=part.child_id, party=str(party))
    return True


def take_back(part: Involvement) -> bool:
    """From the next request on nothing new is shared, and nothing is offered. False: nothing was ticked."""
    if not forget(part):
        return False
    audit.record("offers-no-sharing", "involvement", part.id, child=part.child_id)
    return True


def forget(part: Involvement, *which: ColumnElement[bool]) -> int:
    rows = db.delete(HomeOffer).where(HomeOffer.involvement_id == part.id, *which)
    return changed(rows.execution_options(synchronize_session=False))
