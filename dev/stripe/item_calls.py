"""Subscription items, as the API shows and moves them by themselves."""

from dev.stripe import lists, subscriptions
from dev.stripe.account import Account
from dev.stripe.refusals import missing
from dev.stripe.thing import Thing

TERMS = {"price", "quantity"}
UPDATES = {*TERMS, "proration_behavior", "proration_date", "payment_behavior"}


def every(account: Account, params: Thing) -> Thing:
    sub = account.find("subscription", params["subscription"], "subscription")
    return lists.page(sub["items"]["data"], params, "/v1/subscription_items")


def retrieve(account: Account, params: Thing, id: str) -> Thing:
    for sub in account.store.all("subscription"):
        for each in sub["items"]["data"]:
            if each["id"] == id:
                return dict(each)
    raise missing("subscription_item", id)


def update(account: Account, params: Thing, id: str) -> Thing:
    """The subscription's update, for one item."""
    found = retrieve(account, {}, id)
    own = {name: value for name, value in params.items() if name in TERMS | {"metadata"}}
    rest = {name: value for name, value in params.items() if name in UPDATES - TERMS}
    subscriptions.update(account, rest | {"items": [{"id": id, **own}]}, found["subscription"])
    return retrieve(account, {}, id)
