"""What arrived at the local SMTP server."""

import json
import re
import urllib.request
from typing import Any
from urllib.parse import quote


class Outbox:
    def __init__(self, url: str):
        self.url = url

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        """Newest first."""
        with urllib.request.urlopen(f"{self.url}/mails.json?to={quote(to)}") as answer:
            return list(json.load(answer))

    def token(self, to: str) -> str:
        """The token of the newest link mailed to this address."""
        found = re.search(r"/in/([\w-]+)", self.mails(to)[0]["text"])
        assert found
        return found[1]

    def code(self, to: str) -> str:
        found = re.search(r"\b(\d{3} \d{3})\b", self.mails(to)[0]["text"])
        assert found
        return found[1]

    def behave(self, **how: Any) -> None:
        """Switches: refuse (bool), delay (seconds), drop_after_data (bool)."""
        headers = {"Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/behave", json.dumps(how).encode(), headers)):
            pass
