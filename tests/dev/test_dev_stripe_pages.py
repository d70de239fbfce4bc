"""The pages a person meets at the Stripe double: valid, escaped, and doing what their buttons say."""

from collections.abc import Iterator

import pytest

from tests.dev.stripe_shop import DAY, HOUR, Shop, shop
from tests.stripe_double import visit
from tests.validator import Validator


@pytest.fixture(scope="module")
def open_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop(tmp_path_factory.mktemp("stripe")) as running_shop:
        yield running_shop


def test_checkout_says_what_is_bought_and_escapes_who_buys(open_shop: Shop, validator: Validator) -> None:
    url = str(open_shop.checkout(open_shop.customer(email='"<b>"@harbour.test'), 4).url)
    page = visit(url)
    validator.check("checkout", page.text)
    assert "4 × Withkin Practice" in page.text and "$24.00 each a month" in page.text and "$96.00" in page.text
    assert "This is a double of Stripe" in page.text and 'href="http://harbour.test/billing">Back' in page.text
    assert "&lt;b&gt;" in page.text and "<b>" not in page.text


def test_a_card_that_fails_today_leaves_nothing_behind(open_shop: Shop, validator: Validator) -> None:
    ann = open_shop.customer()
    url = str(open_shop.checkout(ann).url)
    page = open_shop.double.subscribe(url, "fails-today")
    validator.check("declined", page.text)
    assert page.status == 402 and "Your card was declined." in page.text
    assert open_shop.double.every("subscriptions", customer=ann, status="all") == []
    assert open_shop.double.subscribe(url).to.startswith("http://harbour.test/thanks?session=cs_test_")
    assert visit(url).status == 410


def test_a_step_can_be_taken_or_refused(open_shop: Shop, validator: Validator) -> None:
    ann = open_shop.customer()
    url = str(open_shop.checkout(ann).url)
    step = visit(url, {"card": "needs-step"}).to
    validator.check("step", visit(step).text)
    back = visit(step, {"answer": "refuse"}).to
    assert "The step was refused" in visit(back).text
    assert open_shop.double.subscribe(url, "needs-step").status == 303
    (sub,) = open_shop.double.every("subscriptions", customer=ann)
    open_shop.double.set_clock(at=sub["items"]["data"][0]["current_period_end"] + HOUR + 1)
    assert open_shop.status(sub["id"]) == "past_due"
    (invoice,) = open_shop.double.every("invoices", customer=ann, status="open")
    assert "invoice.payment_action_required" in open_shop.happened(invoice["id"])
    asked = open_shop.double.press(open_shop.portal(ann), "pay", invoice=invoice["id"])
    assert "The invoice is paid." in visit(visit(asked.to, {"answer": "complete"}).to).text
    assert open_shop.status(sub["id"]) == "active"


def test_the_portal_shows_and_changes(open_shop: Shop, validator: Validator) -> None:
    ann = open_shop.customer(name="Harbour <Therapy>")
    open_shop.subscribed(ann, "fails-later")
    open_shop.double.set_clock(advance=32 * DAY)
    portal = open_shop.portal(ann)
    page = visit(portal)
    validator.check("portal", page.text)
    assert "Harbour &lt;Therapy&gt;" in page.text and "past_due" in page.text and "Pay invoice" in page.text
    (invoice,) = open_shop.double.every("invoices", customer=ann, status="open")
    assert open_shop.double.press(portal, "pay", invoice=invoice["id"]).status == 402
    changed = visit(open_shop.double.press(portal, "card", card="works").to)
    validator.check("portal after", changed.text)
    assert "The new card is on file." in changed.text and "Pay invoice" not in changed.text
    assert 'href="http://x.test/">Return' in changed.text


def test_nobody_pays_or_cancels_for_another_customer(open_shop: Shop) -> None:
    ann, bob = open_shop.customer(), open_shop.customer()
    sub = open_shop.subscribed(ann)
    assert open_shop.double.press(open_shop.portal(bob), "cancel", subscription=sub.id).status == 404
    assert open_shop.double.press(open_shop.portal(bob), "pay", invoice=str(sub.latest_invoice)).status == 404


def test_a_portal_is_open_for_an_hour(open_shop: Shop, validator: Validator) -> None:
    portal = open_shop.portal(open_shop.customer())
    assert visit(portal).status == 200
    open_shop.double.set_clock(advance=HOUR + 1)
    page = visit(portal)
    validator.check("closed", page.text)
    assert page.status == 404 and "has expired" in page.text


def test_an_invoice_can_be_read_paid_and_printed(open_shop: Shop, validator: Validator) -> None:
    ann = open_shop.customer()
    open_shop.subscribed(ann, "fails-later")
    open_shop.double.set_clock(advance=32 * DAY)
    (invoice,) = open_shop.double.every("invoices", customer=ann, status="open")
    page = visit(invoice["hosted_invoice_url"])
    validator.check("invoice", page.text)
    assert invoice["number"] in page.text and "Pay $48.00" in page.text
    assert visit(invoice["hosted_invoice_url"], {"card": "kept"}).status == 402
    assert visit(invoice["hosted_invoice_url"], {"card": "works"}).status == 303
    assert open_shop.double.one("invoices", invoice["id"])["status"] == "paid"
    assert visit(invoice["invoice_pdf"]).text.startswith("%PDF-1.4")


def test_the_doubles_own_page_moves_its_clock(open_shop: Shop, validator: Validator) -> None:
    home = f"{open_shop.double.url}/"
    before = open_shop.double.now()
    visit(f"{home}clock", {"step": "month"})
    assert open_shop.double.now() - before >= 31 * DAY
    page = visit(home)
    validator.check("home", page.text)
    assert "The machine&#39;s time again" in page.text or "The machine's time again" in page.text
    visit(f"{home}clock", {"step": "back"})
