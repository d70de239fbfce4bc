"""Prices: so much a unit, once or again and again."""

from typing import Any

from dev.stripe import lists, products
from dev.stripe.account import Account
from dev.stripe.merging import take
from dev.stripe.refusals import Refusal, only, unable
from dev.stripe.thing import Thing

OWN = ("active", "nickname", "tax_behavior", "lookup_key")
CREATES = {*OWN, "currency", "unit_amount", "product", "product_data", "recurring", "transfer_lookup_key"}
UPDATES = {*OWN, "transfer_lookup_key"}


def create(account: Account, params: Thing) -> Thing:
    if "unit_amount" not in params:
        raise unable("a price without unit_amount")
    recurring = params.get("recurring")
    made = account.new(
        "price_",
        "price",
        active=True,
        billing_scheme="per_unit",
        currency=params["currency"].lower(),
        custom_unit_amount=None,
        lookup_key=None,
        metadata={},
        nickname=None,
        product=product(account, params),
        recurring=rhythm(recurring) if recurring else None,
        tax_behavior="unspecified",
        tiers_mode=None,
        transform_quantity=None,
        type="recurring" if recurring else "one_time",
        unit_amount=params["unit_amount"],
        unit_amount_decimal=str(params["unit_amount"]),
    )
    claim(account, params)
    take(made, params, *OWN)
    return account.create(made, "price.created")


def product(account: Account, params: Thing) -> str:
    if "product" in params:
        return str(account.find("product", params["product"], "product")["id"])
    if "product_data" not in params:
        raise Refusal("You must specify either `product` or `product_data`.", param="product")
    only(params["product_data"], "product_data", products.HONOURS | {"metadata"})
    return str(products.create(account, params["product_data"])["id"])


def rhythm(recurring: Thing) -> Thing:
    only(recurring, "recurring", {"interval", "interval_count"})
    otherwise = {"interval_count": 1, "meter": None, "trial_period_days": None, "usage_type": "licensed"}
    return otherwise | recurring


def claim(account: Account, params: Thing, own: str = "") -> None:
    """A lookup key names one price; another one that has it loses it only if it was asked to."""
    key = params.get("lookup_key")
    for each in account.store.all("price") if key else []:
        if each["lookup_key"] == key and each["id"] != own:
            if not params.get("transfer_lookup_key"):
                raise Refusal(f"A price (`{each['id']}`) already uses that lookup key.", param="lookup_key")
            each["lookup_key"] = None
            account.change(each, "price.updated")


def update(account: Account, params: Thing, id: str) -> Thing:
    found = account.find("price", id)
    claim(account, params, id)
    take(found, params, *OWN)
    account.change(found, "price.updated")
    return found


def retrieve(account: Account, params: Thing, id: str) -> Thing:
    return account.find("price", id)


def every(account: Account, params: Thing) -> Thing:
    """Stripe's filters: `lookup_keys`, `product`, `active`, `type`, `currency`."""
    wanted = {name: params[name] for name in ("product", "active", "type", "currency") if name in params}
    keys = params.get("lookup_keys")
    found = [
        each
        for each in account.store.all("price")
        if all(each[name] == value for name, value in wanted.items()) and (keys is None or each["lookup_key"] in keys)
    ]
    return lists.page(found, params, "/v1/prices")


def plan(price: Thing) -> Thing:
    """The older shape of the same, which a subscription's items still carry."""
    recurring: dict[str, Any] = price["recurring"]
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "livemode": False,
        "metadata": {},
        "meter": None,
        "nickname": price["nickname"],
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }
