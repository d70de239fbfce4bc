"""From the trial to a plan, its seats and its end, at a Stripe that behaves as Stripe does."""

from datetime import UTC, datetime, timedelta

from app.billing import seats, standing
from app.colleagues import roles
from tenants import resolve
from tenants import scope as scopes
from tenants.db import transaction
from tenants.plans import Level, State

DAY = 86_400


def stands(house):
    resolve.forget()
    return resolve.of_id(house.clinic).standing(scopes.moment())


def test_from_the_trial_to_a_plan_whose_first_bill_comes_after_it(harbour, stripe, subscribes, kept, olga):
    subscribes("practice")
    row = kept()
    assert (row.name, row.status, row.seats) == ("practice", "trialing", 4)
    assert abs(row.period_until - row.trial_until) < timedelta(minutes=1)
    assert stands(harbour).state is State.ACTIVE
    page = olga.get("/clinic/billing").text
    assert "Your plan is in force" in page and "$96.00" in page and "Change to Clinic" in page
    olga.get("/clinic/billing/invoices")


def test_pressed_twice_it_is_one_customer_and_one_subscription(harbour, stripe, olga, kept):
    olga.get("/clinic/billing")
    hidden = olga.hidden("/clinic/billing/checkout")
    first, customer = olga.post("/clinic/billing/checkout", {"plan": "practice"}).text, kept().customer_id
    again = olga.post("/clinic/billing/checkout", hidden | {"plan": "practice"}).text
    for way in (first, again):
        stripe.subscribe(way.split('class="btn" href="')[1].split('"')[0], "works", country="US", postal_code="10001")
    assert kept().customer_id == customer and len(stripe.every("subscriptions", customer=customer)) == 1


def test_a_second_plan_is_not_bought_and_one_too_small_is_not_taken(subscribes, olga):
    olga.get("/clinic/billing")
    assert "does not hold your 4 therapists" in olga.post("/clinic/billing/checkout", {"plan": "solo"}).text
    subscribes("practice")
    olga.get("/clinic/billing")
    assert "You have a plan already" in olga.post("/clinic/billing/checkout", {"plan": "clinic"}).text


def test_another_plan_costs_what_it_says(subscribes, olga, kept):
    subscribes("practice")
    olga.get("/clinic/billing")
    assert "Your plan is Clinic now" in olga.post("/clinic/billing/plan", {"plan": "clinic"}).text
    assert kept().name == "clinic" and "$76.00" in olga.get("/clinic/billing").text


def test_seats_follow_the_staff_and_a_number_that_comes_back_is_asked_for_again(
    harbour, stripe, subscribes, kept, work
):
    work()
    subscribes("practice")
    today = harbour.today
    for _ in range(2):
        with transaction(harbour.staff("olga")):
            roles.take_role(harbour.people["reyes"], "therapist", today)
        work()
        assert (
            kept().seats == 3
            and stripe.one("subscriptions", kept().subscription_id)["items"]["data"][0]["quantity"] == 3
        )
        with transaction(harbour.staff("olga")):
            roles.add_role(harbour.people["reyes"], "therapist")
        work()
        assert kept().seats == 4


def test_somebody_who_is_only_invited_is_no_seat(harbour, olga, kept):
    with transaction(harbour.staff("olga")):
        before = seats.taken()
    olga.get("/clinic/staff/new")
    assert "In the trial a therapist more costs nothing" in olga.text
    olga.post("/clinic/staff", {"name": "Dr New", "address": "new@harbour.example", "roles": ["therapist"]})
    with transaction(harbour.staff("olga")):
        assert seats.taken() == before


def test_what_one_more_costs_is_said_before_and_a_full_plan_takes_nobody(harbour, subscribes, olga):
    subscribes("practice")
    page = olga.get("/clinic/staff/new").text
    assert "Each therapist who joins is a seat more: $24.00 a month" in page and "You have 4 now, $96.00" in page


def test_a_seat_changed_at_stripe_by_hand_is_put_right(harbour, stripe, subscribes, kept, work):
    work()
    subscribes("practice")
    for _ in range(2):
        stripe_side(kept().item_id, 9)
        standing.renew(harbour.clinic)
        assert kept().seats == 9
        seats.keep_seats(harbour.clinic)
        assert kept().seats == 4


def stripe_side(item: str, quantity: int) -> None:
    from app.billing.stripe_calls import client

    client().v1.subscription_items.update(item, {"quantity": quantity})


def test_a_card_that_fails_at_a_renewal_is_late_since_then_and_paid_it_is_all_back(
    harbour, stripe, subscribes, kept, olga
):
    stripe.set_clock(offset=-75 * DAY)
    with transaction(harbour.jobs()):
        standing.held(harbour.clinic).trial_until = scopes.moment() - timedelta(days=75)
    resolve.forget()
    subscribes("practice", card="fails-later")
    stripe.set_clock(offset=0)
    standing.renew(harbour.clinic)
    row = kept()
    assert row.status == "past_due"
    owed = [one["created"] for one in stripe.every("invoices", customer=row.customer_id) if one["status"] == "open"]
    assert row.late_since == datetime.fromtimestamp(min(owed), UTC), "the oldest of what is owed"
    assert stands(harbour).level is Level.ANSWER
    assert "To pay" in olga.get("/clinic/billing/invoices").text
    portal = olga_portal(olga)
    stripe.press(portal, "card", card="works")
    for one in stripe.every("invoices", customer=row.customer_id):
        if one["status"] == "open":
            stripe.press(portal, "pay", invoice=one["id"])
    standing.renew(harbour.clinic)
    assert stands(harbour).state is State.ACTIVE and kept().late_since is None


def olga_portal(olga) -> str:
    olga.get("/clinic/billing")
    way = olga.post("/clinic/billing/portal").text
    return way.split('class="btn" href="')[1].split('"')[0]


def test_cancelled_it_works_until_the_paid_day_taken_back_it_goes_on_and_after_it_a_new_plan_brings_all_back(
    harbour, stripe, subscribes, kept, olga
):
    with transaction(harbour.jobs()):
        standing.held(harbour.clinic).trial_until = scopes.moment() - timedelta(days=1)
    resolve.forget()
    subscribes("practice")
    portal, subscription = olga_portal(olga), kept().subscription_id
    stripe.press(portal, "cancel", subscription=subscription)
    olga.get("/clinic/billing/done")
    assert stands(harbour).state is State.ENDING and "You cancelled" in olga.get("/clinic/billing").text
    stripe.press(portal, "keep", subscription=subscription)
    standing.renew(harbour.clinic)
    assert stands(harbour).state is State.ACTIVE
    stripe.press(portal, "cancel", subscription=subscription)
    stripe.set_clock(advance=40 * DAY)
    standing.renew(harbour.clinic)
    row = kept()
    assert row.status is None and row.ends_at is not None
    assert resolve.of_id(harbour.clinic).standing(row.ends_at + timedelta(days=2)).state is State.ENDED
    stripe.set_clock(offset=0)


def test_stripe_away_the_page_says_so_and_nothing_is_changed(harbour, stripe, olga, kept):
    stripe.behave(down=503)
    olga.get("/clinic/billing")
    assert "Stripe is not answering" in olga.post("/clinic/billing/checkout", {"plan": "practice"}).text
    assert kept().customer_id is None
    stripe.behave()
