"""Somebody at a clinic's host, in or out, with nothing between them and the routes: no form is filled in for them."""

from contextvars import Context
from datetime import timedelta
from secrets import token_urlsafe

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.people.devices import hashed
from app.people.models import Device
from tenants.db import db, new_id, transaction
from tenants.scope import Audience, Scope
from tests.world import House

STAFF = ("okafor", "reyes", "olga", "mills", "novak", "otis", "sade", "ines")
SALT = "c" * 40


class Visitor:
    """`who`: a person of the house, or "nobody". Comes with a valid forgery token; enters again before each request."""

    def __init__(self, app: Flask, house: House, who: str):
        self.app, self.house, self.who = app, house, who
        self.client = app.test_client()
        self.base = f"http://{house.host}"

    def enter(self, base: str) -> None:
        """The session of a device that just entered: some routes end it. On the apex everybody is nobody."""
        with self.client.session_transaction(base_url=base) as session:
            session.clear()
            session["csrf_token"] = SALT
            if self.who != "nobody" and base == self.base:
                nonce = token_urlsafe(12)
                session["_user_id"] = f"{self.device(nonce)}:{nonce}"

    def device(self, nonce: str) -> object:
        person = self.house.people[self.who]
        whose = {"staff_id": person} if self.who in STAFF else {"caregiver_id": person}
        with transaction(Scope(self.house.clinic, Audience.DOOR)) as scope:
            row = Device(
                id=new_id(),
                kind="computer",
                nonce_hash=hashed(nonce),
                until=scope.now + timedelta(hours=1),
                sure_at=scope.now,
                **whose,
            )
            db.session.add(row)
        return row.id

    def token(self) -> str:
        return str(URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(SALT))

    def ask(self, method: str, path: str, *, base: str | None = None, token: bool = True, **form: str) -> TestResponse:
        """One request, redirects not followed."""
        self.enter(base or self.base)
        data = (form | ({"csrf_token": self.token()} if token else {})) if method == "POST" else None
        return Context().run(self.client.open, path, method=method, base_url=base or self.base, data=data)
