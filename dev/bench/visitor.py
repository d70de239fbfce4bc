"""Somebody signed in, who opens pages and is told how many SQL statements each took."""

from contextvars import Context
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, event

from app.boundaries.opening import family_scope
from app.people.devices import hashed
from app.people.models import Device
from app.portal import card
from app.web.person import Person
from tenants.db import db, new_id, transaction
from tenants.resolve import ThisClinic
from tenants.scope import Audience, Scope


class Visitor:
    """Comes with a browser that is signed in already; `whose`: caregiver_id or staff_id."""

    def __init__(self, app: Flask, site: ThisClinic, **whose: UUID):
        nonce, device = token_urlsafe(12), new_id()
        with transaction(Scope(site.id, Audience.DOOR)) as scope:
            until = scope.now + timedelta(hours=1)
            db.session.add(Device(id=device, kind="computer", nonce_hash=hashed(nonce), until=until, **whose))
        self.app, self.client, self.base, self.device = app, app.test_client(), site.url(""), device
        with self.client.session_transaction(base_url=self.base) as session:
            session["_user_id"] = f"{device}:{nonce}"

    def statements(self, path: str) -> int:
        """All of one request: what finds the clinic and the person, pins the scopes and reads the page.

        Raises RuntimeError for anything but a page.
        """
        seen: list[str] = []

        def hear(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            seen.append(statement)

        event.listen(Engine, "before_cursor_execute", hear)
        try:
            answer = Context().run(self.client.get, path, base_url=self.base)
        finally:
            event.remove(Engine, "before_cursor_execute", hear)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            raise RuntimeError(f"{path} answered {answer.status}")
        return len(seen)


def caregiver(app: Flask, site: ThisClinic, id: UUID) -> Visitor:
    """One who has read who reads what she writes, so that home is home."""
    visitor = Visitor(app, site, caregiver_id=id)
    with transaction(family_scope(site.id, id, site.zone)) as scope:
        card.acknowledge(Person(id, site.id, Audience.FAMILY, visitor.device, family=scope.family))
    return visitor
