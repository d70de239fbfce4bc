"""What was promised against what became of it, in the database and in the outbox."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from dev.faults.deliveries import Row
from dev.faults.site import Site


@dataclass
class Count:
    acknowledged: int
    kept: int
    """Final: in the outbox, refused for an address that nobody has, or honestly unknown."""
    sent_twice: int
    unknown_outcome: int
    kills: int
    dropped: int
    """Lines that went dead between a mail and its answer."""
    states: dict[str, int]


def counted(broken: Site) -> Count:
    rows = broken.deliveries.of(broken.promised)
    arrived = broken.arrived()
    return Count(
        acknowledged=len(broken.promised),
        kept=len({row.link for row in rows if is_kept(row, arrived, broken.to_nobody)}),
        sent_twice=sum(times > 1 for times in arrived.values()),
        unknown_outcome=sum(row.state == "unknown" for row in rows),
        kills=broken.kills,
        dropped=broken.dropped,
        states=dict(Counter(row.state for row in rows)),
    )


def is_kept(row: Row, arrived: Collection[str], to_nobody: Iterable[UUID]) -> bool:
    """A row that says sent and has no mail is a lost one."""
    match row.state:
        case "sent":
            return str(row.id) in arrived
        case "refused":
            return row.link in to_nobody
        case _:
            return row.state == "unknown"
