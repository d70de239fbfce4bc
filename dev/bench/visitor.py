"""Somebody signed in, who opens pages and is told how many SQL statements each took."""

import re
from contextvars import Context
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, event

from app.people.devices import hashed
from app.people.models import Device
from dev.bench.timing import Ask, asking
from tenants.db import db, new_id, transaction
from tenants.resolve import ThisClinic
from tenants.scope import Audience, Scope

NOW_AND_THEN = ("SET seen_at", "used_subdomain")


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
        """All of one request: what finds the person, pins the scopes and reads the page. But for what some request or other does
        now and then: find the clinic, kept for seconds, and mark the device as seen, once a minute.

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
        return sum(not any(word in statement for word in NOW_AND_THEN) for statement in seen)

    def asking(self, path: str) -> Ask:
        return asking(self.client, path, self.base)


def caregiver(app: Flask, site: ThisClinic, id: UUID) -> Visitor:
    """One who has read who reads what she writes, so that home is home."""
    visitor = Visitor(app, site, caregiver_id=id)
    shown = Context().run(visitor.client.get, "/welcome", base_url=visitor.base)
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown.text)
    form = {"csrf_token": token[1] if token else "", "use": "nobody"}
    answer = Context().run(visitor.client.post, "/welcome", base_url=visitor.base, data=form)
    if answer.status_code != 303:
        raise RuntimeError(f"/welcome answered {answer.status}")
    return visitor
