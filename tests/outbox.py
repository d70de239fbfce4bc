"""What arrived at the local SMTP server."""

import re
import urllib.request
from typing import Any

from dev.outbox import client


class Outbox(client.Outbox):
    def token(self, to: str) -> str:
        """The token of the newest link mailed to this address."""
        found = re.search(r"/in/([\w-]+)", self.mails(to)[0]["text"])
        assert found
        return found[1]

    def code(self, to: str) -> str:
        found = re.search(r"\b(\d{3} \d{3})\b", self.mails(to)[0]["text"])
        assert found
        return found[1]

    def html(self, mail: dict[str, Any]) -> str:
        """Its other part."""
        with urllib.request.urlopen(f"{self.url}/mail/{mail['id']}/html") as answer:
            return str(answer.read().decode())
