""" "Send me a link": the door writes down that somebody asked, a job finds out who. The page says the same to all."""

import hmac
from datetime import timedelta
from secrets import token_urlsafe
from unicodedata import digit
from uuid import UUID

from flask import current_app
from sqlalchemy import func

from app.involvement.same_person import is_invited
from app.jobs import clinic_job, due
from app.mail.sending import to_be_sent
from app.people import asking
from app.people.links import LIVES, new_link, use
from app.people.models import CaregiverAddress, LinkRequest, PortalLink, now
from app.people.sensitive import is_sensitive
from app.portal.entering import why_not
from tenants import scope as scopes
from tenants.db import changed, db, transaction
from tenants.scope import NOBODY, Audience, Scope

TRIES = 5
WRONG_A_DAY = 20


def ask(address: str) -> LinkRequest:
    request = asking.ask(address, "sign-in")
    due("links")
    answer_request.later(request.id)
    return request


def ask_by_phone() -> LinkRequest:
    """Writes down that this browser waits for a code that is read out on the phone. Whose it is, nobody knows yet."""
    return asking.ask(token_urlsafe(16), "phone")


def digits(clinic: UUID, request: UUID) -> str:
    """The six digits of one request: computed, never stored."""
    key = current_app.config["SETTINGS"].code_key.encode()
    number = int.from_bytes(hmac.digest(key, f"{clinic}:{request}".encode(), "sha256")[:8], "big")
    return f"{number % 1_000_000:06d}"


def link_by_code(request_id: UUID, typed: str, device_kind: str) -> PortalLink | None:
    """The link that goes with this code, used up by it, if it is right, in time and not used. A try is counted before anything is compared."""
    clinic = scopes.current().clinic
    assert clinic is not None
    mine = db.update(LinkRequest).where(LinkRequest.id == request_id)
    in_time = LinkRequest.at > now() - LIVES["sign-in"]
    counted = changed(
        mine.where(in_time, LinkRequest.tries < TRIES, LinkRequest.entered_at.is_(None)).values(
            tries=LinkRequest.tries + 1
        )
    )
    request = db.session.get(LinkRequest, (clinic, request_id), populate_existing=True)
    good = hmac.compare_digest(digits(clinic, request_id).encode(), plain_digits(typed).encode())
    # The same statements for an address that is known and one that is not.
    off = codes_off(request.caregiver_id if request and request.caregiver_id else NOBODY)
    if not good:
        db.session.execute(mine.values(wrong=LinkRequest.wrong + (1 if counted else 0)))
    if request is None or not (good and counted and request.caregiver_id and request.link_id) or off:
        return None
    # The code lives as long as the link of its mail: used once, taken back with it, ended by "sign out everywhere".
    link = db.session.get_one(PortalLink, (clinic, request.link_id))
    if why_not(link) or not use(link, device_kind):
        return None
    db.session.execute(mine.values(entered_at=now()))
    return link


def plain_digits(typed: str) -> str:
    """The digits of what was typed, whatever script they are in."""
    return "".join(str(digit(sign)) for sign in typed if sign.isdecimal())


def codes_off(caregiver: UUID) -> bool:
    """After twenty wrong codes for one person in a day; links still work, and the page says the same."""
    wrong = db.session.scalar(
        db.select(func.sum(LinkRequest.wrong)).where(
            LinkRequest.caregiver_id == caregiver, LinkRequest.at > now() - timedelta(days=1)
        )
    )
    return (wrong or 0) >= WRONG_A_DAY


@clinic_job("mail")
def answer_request(clinic: UUID, request_id: UUID) -> None:
    """Looks the address up and mails a link and a code, when there is somebody who may be written to."""
    with transaction(Scope(clinic, Audience.STAFF)):
        request = asking.taken_up(request_id)
        if request is None:
            return
        address = db.session.scalar(
            db.select(CaregiverAddress).where(CaregiverAddress.address_key == request.address_key)
        )
        if address is None or not address.safe or address.bounced_at:
            return
        if not is_invited(address.caregiver_id) or is_sensitive(address.caregiver_id):
            return
        link = asking.current_link("sign-in", PortalLink.caregiver_id == address.caregiver_id)
        if link is not None and asking.mailed_enough(link):
            return
        link = link or new_link("sign-in", caregiver=address.caregiver_id)
        db.session.flush()
        request.caregiver_id, request.link_id = address.caregiver_id, link.id
        to_be_sent("sign-in", caregiver=address.caregiver_id, link=link.id, request=request.id)


@clinic_job("mail")
def sweep_links(clinic: UUID) -> None:
    """Answers requests that no queue carried."""
    asking.sweep(clinic, "links", "sign-in", answer_request)
