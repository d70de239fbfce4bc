"""From the trial to a plan and its end, at a Stripe of our own: seats, a card that fails, what stays open meanwhile, all of it back."""

import re
import time
from itertools import count

import pytest

from app.families.adding import Told, add_family
from app.families.inviting import invite
from app.involvement.models import Involvement
from app.people.links import token
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.models import Clinic
from tenants.provision import first_owner
from tenants.scope import Audience, Scope, moment
from tests.first_day import PASSWORD, confirm, go_in, sign_up

NUMBERS = count(1)
DAY = 86_400
NEW = "new words for signing in"


@pytest.fixture
def name(script: bool) -> str:
    return f"Pier {next(NUMBERS)}{'s' if script else 'n'}"


@pytest.fixture
def stripe(site):
    site.stripe.behave()
    yield site.stripe
    site.stripe.set_clock(offset=0)


def kept_for_seconds():
    """Every process keeps what it knows of a clinic for so long."""
    time.sleep(resolve.SECONDS + 0.5)


def mother(site, clinic):
    """Maya's mother, asked for nothing yet: her way in."""
    owner = first_owner(clinic)
    with site.app.app_context():
        today = moment().astimezone(resolve.of_id(clinic).zone).date()
    with site.app.app_context(), transaction(Scope(clinic, Audience.STAFF, owner)):
        dana = Told("Dana", "mother", "A", "dana@pier.example", True)
        child = add_family(new_id(), "Maya", 7, [dana], owner, today)
        part = db.session.scalars(db.select(Involvement).where(Involvement.child_id == child)).one()
        return token(invite(part, True).id, "invitation", clinic)


def sure(desk):
    """The password once more, where it is asked for."""
    if desk.page.get_by_label("Your password").count():
        desk.fill("Your password", PASSWORD)
        desk.tap("Go on")


def to_stripe(desk, button):
    desk.expected.add(401)
    desk.tap(button)
    sure(desk)
    desk.tap("Go on at Stripe")


def pays(desk, card):
    desk.page.get_by_label(card).check()


def until(what, look, seconds=20):
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def test_a_clinic_subscribes_grows_owes_pays_and_cancels(site, stripe, device, name):
    desk = device("desk")
    desk.welcome.add(stripe.url.replace("127.0.0.1", "localhost"))
    address = sign_up(desk, site.apex, name)
    go_in(desk, name)
    desk.sees("30 days of your trial are left")
    confirm(desk, site, name, address)
    with site.app.app_context(), transaction(Scope(None, Audience.DOOR)):
        clinic = db.session.scalars(db.select(Clinic.id).where(Clinic.subdomain == address)).one()
    site.as_superuser("update plan set trial_until = now() - interval '76 days' where clinic_id = %s", clinic)
    stripe.set_clock(offset=-75 * DAY)
    kept_for_seconds()

    desk.tap("Clinic")
    desk.tap("Open the plan")
    desk.sees("Your trial ended", "Choose a plan, and all of it works again at once")
    to_stripe(desk, "Choose Practice")
    desk.sees("1 × Withkin Practice")
    desk.fill("Country, in two letters", "US")
    desk.fill("Postal code", "10001")
    pays(desk, "Card that works")
    desk.tap("Subscribe")
    desk.sees("Thank you. Your plan is in force.", "$24.00")

    desk.open(f"http://{address}.localhost:{site.port}/clinic/staff/new")
    desk.sees("Each therapist who joins is a seat more: $24.00 a month")
    desk.fill("Name, as families read it", "Dr Kim Park")
    desk.fill("E-mail address", f"kim@{address}.example")
    desk.page.locator("input[name=roles][value=therapist]").check()
    desk.tap("Send the invitation")
    sure(desk)
    newcomer = device("desk")
    newcomer.open(re.search(r"http://\S+", site.mail(f"kim@{address}.example"))[0])
    newcomer.fill("New password", NEW)
    newcomer.tap("Set the password")
    customer = next(one["id"] for one in stripe.every("customers") if one["metadata"]["clinic"] == str(clinic))
    until(
        "seats follow", lambda: stripe.every("subscriptions", customer=customer)[0]["items"]["data"][0]["quantity"] == 2
    )

    desk.open(f"http://{address}.localhost:{site.port}/clinic/billing")
    to_stripe(desk, "Card, address, cancelling")
    pays(desk, "Card that fails at the next renewal")
    desk.tap("Use this card")
    stripe.set_clock(offset=0)
    stripe.settle()
    kept_for_seconds()
    phone = device("phone")
    phone.open(f"http://{address}.localhost:{site.port}/in/{mother(site, clinic)}")
    phone.tap("Go in")
    phone.begin()
    desk.open(f"http://{address}.localhost:{site.port}/clinic/billing")
    desk.sees("A payment failed", "only answers can be written here", "From", "nobody can answer any more")

    phone.sees("One-minute check-in")
    phone.tap("Good")
    desk.open(f"http://{address}.localhost:{site.port}/families")
    desk.tap("Maya")
    desk.tap("Check-in questions")
    desk.fill("Another question", "How was the bus?")
    desk.expected.add(402)
    desk.tap("Add it")
    desk.sees("Only answers can be written at the moment", "This is what you typed.")
    assert "How was the bus?" in desk.page.content()

    desk.open(f"http://{address}.localhost:{site.port}/clinic/billing")
    to_stripe(desk, "Card, address, cancelling")
    pays(desk, "Card that works")
    desk.tap("Use this card")
    owed = [one for one in stripe.every("invoices", customer=customer) if one["status"] == "open"]
    assert not owed, "a new card pays what is owed"
    stripe.settle()
    desk.tap("Return to Withkin")
    desk.sees("Your plan is in force", "$48.00")

    to_stripe(desk, "Card, address, cancelling")
    desk.tap("Cancel at the end of the period")
    desk.tap("Return to Withkin")
    desk.sees("You cancelled. All of it works until")
    phone.open(f"http://{address}.localhost:{site.port}/home")
    phone.sees("Maya")
