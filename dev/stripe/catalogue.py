"""What Withkin sells, as it stands in its Stripe account: put there when the double starts, if it is not there yet."""

from dev.stripe import prices, products
from dev.stripe.account import Account

CURRENCY = "usd"
MONTHLY_CENTS_A_SEAT = {
    "withkin_solo": ("Withkin Solo", 2900),
    "withkin_practice": ("Withkin Practice", 2400),
    "withkin_clinic": ("Withkin Clinic", 1900),
}
"""By lookup key. An amount that is changed here becomes a new price, which takes the lookup key over."""


def stock(account: Account) -> None:
    known = {each["lookup_key"]: each for each in account.store.all("price")}
    for key, (name, amount) in MONTHLY_CENTS_A_SEAT.items():
        found = known.get(key)
        if found and (found["unit_amount"], found["currency"]) == (amount, CURRENCY):
            continue
        product = found["product"] if found else products.create(account, {"name": name, "unit_label": "seat"})["id"]
        wanted = {"product": product, "currency": CURRENCY, "unit_amount": amount, "recurring": {"interval": "month"}}
        prices.create(account, wanted | {"lookup_key": key, "transfer_lookup_key": True})
