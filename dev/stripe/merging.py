"""What the objects' own modules share: how Stripe takes over what a call names."""

from dev.stripe.thing import Thing


def metadata(before: Thing, wanted: Thing | str | None) -> Thing:
    """Keys are added one by one; an empty value takes one away, an empty string all."""
    if wanted is None or isinstance(wanted, str):
        return before if wanted is None else {}
    return {key: value for key, value in (before | wanted).items() if value != ""}


def take(thing: Thing, params: Thing, *names: str) -> None:
    """Copies these parameters where they were given. An empty string takes the value away."""
    for name in names:
        if name in params:
            thing[name] = None if params[name] == "" else params[name]
    if "metadata" in thing:
        thing["metadata"] = metadata(thing["metadata"], params.get("metadata"))
