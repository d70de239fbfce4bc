"""What an invoice asks money for, line by line, and the parts of a month that wait for the next one."""

from typing import Any

from dev.stripe.account import Account, word
from dev.stripe.months import day, money
from dev.stripe.thing import Thing


def named(account: Account, price: Thing, quantity: int) -> str:
    return f"{quantity} × {account.find('product', price['product'])['name']}"


def pricing(price: Thing) -> Thing:
    details = {"price": price["id"], "product": price["product"]}
    return {"type": "price_details", "price_details": details, "unit_amount_decimal": price["unit_amount_decimal"]}


def line(price: Thing, amount: int, quantity: int, words: str, period: Thing, parent: Thing, sub: str) -> Thing:
    return {
        "id": word("il_"),
        "object": "line_item",
        "amount": amount,
        "currency": price["currency"],
        "description": words,
        "discount_amounts": [],
        "discountable": not parent[parent["type"]]["proration"],
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "metadata": {},
        "parent": parent,
        "period": period,
        "pretax_credit_amounts": [],
        "pricing": pricing(price),
        "quantity": quantity,
        "quantity_decimal": str(quantity),
        "subscription": sub,
        "subtotal": amount,
        "taxes": [],
    }


def of_item(account: Account, sub: Thing, item: Thing) -> Thing:
    """A whole period of one item; a trial costs nothing."""
    price, quantity = item["price"], item["quantity"]
    rhythm = price["recurring"]["interval"]
    words = f"{named(account, price, quantity)} (at {money(price['unit_amount'], price['currency'])} / {rhythm})"
    amount = price["unit_amount"] * quantity
    if sub["status"] == "trialing":
        words, amount = f"Trial period for {named(account, price, quantity)}", 0
    details = {
        "invoice_item": None,
        "proration": False,
        "proration_details": {"credited_items": None},
        "subscription": sub["id"],
        "subscription_item": item["id"],
    }
    parent = {
        "type": "subscription_item_details",
        "subscription_item_details": details,
        "invoice_item_details": None,
    }
    period = {"start": item["current_period_start"], "end": item["current_period_end"]}
    return line(price, amount, quantity, words, period, parent, sub["id"])


def of_pending(item: Thing, price: Thing) -> Thing:
    """A line out of an invoice item that has waited."""
    sub = item["parent"]["subscription_details"]["subscription"]
    details = {
        "invoice_item": item["id"],
        "proration": True,
        "proration_details": {"credited_items": None},
        "subscription": sub,
    }
    parent = {"type": "invoice_item_details", "invoice_item_details": details, "subscription_item_details": None}
    return line(price, item["amount"], item["quantity"], item["description"], item["period"], parent, sub)


def share(item: Thing, at: int) -> float:
    """How much of its period is left."""
    begun, ends = item["current_period_start"], item["current_period_end"]
    return max(0.0, min(1.0, (ends - at) / (ends - begun)))


def prorate(account: Account, sub: Thing, before: Thing | None, after: Thing | None, at: int) -> list[Thing]:
    """What is left of the old terms is given back, what is left of the new ones is asked for, to the second."""
    made = []
    for sign, item, words in ((-1, before, "Unused time on"), (1, after, "Remaining time on")):
        if item is not None:
            amount = sign * round(item["price"]["unit_amount"] * item["quantity"] * share(item, at))
            text = f"{words} {named(account, item['price'], item['quantity'])} after {day(at)}"
            made.append(waiting(account, sub, item, amount, text, {"start": at, "end": item["current_period_end"]}))
    for each in made:
        account.create(each, "invoiceitem.created")
    return made


def waiting(account: Account, sub: Thing, item: Thing, amount: int, words: str, period: dict[str, Any]) -> Thing:
    made = account.new(
        "ii_",
        "invoiceitem",
        amount=amount,
        currency=item["price"]["currency"],
        customer=sub["customer"],
        customer_account=None,
        date=account.now,
        description=words,
        discountable=False,
        discounts=[],
        invoice=None,
        metadata={},
        net_amount=amount,
        parent={
            "subscription_details": {"subscription": sub["id"], "subscription_item": item["id"]},
            "type": "subscription_details",
        },
        period=period,
        pricing=pricing(item["price"]),
        proration=True,
        proration_details={"discount_amounts": []},
        quantity=item["quantity"],
        quantity_decimal=str(item["quantity"]),
        tax_rates=[],
        test_clock=None,
    )
    del made["created"]
    return made


def pending(account: Account, sub: str) -> list[Thing]:
    """Oldest first."""
    return [
        each
        for each in reversed(account.store.all("invoiceitem"))
        if each["invoice"] is None and each["parent"]["subscription_details"]["subscription"] == sub
    ]
