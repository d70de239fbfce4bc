"""The owner's page about the plan: where it stands, what it costs, and the ways to Stripe's own pages."""

from flask import current_app, flash, g, redirect, request
from flask_babel import gettext as _
from werkzeug.exceptions import abort
from werkzeug.wrappers import Response

from app import audit
from app.billing import seats, standing, stripe_calls
from app.billing.plans import PLANS, Plan
from app.engagement.clinic_wide import figures
from app.jobs import soon
from app.people.models import now
from app.people.staff import own_address
from app.permissions import Permission
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.paid import read_afresh
from app.web.paid import standing as stands
from app.web.person import me
from tenants.models import Plan as Kept
from tenants.plans import State

portal = Portal("billing", __name__)
PATH = "/clinic/billing"
RUNS_IT = Staff.may(Permission.RUN_CLINIC).always()


def bills_later(kept: Kept) -> bool:
    """Whether what is bought now is paid after the trial alone."""
    return stands().state is State.TRIAL and kept.trial_until - now() > stripe_calls.TRIAL_AT_LEAST


@portal.get(PATH, access=RUNS_IT)
def show() -> Response:
    kept, taken, expected = standing.plan_of(g.clinic.id), seats.taken(), seats.expected()
    trial = read_afresh(kept.paid).state in (State.TRIAL, State.UNDECIDED)
    return page(
        "billing/show.html", _("Plan"), kept=kept, taken=taken, plans=[plan for plan in PLANS.values() if plan.holds(expected)],
        mine=PLANS.get(kept.name or ""), subscribed=standing.subscribed(kept),
        bills_later=bills_later(kept), figures=figures(now_here().date())[0] if trial else [],
    )  # fmt: skip


def asked_plan() -> Plan:
    plan = PLANS.get(request.form.get("plan", ""))
    if plan is None:
        abort(422)
    return plan


def back(words: str, kind: str = "error") -> Response:
    flash(words, kind)
    return redirect(PATH, 303)


def pays_nothing() -> Response:
    """To a page of before: what is bought would be charged all the same."""
    return back(_("Your clinic pays nothing. All of it works."), "message")


def not_answering(error: Exception) -> Response:
    current_app.logger.error("stripe", extra={"error": type(error).__name__, "clinic": str(g.clinic.id)})
    return back(_("Stripe is not answering at the moment. Try again in a few minutes."))


def too_many(plan: Plan) -> bool:
    """With words: the plan holds fewer therapists than work here."""
    if plan.holds(taken := seats.expected()):
        return False
    flash(_("%(plan)s does not hold your %(seats)s therapists. Choose another.", plan=plan.name, seats=taken), "error")
    return True


@portal.post(f"{PATH}/checkout", access=RUNS_IT.sure())
def subscribe() -> Response:
    """The answer leads to Stripe's page by a link: a form of ours ends on our own host."""
    plan, kept = asked_plan(), standing.held(g.clinic.id)
    if kept.free:
        return pays_nothing()
    if too_many(plan):
        return redirect(PATH, 303)
    try:
        if kept.customer_id is None:
            kept.customer_id = stripe_calls.new_customer(str(g.clinic.id), g.clinic.name, own_address(me().id))
        stripe_calls.close_checkouts(kept.customer_id)
        look = standing.renew_here(g.clinic.id)
        if standing.subscribed(kept):
            return back(_("You have a plan already. Change it here."))
        read_afresh(kept.paid)
        trial = kept.trial_until if bills_later(kept) else None
        key = f"checkout-{kept.customer_id}-{look}"
        url = stripe_calls.checkout(kept.customer_id, plan, seats.taken(), g.clinic.url(PATH), key, trial)
    except stripe_calls.away() as error:
        return not_answering(error)
    audit.record("went-to-checkout", "clinic", g.clinic.id, plan=plan.key)
    return page("billing/leave.html", _("Plan"), to=url, plan=plan)


@portal.get(f"{PATH}/done", access=RUNS_IT)
def done() -> Response:
    """Where Stripe's pages lead back to. The webhook may come later than the owner: Stripe is asked at once. What is neither
    bought nor left, the page says itself."""
    try:
        standing.renew_here(g.clinic.id)
    except stripe_calls.away() as error:
        return not_answering(error)
    soon("seats", "keep_seats")  # somebody may have joined meanwhile, or changed them there
    kept = standing.plan_of(g.clinic.id)
    if standing.subscribed(kept) and kept.name in PLANS and not kept.free:
        too_many(PLANS[kept.name])  # somebody was invited meanwhile, or another plan was chosen there
    if "managed" in request.args:
        return redirect(PATH, 303)
    here = read_afresh(kept.paid).state
    if here is State.ACTIVE:
        flash(_("Thank you. Your plan is in force."))
    elif here in (State.TRIAL, State.UNDECIDED):
        flash(_("Nothing was bought."))
    return redirect(PATH, 303)


@portal.post(f"{PATH}/portal", access=RUNS_IT.sure())
def manage() -> Response:
    kept = standing.plan_of(g.clinic.id)
    if kept.customer_id is None:
        return back(_("There is nothing to manage yet: choose a plan first."))
    try:
        url = stripe_calls.portal(kept.customer_id, f"{g.clinic.url(PATH)}/done?managed=1")
    except stripe_calls.away() as error:
        return not_answering(error)
    audit.record("went-to-billing-portal", "clinic", g.clinic.id)
    return page("billing/leave.html", _("Plan"), to=url, plan=None)


@portal.post(f"{PATH}/plan", access=RUNS_IT.sure())
def change() -> Response:
    plan, kept = asked_plan(), standing.held(g.clinic.id)
    if kept.free:
        return pays_nothing()
    if too_many(plan):
        return redirect(PATH, 303)
    try:
        look = standing.renew_here(g.clinic.id)
        if not standing.subscribed(kept) or kept.item_id is None:
            return back(_("You have no plan yet. Choose one here."))
        stripe_calls.set_item(kept.item_id, seats.taken(), f"plan-{kept.item_id}-{look}", plan)
        audit.record("chose-plan", "clinic", g.clinic.id, plan=plan.key)
        standing.renew_here(g.clinic.id)
    except stripe_calls.away() as error:
        return not_answering(error)
    return back(_("Your plan is %(plan)s now. What is begun is charged in part.", plan=plan.name), "message")


@portal.get(f"{PATH}/invoices", access=RUNS_IT)
def invoices() -> Response:
    kept = standing.plan_of(g.clinic.id)
    try:
        found = stripe_calls.invoices(kept.customer_id) if kept.customer_id else []
    except stripe_calls.away() as error:
        return not_answering(error)
    return page("billing/invoices.html", _("Invoices"), invoices=found)
