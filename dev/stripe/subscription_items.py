"""The items of a subscription: a price and how many of it."""

from dev.stripe import lines, prices
from dev.stripe.account import Account, word
from dev.stripe.merging import metadata
from dev.stripe.refusals import Refusal, missing, only, unable
from dev.stripe.thing import Thing

OWN = {"price", "quantity", "metadata"}


def item(account: Account, sub: str, wanted: Thing, period: Thing) -> Thing:
    only(wanted, "items[0]", OWN)
    price = recurring(account, wanted.get("price", ""))
    return {
        "id": word("si_", 14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": account.now,
        "current_period_end": period["end"],
        "current_period_start": period["start"],
        "discounts": [],
        "metadata": metadata({}, wanted.get("metadata")),
        "plan": prices.plan(price),
        "price": price,
        "quantity": quantity(wanted.get("quantity", 1)),
        "subscription": sub,
        "tax_rates": [],
    }


def recurring(account: Account, id: str) -> Thing:
    price = account.find("price", id, "items[0][price]")
    if price["recurring"] is None:
        raise Refusal("The price specified is set to `type=one_time` but this field only accepts recurring prices.")
    if not price["active"]:
        raise Refusal(
            "The price specified is inactive. This field only accepts active prices.", param="items[0][price]"
        )
    return price


def quantity(wanted: int) -> int:
    if wanted < 0:
        raise Refusal("This value must be greater than or equal to 0.", param="items[0][quantity]")
    return wanted


def revise(account: Account, sub: Thing, wanted: list[Thing], prorates: bool, at: int) -> None:
    """Takes over what the list says of each item: changed, added, or taken away."""
    items = sub["items"]["data"]
    for each in wanted:
        only(each, "items[0]", OWN | {"id", "deleted"})
        before = known(sub, each["id"]) if "id" in each else None
        after = None if each.get("deleted") else revised(account, sub, before, each)
        if before is None:
            items.append(after)
        elif after is None:
            items.remove(before)
        else:
            items[items.index(before)] = after
        if prorates and terms(before) != terms(after):
            lines.prorate(account, sub, before, after, at)
    if not items:
        raise Refusal("A subscription must have at least one active price.", param="items")


def terms(item: Thing | None) -> tuple[str, int] | None:
    return (item["price"]["id"], item["quantity"]) if item else None


def known(sub: Thing, id: str) -> Thing:
    for each in sub["items"]["data"]:
        if each["id"] == id:
            return each
    raise missing("subscription_item", id, "items[0][id]")


def revised(account: Account, sub: Thing, before: Thing | None, wanted: Thing) -> Thing:
    """A copy with the new terms; the period it is in stays."""
    if before is None:
        first = sub["items"]["data"][0]
        period = {"start": first["current_period_start"], "end": first["current_period_end"]}
        return item(account, sub["id"], wanted, period)
    price = recurring(account, wanted["price"]) if "price" in wanted else before["price"]
    if price["recurring"] != before["price"]["recurring"]:
        raise unable("another interval for a running subscription")
    return before | {
        "price": price,
        "plan": prices.plan(price),
        "quantity": quantity(wanted["quantity"]) if "quantity" in wanted else before["quantity"],
        "metadata": metadata(before["metadata"], wanted.get("metadata")),
    }
