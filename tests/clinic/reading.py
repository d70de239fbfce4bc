"""The audit page as its reader has it before her, and rows of another day."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from app import audit
from tenants.db import transaction
from tenants.scope import Audience, Scope

ZONE = ZoneInfo("America/New_York")
"""The cast's."""
LINE = re.compile(r"</span>\s*<p>([^<]*)</p>\s*</li>")


def lines(browser) -> list[str]:
    return LINE.findall(browser.text)


def asks(browser, status: int = 200, **asked: str) -> list[str]:
    browser.get("/clinic/audit")
    browser.post("/clinic/audit", asked, status=status)
    return lines(browser)


def dated(house, at: datetime, action: str = "opened") -> None:
    with transaction(Scope(house.clinic, Audience.STAFF, house.people["okafor"], now=at)):
        audit.record(action, "child", house.children["maya"])
