"""A caregiver tells the clinic something: one transaction, safe to press twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from app import happened
from app.updates.models import Answer, Update, Waiting
from app.updates.sharing import With, share, unshare
from tenants import scope as scopes
from tenants.db import db, stored


@dataclass(frozen=True)
class Answered:
    """One answered question of a check-in, as it was put and as it was answered."""

    question: UUID
    asked: str
    value: int | None
    words: str


def tell(
    id: UUID,
    part: UUID,
    child: UUID,
    kind: str,
    day: date,
    *,
    topic: str | None = None,
    body: str = "",
    answers: Sequence[Answered] = (),
    corrects: UUID | None = None,
    at_home: Sequence[With] = (),
) -> UUID:
    """Stores an update under the id its form carried, in the caregiver's own scope. Returns the id to show.

    Sent twice with the same content it is the same update; with another content the second one is a correction of the
    first (must 20). `day`: the clinic's local day. `corrects`: an earlier one of hers that stays beside it.
    `at_home`: whom she shares it with by her own choice, too; a correction takes the place of what was shared before.
    Raises IntegrityError for a child that is not hers.
    """
    before = db.session.get(Update, (scopes.current().clinic, id))
    if before is not None:
        if same(before, topic, body, answers):
            return id
        return correct(before, day, topic, body, answers, at_home)
    row = Update(
        id=id, author_id=part, child_id=child, kind=kind, topic=topic, body=body, day=day, corrects=corrects
    )  # fmt: skip
    if not stored("pk_update", lambda: store(row, answers, at_home)):
        more = {"topic": topic, "body": body, "answers": answers, "corrects": corrects, "at_home": at_home}
        return tell(id, part, child, kind, day, **more)  # type: ignore[arg-type]
    return id


def same(before: Update, topic: str | None, body: str, answers: Sequence[Answered]) -> bool:
    if not answers:
        return (before.topic, before.body) == (topic, body)
    told = db.session.execute(db.select(Answer.question_id, Answer.words).where(Answer.update_id == before.id)).all()
    return {tuple(row) for row in told} == {(one.question, one.words) for one in answers}


def correct(
    before: Update, day: date, topic: str | None, body: str, answers: Sequence[Answered], at_home: Sequence[With]
) -> UUID:
    """A correction adds: the earlier one stays beside it. The same words sent twice are one correction."""
    said = repr((topic, body, [(one.question, one.words) for one in answers]))
    id = uuid5(before.id, said)
    if db.session.get(Update, (before.clinic_id, id)) is not None:
        return id
    row = Update(
        id=id, author_id=before.author_id, child_id=before.child_id, kind=before.kind, topic=topic, body=body, day=day,
        corrects=before.corrects or before.id,
    )  # fmt: skip
    stored("pk_update", lambda: store(row, answers, at_home))
    return id


def store(row: Update, answers: Sequence[Answered], at_home: Sequence[With]) -> None:
    db.session.add(row)
    db.session.flush()
    whose = {"author_id": row.author_id, "child_id": row.child_id}
    db.session.add_all(
        Answer(update_id=row.id, question_id=one.question, asked=one.asked, value=one.value, words=one.words, **whose)
        for one in answers
    )
    db.session.add(Waiting(id=row.id, **whose))
    if row.corrects is not None:
        unshare(row.corrects)
    share(row, [(one.asked, one.words) for one in answers], at_home)
    happened.tell("corrected" if row.corrects else row.kind, row.author_id, row.day, of=row.id)
    db.session.flush()
