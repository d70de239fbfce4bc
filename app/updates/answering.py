"""What becomes of something a caregiver told: a reply, seen, kept for the session, changed the plan."""

from uuid import UUID

from app import audit, happened
from app.involvement.mailing import something_came_back
from app.people.colleagues import own_name
from app.updates.models import Outcome, Reply, Update, Waiting
from tenants import scope as scopes
from tenants.db import db, new_id, stored
from tenants.holding import today

KINDS = ("reply", "seen", "kept", "changed")


def answer(id: UUID, update: Update, kind: str, words: str = "") -> bool:
    """Stores what became of an update, as the person whose scope is open; it waits no more. False: stored before.

    A reply is for the writer's own part alone. `words`: the reply, or the one line of what changed.
    """
    if db.session.get(Reply if kind == "reply" else Outcome, (scopes.current().clinic, id)) is not None:
        return False
    scope = scopes.current()
    common = {"id": id, "update_id": update.id, "child_id": update.child_id, "staff_id": scope.person, "by": own_name()}
    outcome = common | {"author_id": update.author_id, "day": today()}
    rows: list[Reply | Outcome] = [Outcome(kind=kind, words=words, **outcome)]
    if kind == "reply":
        # Seen, in her own circle: where her messages are closed she still learns that she was heard.
        seen = Outcome(**outcome | {"id": new_id()}, kind="seen")
        rows = [Reply(shared_with=update.author_id, body=words, **common), seen]
    if not stored("pk_", lambda: db.session.add_all(rows)):
        return False
    db.session.execute(db.delete(Waiting).where(Waiting.id == update.id))
    happened.tell(f"answered-{kind}", update.author_id, update.day, of=update.id)
    something_came_back(update.author_id)
    audit.record("answered", "update", update.id, child=update.child_id, kind=kind)
    return True


def answered_by(update: UUID) -> list[str]:
    """Who has answered it so far, in order: what the page says when two answer at once."""
    rows = db.session.execute(db.select(Outcome.at, Outcome.by).where(Outcome.update_id == update))
    return [by for _at, by in sorted(tuple(row) for row in rows)]
