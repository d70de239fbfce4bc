"""Events, as the API lists them."""

from dev.stripe import lists
from dev.stripe.account import Account
from dev.stripe.thing import Thing

LISTS = {"type", "types"}


def retrieve(account: Account, params: Thing, id: str) -> Thing:
    return account.find("event", id)


def every(account: Account, params: Thing) -> Thing:
    """`type` may end in a star: `invoice.*`."""
    wanted = [*params.get("types", []), *([params["type"]] if "type" in params else [])]
    found = [
        each for each in account.store.all("event") if not wanted or any(fits(each["type"], one) for one in wanted)
    ]
    return lists.page(found, params, "/v1/events")


def fits(kind: str, wanted: str) -> bool:
    return kind.startswith(wanted[:-1]) if wanted.endswith("*") else kind == wanted
