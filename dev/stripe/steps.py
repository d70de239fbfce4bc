"""The step some cards need: what is to be done once its holder has taken it."""

from dev.stripe.account import Account
from dev.stripe.thing import Thing


def ask(account: Account, then: str, target: str, entered: Thing, back: str) -> str:
    """The address of the step's page. `then` and `target`: what is to be done, and to which object; `back`: where it
    began."""
    made = account.new("step_", "step", _then=then, _target=target, _entered=entered, _back=back)
    account.save(made)
    return f"/step/{made['id']}"
