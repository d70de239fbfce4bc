"""When something next happens to an object by itself. In seconds since 1970, by the double's clock."""

from dev.stripe.thing import Thing

HOUR, DAY = 3600, 24 * 3600
PATIENCE = 23 * HOUR
"""How long a subscription may wait for its first payment."""
WARNING = 3 * DAY
"""How long before its end a trial's end is announced."""


def of(thing: Thing) -> int | None:
    kinds = {"subscription": subscription, "invoice": invoice, "checkout.session": session}
    answer = kinds.get(thing["object"])
    return answer(thing) if answer else None


def subscription(thing: Thing) -> int | None:
    if thing["status"] in ("canceled", "incomplete_expired", "paused"):
        return None
    if thing["status"] == "incomplete":
        return int(thing["created"]) + PATIENCE
    ends = [int(item["current_period_end"]) for item in thing["items"]["data"]]
    if thing["cancel_at"] is not None:
        ends.append(thing["cancel_at"])
    if thing["status"] == "trialing" and not thing["_announced"]:
        ends.append(max(thing["trial_end"] - WARNING, thing["trial_start"]))
    return min(ends)


def invoice(thing: Thing) -> int | None:
    """Finalized an hour after it was drafted; tried again when Stripe said it would."""
    if thing["status"] == "draft":
        return thing["automatically_finalizes_at"] if thing["auto_advance"] else None
    return thing["next_payment_attempt"] if thing["status"] == "open" else None


def session(thing: Thing) -> int | None:
    return thing["expires_at"] if thing["status"] == "open" else None
