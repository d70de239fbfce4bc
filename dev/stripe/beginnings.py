"""How a subscription begins: through the API, or through Checkout."""

from dev.stripe import bills, payment_methods, payments
from dev.stripe.account import Account
from dev.stripe.cards import NONE, Decline
from dev.stripe.due import DAY
from dev.stripe.merging import metadata
from dev.stripe.months import period_end
from dev.stripe.refusals import Refusal
from dev.stripe.subscription_items import item, recurring
from dev.stripe.thing import Thing, listed


def subscription(account: Account, customer: str, params: Thing) -> Thing:
    """Kept nowhere yet. Raises a refusal for terms that cannot be."""
    made = blank(account, customer, params)
    trial = trial_end(account, params)
    first = recurring(account, params["items"][0].get("price", ""))
    made["currency"] = first["currency"]
    made["billing_cycle_anchor"] = trial or account.now
    ends = trial or period_end(account.now, account.now, first["recurring"])
    if trial:
        made |= {"status": "trialing", "trial_start": account.now, "trial_end": trial}
    period = {"start": account.now, "end": ends}
    items = [item(account, made["id"], each, period) for each in params["items"]]
    made["items"] = listed(items, f"/v1/subscription_items?subscription={made['id']}")
    if len({each["price"]["id"] for each in items}) < len(items):
        raise Refusal("Cannot add multiple subscription items with the same plan.", param="items")
    if params.get("cancel_at_period_end"):
        made |= {"cancel_at_period_end": True, "cancel_at": ends, "canceled_at": account.now}
    if chosen := params.get("default_payment_method"):
        made["default_payment_method"] = payment_methods.of(account, customer, chosen)["id"]
    return made


def trial_end(account: Account, params: Thing) -> int | None:
    """When the trial that is asked for ends; None when none is."""
    wanted = params.get("trial_end")
    if wanted in (None, "", "now"):
        days = params.get("trial_period_days") if wanted is None else None
        return account.now + days * DAY if days else None
    if wanted <= account.now:
        raise Refusal("Invalid timestamp: must be an integer Unix timestamp in the future.", param="trial_end")
    return int(wanted)


def begin(account: Account, made: Thing, present: bool, collects: bool = True) -> Decline | None:
    """Keeps it with its first invoice, and tries to collect that. Returns what went wrong."""
    account.create(made, "customer.subscription.created")
    first = made["items"]["data"][0]
    period = {"start": first["current_period_start"], "end": first["current_period_start"]}
    invoice = bills.draft(account, made, "subscription_create", period, made["items"]["data"])
    account.save(made)
    if not collects:
        bills.finalize(account, invoice)
        return None
    return payments.finalize_and_collect(account, invoice, present)


def with_a_card(account: Account, made: Thing) -> None:
    """Raises Stripe's refusal for a subscription that nothing would be paid with."""
    customer = account.find("customer", made["customer"])
    chosen = made["default_payment_method"] or customer["invoice_settings"]["default_payment_method"]
    if not chosen and made["status"] != "trialing":
        words = "This customer has no attached payment source or default payment method. "
        raise Refusal(f"{words}{NONE.message}", code="resource_missing")


def blank(account: Account, customer: str, params: Thing) -> Thing:
    return account.new(
        "sub_",
        "subscription",
        application=None,
        application_fee_percent=None,
        automatic_tax={
            "disabled_reason": None,
            "enabled": bool(params.get("automatic_tax", {}).get("enabled")),
            "liability": {"type": "self"} if params.get("automatic_tax", {}).get("enabled") else None,
        },
        billing_cycle_anchor_config=None,
        billing_mode={"flexible": {"proration_discounts": "included"}, "type": "flexible"},
        billing_schedules=[],
        billing_thresholds=None,
        cancel_at=None,
        cancel_at_period_end=False,
        canceled_at=None,
        cancellation_details={"comment": None, "feedback": None, "reason": None},
        collection_method="charge_automatically",
        customer=customer,
        customer_account=None,
        days_until_due=None,
        default_payment_method=None,
        default_source=None,
        default_tax_rates=[],
        description=params.get("description") or None,
        discounts=[],
        ended_at=None,
        invoice_settings={
            "account_tax_ids": None,
            "custom_fields": None,
            "description": None,
            "footer": None,
            "issuer": {"type": "self"},
        },
        latest_invoice=None,
        managed_payments=None,
        metadata=metadata({}, params.get("metadata")),
        next_pending_invoice_item_invoice=None,
        on_behalf_of=None,
        pause_collection=None,
        payment_settings={
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        pending_invoice_item_interval=None,
        pending_setup_intent=None,
        pending_update=None,
        schedule=None,
        start_date=account.now,
        status="incomplete",
        test_clock=None,
        transfer_data=None,
        trial_end=None,
        trial_settings=params.get("trial_settings") or {"end_behavior": {"missing_payment_method": "create_invoice"}},
        trial_start=None,
        _announced=False,
    )
