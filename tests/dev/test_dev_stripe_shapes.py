"""Every kind of answer of the Stripe double has the shape of Stripe's own."""

from collections.abc import Iterator
from typing import Any

import pytest
import stripe

from tests.dev.stripe_shapes import complaints
from tests.dev.stripe_shop import DAY, Shop, shop

KINDS: dict[str, Any] = {
    "customer": stripe.Customer,
    "product": stripe.Product,
    "price": stripe.Price,
    "payment_method": stripe.PaymentMethod,
    "subscription": stripe.Subscription,
    "subscription_item": stripe.SubscriptionItem,
    "invoice": stripe.Invoice,
    "line_item": stripe.InvoiceLineItem,
    "invoiceitem": stripe.InvoiceItem,
    "checkout.session": stripe.checkout.Session,
    "billing_portal.session": stripe.billing_portal.Session,
    "event": stripe.Event,
}

PUBLISHED = {
    "customer": """
        address balance created currency default_source delinquent description discount email id
        invoice_prefix invoice_settings livemode metadata name next_invoice_sequence object phone
        preferred_locales shipping tax_exempt test_clock
    """,
    "product": """
        active created default_price description id images livemode marketing_features metadata name object
        package_dimensions shippable statement_descriptor tax_code type unit_label updated url
    """,
    "price": """
        active billing_scheme created currency custom_unit_amount id livemode lookup_key metadata nickname
        object product recurring tax_behavior tiers_mode transform_quantity type unit_amount
        unit_amount_decimal
    """,
    "payment_method": """
        allow_redisplay billing_details card created customer customer_account id livemode metadata object
        type
    """,
    "subscription": """
        application application_fee_percent automatic_tax billing_cycle_anchor billing_cycle_anchor_config
        billing_mode billing_schedules billing_thresholds cancel_at cancel_at_period_end canceled_at
        cancellation_details collection_method created currency customer customer_account days_until_due
        default_payment_method default_source default_tax_rates description discounts ended_at id
        invoice_settings items latest_invoice livemode managed_payments metadata
        next_pending_invoice_item_invoice object on_behalf_of pause_collection payment_settings
        pending_invoice_item_interval pending_setup_intent pending_update schedule start_date status
        test_clock transfer_data trial_end trial_settings trial_start
    """,
    "subscription_item": """
        billing_thresholds created current_period_end current_period_start discounts id metadata object plan
        price quantity subscription tax_rates
    """,
    "invoice": """
        account_country account_name account_tax_ids amount_due amount_overpaid amount_paid amount_remaining
        amount_shipping application attempt_count attempted auto_advance automatic_tax
        automatically_finalizes_at billing_reason collection_method created currency custom_fields customer
        customer_account customer_address customer_email customer_name customer_phone customer_shipping
        customer_tax_exempt customer_tax_ids default_payment_method default_source default_tax_rates
        description discounts due_date effective_at ending_balance footer from_invoice hosted_invoice_url id
        invoice_pdf issuer last_finalization_error latest_revision lines livemode metadata
        next_payment_attempt number object on_behalf_of parent payment_settings period_end period_start
        post_payment_credit_notes_amount pre_payment_credit_notes_amount receipt_number rendering
        shipping_cost shipping_details starting_balance statement_descriptor status status_transitions
        subtotal subtotal_excluding_tax test_clock total total_discount_amounts total_excluding_tax
        total_pretax_credit_amounts total_taxes webhooks_delivered_at
    """,
    "line_item": """
        amount currency description discount_amounts discountable discounts id invoice livemode metadata
        object parent period pretax_credit_amounts pricing quantity quantity_decimal subscription subtotal
        taxes
    """,
    "invoiceitem": """
        amount currency customer customer_account date description discountable discounts id invoice
        livemode metadata net_amount object parent period pricing proration quantity quantity_decimal
        tax_rates test_clock
    """,
    "checkout.session": """
        adaptive_pricing after_expiration allow_promotion_codes amount_subtotal amount_total automatic_tax
        billing_address_collection cancel_url client_reference_id client_secret collected_information
        consent consent_collection created currency currency_conversion custom_fields custom_text customer
        customer_account customer_creation customer_details customer_email discounts expires_at id
        integration_identifier invoice invoice_creation livemode locale managed_payments metadata mode
        object origin_context payment_intent payment_link payment_method_collection
        payment_method_configuration_details payment_method_options payment_method_types payment_status
        permissions phone_number_collection recovered_from saved_payment_method_options setup_intent
        shipping_address_collection shipping_cost shipping_options status submit_type subscription
        success_url total_details ui_mode url wallet_options
    """,
    "billing_portal.session": """
        configuration created customer customer_account flow id livemode locale object on_behalf_of
        return_url url
    """,
    "event": """
        api_version created data id livemode object pending_webhooks request type
    """,
}
"""The keys of the examples Stripe publishes with its description of the API, taken down once for 2026-10-28. Left out is
an invoice's `subscription`, which the library does not know any more."""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Any]]]:
    """Every object there is after a whole life: open and complete, running and over, and as the events tell of them."""
    with shop(tmp_path_factory.mktemp("stripe")) as told:
        yield collected(told)


def collected(told: Shop) -> list[dict[str, Any]]:
    ann = told.customer(address={"country": "US"})
    asked = told.checkout(ann)
    found = [told.double.one("checkout/sessions", asked.id)]
    told.double.subscribe(str(asked.url), "needs-step")
    flow: Any = {"customer": ann, "flow_data": {"type": "payment_method_update"}}
    found.append(told.api.v1.billing_portal.sessions.create(flow).to_dict())
    (sub,) = told.double.every("subscriptions")
    more: Any = {"items": [{"id": sub["items"]["data"][0]["id"], "quantity": 4}], "cancel_at_period_end": True}
    told.api.v1.subscriptions.update(sub["id"], more)
    told.subscribed(ann, subscription_data={"trial_period_days": 5})
    told.double.set_clock(advance=40 * DAY)
    for kind in ("customers", "products", "prices", "invoices", "checkout/sessions", "events"):
        found += told.double.every(kind)
    found += told.double.every("subscriptions", status="all") + told.double.every("payment_methods", customer=ann)
    found += [event["data"]["object"] for event in told.double.events()]
    lines = [line for one in found if one["object"] == "invoice" for line in one["lines"]["data"]]
    items = [item for one in found if one["object"] == "subscription" for item in one["items"]["data"]]
    return found + lines + items


@pytest.mark.parametrize("kind", KINDS)
def test_answers_have_the_shape_the_library_knows(answers: list[dict[str, Any]], kind: str) -> None:
    those = [each for each in answers if each["object"] == kind]
    assert those
    assert {said for each in those for said in complaints(each, KINDS[kind], kind)} == set()


@pytest.mark.parametrize("kind", PUBLISHED)
def test_answers_have_every_key_that_is_published(answers: list[dict[str, Any]], kind: str) -> None:
    keys = set(PUBLISHED[kind].split())
    assert {key for each in answers if each["object"] == kind for key in keys - each.keys()} == set()


def test_a_wrong_shape_is_noticed() -> None:
    assert complaints({"object": "customer"}, stripe.Customer)
    assert complaints({"start": "soon", "end": 5}, stripe.InvoiceLineItem.Period) == [
        ".start: 'soon' is no <class 'int'>"
    ]
