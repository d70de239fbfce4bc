"""How an invoice comes about: drafted from a subscription's items and from what waited, then finalized."""

from dev.stripe import lines
from dev.stripe.account import Account, word
from dev.stripe.due import HOUR
from dev.stripe.thing import Thing, listed


def draft(account: Account, sub: Thing, reason: str, period: Thing, items: list[Thing], waits: bool = False) -> Thing:
    """Keeps it, tells of it, and makes it the subscription's latest. `waits`: it is finalized by itself, in an hour.

    `items`: those asked for a whole period; what waited comes along.
    """
    made = sketch(account, sub, reason, period, items, lines.pending(account, sub["id"]))
    made["auto_advance"] = True
    made["automatically_finalizes_at"] = account.now + HOUR if waits else None
    for each in lines.pending(account, sub["id"]):
        each["invoice"] = made["id"]
        account.save(each)
    sub["latest_invoice"] = made["id"]
    return account.create(made, "invoice.created")


def sketch(account: Account, sub: Thing, reason: str, period: Thing, items: list[Thing], waited: list[Thing]) -> Thing:
    """The invoice as it would be, kept nowhere."""
    customer = account.find("customer", sub["customer"])
    asked = [
        lines.of_pending(each, account.find("price", each["pricing"]["price_details"]["price"])) for each in waited
    ]
    asked += [lines.of_item(account, sub, each) for each in items]
    made = blank(account, customer, sub, reason)
    made["period_start"], made["period_end"] = period["start"], period["end"]
    for each in asked:
        each["invoice"] = made["id"]
    made["lines"] = listed(asked, f"/v1/invoices/{made['id']}/lines")
    total = sum(each["amount"] for each in asked)
    for name in ("subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax"):
        made[name] = total
    owe(made, customer["balance"])
    return made


def owe(invoice: Thing, balance: int) -> None:
    """A credit the customer has (below zero) is used first; a total below zero becomes one."""
    left = invoice["total"] + balance
    invoice["starting_balance"] = balance
    invoice["amount_due"] = invoice["amount_remaining"] = max(0, left)
    invoice["ending_balance"] = None if invoice["status"] == "draft" else min(0, left)


def finalize(account: Account, invoice: Thing) -> None:
    """Numbered, owed, and no longer to be changed. Nothing is paid yet."""
    customer = account.find("customer", invoice["customer"])
    invoice["number"] = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04}"
    customer["next_invoice_sequence"] += 1
    invoice["status"], invoice["effective_at"] = "open", account.now
    invoice["status_transitions"]["finalized_at"] = account.now
    invoice["automatically_finalizes_at"] = None
    owe(invoice, customer["balance"])
    customer["balance"] = invoice["ending_balance"]
    customer["currency"] = invoice["currency"]
    account.change(customer, "customer.updated")
    invoice["_secret"] = word("live_")
    invoice["hosted_invoice_url"] = f"{account.url}/i/{invoice['_secret']}"
    invoice["invoice_pdf"] = f"{account.url}/i/{invoice['_secret']}/pdf"
    account.change(invoice, "invoice.finalized")


def blank(account: Account, customer: Thing, sub: Thing, reason: str) -> Thing:
    return account.new(
        "in_",
        "invoice",
        account_country="US",
        account_name="Withkin",
        account_tax_ids=None,
        amount_due=0,
        amount_overpaid=0,
        amount_paid=0,
        amount_remaining=0,
        amount_shipping=0,
        application=None,
        attempt_count=0,
        attempted=False,
        auto_advance=False,
        automatic_tax={
            "disabled_reason": None,
            "enabled": sub["automatic_tax"]["enabled"],
            "liability": sub["automatic_tax"]["liability"],
            "provider": "stripe" if sub["automatic_tax"]["enabled"] else None,
            "status": "complete" if sub["automatic_tax"]["enabled"] else None,
        },
        automatically_finalizes_at=None,
        billing_reason=reason,
        collection_method="charge_automatically",
        currency=sub["currency"],
        custom_fields=None,
        customer=customer["id"],
        customer_account=None,
        customer_address=customer["address"],
        customer_email=customer["email"],
        customer_name=customer["name"],
        customer_phone=customer["phone"],
        customer_shipping=customer["shipping"],
        customer_tax_exempt=customer["tax_exempt"],
        customer_tax_ids=[],
        default_payment_method=None,
        default_source=None,
        default_tax_rates=[],
        description=None,
        discounts=[],
        due_date=None,
        effective_at=None,
        ending_balance=None,
        footer=None,
        from_invoice=None,
        hosted_invoice_url=None,
        invoice_pdf=None,
        issuer={"type": "self"},
        last_finalization_error=None,
        latest_revision=None,
        metadata={},
        next_payment_attempt=None,
        number=None,
        on_behalf_of=None,
        parent={
            "quote_details": None,
            "subscription_details": {"metadata": sub["metadata"], "subscription": sub["id"]},
            "type": "subscription_details",
        },
        payment_settings={"default_mandate": None, "payment_method_options": None, "payment_method_types": None},
        post_payment_credit_notes_amount=0,
        pre_payment_credit_notes_amount=0,
        receipt_number=None,
        rendering=None,
        shipping_cost=None,
        shipping_details=None,
        statement_descriptor=None,
        status="draft",
        status_transitions=dict.fromkeys(("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")),
        test_clock=None,
        total_discount_amounts=[],
        total_pretax_credit_amounts=[],
        total_taxes=[],
        webhooks_delivered_at=None,
    )
