"""The demo's last week: a line for some homes, and the digests as the clinic's hour made them; some lines for the week to come."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle
from uuid import UUID

from app.digests import lines, making
from app.engagement.turning import turn_engagement
from tenants import resolve
from tenants.db import db, transaction
from tenants.models import Clinic
from tenants.scope import Audience, Scope

LAST = (
    "Say what you see before you say what to do: “You are not ready to put it down.”",
    "Pick one goodbye and keep it the same all week. Short is fine.",
    "When it gets loud, sit down first. Talk second.",
    "Ask for one thing that went well today. Wait ten seconds before you help.",
    "Two choices, both fine with you: which shoe goes first?",
)
NEXT = ("Try the balloon once when nothing is wrong. It is easier to find later.",)


def weeks(clinic: UUID, therapists: Sequence[UUID]) -> None:
    site = resolve.of_id(clinic)
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        hour, today = making.hours(site)["home"], scope.now.astimezone(site.zone).date()
        last, coming = hour.last(scope.now)[0], hour.coming(scope.now)
        month = scope.now - timedelta(days=28)
        db.session.execute(db.update(Clinic).where(Clinic.id == clinic).values(digests_from=month))
    for therapist in therapists:
        write(clinic, therapist, today, last, LAST, every=2)
        write(clinic, therapist, today, coming, NEXT, every=4)
    resolve.forget()
    turn_engagement(clinic)
    making.make_digests(clinic)


def write(clinic: UUID, therapist: UUID, today: date, week: date, sentences: Sequence[str], every: int) -> None:
    """For each so manieth of the homes whose therapist this is."""
    words = cycle(sentences)
    with transaction(Scope(clinic, Audience.STAFF, therapist)) as scope:
        for box in lines.boxes(today, scope.now, 100)[::every]:
            lines.say(box.party, box.child, week, next(words), "")
