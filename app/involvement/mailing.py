"""That there is something to read, by mail: who asked for it, and whether there is an address to write to (must 12)."""

from uuid import UUID

from app.involvement.models import Involvement
from app.involvement.same_person import person_of
from app.mail.models import Delivery
from app.mail.sending import to_be_sent
from app.people import links, mail_choice
from app.people.models import CaregiverAddress
from tenants import scope as scopes
from tenants.db import db

NO_MAIL = """not exists (select 1 from caregiver_address f where f.clinic_id = :clinic and f.safe and f.bounced_at is null
  and f.caregiver_id in (select i.caregiver_id union all select y.caregiver_id from same_person_answer y
    where y.clinic_id = :clinic and y.involvement_id = i.id and y.said = 'yes'))"""
"""That no mail reaches whoever came in by a part `i`: what staff lists ask. Before that it would tell of known addresses."""


def reachable(part: Involvement) -> UUID | None:
    """Whom a mail about this part goes to; None where there is no address, or it is not safe to write there."""
    whose = person_of(part)
    good = CaregiverAddress.safe, CaregiverAddress.bounced_at.is_(None)
    mine = db.select(CaregiverAddress.id).where(CaregiverAddress.caregiver_id == whose, *good)
    return whose if db.session.scalar(mine) is not None else None


def something_came_back(part: UUID) -> None:
    """Whatever it was, so that the mail does not tell what she may read. One that waits already is enough."""
    about = db.session.get_one(Involvement, (scopes.current().clinic, part))
    whose = None if about.ended_at or about.paused_at else reachable(about)
    if whose is None or not mail_choice.asked_for(whose):
        return
    waits = Delivery.caregiver_id == whose, Delivery.kind == "came-back", Delivery.state == "queued"
    if db.session.scalar(db.select(Delivery.id).where(*waits).limit(1)) is None:
        out = links.new_link("no-answers", caregiver=whose)
        db.session.flush()
        to_be_sent("came-back", caregiver=whose, link=out.id)
