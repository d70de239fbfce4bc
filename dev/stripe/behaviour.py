"""The switches a test can throw while the double runs. They are not kept over a restart."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

AfterRetries = Literal["past_due", "unpaid", "canceled"]


@dataclass
class Behaviour:
    delay: float = 0.0
    """Seconds before an API call is carried out."""
    down: int = 0
    """The status (500, 503 …) every API call is answered with, without being carried out. 0: it works."""
    lose_answers: int = 0
    """So many calls that change something are carried out, and then the line goes dead: the caller cannot know."""
    hold: bool = False
    """Webhooks wait, until this is off again or `/_release` lets them go in an order of its own."""
    drop: bool = False
    """What happens is kept as an event and told to nobody."""
    duplicates: int = 0
    """How many times more each webhook is delivered."""
    delay_webhooks: float = 0.0
    """Seconds between what happened and the first try to tell it."""
    after_retries: AfterRetries = "past_due"
    """What becomes of a subscription once the last retry has failed: Stripe's setting of the account."""

    def change(self, wishes: dict[str, Any]) -> None:
        """Sets what is named. Raises ValueError for an unknown switch or a value of the wrong kind."""
        for name, value in wishes.items():
            if not self.takes(name, value):
                raise ValueError(f"{name}: {value!r} is no switch of this double")
        vars(self).update(wishes)

    def takes(self, name: str, value: Any) -> bool:
        if name not in vars(self):
            return False
        if name == "after_retries":
            return value in get_args(AfterRetries)
        kinds = {float: (int, float), int: (int,), bool: (bool,)}[type(getattr(Behaviour, name))]
        return type(value) in kinds and value >= 0
