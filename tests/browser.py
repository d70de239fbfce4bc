"""A strict client: it follows links and sends forms as a browser without JavaScript does, and fails on a bad page."""

import re
from contextvars import Context
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.statements import Statements
from tests.validator import Validator
from tests.world import PASSWORD, House

BUDGET = 8
"""Statements of a page (performance.md), the scope's included."""
INPUT = re.compile(r"<(?:input|textarea|select)\b[^>]*>", re.S)
APEX = "http://localhost:8000"


def attribute(tag: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else None


def heading(html: str) -> str:
    """What the page says first, for a failed test's one line."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    return found[1] if found else html[:200]


class Browser:
    def __init__(self, app: Flask, validator: Validator, statements: Statements, house: House | None):
        self.client = app.test_client()
        self.app, self.validator, self.statements = app, validator, statements
        self.base = f"http://{house.host}" if house else APEX
        self.house = house
        self.page: TestResponse

    def get(self, path: str, *, status: int = 200, follow: bool = True, **options: Any) -> TestResponse:
        """Opens a page. `follow`: through redirects on this host."""
        self.statements.clear()
        answer = Context().run(self.client.get, path, base_url=self.base, follow_redirects=follow, **options)
        return self.read(answer, status, path)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, status: int = 200, follow: bool = True, **options: Any
    ) -> TestResponse:
        """Sends a form of the page at hand: its hidden fields come along, `data` goes over them."""
        self.statements.clear()
        filled = self.hidden(path) | (data or {})
        answer = Context().run(
            self.client.post, path, base_url=self.base, data=filled, follow_redirects=follow, **options
        )
        return self.read(answer, status, path)

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of the form that goes to `path`, or else of any form (for its forgery token)."""
        text = self.page.text if hasattr(self, "page") else ""
        forms = re.findall(r"<form\b[^>]*>.*?</form>", text, re.S)
        mine = next((form for form in forms if attribute(form.split(">")[0] + ">", "action") == path), None)
        fields = [tag for tag in INPUT.findall(mine or "".join(forms)) if attribute(tag, "type") == "hidden"]
        wanted = fields if mine else [tag for tag in fields if attribute(tag, "name") == "csrf_token"]
        return {attribute(tag, "name") or "": attribute(tag, "value") or "" for tag in wanted}

    def read(self, answer: TestResponse, status: int, path: str) -> TestResponse:
        assert answer.status_code == status, f"{path}: {answer.status_code}, not {status}: {heading(answer.text)}"
        if answer.mimetype == "text/html" and answer.data and answer.status_code not in (301, 302, 303):
            self.page = answer
            if "<html" in answer.text:
                self.check(answer, path)
        return answer

    def check(self, answer: TestResponse, path: str) -> None:
        self.validator.check(path, answer.text)
        assert len(re.findall(r"<h1\b", answer.text)) == 1, f"{path}: one h1 a page"
        assert not re.search(r"<(script|style)\b(?![^>]*\bsrc=)", answer.text), f"{path}: inline script or style"
        assert answer.headers["Cache-Control"] == "no-store"
        if not answer.history and answer.request.method == "GET":
            # Which clinic this is, is asked once in some seconds, whoever comes.
            seen = [statement for statement in self.statements.seen if "used_subdomain.name" not in statement]
            assert len(seen) <= BUDGET, f"{path}: {len(seen)} statements\n" + "\n".join(seen)

    # Signing in, as people do.

    def sign_in_staff(self, person: str = "okafor") -> "Browser":
        assert self.house
        self.get("/staff/sign-in")
        self.post("/staff/sign-in", {"address": f"{person}@{self.house.subdomain}.example", "password": PASSWORD})
        return self

    def enter(self, token: str) -> TestResponse:
        """Opens a link and presses its one button."""
        self.get(f"/in/{token}")
        return self.post(f"/in/{token}")

    def sign_in(self, caregiver: str = "dana") -> "Browser":
        """In by a sign-in link, the card read."""
        from app.people.links import new_link, token
        from tenants.db import db, transaction

        assert self.house
        with transaction(self.house.jobs()):
            link = new_link("sign-in", caregiver=self.house.people[caregiver])
            db.session.flush()
            word = token(link.id, "sign-in", self.house.clinic)
        self.enter(word)
        if self.page.request.path == "/welcome":
            self.post("/welcome", {"use": "nobody"})
        return self

    @property
    def text(self) -> str:
        return unescape(self.page.text)
