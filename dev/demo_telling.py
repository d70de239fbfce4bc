"""The demo's past: each thing told in its writer's own scope at its own moment, each answer in the therapist's."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

from app.boundaries.opening import family_scope
from app.involvement.models import Child, Involvement
from app.updates import questions
from app.updates.answering import answer
from app.updates.models import Update
from app.updates.questions import Asked
from app.updates.tell import Answered, tell
from dev.demo_families import Caregiver, Told
from tenants.db import db, new_id, transaction
from tenants.resolve import ThisClinic
from tenants.scope import Audience, Scope, moment


def tell_all(site: ThisClinic, part: Involvement, caregiver: Caregiver, therapist: UUID) -> None:
    """Her scope is computed once: nothing that opens or closes changes between what she tells here."""
    hers = family_scope(site.id, part.caregiver_id, site.zone)
    with transaction(hers):
        name = db.session.scalar(db.select(Child.name).where(Child.id == part.child_id)) or ""
        asked = questions.asked(part.child_id, name)
    for told in caregiver.told:
        day = moment().astimezone(site.zone).date() - timedelta(days=told.days)
        at = datetime.combine(day, time(told.hour, 12), site.zone)
        with transaction(replace(hers, now=at)):
            update = say(part, told, at, asked)
        if told.answer:
            kind, words = told.answer
            with transaction(Scope(site.id, Audience.STAFF, therapist, now=at + timedelta(hours=17))):
                answer(new_id(), db.session.get_one(Update, (site.id, update)), kind, words)


def say(part: Involvement, told: Told, at: datetime, asked: list[Asked]) -> UUID:
    if isinstance(told.said, str):
        topic = told.topic if told.kind == "note" else None
        return tell(new_id(), part.id, part.child_id, told.kind, at.date(), topic=topic, body=told.said)
    answers = [
        Answered(one.id, one.text, int(said) if one.options else None, dict(one.options).get(said, said))
        for one, said in zip(asked, told.said, strict=False)
        if said
    ]
    return tell(new_id(), part.id, part.child_id, "checkin", at.date(), answers=answers)
