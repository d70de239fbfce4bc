"""A clinic's digests, made and mailed by a real worker: how long each took, and how much memory; with a worker killed on the way."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from uuid import UUID

import psycopg

from dev import pids
from dev.faults.breakable import Breakable, breakable
from dev.faults.site import part
from dev.stack import Stack
from dev.weeks.clinic import Week, comes_due

STRETCH = 25
"""Mails that are timed together: what got in the way of some does not count."""
PATIENCE = 1800.0
HELD = "select id from delivery where clinic_id = %s and state in ('claimed', 'sending')"
LEFT = """
select (select count(*) from digest_run where clinic_id = %(clinic)s and kind = 'home' and state = 'done'),
  (select count(*) from delivery where clinic_id = %(clinic)s and kind = 'digest'),
  (select count(*) from delivery where clinic_id = %(clinic)s and state in ('queued', 'claimed', 'sending'))
"""
MAKING = """
select extract(epoch from max(ended_at) - min(begun_at))::float8 from digest_run where clinic_id = %s and kind = 'home'
"""
ENDS = """
select extract(epoch from ended_at)::float8 from delivery where clinic_id = %s and kind = 'digest' and id <> all(%s) order by ended_at
"""
GIVE_UP = "update delivery set next_try_at = now() where id = any(%s) and state in ('claimed', 'sending')"


class Stuck(Exception):
    """The digests are not made or not mailed, however long one waits."""


@dataclass
class Course:
    admin: psycopg.Connection
    worker: Breakable
    quick: bool
    peak: int = 0
    """The most memory that a process of the worker held, in kB, since it was last set to nothing."""
    kills: int = 0
    killed_at: float = 0.0
    lost: list[UUID] = field(default_factory=list)
    """Mails whose worker was killed. Nobody waits for them in a quick run: they are given up at once."""

    def run(self, week: Week, kill: bool = False) -> tuple[float, int]:
        """Everything made and mailed: seconds for one, and the memory it took."""
        self.peak = 0
        comes_due(self.admin, week)
        until = time.monotonic() + PATIENCE
        while (left := self.left(week)) is None or left:
            self.peak = max(self.peak, *(memory(pid) for pid in pids.session(self.worker.process.popen.pid)), 0)
            if kill and left is not None and left < len(week.people) / 2:
                self.kill(week)
                kill = False
            if time.monotonic() > until:
                raise Stuck(f"{week.site.subdomain}: {left} left")
            self.worker.revive()
            time.sleep(0.25)
        return self.seconds(week), self.peak

    def left(self, week: Week) -> int | None:
        """None: not all is made yet."""
        row = self.admin.execute(LEFT, {"clinic": week.site.id}).fetchone()
        assert row
        done, mails, open = row
        return open if done and mails else None

    def kill(self, week: Week) -> None:
        """-9 in the middle of its work. Another one starts at once."""
        self.worker.kill()
        self.killed_at, self.kills = time.time(), self.kills + 1
        self.lost += [id for (id,) in self.admin.execute(HELD, (week.site.id,))]
        self.worker.start()
        if self.quick:
            self.admin.execute(GIVE_UP, (self.lost,))
            self.admin.execute("update due set at = now() where clinic_id = %s and kind = 'mail'", (week.site.id,))

    def seconds(self, week: Week) -> float:
        """Of making and mailing one; without the time in which nobody worked."""
        making = self.admin.execute(MAKING, (week.site.id,)).fetchone()
        ends = [at for (at,) in self.admin.execute(ENDS, (week.site.id, self.lost))]
        times = [after - before for before, after in pairwise(ends) if not before <= self.killed_at <= after]
        stretches = [sum(times[n : n + STRETCH]) for n in range(0, len(times) - STRETCH + 1, STRETCH)]
        return (making[0] if making else 0.0) / len(week.people) + median(stretches) / STRETCH


def memory(pid: int) -> int:
    """The most a process ever held, in kB; nothing of one that has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


@contextmanager
def course(servers: Stack, quick: bool) -> Iterator[Course]:
    """One worker and one scheduler of their own."""
    with ExitStack() as held:
        admin = held.enter_context(psycopg.connect(servers.admin_url, autocommit=True))
        held.enter_context(breakable(lambda: part(servers, "scheduler"), servers.place.logs))
        worker = held.enter_context(breakable(lambda: part(servers, "worker"), servers.place.logs))
        yield Course(admin, worker, quick)
