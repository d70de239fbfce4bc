"""What became of digests that were due: the rows against the mails that the outbox holds."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path
from uuid import UUID

import psycopg

from dev.faults.site import NOBODY

OPEN = ("queued", "claimed", "sending")
ROWS = """
select m.id, coalesce(d.caregiver_id, d.staff_id), d.period::text, m.state from digest d
join delivery m on m.clinic_id = d.clinic_id and m.digest_id = d.id where d.clinic_id = any(%s)
"""


@dataclass(frozen=True)
class Mail:
    delivery: UUID
    person: UUID
    week: str
    state: str


@dataclass(frozen=True)
class Told:
    due: int
    """Digests with something to say, one a person and week."""
    kept: int
    """Of those: in the outbox, refused for an address that nobody has, or honestly unknown."""
    twice: int
    """Mails more than one for a digest, or more digests than one for a person and week."""
    unknown: int
    unasked: int
    """Mails to somebody who had nothing to read."""


def mails_of(admin: psycopg.Connection, clinics: Iterable[UUID]) -> list[Mail]:
    return [Mail(*row) for row in admin.execute(ROWS, (list(clinics),))]


def arrived(folder: Path) -> Counter[UUID]:
    """How often the outbox, which keeps its mails there, holds each delivery's."""
    header = BytesHeaderParser()
    found: Counter[UUID] = Counter()
    for path in folder.glob("*.eml"):
        with path.open("rb") as mail:
            found[UUID(str(header.parse(mail)["Message-ID"]).strip("< ").partition(".")[0])] += 1
    return found


def told(due: Mapping[UUID, str], mails: Iterable[Mail], arrived: Mapping[UUID, int]) -> Told:
    """due: the address of each person who has something to read, in a week that is the same for all of them."""
    sent: Counter[tuple[UUID, str]] = Counter()
    kept: set[UUID] = set()
    unknown = 0
    for mail in mails:
        sent[mail.person, mail.week] += arrived.get(mail.delivery, 0)
        unknown += mail.state == "unknown"
        if is_kept(mail, arrived, due.get(mail.person, "")):
            kept.add(mail.person)
    return Told(
        due=len(due),
        kept=len(kept & due.keys()),
        twice=sum(times - 1 for times in sent.values() if times > 1),
        unknown=unknown,
        unasked=sum(times for (person, _week), times in sent.items() if person not in due),
    )


def is_kept(mail: Mail, arrived: Collection[UUID], address: str) -> bool:
    """A row that says sent and has no mail is a lost one."""
    match mail.state:
        case "sent":
            return mail.delivery in arrived
        case "refused":
            return address.startswith(NOBODY)
        case _:
            return mail.state == "unknown"
