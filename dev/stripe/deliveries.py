"""The webhooks that are to be delivered: kept until they have arrived, tried again and again, over restarts too."""

import json
import random
import time

from dev.stripe.account import Account
from dev.stripe.endpoint import Endpoint
from dev.stripe.thing import public

ORDERS = ("kept", "reverse", "random")
PAUSES = (0.2, 0.5, 1, 2, 5, 10, 30)
"""Seconds after each failed try; the last one again and again."""
TRIES = 100


def deliver(account: Account, endpoint: Endpoint) -> None:
    """Runs for ever, one webhook at a time. The lock is not held while one is under way: its handler may call back."""
    while True:
        with account.turn():
            found = next_one(account)
        if found is None:
            account.news.clear()  # this turn's own was one, too
            account.news.wait(0.25)
            continue
        id, body, attempts = found
        arrived = endpoint.takes(body)
        with account.turn():
            note(account, id, arrived, attempts + 1)


def next_one(account: Account) -> tuple[int, bytes, int] | None:
    if account.switches.hold:
        return None
    row = account.store.rows.execute(
        "select id, event, attempts from deliveries where due <= ? order by place, id limit 1", (time.time(),)
    ).fetchone()
    if row is None:
        return None
    event = account.find("event", row[1])
    return row[0], json.dumps(public(event), indent=2).encode(), row[2]


def note(account: Account, id: int, arrived: bool, attempts: int) -> None:
    """What arrived is done with; what did not waits its turn, and is given up in the end."""
    rows = account.store.rows
    if arrived or attempts >= TRIES:
        rows.execute("delete from deliveries where id = ?", (id,))
    else:
        pause = PAUSES[min(attempts, len(PAUSES)) - 1]
        rows.execute("update deliveries set attempts = ?, due = ? where id = ?", (attempts, time.time() + pause, id))


def reorder(account: Account, order: str) -> int:
    """Of all that wait. Returns how many those are."""
    rows = account.store.rows
    waiting = [id for (id,) in rows.execute("select id from deliveries order by place, id").fetchall()]
    places = list(range(len(waiting)))
    if order == "reverse":
        places.reverse()
    elif order == "random":
        random.shuffle(places)
    rows.executemany("update deliveries set place = ? where id = ?", list(zip(places, waiting, strict=True)))
    return len(waiting)


def count(account: Account) -> dict[str, int]:
    rows = account.store.rows
    waiting, failed = rows.execute("select count(*), count(nullif(attempts, 0)) from deliveries").fetchone()
    return {"pending": waiting, "failed": failed}
