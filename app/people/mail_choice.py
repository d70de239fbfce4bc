"""What a caregiver wants to be mailed about, and when (must 12): every save is a row, the newest one counts.

More mail than before begins the next day, so that nobody with her phone at hand turns it on unseen; less, at once.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, text, true
from sqlalchemy.orm import Mapped, mapped_column

from app import audit
from app.mail.letters import NotYet
from app.mail.models import Delivery
from app.people.mail_hours import NONE_CHOSEN, Mails
from app.people.models import now
from app.web.dates import midnight
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, db
from tenants.resolve import ThisClinic

WENT = ("sending", "sent", "unknown")
COUNTED = ("came-back", "digest")
"""Kinds of mail that tell somebody of something to read: together they are as many as we may send."""


class MailChoice(TenantModel):
    """What she chose. Hours are local ones of the clinic; the same hour twice: none are quiet."""

    __tablename__ = "mail_choice"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        CheckConstraint("quiet_from between 0 and 23 and quiet_until between 0 and 23", name="hours"),
        Index("ix_mail_choice_caregiver", "clinic_id", "caregiver_id", "at"),
    )

    caregiver_id: Mapped[UUID]
    answers: Mapped[bool]
    """A mail when something came back to her."""
    digests: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Her week at home, once a week."""
    quiet_from: Mapped[int] = mapped_column(SmallInteger)
    quiet_until: Mapped[int] = mapped_column(SmallInteger)
    paused_until: Mapped[date | None]
    """A local day, included."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)


ROWS = """(select coalesce(jsonb_agg(jsonb_build_array(
    m.at, m.answers, m.quiet_from, m.quiet_until, m.paused_until, m.digests, m.all_answers, m.all_digests) order by m.at desc), '[]')
  from (select distinct on (c.at < :midnight) c.at, c.answers, c.quiet_from, c.quiet_until, c.paused_until, c.digests,
      bool_and(c.answers) over day as all_answers, bool_and(c.digests) over day as all_digests from mail_choice c
    where c.clinic_id = :clinic and c.caregiver_id = {0} window day as (partition by c.at < :midnight)
    order by c.at < :midnight, c.at desc) m)"""
"""The newest row, and the newest one made before today; with what each row of that time agreed to. `{0}`: a caregiver's id, as SQL."""
OF_ONE = text(f"select {ROWS.format('cast(:caregiver as uuid)')}")


def of_rows(rows: Sequence[Sequence[Any]], here: datetime) -> Mails:
    """What ROWS answered. `here`: the moment, in the clinic's zone."""
    if not rows:
        return NONE_CHOSEN
    before = next((row for row in rows if datetime.fromisoformat(row[0]) < midnight(here)), None)
    at, answers, quiet_from, quiet_until, paused, digests, all_answers, all_digests = rows[0]
    if datetime.fromisoformat(at) < midnight(here):
        all_answers = all_digests = True  # none of today
    return Mails(
        answers=answers and all_answers and before is not None and before[1], chosen=answers,
        digests=digests and all_digests and (before is None or before[5]), digests_chosen=digests,
        quiet_from=quiet_from, quiet_until=quiet_until, paused_until=date.fromisoformat(paused) if paused else None,
    )  # fmt: skip


def of(caregiver: UUID, here: datetime) -> Mails:
    """Asked by staff and their jobs."""
    values = {"clinic": scopes.current().clinic, "caregiver": caregiver, "midnight": midnight(here)}
    return of_rows(db.session.execute(OF_ONE, values).scalar_one(), here)


def asked_for(caregiver: UUID) -> bool:
    """Whether she wants a mail when something came back, today or from tomorrow on: whoever writes it, looks closer."""
    newest = db.select(MailChoice.answers).where(MailChoice.caregiver_id == caregiver).order_by(MailChoice.at.desc())
    return bool(db.session.scalar(newest.limit(1)))


def choose(caregiver: UUID, before: Mails, **changes: Any) -> None:
    """`changes`: answers, digests, quiet_from, quiet_until, paused_until; what is not among them stays."""
    kept = {name: getattr(before, name) for name in ("quiet_from", "quiet_until", "paused_until")}
    kept |= {"answers": before.chosen, "digests": before.digests_chosen}
    row = kept | changes
    if row == kept:
        return  # pressed twice, or saved as it was
    db.session.add(MailChoice(caregiver_id=caregiver, **row))
    audit.record("chose-mail", "caregiver", caregiver)


def is_wanted(clinic: ThisClinic, delivery: Delivery) -> bool:
    """Whether this mail may go now. Raises NotYet where it may go later."""
    here = scopes.current().now.astimezone(clinic.zone)
    mails = of(holder(delivery), here)
    if not (mails.digests if delivery.kind == "digest" else mails.answers):
        return False
    earlier = Delivery.caregiver_id == delivery.caregiver_id, Delivery.kind.in_(COUNTED), Delivery.id != delivery.id
    lately = Delivery.state.in_(WENT), Delivery.ended_at > here - timedelta(days=7)
    sent = db.session.scalars(db.select(Delivery.ended_at).where(*earlier, *lately))
    at_the_soonest(mails.soonest(here, [one.astimezone(clinic.zone) for one in sent if one]), here)
    return True


def wait_for_morning(clinic: ThisClinic, delivery: Delivery) -> None:
    """Raises NotYet in her quiet hours."""
    here = scopes.current().now.astimezone(clinic.zone)
    at_the_soonest(of(holder(delivery), here).after_quiet(here), here)


def at_the_soonest(at: datetime, here: datetime) -> None:
    if at > here:
        raise NotYet(at.astimezone(UTC))


def holder(delivery: Delivery) -> UUID:
    assert delivery.caregiver_id is not None
    return delivery.caregiver_id
