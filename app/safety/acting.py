"""What is done about a worry: telling the team, passing it on by the clock, taking it on, answering (must 10)."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID, uuid5

from app import audit, notices
from app.involvement.care_team import members
from app.involvement.closed import shut_out
from app.involvement.mailing import reachable
from app.involvement.models import Involvement
from app.jobs import due
from app.mail.sending import to_be_sent
from app.people.colleagues import own_name, shown, who_can
from app.permissions import Permission
from app.safety.models import STOPS_THE_CLOCK, Step, Worry
from app.sight.supervising import supervisors_of
from tenants import scope as scopes
from tenants.db import db, new_id, stored
from tenants.holding import one_after_another

SWEEP = "safety"


def tell(id: UUID, part: UUID, child: UUID, body: str, way: str, phone: str | None, day: date) -> UUID:
    """Stores a worry under the id its form carried, in the caregiver's own scope; whoever must know is told by a job.

    Sent twice, it is one; sent once more with anything else in it, it is another one beside it: nothing of it is lost.
    `day`: the clinic's local day. Returns the id to show.
    """
    told = {"author_id": part, "child_id": child, "body": body, "way": way, "phone": phone}
    before = db.session.get(Worry, (scopes.current().clinic, id))
    if before is None and stored("pk_safety_worry", lambda: db.session.add(Worry(id=id, day=day, **told))):
        due(SWEEP)
        return id
    before = before or db.session.get_one(Worry, (scopes.current().clinic, id))
    if all(getattr(before, name) == value for name, value in told.items()):
        return id
    return tell(uuid5(id, repr(sorted(told.items()))), part, child, body, way, phone, day)


def add(worry: Worry, kind: str, staff: UUID, by: str, words: str = "", id: UUID | None = None) -> None:
    whose = {"author_id": worry.author_id, "child_id": worry.child_id}
    db.session.add(Step(id=id or new_id(), worry_id=worry.id, kind=kind, staff_id=staff, by=by, words=words, **whose))
    db.session.flush()


def steps(worry: UUID) -> list[Step]:
    """In the order in which they came."""
    rows = db.select(Step).where(Step.worry_id == worry).order_by(Step.at, Step.id)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def pass_on(worry: Worry, hours: int, today: date) -> None:
    """Tells the care team once, and, when nobody took it on within the clinic's limit, the supervisor. Safe to run twice."""
    one_after_another()
    done = steps(worry.id)
    told = {step.staff_id for step in done if step.kind == "told"}
    team = {one.staff_id for one in members(worry.child_id, today)} - shut_out(worry.child_id)
    tell_staff(worry, "told", team - told)
    limit = worry.at + timedelta(hours=hours)
    if any(step.kind in STOPS_THE_CLOCK or step.kind == "escalated" for step in done):
        return
    if limit > scopes.current().now:
        due(SWEEP, limit)
        return
    higher = above(worry.child_id, team, today)
    tell_staff(worry, "escalated", higher)
    for reader in higher:
        notices.tell(reader, "safety-escalated", child=worry.child_id, about=worry.id)


def above(child: UUID, team: Iterable[UUID], today: date) -> set[UUID]:
    """The team's supervisors; where there are none every supervisor; in a clinic of one the same person once more."""
    out = shut_out(child)
    theirs = supervisors_of(list(team), today) - out
    return theirs or {id for id, _ in who_can(Permission.SUPERVISE, out)} or set(team)


def tell_staff(worry: Worry, kind: str, readers: set[UUID]) -> None:
    """A step each, and a mail without a name or a word of it."""
    for id, name in sorted(shown(readers).items()):
        add(worry, kind, id, name)
        to_be_sent("safety", staff=id)


def read(worry: Worry, by: str, before: set[UUID]) -> None:
    """Somebody opened it: kept once a person. `by`: the reader's name; `before`: who has read it."""
    me = scopes.current().person
    if me not in before:
        add(worry, "read", me, by)
    audit.record("opened", "worry", worry.id, child=worry.child_id)


def act(worry: Worry, kind: str, words: str, id: UUID) -> bool:
    """`kind`: taken, answered, called or closed, by the person of the open scope. False: this very form was sent before."""
    one_after_another()
    if db.session.get(Step, (scopes.current().clinic, id)) is not None:
        return False
    add(worry, kind, scopes.current().person, own_name(), words, id)
    audit.record(f"worry-{kind}", "worry", worry.id, child=worry.child_id)
    if kind == "answered" and worry.way == "mail":
        write_to(worry)
    return True


def write_to(worry: Worry) -> None:
    """That there is something to read: only where she asked for it, and the address is safe (must 12)."""
    about = db.session.get_one(Involvement, (scopes.current().clinic, worry.author_id))
    if whose := reachable(about):
        to_be_sent("to-read", caregiver=whose)
