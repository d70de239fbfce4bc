"""Valkey forgets, or is away. Nothing that must happen lives only there."""

import time

from dev.faults.deliveries import HELD
from dev.faults.site import Site

LOSES = 12
"""Mails on their way when the queue is lost."""


def emptied(site: Site) -> int:
    """While mails go and others wait in the queue. Counts those."""
    with site.behaving(delay=0.5):
        links = site.invite(LOSES)
        site.wait_for("no mail was on its way", lambda: site.deliveries.are(links, *HELD))
        with site.server.client() as client:
            client.flushall()
        return len(site.deliveries.are(links, "queued"))


def away(site: Site) -> int:
    """It stops while mails go, comes back empty, and in between people are invited. Counts those whose mail waited."""
    with site.behaving(delay=0.5):
        links = site.invite(LOSES // 2)
        site.wait_for("no mail was on its way", lambda: site.deliveries.are(links, *HELD))
        site.valkey.stop()
    try:
        meanwhile = site.invite(LOSES // 2)
        time.sleep(1 if site.quick else 20)
        return len(site.deliveries.are(meanwhile, "queued"))
    finally:
        site.valkey.start()


FAULTS = (emptied, away)
