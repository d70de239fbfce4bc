"""Where a part is sensitive the clinic hands over a caregiver's own words, in the room (musts 15 and 22)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Index, Select, exists, func
from sqlalchemy.orm import Mapped, mapped_column

from app import audit, notices
from app.involvement.care_team import members
from app.involvement.models import Involvement
from app.involvement.same_person import hers
from app.jobs import clinic_job, done, due, seen
from app.notices import Says, Told, says
from app.notices.models import Notice
from app.people.models import now
from app.people.sensitive import is_sensitive
from app.portal import words
from app.portal.words import WordsAsked
from app.updates.models import Update, of_her_part
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, db, transaction
from tenants.holding import one_after_another, today
from tenants.scope import Audience, Scope

LATELY = timedelta(days=2)
"""How far back the sweep looks for what was lost."""
WROTE = exists().where(Update.clinic_id == Involvement.clinic_id, Update.author_id == Involvement.id)


class WordsHanded(TenantModel):
    """That what one caregiver told about one child was handed over to her, in the room, by whom and when."""

    __tablename__ = "words_handed"
    __table_args__ = (
        of_her_part("author_id"),
        belongs_to("staff_member", "staff_id"),
        Index("ix_words_handed_author", "clinic_id", "author_id", "at"),
    )

    author_id: Mapped[UUID]
    child_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment, default=now)


def hand_over(part: Involvement, owner: UUID) -> None:
    """By the person of the open scope. Once nothing waits at any part of hers, what she asked for is answered, and her
    page says nothing of it: whoever else uses her phone need not learn that she has a file."""
    one_after_another()
    whose = {"author_id": part.id, "child_id": part.child_id}
    db.session.add(WordsHanded(staff_id=scopes.current().person, **whose))
    db.session.flush()
    audit.record("handed-words", "involvement", part.id, child=part.child_id)
    asked = db.session.scalar(db.select(func.max(WordsAsked.at)).where(WordsAsked.caregiver_id == owner))
    if asked and not db.session.scalars(waiting(owner, asked)).all():
        words.end_asked(owner)


def waiting(owner: UUID, asked: datetime) -> Select[Any]:
    """Her parts whose words have not been handed over since she asked."""
    handed = WordsHanded.clinic_id == Involvement.clinic_id, WordsHanded.author_id == Involvement.id
    since = exists().where(*handed, WordsHanded.at >= asked)
    return db.select(Involvement).where(hers(owner), WROTE, ~since).order_by(Involvement.made_at, Involvement.id)


def to_be_told() -> None:
    """Beside what was asked for: the care team hears of it."""
    due("words-asked")
    tell_of_asked_words.later()


@clinic_job()
def tell_of_asked_words(clinic: UUID) -> None:
    """Each is told once, whoever runs this twice or at the same time; where she may fetch it herself, nobody is."""
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        one_after_another()
        rows, day = seen("words-asked"), today()
        for owner, asked in newest(scope.now - LATELY):
            known = db.select(Notice.id).where(
                Notice.kind == "words-asked", Notice.about_id == owner, Notice.at >= asked
            )
            if is_sensitive(owner) and db.session.scalar(known.limit(1)) is None:
                for part in db.session.scalars(waiting(owner, asked)).all():
                    for reader in {one.staff_id for one in members(part.child_id, day)}:
                        notices.tell(reader, "words-asked", child=part.child_id, about=owner, part=part.id)
        done(rows)


def newest(since: datetime) -> Sequence[tuple[UUID, datetime]]:
    asked = db.select(WordsAsked.caregiver_id, func.max(WordsAsked.at)).where(WordsAsked.at > since)
    return [(owner, at) for owner, at in db.session.execute(asked.group_by(WordsAsked.caregiver_id))]


@says("words-asked")
def asks_for_words(told: Told) -> Says:
    words = _(
        "%(whom)s (%(child)s) asks for the own words. Hand them over in the room.", whom=told.whom, child=told.child
    )
    return Says(words, url_for("handing_words.show", part=told.detail["part"]))
