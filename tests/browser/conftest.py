"""One running Withkin and one Chromium a session; a context of its own for each person in a test."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from dev.chromium import chromium
from tests.conftest import Servers
from tests.live import Live, live
from tests.walker import DESK, PHONE, Walker
from tests.world import PASSWORD, House

People = Callable[[str], Walker]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def running_site(servers: Servers) -> Iterator[Live]:
    smtp_port = urlsplit(servers.variables["SMTP_URL"]).port or 0
    with live(servers.postgres.admin_url(), servers.outbox_url, smtp_port) as site:
        yield site


@pytest.fixture(scope="session")
def chrome(running_site: Live) -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def site(running_site: Live) -> Live:
    running_site.forget_limits()
    running_site.outbox.behave(refuse=False, delay=0, drop_after_data=False)
    return running_site


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Each test that asks for it, or for anybody's device, runs with JavaScript on and off."""
    return bool(request.param)


@pytest.fixture
def device(chrome: Browser, site: Live, script: bool) -> Iterator[Callable[[str], Walker]]:
    """`device("phone")` or `device("desk")`: a browser nobody has used. What it complains of at the end fails the test."""
    walkers: list[Walker] = []

    def begin(kind: str) -> Walker:
        walkers.append(Walker(chrome, site.port, script, PHONE if kind == "phone" else DESK))
        return walkers[-1]

    yield begin
    for walker in walkers:
        walker.close()


@pytest.fixture
def house(site: Live) -> House:
    return site.house()


@pytest.fixture
def caregiver(device: Callable[[str], Walker], site: Live, house: House) -> People:
    """`caregiver("dana")`: her phone, signed in by a link, the card read."""

    def enter(name: str) -> Walker:
        walker = device("phone")
        walker.open(site.link(house, name))
        walker.tap("Go in")
        if walker.page.url.endswith("/welcome"):
            walker.begin()
        return walker

    return enter


@pytest.fixture
def staff(device: Callable[[str], Walker], site: Live, house: House) -> People:
    """`staff("okafor")`: a desk, signed in with a password."""

    def enter(name: str) -> Walker:
        walker = device("desk")
        walker.open(site.url(house, "/staff/sign-in"))
        walker.fill("E-mail address", f"{name}@{house.subdomain}.example")
        walker.fill("Password", PASSWORD)
        walker.tap("Sign in")
        return walker

    return enter
