"""Entering and leaving on a browser. The device row outlives both; a nonce is there only while somebody is signed in."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from flask import request, session
from sqlalchemy import ColumnElement

from app import audit
from app.mail.sending import to_be_sent
from app.people import links
from app.people.models import CaregiverAddress, Device, PortalLink, now
from app.web.language import to_translate as N_
from tenants.db import changed, db, new_id

CAREGIVER_STAYS = timedelta(days=30)
WITHOUT_ADDRESS = timedelta(days=180)
"""Of somebody whom no mail lets in again: from each visit on, at most a year."""
A_YEAR = timedelta(days=365)
UNUSED = timedelta(days=60)
"""After which a caregiver's session ends in any case."""
NEW_FOR = timedelta(hours=24)
"""How long a device beside one she has shows nothing older, unless she says yes on one she had (must 17)."""
STAFF_STAYS = timedelta(hours=12)
STAFF_IDLE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)
CAREGIVER_SEEN_EVERY = timedelta(hours=6)
PEOPLE_OF_A_BROWSER = 20
"""Whose devices it stays, when several people sign in at one computer."""
KINDS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", N_("Android phone")), ("Mobile", N_("phone")))


def kind_of_device() -> str:
    """What the person would call it, from the browser's own word."""
    agent = request.headers.get("User-Agent", "")
    return next((name for sign, name in KINDS if sign in agent), N_("computer"))


def hashed(nonce: str) -> str:
    return sha256(nonce.encode()).hexdigest()


def enter(
    *, caregiver: UUID | None = None, staff: UUID | None = None, link: UUID | None = None, digest: UUID | None = None
) -> Device:
    """Signs a person in on this browser, under a new nonce (no fixation), on the device row it may already have.

    `link`: what a caregiver came in by. `digest`: it was that one's mail, which makes no browser hers.
    """
    person = caregiver or staff
    nonce, stays = token_urlsafe(24), stays_for(caregiver)
    device = known_device(caregiver, staff)
    if device is None:
        device = Device(
            id=new_id(),
            caregiver_id=caregiver,
            staff_id=staff,
            kind=kind_of_device(),
            until=now() + stays,
            link_id=link,
            asked=digest is None and has_another(caregiver, staff),
            digest_id=digest,
        )
        if staff and device.asked:
            to_be_sent("new-device", staff=staff)
        db.session.add(device)
    device.nonce_hash, device.entered_at, device.until = hashed(nonce), now(), now() + stays
    device.seen_at = now()
    if staff:
        device.sure_at = now()
    audit.record("entered", "caregiver" if caregiver else "staff_member", person, device=str(device.id))  # type: ignore[arg-type]
    start_session(str(person), device.id, nonce, caregiver is not None)
    return device


def stays_for(caregiver: UUID | None) -> timedelta:
    """How long somebody who comes in now stays: of the staff, where no caregiver is named."""
    if caregiver is None:
        return STAFF_STAYS
    address = db.select(CaregiverAddress.id).where(CaregiverAddress.caregiver_id == caregiver)
    return CAREGIVER_STAYS if db.session.scalar(address) else WITHOUT_ADDRESS


def renew(device: UUID, staff: UUID) -> None:
    """This session goes on under a new nonce, after all of the person's ended. It is no surer than it was: nothing was
    proved here but what the caller asked for."""
    nonce = token_urlsafe(24)
    values = {"nonce_hash": hashed(nonce), "until": now() + STAFF_STAYS, "seen_at": now()}
    db.session.execute(db.update(Device).where(Device.id == device).values(**values))
    start_session(str(staff), device, nonce, family=False)


def this_browsers() -> list[UUID]:
    """The ids of this browser's device rows, one for each person who came in here, as its session says: the last first."""
    try:
        return [UUID(id) for id in session.get("device", "").split()]
    except ValueError:
        return []


def put_out(before: datetime | None = None) -> ColumnElement[bool]:
    """That what a device first came in by was taken back after it was used: "not them", by staff, or "that was not me",
    by whoever holds the link. `before`: and that this was said before then."""
    its = PortalLink.clinic_id == Device.clinic_id, PortalLink.id == Device.link_id
    said = PortalLink.revoked_at < before if before else PortalLink.revoked_at.is_not(None)
    return db.select(PortalLink.id).where(*its, said).exists()


