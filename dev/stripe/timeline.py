"""What happens by itself: everything that has become due, one thing after the other, each at its own time."""

from collections.abc import Iterator
from contextlib import contextmanager

from dev.stripe import checkout, payments, renewals
from dev.stripe.account import Account
from dev.stripe.thing import Thing


@contextmanager
def turn(account: Account) -> Iterator[None]:
    """A turn in which nothing is overdue."""
    with account.turn():
        catch_up(account, account.now)
        yield


def catch_up(account: Account, until: int) -> None:
    """Carries out what is due, in the order of time; the clock shows each its own moment. Raises if that never ends."""
    request, account.request = account.request, {"id": None, "idempotency_key": None}
    last: tuple[int, str] | None = None
    try:
        while found := account.store.next_due(until):
            moment, thing = found
            if last == (moment, thing["id"]):
                raise RuntimeError(f"{thing['object']} {thing['id']} stays due at {moment}")
            last, account.moment = (moment, thing["id"]), moment
            carry_out(account, thing)
    finally:
        account.moment, account.request = None, request


def carry_out(account: Account, thing: Thing) -> None:
    if thing["object"] == "subscription":
        renewals.due(account, thing)
    elif thing["object"] == "checkout.session":
        checkout.expire(account, {}, thing["id"])
    elif thing["status"] == "draft":
        payments.finalize_and_collect(account, thing)
    else:
        payments.collect(account, thing, payments.card(account, thing))


def set_clock(account: Account, offset: float) -> None:
    """Moves the double's clock. Ahead: what lies between happens on the way. Back: what has happened stays."""
    with account.turn():
        ahead = int(account.now + offset - account.offset)
        catch_up(account, ahead)
        account.store.set("offset", str(offset))
