"""Seats: therapists who have joined and work here. Stripe is told of each change once."""

from uuid import UUID

from sqlalchemy import text

from app.billing import standing, stripe_calls
from app.jobs import clinic_job, done, seen, soon
from app.people.links import joined
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.models import Plan
from tenants.provision import first_owner
from tenants.scope import Audience, Scope

SWEEP = "seats"
TAKEN = f"""select count(distinct r.staff_id) from staff_role r
  {joined("r")}
 where r.clinic_id = :clinic and r.role = 'therapist' and r.until is null"""
TAKEN_NOW = text(TAKEN)

EXPECTED = text("""
select count(distinct r.staff_id) from staff_role r
  join staff_member s on s.clinic_id = r.clinic_id and s.id = r.staff_id and s.ended_at is null
 where r.clinic_id = :clinic and r.role = 'therapist' and r.until is null
""")


def expected() -> int:
    """Those who are invited with them: a plan must hold all who may join."""
    return int(db.session.scalar(EXPECTED, {"clinic": scopes.current().clinic}) or 0)


def taken() -> int:
    """Inside a staff scope."""
    return int(db.session.scalar(TAKEN_NOW, bound()) or 0)


def bound() -> dict[str, UUID]:
    """What a statement binds in which TAKEN stands."""
    clinic = scopes.current().clinic
    assert clinic
    return {"clinic": clinic, "first_owner": first_owner(clinic)}


@clinic_job("default", seconds=60)
def keep_seats(clinic: UUID) -> None:
    """Safe to run twice: a change has a number, and Stripe does one number once. Raises StripeError."""
    with transaction(Scope(clinic, Audience.STAFF)):
        rows = seen(SWEEP)
        ask = wanted(clinic)
    if ask:
        item, seats, key = ask
        stripe_calls.set_item(item, seats, key)
        standing.renew(clinic)
    with transaction(Scope(clinic, Audience.STAFF)):
        if ask:
            made(clinic, ask[2])
            if wanted(clinic):  # another change was asked for meanwhile, and arrived before this one
                soon(SWEEP, "keep_seats")
        done(rows)


def wanted(clinic: UUID) -> tuple[str, int, str] | None:
    """Item, seats and the change's key, where Stripe counts otherwise than we do, or will by what was asked and not answered
    yet. At least one is paid; of a clinic that pays nothing by our word, none is asked for."""
    row = standing.held(clinic)
    seats = max(taken(), 1)
    if row.free or not standing.subscribed(row) or row.item_id is None or row.seats == seats == (row.wanted or seats):
        return None
    return row.item_id, seats, change(row, seats)


def change(row: Plan, seats: int) -> str:
    """The key of this change: the same for each try, and for none that comes after another."""
    if row.wanted != seats:
        row.wanted, row.turn = seats, row.turn + 1
    return key_of(row)


def key_of(row: Plan) -> str:
    return f"seats-{row.item_id}-{row.turn}"


def made(clinic: UUID, key: str) -> None:
    """A change that comes to the same number later is another one."""
    row = standing.held(clinic)
    if key_of(row) == key:
        row.wanted = None
