"""What a Checkout session offers: its lines, and the session as it is before anybody has pressed anything."""

from dev.stripe.account import Account, word
from dev.stripe.due import DAY
from dev.stripe.merging import metadata
from dev.stripe.refusals import Refusal, only
from dev.stripe.subscription_items import recurring
from dev.stripe.thing import Thing


def lines(account: Account, wanted: list[Thing]) -> list[Thing]:
    """The lines of what is offered, priced."""
    if not wanted:
        raise Refusal("Missing required param: line_items.", param="line_items", code="parameter_missing")
    made = []
    for each in wanted:
        only(each, "line_items[0]", {"price", "quantity", "metadata"})
        price = recurring(account, each.get("price", ""))
        amount = price["unit_amount"] * each.get("quantity", 1)
        name = account.find("product", price["product"])["name"]
        line = {"id": word("li_"), "object": "item", "amount_discount": 0, "amount_subtotal": amount, "amount_tax": 0}
        more = {
            "description": name,
            "price": price,
            "quantity": each.get("quantity", 1),
            "metadata": each.get("metadata", {}),
        }
        made.append(line | {"amount_total": amount, "currency": price["currency"]} | more)
    return made


def session(account: Account, params: Thing, wanted: list[Thing]) -> Thing:
    total = sum(each["amount_total"] for each in wanted)
    taxed = bool(params.get("automatic_tax", {}).get("enabled"))
    made = account.new(
        "cs_test_",
        "checkout.session",
        adaptive_pricing=None,
        after_expiration=None,
        allow_promotion_codes=None,
        amount_subtotal=total,
        amount_total=total,
        automatic_tax={
            "enabled": taxed,
            "liability": {"type": "self"} if taxed else None,
            "provider": "stripe" if taxed else None,
            "status": "complete" if taxed else None,
        },
        billing_address_collection=params.get("billing_address_collection"),
        cancel_url=params.get("cancel_url"),
        client_reference_id=params.get("client_reference_id"),
        client_secret=None,
        collected_information=None,
        consent=None,
        consent_collection=None,
        currency=wanted[0]["currency"],
        currency_conversion=None,
        custom_fields=[],
        custom_text={
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        customer=None,
        customer_account=None,
        customer_creation=None,
        customer_details=None,
        customer_email=params.get("customer_email"),
        discounts=[],
        expires_at=params.get("expires_at", account.now + DAY),
        integration_identifier=None,
        invoice=None,
        invoice_creation=None,
        locale=params.get("locale"),
        managed_payments=None,
        metadata=metadata({}, params.get("metadata")),
        mode="subscription",
        origin_context=None,
        payment_intent=None,
        payment_link=None,
        payment_method_collection=params.get("payment_method_collection", "always"),
        payment_method_configuration_details=None,
        payment_method_options=None,
        payment_method_types=["card"],
        payment_status="unpaid",
        permissions=None,
        phone_number_collection={"enabled": False},
        recovered_from=None,
        saved_payment_method_options=None,
        setup_intent=None,
        shipping_address_collection=None,
        shipping_cost=None,
        shipping_options=[],
        status="open",
        submit_type=None,
        subscription=None,
        success_url=params["success_url"],
        total_details={"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        ui_mode="hosted_page",
        wallet_options=None,
        _lines=wanted,
    )
    made["url"] = f"{account.url}/c/pay/{made['id']}"
    return made
