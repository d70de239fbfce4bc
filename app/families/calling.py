"""A code read out on the phone: her number is called back, her word heard, the letters of her browser typed (must 17)."""

from datetime import date

from app import audit
from app.boundaries.touching import touches_a_child_of
from app.families import addressing
from app.families.inviting import begin
from app.involvement.models import Involvement
from app.involvement.same_person import person_of
from app.people import links, phones
from app.people.models import LinkRequest, PortalLink, now
from tenants import scope as scopes
from tenants.db import db


class CannotReadOut(ValueError):
    """Why no code is read out; the message is for the therapist."""


def read_out(part: Involvement, word: str, tag: str, today: date) -> LinkRequest:
    """Answers what her browser asked for, and gives it: the code works there alone. Raises CannotReadOut."""
    begin(part)
    whose = person_of(part)
    if part.ended_at is not None or part.invited_at is None:
        raise CannotReadOut("slip")
    if addressing.of(part) is not None:
        raise CannotReadOut("address")
    if touches_a_child_of(whose, today):
        raise CannotReadOut("touched")
    if phones.number_of(whose) is None or phones.newest_word(whose) is None:
        raise CannotReadOut("slip")
    if phones.wrong_today(whose) >= phones.WRONG_A_DAY:
        raise CannotReadOut("off")
    if not phones.is_her_word(whose, word):
        raise CannotReadOut("word")
    request = asked_by(tag)
    if request is None:
        raise CannotReadOut("tag")
    links.revoke(PortalLink.caregiver_id == whose, PortalLink.purpose == "phone")
    ends = request.at + links.LIVES["phone"]
    link = links.new_link("phone", caregiver=whose, part=part.id, by=scopes.current().person, until=ends)
    db.session.flush()
    request.caregiver_id, request.link_id, request.answered_at = whose, link.id, now()
    audit.record("read-out-code", "involvement", part.id, child=part.child_id)
    return request


def asked_by(tag: str) -> LinkRequest | None:
    """What the browser that shows these letters asked for. None, too, where two browsers show the same at once."""
    lately = LinkRequest.at > now() - links.LIVES["phone"], LinkRequest.answered_at.is_(None)
    mine = LinkRequest.purpose == "phone", LinkRequest.tag == "".join(tag.split()).upper()
    found = db.session.scalars(db.select(LinkRequest).where(*mine, *lately).with_for_update()).all()
    return found[0] if len(found) == 1 else None
