"""What others of her home shared with her, read in her own scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from app.updates.queries import moment, open_here, uuid
from app.updates.sharing import Share
from tenants import scope as scopes
from tenants.db import db

PAGE = 10


@dataclass(frozen=True)
class Shared:
    """Something that somebody she lives with told, and chose to share with her."""

    id: UUID
    by: str
    child: UUID
    kind: str
    topic: str | None
    body: str
    said: Sequence[Sequence[str]]
    at: datetime


def with_her(before: tuple[datetime, UUID] | None) -> list[Shared]:
    """One more than a page, newest first. Her own copies are not among them."""
    family = scopes.current().family
    assert family is not None
    columns = Share.id, Share.by, Share.child_id, Share.kind, Share.topic, Share.body, Share.said, Share.at
    query = select(*columns).where(open_here(Share), Share.own.not_in(family.circles))
    if before:
        query = query.where(or_(Share.at < before[0], and_(Share.at == before[0], Share.id < before[1])))
    rows = db.session.execute(query.order_by(Share.at.desc(), Share.id.desc()).limit(PAGE + 1))
    return [Shared(*row) for row in rows]


def of(child: UUID, row: list[Any]) -> Shared:
    """As the statement of home reads it."""
    id, by, kind, topic, body, said, at = row
    return Shared(uuid(id), by, child, kind, topic, body, said, moment(at))
