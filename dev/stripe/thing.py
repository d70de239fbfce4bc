"""An object of Stripe's, as it goes over the wire. Keys that begin with `_` are the double's own and stay here."""

from typing import Any

Thing = dict[str, Any]


def public(thing: Any) -> Any:
    """A copy for the outside."""
    if isinstance(thing, dict):
        return {key: public(value) for key, value in thing.items() if not key.startswith("_")}
    return [public(each) for each in thing] if isinstance(thing, list) else thing


def listed(things: list[Thing], url: str, has_more: bool = False) -> Thing:
    return {"object": "list", "data": things, "has_more": has_more, "url": url}
