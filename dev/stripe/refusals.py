"""What Stripe answers instead of an object."""

from dev.stripe.thing import Thing


class Refusal(Exception):
    """An answer of Stripe's shape. `kept`: what was done until then stays done, as after a payment that failed."""

    def __init__(
        self,
        message: str,
        status: int = 400,
        type: str = "invalid_request_error",
        param: str = "",
        kept: bool = False,
        **more: str,
    ):
        super().__init__(message)
        self.status, self.kept = status, kept
        self.error: Thing = {"type": type, "message": message, **more} | ({"param": param} if param else {})

    @property
    def body(self) -> Thing:
        return {"error": self.error}


def missing(what: str, id: str, param: str = "id") -> Refusal:
    """404 for what the address names, 400 for what a parameter names."""
    words = f"No such {what.replace('.', ' ').replace('_', ' ')}: '{id}'"
    return Refusal(words, 404 if param == "id" else 400, param=param, code="resource_missing")


def declined(message: str, decline_code: str, code: str = "card_declined", kept: bool = False) -> Refusal:
    return Refusal(message, 402, "card_error", kept=kept, code=code, decline_code=decline_code)


def unable(param: str, value: object = "") -> Refusal:
    """Stripe would understand it; this double does not carry it out, and says so instead of pretending."""
    said = f"{param}={value}" if value else param
    return Refusal(f"The Stripe double does not carry out `{said}`.", param=param, code="not_in_the_double")


def only(group: Thing, name: str, known: set[str]) -> None:
    """Raises `unable` for a field of a group that is not carried out."""
    for each in group:
        if each not in known:
            raise unable(f"{name}[{each}]")
