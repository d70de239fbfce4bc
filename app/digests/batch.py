"""One batch of a week's digests: claim, choose, store, hand to the mail. A fixed number of statements, however many people."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from app.digests import home, open_to, supervision
from app.digests.models import Digest, Run
from app.jobs import due, seen
from app.mail.models import Delivery
from app.mail.sweeping import sweep_mail
from app.people import links
from app.people.models import CaregiverAddress, PortalLink
from tenants import scope as scopes
from tenants.db import db, new_id, timed_id
from tenants.resolve import ThisClinic

FILL = text("""
update digest d set state = 'made', items = r.items, since = r.since, quiet = r.quiet, link_id = r.link, error = null
from jsonb_to_recordset(cast(:rows as jsonb)) r(id uuid, items jsonb, since timestamptz, quiet boolean, link uuid)
where d.clinic_id = :clinic and d.id = r.id
""")


def recipients(site: ThisClinic, run: Run, limit: int) -> Sequence[UUID]:
    """Of whom nothing is made yet; first whose digest is to be made once more."""
    if run.kind == "home":
        return again(run, limit) or home.recipients(run.period, limit)
    return again(run, limit) or supervision.recipients(run.period, limit, here(site).date())


def again(run: Run, limit: int) -> Sequence[UUID]:
    whose = db.func.coalesce(Digest.caregiver_id, Digest.staff_id)
    mine = Digest.kind == run.kind, Digest.period == run.period, Digest.error == "once more"
    return db.session.scalars(db.select(whose).where(*mine).order_by(Digest.id).limit(limit)).all()


def here(site: ThisClinic) -> datetime:
    return scopes.current().now.astimezone(site.zone)


def claim(run: Run, people: Sequence[UUID], state: str = "nothing", error: str | None = None) -> dict[UUID, UUID]:
    """A row for each, by person; those that have one already are left out, but for what is to be made once more."""
    whose = "caregiver_id" if run.kind == "home" else "staff_id"
    column = getattr(Digest, whose)
    mine = Digest.kind == run.kind, Digest.period == run.period, column.in_(people), Digest.error == "once more"
    old = db.session.execute(
        db.update(Digest).where(*mine).values(state=state, error=error).returning(column, Digest.id)
    )
    claimed = dict(old.all())
    rows = [
        {"id": new_id(), "clinic_id": scopes.current().clinic, "kind": run.kind, "period": run.period, whose: person,
         "state": state, "error": error}
        for person in people if person not in claimed
    ]  # fmt: skip
    if rows:
        new = insert(Digest).values(rows).on_conflict_do_nothing().returning(column, Digest.id)
        claimed |= dict(db.session.execute(new).all())
    return claimed


def make(site: ThisClinic, run: Run, people: Sequence[UUID]) -> int:
    """How many were made. Who was claimed by another worker meanwhile is left out; who has nothing to read keeps the empty row."""
    claimed = claim(run, people)
    if not claimed:
        return 0
    if run.kind == "home":
        opened = open_to.to(list(claimed), here(site))
        found = [week for week in home.weeks(opened, run.period) if week.goes]
        mails = mailed_to([week.caregiver for week in found])
        rows = [
            (claimed[week.caregiver], week.items, week.since, week.quiet, mails.get(week.caregiver)) for week in found
        ]
        fill(rows)
        send([{"caregiver_id": week.caregiver, "kind": "digest", "digest_id": claimed[week.caregiver],
               "link_id": mails[week.caregiver]} for week in found if week.caregiver in mails])  # fmt: skip
        return len(rows)
    theirs = [week for week in supervision.weeks(list(claimed), here(site)) if week.goes]
    fill([(claimed[week.staff], week.items, scopes.current().now, False, None) for week in theirs])
    send([{"staff_id": week.staff, "kind": "week", "digest_id": claimed[week.staff]} for week in theirs])
    return len(theirs)


def fill(rows: Sequence[tuple[UUID, list[list[str]], datetime, bool, UUID | None]]) -> None:
    if rows:
        as_json = [
            {"id": str(id), "items": items, "since": since.isoformat(), "quiet": quiet, "link": link and str(link)}
            for id, items, since, quiet, link in rows
        ]
        db.session.execute(FILL, {"clinic": scopes.current().clinic, "rows": json.dumps(as_json)})


def mailed_to(caregivers: Sequence[UUID]) -> dict[UUID, UUID]:
    """A way in for each who can be written to: her mail's link, and the one that ends such mails. Earlier ways in by a digest
    end (must 17)."""
    now, clinic = scopes.current().now, cast(UUID, scopes.current().clinic)
    good = CaregiverAddress.safe, CaregiverAddress.bounced_at.is_(None)
    reached = db.session.scalars(
        db.select(CaregiverAddress.caregiver_id).where(CaregiverAddress.caregiver_id.in_(caregivers), *good)
    ).all()
    earlier = PortalLink.caregiver_id.in_(reached), PortalLink.purpose == "notice"
    links.revoke(*earlier)
    ways = {caregiver: new_id() for caregiver in reached}
    rows: list[dict[str, Any]] = []
    for caregiver, way in ways.items():
        for purpose, id in (("notice", way), ("unsubscribe", uuid5(way, "unsubscribe"))):
            rows.append(
                {"id": id, "clinic_id": clinic, "purpose": purpose, "caregiver_id": caregiver, "made_at": now,
                 "token_hash": links.hashed(links.token(id, purpose, clinic)), "expires_at": now + links.LIVES[purpose]}
            )  # fmt: skip
    if rows:
        db.session.execute(db.insert(PortalLink), rows)
    return ways


def send(mails: Sequence[dict[str, Any]]) -> None:
    """Each by its own row. Where mail is due already its sweep takes these on too: one job, however many batches, so that
    others' mails wait for one sweep and not for fifty."""
    if mails:
        clinic = scopes.current().clinic
        db.session.execute(db.insert(Delivery), [{"id": timed_id(), "clinic_id": clinic, **mail} for mail in mails])
        if not seen("mail"):
            sweep_mail.later()
        due("mail")


def is_older(digest: Digest) -> bool:
    """Whether its person has a newer one."""
    whose = Digest.caregiver_id == digest.caregiver_id if digest.caregiver_id else Digest.staff_id == digest.staff_id
    newer = Digest.kind == digest.kind, Digest.period > digest.period, Digest.state == "made", whose
    return db.session.scalar(db.select(Digest.id).where(*newer).limit(1)) is not None
