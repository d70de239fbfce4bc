"""What one therapist more costs, said before it does; and whether the plan holds one more."""

from flask_babel import gettext as _
from sqlalchemy import text

from app.billing import seats, stripe_calls
from app.billing.plans import PLANS, Plan
from app.web.paid import lets
from app.web.paid import standing as stands
from tenants.db import db
from tenants.plans import Level, State

NOW = text(f"select p.name, p.status, ({seats.TAKEN}) as taken from plan p where p.clinic_id = :clinic")


def in_force() -> tuple[Plan | None, int]:
    """One of our plans that is paid or owed, and the seats taken."""
    kept = db.session.execute(NOW, seats.bound()).one()
    return PLANS.get(kept.name or "") if kept.status in stripe_calls.COUNTS else None, kept.taken


def one_more() -> str:
    """A sentence for the pages that add a therapist; nothing where nobody pays."""
    if stands().state is State.FREE:
        return ""
    plan, taken = in_force()
    if plan is None:
        in_trial = stands().state is State.TRIAL
        return (
            _("In the trial a therapist more costs nothing.") if in_trial else _("Each therapist who joins is a seat.")
        )
    return _(
        "Each therapist who joins is a seat more: %(one)s a month before tax, in part from that day on. You have %(seats)s now, %(sum)s a month.",
        one=plan.costs(1), seats=taken, sum=plan.costs(taken),
    )  # fmt: skip


def why_not() -> str | None:
    """Why a therapist more has no seat at the moment."""
    if not lets(Level.GROW):
        return _("A seat more needs a plan that is paid: see “Plan and payment”.")
    plan, _taken = in_force()
    if plan is not None and not plan.holds(seats.expected() + 1):
        return _("%(plan)s holds no further therapist. Change it under “Plan and payment” first.", plan=plan.name)
    return None
