"""A part's history, played through the application's own verbs: each step at a moment of its own, in the scope it needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app import happened
from app.boundaries.limits import lift, limit
from app.boundaries.opening import family_scope
from app.clinic.day import goes_back
from app.engagement.models import Standing, Week
from app.families.adding import Told, add_family
from app.involvement import ending, involving
from app.involvement.models import Agreement, Child, Involvement
from app.portal.present import mark_first_entry
from app.updates.answering import answer
from app.updates.models import Update
from app.updates.questions import Question
from app.updates.tell import Answered, tell
from app.updates.withdrawing import withdraw
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, new_id, transaction
from tenants.models import Clinic
from tenants.scope import Audience, Scope
from tests.world import House, part


@dataclass
class Life:
    """One part of the cast, from the day `begin` on. `now` goes on by itself."""

    house: House
    who: str
    child: str
    now: datetime
    told: list[UUID] = field(default_factory=list)
    turns: list[tuple[date, str]] = field(default_factory=list)
    """What was paused, ended, begun again: where the verb said that it changed something."""
    agreed: list[tuple[date, int]] = field(default_factory=list)
    answered: list[tuple[UUID, date]] = field(default_factory=list)
    limits: list[dict[str, Any]] = field(default_factory=list)
    entered: date | None = None

    @property
    def part(self) -> UUID:
        return self.house.parts[self.who]

    @property
    def day(self):
        return self.now.astimezone(resolve.of_id(self.house.clinic).zone).date()

    def pass_hours(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @contextmanager
    def staff(self, person: str = "okafor") -> Iterator[Scope]:
        with transaction(Scope(self.house.clinic, Audience.STAFF, self.house.people[person], now=self.now)) as scope:
            yield scope

    def family(self) -> Scope:
        return family_scope(
            self.house.clinic, self.house.people[self.who], resolve.of_id(self.house.clinic).zone, now=self.now
        )

    def enter(self) -> None:
        """By a link; again and again, as she comes back."""
        day, gone = self.day, self.part not in self.family().family.parts
        if gone:
            return
        self.entered = self.entered or day
        with transaction(Scope(self.house.clinic, Audience.DOOR, now=self.now)):
            happened.tell("entered", self.part, day)
            mark_first_entry(self.house.people[self.who], self.now)

    def tell(self, kind: str, days_late: int = 0, id: UUID | None = None, body: str = "x") -> UUID | None:
        """Nothing where her part has ended. `id`: sent again with other words, it is a correction."""
        day, scope = self.day - timedelta(days=days_late), self.family()
        if self.part not in scope.family.parts:
            return None
        with transaction(scope):
            answers = ()
            if kind == "checkin":
                question = db.session.scalars(db.select(Question).where(Question.active).limit(1)).one()
                answers = [Answered(question.id, "?", None, body)]
            told = tell(
                id or new_id(), self.part, self.house.children[self.child], kind, day, body=body, answers=answers
            )
        self.told.append(told)
        return told

    def correct(self, which: UUID) -> UUID | None:
        """Beside it, under its own id."""
        day, scope = self.day, self.family()
        if self.part not in scope.family.parts:
            return None
        with transaction(scope):
            old = db.session.get_one(Update, (self.house.clinic, which))
            first = old.corrects or old.id
            told = tell(new_id(), self.part, old.child_id, old.kind, day, body="right", corrects=first)
        self.told.append(told)
        return told

    def withdraw(self, which: UUID) -> None:
        day = self.day
        with transaction(self.family()):
            withdraw(which, self.part, self.house.children[self.child], day)

    def answer(self, which: UUID, kind: str) -> None:
        words, day = "" if kind in ("seen", "kept") else "x", self.day
        with self.staff():
            answer(new_id(), db.session.get_one(Update, (self.house.clinic, which)), kind, words)
        self.answered.append((which, day))

    def agree(self, checkins: int) -> None:
        day = self.day
        with self.staff():
            involving.agree(part(self.house, self.who), checkins, "", day)
        self.agreed.append((day, checkins))

    def turn(self, verb: str) -> None:
        """pause, resume, end, come_back; end_care and begin_again of the child."""
        day = self.day
        with self.staff():
            if verb in ("end_care", "begin_again"):
                child = db.session.get_one(Child, (self.house.clinic, self.house.children[self.child]))
                did = getattr(ending, verb)(child, day)
            else:
                did = getattr(involving, verb)(part(self.house, self.who), day)
        if did:
            self.turns.append((day, verb))

    def limit(self, area: str, level: str, begins: int = 0, lasts: int | None = None) -> None:
        since = self.day + timedelta(days=begins)
        until = since + timedelta(days=lasts) if lasts is not None else None
        with self.staff():
            limit(self.part, area, level, "other", since, until=until)
        self.over(area)
        self.limits.append({"area": area, "level": level, "since": since, "until": until, "over": None})

    def lift(self, area: str) -> None:
        day = self.day
        with self.staff():
            lift(self.part, area, day)
        self.over(area)

    def over(self, area: str) -> None:
        """What was in force there is no more, from today on."""
        for row in self.limits:
            if row["area"] == area and row["over"] is None:
                row["over"] = self.day

    def move(self, zone: str) -> None:
        """Not where the clinic's day would go back: its settings refuse that."""
        if goes_back(resolve.of_id(self.house.clinic).time_zone, zone, self.now):
            return
        with self.staff():
            db.session.execute(db.update(Clinic).where(Clinic.id == self.house.clinic).values(time_zone=zone))
        resolve.forget()

    def weeks(self) -> list[Week]:
        with transaction(self.house.jobs()):
            mine = db.select(Week).where(Week.involvement_id == self.part).order_by(Week.week)
            return list(db.session.scalars(mine))

    def standing(self) -> Standing:
        with transaction(self.house.jobs()):
            return db.session.scalars(db.select(Standing).where(Standing.involvement_id == self.part)).one()


def dana(house: House, weeks_ago: int = 6) -> Life:
    """Dana came in on the Monday so many weeks ago, at ten. Before that nothing of this cast has a past."""
    monday = house.today - timedelta(days=house.today.weekday(), weeks=weeks_ago)
    life = Life(house, "dana", "maya", datetime.combine(monday, time(10), ZoneInfo("America/New_York")).astimezone(UTC))
    life.enter()
    return life


def newcomer(house: House, name: str, begin: datetime) -> Life:
    """A child of its own with one caregiver, invited at this moment: as many lives in one clinic as a test wants."""
    who, child = f"{name}-mother", f"{name}-child"
    with transaction(Scope(house.clinic, Audience.STAFF, house.people["okafor"], now=begin)):
        today = begin.astimezone(ZoneInfo("America/New_York")).date()
        told = Told(who, "mother", "A", f"{who}@harbour.example", True)
        house.children[child] = add_family(new_id(), child, 7, [told], house.people["okafor"], today)
        row = db.session.scalars(db.select(Involvement).where(Involvement.child_id == house.children[child])).one()
        house.parts[who], house.people[who] = row.id, row.caregiver_id
        involving.invited(row)
        agreed = db.session.scalars(db.select(Agreement.checkins).where(Agreement.involvement_id == row.id)).all()
    return Life(house, who, child, begin, agreed=[(today, checkins) for checkins in agreed])


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The clock stands there: for jobs, which open scopes of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scopes, "moment", lambda: moment)
        yield
