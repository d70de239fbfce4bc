"""Whether a call's parameters are ones Stripe knows, and ones this double carries out."""

from typing import Any

from pydantic import ValidationError

from dev.stripe.kinds import strict
from dev.stripe.refusals import Refusal, unable
from dev.stripe.thing import Thing

ALWAYS = {"expand", "metadata"}
PAGES = {"limit", "starting_after", "ending_before", "created"}


def checked(fields: Thing, params: type, honours: set[str]) -> Thing:
    """The parameters with numbers as numbers. Raises the refusal Stripe would give, or the double's own."""
    try:
        known = strict(params).validate_python(fields)
    except ValidationError as error:
        raise refusal(error, fields) from None
    for name in known:
        if name not in honours | ALWAYS:
            raise unable(name)
    return known


def refusal(error: ValidationError, fields: Thing) -> Refusal:
    """Of several complaints, the one about an unknown name: the others come of trying each kind in turn."""
    complaints = sorted(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
    first = complaints[0]
    param = path(first["loc"], fields, first["type"])
    if first["type"] == "extra_forbidden":
        return Refusal(f"Received unknown parameter: {param}", param=param, code="parameter_unknown")
    if first["type"] == "missing":
        return Refusal(f"Missing required param: {param}.", param=param, code="parameter_missing")
    return Refusal(f"Invalid {param}: {first['msg']}", param=param, code="parameter_invalid")


def path(loc: tuple[int | str, ...], fields: Thing, type: str) -> str:
    """`items[0][price]`, without the kinds pydantic names on the way."""
    steps: list[str] = []
    at: Any = fields
    for index, step in enumerate(loc):
        if isinstance(at, dict) and step in at:
            at = at[str(step)]
        elif isinstance(at, list) and isinstance(step, int):
            at = at[step]
        elif not (type == "missing" and index == len(loc) - 1):
            continue
        steps.append(str(step))
    return steps[0] + "".join(f"[{step}]" for step in steps[1:]) if steps else ""
