"""What the database says of the mails, read past the walls, and time made to pass for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import psycopg

HELD = ("claimed", "sending")
OPEN = ("queued", *HELD)
ROWS = "select link_id, id, state, tries, error from delivery where link_id = any(%s)"


@dataclass(frozen=True)
class Row:
    link: UUID
    id: UUID
    state: str
    tries: int
    error: str | None


class Deliveries:
    """`connection`: the superuser's, each statement a transaction of its own."""

    def __init__(self, connection: psycopg.Connection):
        self.connection = connection

    def of(self, links: Iterable[UUID]) -> list[Row]:
        return [Row(*row) for row in self.connection.execute(ROWS, (list(links),))]

    def are(self, links: Iterable[UUID], *states: str) -> list[Row]:
        return [row for row in self.of(links) if row.state in states]

    def pass_time(self, lost: Iterable[UUID]) -> None:
        """As if the next try of everything queued had come, and of the `lost` rows, that nobody holds any more, the
        moment at which their worker is given up. For quick runs: others wait."""
        self.connection.execute(
            "update delivery set next_try_at = now() where next_try_at > now() "
            "and (state = 'queued' or state in ('claimed', 'sending') and id = any(%s))",
            (list(lost),),
        )
        self.connection.execute("update due set at = now() where at > now()")
