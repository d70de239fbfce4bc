"""A caregiver's phone over HTTP: opens the page of a note, sends what is typed, and sends it again when told to."""

import http.client
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PAUSE, TRIES = 0.1, 200
"""Seconds before she presses the button again, and how often she does."""
FIELD = re.compile(r'<input type="hidden"[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', re.S)
FORM = re.compile(r'<form method="post"\s+action="([^"]+)".*?</form>', re.S)


@dataclass
class Phone:
    """`cookie`: of a device that is signed in. `path`: where a note about her child is written."""

    port: int
    host: str
    cookie: str
    path: str
    statuses: Counter[str] = field(default_factory=Counter)
    """How often each request was answered with what: "GET 200"."""
    lost: list[str] = field(default_factory=list)
    """Words that were typed and stood nowhere on the page that said no."""
    sent: list[str] = field(default_factory=list)
    """Words that a page said are with the clinic."""
    refused: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, page and, for a redirect, where to. 0 when the web process gave no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": self.host, "Cookie": self.cookie}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.statuses[f"{method} 0"] += 1
            return 0, "", ""
        finally:
            connection.close()
        self.statuses[f"{method} {answer.status}"] += 1
        for name, morsel in SimpleCookie(answer.headers.get("Set-Cookie", "")).items():
            self.cookie = f"{name}={morsel.value}"
        return answer.status, page, answer.headers.get("Location", "")

    def form(self, page: str) -> dict[str, str]:
        """The hidden fields of the form that goes to her note."""
        mine = next((found[0] for found in FORM.finditer(page) if found[1] == self.path), "")
        return {name: unescape(value) for name, value in FIELD.findall(mine)}

    def write(self, words: str) -> None:
        """A note, sent until a page thanks for it or shows no form to send it with."""
        status, page, _ = self.ask("GET", self.path)
        while status != 200:
            time.sleep(PAUSE)
            status, page, _ = self.ask("GET", self.path)
        for _ in range(TRIES):
            form = self.form(page) | {"topic": "mood", "body": words}
            status, answer, to = self.ask("POST", self.path, form)
            if status == 303 and to.startswith("/updates/"):
                self.sent.append(words)
                return
            self.refused.append(words)
            page = answer or page
            if answer and (words not in unescape(answer) or not self.form(answer).get("row")):
                self.lost.append(words)
                return
            time.sleep(PAUSE)
        self.lost.append(words)
