"""Clinics whose digests come due one after the other, and what breaks while they are made and mailed."""

import time
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from dev.faults.site import PATIENCE, Site
from dev.weeks.clinic import Week, comes_due, week
from dev.weeks.told import OPEN, Told, arrived, mails_of, told

FAMILIES, FEW, QUIET, NOBODY_EVERY = 40, 12, 3, 13
MOMENTS = 2.0
"""Seconds in which the digests of one clinic are made and many of them mailed: a blow falls anywhere in them."""
MAKING = 0.25
"""Seconds after it is due of which the making takes most."""
RUNS = "select count(*) from digest_run where clinic_id = any(%s) and state <> 'done'"
BEGUN = "select count(*) from digest_run where clinic_id = %s and kind = 'home'"
PUT_OFF = (
    "select count(*) from delivery where clinic_id = %s and kind = 'digest' and state = 'queued' and error is not null"
)
HELD = "select id from delivery where clinic_id = any(%s) and state in ('claimed', 'sending')"


@dataclass
class Weekly:
    broken: Site
    weeks: list[Week] = field(default_factory=list)
    chance: Random = field(default_factory=lambda: Random(9))

    def comes_due(self, families: int = 0) -> Week:
        """One more clinic; every so-maniest of its people has an address that nobody has, and some have nothing to read."""
        name, families = f"weekly-{len(self.weeks)}", families or (FEW if self.broken.quick else FAMILIES)
        one = week(self.broken.clinic.app, self.broken.deliveries.connection, name, families, QUIET, NOBODY_EVERY)
        self.weeks.append(one)
        comes_due(self.broken.deliveries.connection, one)
        return one

    def clinics(self) -> list[UUID]:
        return [one.site.id for one in self.weeks]

    def number(self, statement: str, *values: object) -> int:
        row = self.broken.deliveries.connection.execute(statement, values).fetchone()
        assert row
        return int(row[0])

    def open(self, *weeks: Week) -> int:
        """How many people of these clinics (of all) wait for their digest: not made, or not mailed."""
        mails = mails_of(self.broken.deliveries.connection, [one.site.id for one in weeks or self.weeks])
        ended = {mail.person for mail in mails if mail.state not in OPEN}
        return len({person for one in weeks or self.weeks for person in one.people} - ended)

    def begun(self, one: Week) -> None:
        self.broken.wait_for("the week did not begin", lambda: self.number(BEGUN, one.site.id))

    def mailing(self, one: Week) -> int:
        """Waits until some have gone. How many have not."""
        self.broken.wait_for("no digest went", lambda: self.open(one) < len(one.people))
        return self.open(one)

    def final(self, *weeks: Week) -> None:
        self.broken.wait_for("not every digest became final", lambda: not self.open(*weeks), PATIENCE)

    def left(self) -> int:
        return self.number(RUNS, self.clinics())

    def settle(self) -> float:
        """Waits until nothing is open. Seconds; gives up quietly, to be counted."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE and (self.left() or self.open()):
            self.broken.keep_up()
            if self.broken.quick:
                self.broken.deliveries.pass_time(self.broken.lost)
            time.sleep(0.2)
        return time.monotonic() - began

    def told(self) -> Told:
        due = {person: address for one in self.weeks for person, address in one.people.items()}
        return told(due, mails_of(self.broken.deliveries.connection, self.clinics()), arrived(self.broken.kept_in))


def killed(weeks: Weekly) -> int:
    """-9 for the worker and its horse, at some moment from when a week is due. Every other time while it is being made."""
    one = weeks.comes_due()
    weeks.begun(one)
    time.sleep(weeks.chance.random() * (MAKING if len(weeks.weeks) % 2 else MOMENTS))
    weeks.broken.workers[0].kill()
    met = weeks.open()
    held = [id for (id,) in weeks.broken.deliveries.connection.execute(HELD, (weeks.clinics(),))]
    weeks.broken.lost += [id for id in held if id not in weeks.broken.lost]
    weeks.broken.kills += 1
    weeks.broken.keep_up()
    return met


def emptied(weeks: Weekly) -> int:
    """The queue forgets everything: first what is to be made, then what is to be mailed."""
    one = weeks.comes_due()
    with weeks.broken.server.client() as client:
        client.flushall()
        weeks.begun(one)
        with weeks.broken.behaving(delay=0.1):
            met = weeks.mailing(one)
            client.flushall()
    return met


def away(weeks: Weekly) -> int:
    """The queue stops while digests go, another clinic's come due meanwhile, and it comes back empty."""
    with weeks.broken.behaving(delay=0.1):
        one = weeks.comes_due()
        met = weeks.mailing(one)
        weeks.broken.valkey.stop()
    try:
        other = weeks.comes_due()
        time.sleep(2 if weeks.broken.quick else 20)
        return met + weeks.open(other)
    finally:
        weeks.broken.valkey.start()


def put_off(weeks: Weekly) -> int:
    """How many mails were refused for now, once all have been tried."""
    one = weeks.comes_due(FEW)
    weeks.broken.wait_for("not every mail was tried", lambda: weeks.number(PUT_OFF, one.site.id) == len(one.people))
    return len(one.people)


def refusing(weeks: Weekly) -> int:
    """421 to every recipient, for a while."""
    with weeks.broken.behaving(refuse=True):
        return put_off(weeks)


def set_up_wrongly(weeks: Weekly) -> int:
    """550 to every sender, for a while: says nothing about anybody's address."""
    with weeks.broken.behaving(turn_away=True):
        return put_off(weeks)


def slow(weeks: Weekly) -> int:
    """So slow that one sweep does not do; quick runs stay below that."""
    seconds, families = (0.2, FEW) if weeks.broken.quick else (1.0, FAMILIES)
    with weeks.broken.behaving(delay=seconds):
        one = weeks.comes_due(families)
        weeks.final(one)
    return len(one.people)


def gone_before_the_answer(weeks: Weekly) -> int:
    """It keeps the mail, and the line goes dead: nobody can know."""
    with weeks.broken.behaving(drop_after_data=True):
        before = arrived(weeks.broken.kept_in)
        one = weeks.comes_due(FEW)
        weeks.final(one)
        met = (arrived(weeks.broken.kept_in) - before).total()
    weeks.broken.dropped += met
    return met


def two_schedulers(weeks: Weekly) -> int:
    """Both lead, each with a worker to carry: the lease is taken from whoever has it, over and over."""
    another = weeks.broken.begin("scheduler")
    try:
        one = weeks.comes_due()
        two = weeks.comes_due()
        until = time.monotonic() + (3 if weeks.broken.quick else 10)
        met = 0
        while time.monotonic() < until:
            weeks.broken.deliveries.connection.execute("delete from lease")
            met = max(met, weeks.open(one, two))
            time.sleep(0.05)
        return met
    finally:
        another.stop()
