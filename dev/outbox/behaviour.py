"""How the mail server answers: by what the address asks for, and by switches a test can throw while it runs."""

import asyncio
from dataclasses import dataclass
from typing import Any

SLOW_SECONDS = 3.0


@dataclass
class Behaviour:
    """The switches. They are not kept over a restart."""

    refuse: bool = False
    """Every mail is turned away for now (421): a server that is overloaded or being mended."""
    turn_away: bool = False
    """Every sender is turned away for good (550), whoever the mail is for: a server that was set up wrongly."""
    delay_welcome: float = 0.0
    """Seconds before a recipient is answered."""
    delay: float = 0.0
    """Seconds before a mail is answered, and not yet kept meanwhile."""
    delay_answer: float = 0.0
    """Seconds between keeping a mail and saying so."""
    hang_up: bool = False
    """Every mail is kept and answered, and the good-bye is refused (421)."""
    drop_after_data: bool = False
    """Every mail is kept, and then the line goes dead instead of an answer: the sender cannot know."""

    def change(self, wishes: dict[str, Any]) -> None:
        """Sets what is named. Raises ValueError for an unknown switch or a value of the wrong kind."""
        for name, value in wishes.items():
            kinds = (int, float) if name.startswith("delay") else (bool,)
            if name not in vars(self) or type(value) not in kinds or value < 0:
                raise ValueError(f"{name}: {value!r} is no switch of this server")
        vars(self).update(wishes)


def to_recipient(address: str) -> str | None:
    """The refusal an address asks for at RCPT, by how its local part begins. None: it is welcome."""
    if address.startswith("refuse-rcpt"):
        return "550 5.1.1 No such mailbox here"
    if address.startswith("defer"):
        return "451 4.3.0 Mailbox busy, try again later"
    return None


def to_mail(recipients: list[str]) -> str | None:
    """The refusal that the addresses ask for after DATA. None: it is accepted."""
    if any(address.startswith("refuse-data") for address in recipients):
        return "550 5.7.1 Content refused"
    return None


async def pause(behaviour: Behaviour, recipients: list[str]) -> None:
    """As long as a switch or an address says."""
    asked = SLOW_SECONDS if any(address.startswith("slow") for address in recipients) else 0.0
    await asyncio.sleep(max(behaviour.delay, asked))
