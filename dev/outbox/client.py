"""The outbox as a test or a measurement asks it, over its own addresses."""

import json
import urllib.request
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from dev.outbox.behaviour import Behaviour


class Outbox:
    def __init__(self, url: str):
        self.url = url

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        """Newest first; all of them, or those to one address."""
        with urllib.request.urlopen(f"{self.url}/mails.json?to={quote(to)}") as answer:
            return list(json.load(answer))

    def behave(self, **how: Any) -> None:
        """Throws the switches named (`dev.outbox.behaviour`), and sets every other one to behave well."""
        switches = asdict(Behaviour()) | how
        headers = {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.url}/behave", json.dumps(switches).encode(), headers)
        with urllib.request.urlopen(asked):
            pass
