"""What one therapist more costs, said before it does; and whether the plan holds one more."""

from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import text

from app.billing import seats, standing, subscription
from app.billing.plans import PLANS, Plan
from app.permissions import Permission
from app.web.paid import lets
from app.web.paid import standing as stands
from app.web.person import me
from tenants import scope as scopes
from tenants.db import db
from tenants.models import Clinic
from tenants.plans import Level, State
from tenants.plans import standing as stands_at

NOW = text(f"select p.free, p.name, p.status, ({seats.TAKEN}) as taken from plan p where p.clinic_id = :clinic")


def in_force() -> tuple[Plan | None, int]:
    """One of our plans that is paid or owed, and the seats taken. Who pays nothing has none."""
    kept = db.session.execute(NOW, seats.bound()).one()
    counts = kept.status in subscription.COUNTS and not kept.free
    return PLANS.get(kept.name or "") if counts else None, kept.taken


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
    """Why a therapist more has no seat at the moment; of payment the owner alone reads."""
    why = lacking()
    if why is None or me().may(Permission.RUN_CLINIC):
        return why
    return _("No therapist can be added at the moment. Ask whoever runs the clinic.")


def lacking() -> str | None:
    if not lets(Level.GROW):
        return _("A seat more needs a plan that is paid: see “Plan and payment”.")
    if plan := too_full():
        return _("%(plan)s holds no further therapist. Change it under “Plan and payment” first.", plan=plan.name)
    return None


def too_full() -> Plan | None:
    """The plan, where it holds no therapist more."""
    plan, _taken = in_force()
    return plan if plan is not None and not plan.holds(seats.expected() + 1) else None


def is_gone() -> bool:
    """Whether there is no seat any more, for what was signed for and is done later by a job."""
    scope = scopes.current()
    clinic = db.session.get_one(Clinic, scope.clinic)
    paid = stands_at(standing.plan_of(clinic.id).paid, scope.now, ZoneInfo(clinic.time_zone))
    return not paid.lets(Level.GROW) or too_full() is not None
