"""A worker dies while it holds a mail: before the server knows of it, while it reads it, after it has taken it."""

import time
from random import Random
from typing import Any

from dev.faults.deliveries import HELD, Row
from dev.faults.site import Site, Untried

SLOW = 1.0
"""Seconds the server takes, so that the blow falls where it is meant to."""
MOMENTS = 0.9
"""Seconds in which a few mails go, of which a blow anywhere takes one."""
CHANCE = Random(9)


def struck(site: Site, how: str, state: str, taken: bool = False, **server: Any) -> int:
    """Kills (`how` of Breakable) when a mail is in this state; `taken`: once the server has it. Raises Untried when the
    blow came too late."""
    with site.behaving(**server):
        links = site.invite(1)

        def held() -> Row | None:
            row = next(iter(site.deliveries.are(links, state)), None)
            return row if row and (not taken or str(row.id) in site.arrived()) else None

        row = site.wait_for(f"no mail was {state}", held)
        getattr(site.workers[0], how)()
        if not site.deliveries.are(links, state):
            raise Untried(f"the mail was no longer {state}")
        site.kills += 1
    if how == "kill_leader":
        site.wait_for("its horse did not end the work", lambda: not site.deliveries.are(links, *HELD))
    else:
        site.lost.append(row.id)
    return 1


def before_the_recipient(site: Site) -> int:
    return struck(site, "kill", "claimed", delay_welcome=SLOW)


def while_handing_over(site: Site) -> int:
    return struck(site, "kill", "sending", delay=SLOW)


def between_acceptance_and_commit(site: Site) -> int:
    return struck(site, "kill", "sending", taken=True, delay_answer=SLOW)


def its_horse_alone(site: Site) -> int:
    return struck(site, "kill_children", "sending", taken=True, delay_answer=SLOW)


def its_parent_alone(site: Site) -> int:
    """The horse is an orphan and ends its work beside the next worker."""
    return struck(site, "kill_leader", "sending", delay=SLOW)


def anywhere(site: Site) -> int:
    with site.behaving(delay_welcome=0.1, delay=0.1, delay_answer=0.1):
        for _ in range(5):
            site.keep_up()
            site.invite(6)
            time.sleep(CHANCE.random() * MOMENTS)
            site.workers[0].kill()
            held = [row.id for row in site.deliveries.are(site.promised, *HELD) if row.id not in site.lost]
            if held:
                site.lost += held
                site.kills += 1
                return 1
    raise Untried("no blow met a mail")


FAULTS = (
    before_the_recipient,
    while_handing_over,
    between_acceptance_and_commit,
    its_horse_alone,
    its_parent_alone,
    anywhere,
)