def known_device(caregiver: UUID | None, staff: UUID | None) -> Device | None:
    """This browser's row for this person, if it was here before and nobody said that it was not them."""
    hers = Device.caregiver_id == caregiver if caregiver else Device.staff_id == staff
    here = Device.id.in_(this_browsers()), hers, Device.denied_at.is_(None), Device.digest_id.is_(None), ~put_out()
    return db.session.scalar(db.select(Device).where(*here).order_by(Device.entered_at.desc()).limit(1))


def own_here(staff: UUID) -> UUID | None:
    """This browser's device of a member of staff, if it is theirs beyond question: what is guessed there counts by itself."""
    device = known_device(None, staff)
    return device.id if device and not device.asked else None


def has_another(caregiver: UUID | None, staff: UUID | None) -> bool:
    """Whether this person has come in on any device before that is still theirs.

    One that was put out counts for a day more: whoever finds a used link must not make the next device the only one.
    """
    whose = Device.caregiver_id == caregiver if caregiver else Device.staff_id == staff
    theirs = db.select(Device.id).where(
        whose, Device.denied_at.is_(None), Device.digest_id.is_(None), ~put_out(now() - NEW_FOR)
    )
    return db.session.scalar(theirs.limit(1)) is not None


def start_session(person: str, device: UUID, nonce: str, family: bool) -> None:
    """A new session. Forms that the same person left open stay good; another person's do not.

    `family`: that this is a caregiver's browser, for pages that come when nobody can say so any more.
    """
    csrf = session.get("csrf_token") if session.get("was") == person else None
    others = [id for id in this_browsers() if id != device]
    here = " ".join(map(str, [device, *others][:PEOPLE_OF_A_BROWSER]))
    session.clear()
    session.permanent = True
    session.update({"device": here, "was": person, "family": family, "_user_id": f"{device}:{nonce}", "_fresh": True})
    if csrf:
        session["csrf_token"] = csrf


def seen(device: UUID, before: datetime | None) -> None:
    """A page was asked for: written down at most once a minute, so that a page costs no more."""
    if before is None or before < now() - SEEN_EVERY:
        db.session.execute(db.update(Device).where(Device.id == device).values(seen_at=now()))


def visited(device: UUID, before: datetime | None, entered: datetime, without_address: bool) -> None:
    """A caregiver asked for a page, some hours after the last: without an address she stays longer by that."""
    if before is not None and before >= now() - CAREGIVER_SEEN_EVERY:
        return
    values: dict[str, datetime] = {"seen_at": now()}
    if without_address:
        values["until"] = min(now() + WITHOUT_ADDRESS, entered + A_YEAR)
        session.modified = True  # the cookie lives on with it
    db.session.execute(db.update(Device).where(Device.id == device).values(**values))


def end_session() -> None:
    """The browser forgets who is signed in; it stays a known device (must 17)."""
    session.pop("_user_id", None)
    session.pop("half", None)


def sign_out(device: UUID) -> None:
    """Ends what this device's cookie opens; a copied cookie opens nothing either."""
    end(Device.id == device)
    end_session()


def end(*which: ColumnElement[bool]) -> int:
    """Ends the sessions of these devices, as the door or as staff. The next request there is a stranger's."""
    return changed(db.update(Device).where(*which).values(nonce_hash=None, sure_at=None, until=now()))


def end_all(staff: UUID, but: UUID | None = None) -> int:
    """Ends every session of a member of staff, for a new password and for a changed role. `but`: the device at hand."""
    theirs = [Device.staff_id == staff, Device.until > now()]
    return end(*theirs, Device.id != but) if but else end(*theirs)


def sign_out_everywhere(caregiver: UUID, disown: bool) -> None:
    """Ends every session of a caregiver and every way in that was not used. `disown`: none of the browsers is hers any
    more, so that the next is not new beside one of them; not from a device that is in question itself."""
    hers = db.update(Device).where(Device.caregiver_id == caregiver, Device.denied_at.is_(None))
    ended = {"nonce_hash": None, "until": now()}
    db.session.execute(hers.values(ended | {"denied_at": now(), "asked": False} if disown else ended))
    links.revoke(PortalLink.caregiver_id == caregiver)


def end_ways_in(staff: UUID) -> None:
    """Somebody does not work here any more: every session ends, every link that waits in an inbox, and every slip and code
    that they made for somebody else."""
    end_all(staff)
    links.revoke(db.or_(PortalLink.staff_id == staff, PortalLink.by_id == staff))
