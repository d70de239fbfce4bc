"""The mail server refuses, is away, is slow, or is gone before it answers."""

from typing import Any
from uuid import UUID

from dev.faults.deliveries import OPEN
from dev.faults.site import NOBODY, Site

MAILS = 4


def put_off(site: Site) -> int:
    """How many mails were refused for now, once all have been tried."""
    links = site.invite(MAILS)
    site.wait_for("not every mail was tried", lambda: all(row.error for row in site.deliveries.of(links)))
    return len(site.deliveries.are(links, "queued"))


def ended(site: Site, mailbox: str = "parent", **server: Any) -> list[UUID]:
    """Mails that became final while the server behaved like this."""
    with site.behaving(**server):
        links = site.invite(MAILS, mailbox)
        site.wait_for("not every mail became final", lambda: not site.deliveries.are(links, *OPEN), 600)
    return links


def overloaded(site: Site) -> int:
    """421 to every recipient, for a while."""
    with site.behaving(refuse=True):
        return put_off(site)


def set_up_wrongly(site: Site) -> int:
    """550 to every sender, for a while: says nothing about any address."""
    with site.behaving(turn_away=True):
        return put_off(site)


def away(site: Site) -> int:
    """Nobody listens, for a while."""
    site.outbox.stop()
    try:
        return put_off(site)
    finally:
        site.outbox.start()


def knows_nobody(site: Site) -> int:
    """550 to the recipient: refused for good."""
    return len(site.deliveries.are(ended(site, NOBODY), "refused"))


def gone_before_the_answer(site: Site) -> int:
    """It keeps the mail, and the line goes dead: nobody can know."""
    before = site.arrived()
    links = ended(site, drop_after_data=True)
    site.dropped += (site.arrived() - before).total()
    return len(site.deliveries.are(links, "unknown"))


def says_no_good_bye(site: Site) -> int:
    """421 to QUIT, when it has the mail."""
    return len(ended(site, hang_up=True))


def slow(site: Site) -> int:
    """So slow that what a sweep finds does not go within its job's minute; quick runs stay below it."""
    seconds, many = (0.5, MAILS) if site.quick else (4.0, 40)
    with site.behaving(delay=seconds):
        links = site.invite(many)
        with site.server.client() as client:
            client.flushall()
        site.wait_for("not every mail became final", lambda: not site.deliveries.are(links, *OPEN), 600)
    return many


FAULTS = (overloaded, set_up_wrongly, away, knows_nobody, gone_before_the_answer, says_no_good_bye, slow)
