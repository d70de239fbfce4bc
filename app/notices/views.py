"""Putting a notice away, on whatever page it stands."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from app.notices.models import Notice
from app.people.models import now
from app.web.back import back
from app.web.door import Portal, Staff, loads
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("notices", __name__)


@loads(Audience.STAFF, "notice")
def my_notice(person: Person, notice: UUID) -> Notice | None:
    return db.session.scalar(db.select(Notice).where(Notice.id == notice, Notice.staff_id == person.id))


@portal.post("/notices/<uuid:notice>/read", access=Staff.of("notice").always())
def read(notice: Notice) -> Response:
    put_away([notice.id])
    return back()


@portal.post("/notices/read", access=Staff.any().always())
def read_all() -> Response:
    """All that the page showed: what came meanwhile is still to be read."""
    put_away(shown())
    return back()


def shown() -> list[UUID]:
    found = []
    for id in request.form.get("shown", "").split()[:100]:
        with suppress(ValueError):
            found.append(UUID(id))
    return found


def put_away(ids: Sequence[UUID]) -> None:
    """One's own only. Read twice, it was read the first time."""
    mine = db.update(Notice).where(Notice.staff_id == me().id, Notice.id.in_(ids), Notice.read_at.is_(None))
    db.session.execute(mine.values(read_at=now()))
