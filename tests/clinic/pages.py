"""An owner's settings pages as a browser fills them in, for tests."""

from tenants.db import db, transaction
from tenants.models import Clinic
from tests.browser import Browser
from tests.world import House

PLACE = {
    "time_zone": "America/New_York", "country": "US", "lines-0-label": "In danger", "lines-0-number": "911",
    "lines-1-label": "To talk, call or text", "lines-1-number": "988",
}  # fmt: skip
ANSWERING = {"reply_days": "2", "days": ["1", "2", "3", "4", "5"], "start": "09:00", "end": "17:00"}
NAMES = {"name": "Harbour Therapy", "short_name": "Harbour", "subdomain": "harbour"}


def stored(house: House) -> Clinic:
    with transaction(house.jobs()):
        return db.session.get_one(Clinic, house.clinic)


def opened(browser: Browser, page: str) -> str:
    """Opens one of the owner's pages and returns its address."""
    path = f"/clinic/settings/{page}"
    browser.get(path)
    return path


def resent(browser: Browser, path: str, **more: object) -> None:
    """Sends the form of the page at hand once more as it is: the second page of what asks before it is saved."""
    browser.post(path, more)
