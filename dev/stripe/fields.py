"""Form fields with Stripe's nested names, `items[0][price]=…`, as dictionaries and lists."""

import re
from collections.abc import Iterable
from typing import Any

from dev.stripe.refusals import Refusal


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Raises a refusal for a name that is both a value and a group."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        steps = [step for step in re.split(r"\]\[|\[|\]", name.removesuffix("[]")) if step]
        at = tree
        for step in steps[:-1]:
            at = at.setdefault(step, {})
            if not isinstance(at, dict):
                raise Refusal("Invalid object", param=name)
        last = steps[-1]
        if name.endswith("[]"):
            at.setdefault(last, {})[str(len(at[last]))] = value
        else:
            at[last] = value
    return {key: with_lists(key, value) for key, value in tree.items()}


def with_lists(name: str, tree: Any) -> Any:
    """Groups whose names count 0, 1, 2 become lists. Metadata's names are its own."""
    if not isinstance(tree, dict) or name == "metadata":
        return tree
    inside = {key: with_lists(key, value) for key, value in tree.items()}
    if inside and all(key.isdecimal() for key in inside):
        return [inside[key] for key in sorted(inside, key=int)]
    return inside
