"""Nobody writes into an empty room: families are mailed twice before nobody reads any more, and once where it goes on after all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from app.jobs import due
from app.mail.models import Delivery
from tenants import scope as scopes
from tenants.db import db, timed_id
from tenants.models import Plan
from tenants.plans import AHEAD as FIRST
from tenants.plans import Standing

AHEAD = (3, FIRST.days)
"""Days before the end, the later mail first."""
EVERYBODY = """
select distinct a.caregiver_id from caregiver_address a
  join involvement i on i.clinic_id = a.clinic_id and i.caregiver_id = a.caregiver_id and i.entered_at is not null
 where a.clinic_id = :clinic and a.safe and a.bounced_at is null
"""
"""Whoever has been here and may be written to."""
WERE_TOLD = f"""{EVERYBODY}
   and exists (select from delivery d where d.clinic_id = a.clinic_id and d.caregiver_id = a.caregiver_id
     and d.kind = 'farewell' and d.state in ('sent', 'unknown') and d.ended_at > :since)
"""


def tell_families(plan: Plan, stands: Standing) -> int:
    """In a job's scope, once a day: a mail to each, 14 and 3 days ahead, each once for one end; where no end is in sight
    any more, or one too far off to be told of, one to each who was told. How many."""
    now, end = scopes.current().now, stands.answers_until
    if end is None or not stands.tells(now):
        return take_back(plan)
    ahead = days_ahead(now, end)
    same = plan.told_of is not None and abs(plan.told_of - end) < timedelta(days=1)
    said = plan.told if same else None  # another zone's midnight is no other end
    if ahead is None or (said is not None and said <= ahead):
        return 0
    plan.told, plan.told_of = ahead, end
    return mail("farewell", db.session.scalars(text(EVERYBODY), {"clinic": plan.clinic_id}).all())


def days_ahead(now: datetime, end: datetime) -> int | None:
    """Which of the two mails is due at this moment."""
    return next((days for days in AHEAD if end - timedelta(days=days) <= now < end), None)


def take_back(plan: Plan) -> int:
    if plan.told_of is None:
        return 0
    since = plan.told_of - timedelta(days=max(AHEAD) + 1)
    plan.told = plan.told_of = None
    return mail("goes-on", db.session.scalars(text(WERE_TOLD), {"clinic": plan.clinic_id, "since": since}).all())


def mail(kind: str, people: Sequence[UUID]) -> int:
    clinic = scopes.current().clinic
    if people:
        rows = [{"id": timed_id(), "clinic_id": clinic, "caregiver_id": one, "kind": kind} for one in people]
        db.session.execute(db.insert(Delivery), rows)
        due("mail")
    return len(people)
