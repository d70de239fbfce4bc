"""Products."""

from dev.stripe import lists
from dev.stripe.account import Account
from dev.stripe.merging import take
from dev.stripe.thing import Thing

OWN = ("name", "description", "active", "unit_label", "statement_descriptor", "url", "tax_code", "default_price")
HONOURS = set(OWN)


def create(account: Account, params: Thing) -> Thing:
    made = account.new(
        "prod_",
        "product",
        active=True,
        default_price=None,
        description=None,
        images=[],
        marketing_features=[],
        metadata={},
        name="",
        package_dimensions=None,
        shippable=None,
        statement_descriptor=None,
        tax_code=None,
        type="service",
        unit_label=None,
        updated=account.now,
        url=None,
    )
    take(made, params, *OWN)
    return account.create(made, "product.created")


def update(account: Account, params: Thing, id: str) -> Thing:
    found = account.find("product", id)
    take(found, params, *OWN)
    found["updated"] = account.now
    account.change(found, "product.updated")
    return found


def retrieve(account: Account, params: Thing, id: str) -> Thing:
    return account.find("product", id)


def every(account: Account, params: Thing) -> Thing:
    found = [
        each
        for each in account.store.all("product")
        if params.get("active") in (None, each["active"]) and each["id"] in params.get("ids", [each["id"]])
    ]
    return lists.page(found, params, "/v1/products")
