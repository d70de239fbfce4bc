"""What one therapist more costs, said before it does; and whether the plan holds one more."""

from flask import g
from flask_babel import gettext as _

from app.billing import seats, standing, stripe_calls
from app.billing.plans import PLANS, Plan
from app.web.paid import lets
from app.web.paid import standing as stands
from tenants.plans import Level, State


def plan_in_force() -> Plan | None:
    """One of ours that is paid or owed."""
    kept = standing.plan_of(g.clinic.id)
    return PLANS.get(kept.name or "") if kept.status in stripe_calls.COUNTS else None


def one_more() -> str:
    """A sentence for the pages that add a therapist; nothing where nobody pays."""
    if stands().state is State.FREE:
        return ""
    plan = plan_in_force()
    if plan is None:
        return _("Each therapist who joins is a seat. In the trial seats cost nothing.")
    taken = seats.taken()
    return _(
        "Each therapist who joins is a seat more: %(one)s a month before tax, in part from that day on. You have %(seats)s now, %(sum)s a month.",
        one=plan.costs(1), seats=taken, sum=plan.costs(taken),
    )  # fmt: skip


def why_not() -> str | None:
    """Why a therapist more has no seat at the moment."""
    if not lets(Level.GROW):
        return _("A seat more needs a plan that is paid: see “Plan and payment”.")
    plan = plan_in_force()
    if plan is not None and not plan.holds(seats.expected() + 1):
        return _("%(plan)s holds no further therapist. Change it under “Plan and payment” first.", plan=plan.name)
    return None
