"""Pages of a list, and objects in the place of their ids."""

from typing import Any

from dev.stripe.account import Account
from dev.stripe.refusals import Refusal
from dev.stripe.thing import Thing, listed

COMPARED = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}


def page(found: list[Thing], params: Thing, url: str) -> Thing:
    """`found` newest first, as Stripe lists; `limit` is 10 unless said otherwise."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise Refusal("Invalid integer: limit must be between 1 and 100", param="limit")
    found = [each for each in found if made_when(each, params.get("created"))]
    if after := params.get("starting_after"):
        found = found[place(found, after, "starting_after") + 1 :]
    elif before := params.get("ending_before"):
        found = found[: place(found, before, "ending_before")]
        return listed(found[-limit:], url, has_more=len(found) > limit)
    return listed(found[:limit], url, has_more=len(found) > limit)


def place(found: list[Thing], id: str, param: str) -> int:
    for index, each in enumerate(found):
        if each["id"] == id:
            return index
    raise Refusal(f"No such object: '{id}'", param=param, code="resource_missing")


def made_when(thing: Thing, wanted: Any) -> bool:
    if wanted is None or isinstance(wanted, int):
        return wanted in (None, thing["created"])
    return all(COMPARED[name](thing["created"], limit) for name, limit in wanted.items())


def expanded(account: Account, answer: Thing, paths: list[str]) -> Thing:
    """Stripe's `expand[]`: `latest_invoice`, `data.customer`, `items.data.price.product` …"""
    for each in paths:
        if each.count(".") > 3:
            raise Refusal(f"You cannot expand more than 4 levels of a property. Property: {each}.", param="expand")
        expand(account, answer, each.split("."), each)
    return answer


def expand(account: Account, at: Any, steps: list[str], path: str) -> None:
    if isinstance(at, list):
        for each in at:
            expand(account, each, steps, path)
        return
    name, *further = steps
    if not isinstance(at, dict) or name not in at:
        raise Refusal(f"This property cannot be expanded ({path}).", param="expand")
    if isinstance(at[name], str):
        if (found := account.store.get(at[name])) is None:
            raise Refusal(f"This property cannot be expanded ({path}).", param="expand")
        at[name] = found
    if further and at[name] is not None:
        expand(account, at[name], further, path)
