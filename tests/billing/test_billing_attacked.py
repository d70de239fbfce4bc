"""What an attack on plans, seats, Stripe and the notice to families found (docs/attack.md, "Billing")."""

from datetime import timedelta

import pytest

from app.billing import seats, standing, stripe_calls, turning
from app.colleagues import roles
from app.mail.models import Delivery
from dev.stripe.endpoint import signature
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.models import Clinic, Due
from tenants.plans import Level, Paid, State
from tenants.plans import standing as stands_at
from tests.billing.standing import ended, ends, stands
from tests.billing.test_subscribing import olga_portal
from tests.deeds import tells
from tests.digests.week import came_in, come, line_for

BUTTON = 'class="btn" href="'


def buys(stripe, url, card="works"):
    return stripe.subscribe(url, card, country="US", postal_code="10001")


def way(answer):
    assert BUTTON in answer.text, answer.text[answer.text.index("<main") :]
    return answer.text.split(BUTTON)[1].split('"')[0]


def test_mails_to_families_are_found_by_the_sweep(harbour):
    came_in(harbour)
    ends(harbour, 10)
    turning.tell(harbour.clinic)
    with transaction(harbour.jobs()):
        assert db.session.scalar(db.select(db.func.count()).where(Delivery.kind == "farewell")) == 5
        assert db.session.scalar(db.select(db.func.count()).where(Due.kind == "mail", Due.clinic_id == harbour.clinic))


def test_two_tabs_are_one_subscription(harbour, stripe, olga, kept):
    ways = []
    for plan in ("practice", "clinic"):
        olga.get("/clinic/billing")
        ways.append(way(olga.post("/clinic/billing/checkout", {"plan": plan})))
    for one in ways[::-1]:
        buys(stripe, one)
    assert len(stripe.every("subscriptions", customer=kept().customer_id)) == 1


def test_bought_in_another_tab_and_not_told_yet_it_is_not_bought_again(harbour, stripe, olga, kept):
    olga.get("/clinic/billing")
    buys(stripe, way(olga.post("/clinic/billing/checkout", {"plan": "practice"})))
    olga.get("/clinic/billing")
    assert "You have a plan already" in olga.post("/clinic/billing/checkout", {"plan": "practice"}).text
    assert kept().status == "trialing"


def test_from_one_page_another_plan_after_all(harbour, stripe, olga):
    olga.get("/clinic/billing")
    hidden = olga.hidden("/clinic/billing/checkout")
    way(olga.post("/clinic/billing/checkout", {"plan": "practice"}))
    answer = olga.post("/clinic/billing/checkout", hidden | {"plan": "clinic"})
    assert "Stripe is not answering" not in answer.text
    way(answer)


def test_the_plan_that_is_said_is_the_plan_there_is(harbour, stripe, olga, subscribes, kept):
    """Three pages, and the first one's button once more."""
    subscribes("practice")
    olga.get("/clinic/billing")
    first = olga.hidden("/clinic/billing/plan")
    olga.post("/clinic/billing/plan", {"plan": "clinic"})
    olga.get("/clinic/billing")
    olga.post("/clinic/billing/plan", {"plan": "practice"})
    assert kept().name == "practice"
    assert "Your plan is Clinic now" in olga.post("/clinic/billing/plan", first | {"plan": "clinic"}).text
    assert kept().name == "clinic"


def test_a_customer_whose_answer_was_lost_is_made_though_another_owner_asks(harbour, stripe, kept):
    stripe.behave(lose_answers=2)
    with pytest.raises(stripe_calls.away()):
        stripe_calls.new_customer(str(harbour.clinic), "Harbour", "olga@harbour.example")
    stripe.behave()
    assert stripe_calls.new_customer(str(harbour.clinic), "Harbour", "other@harbour.example")
    found = [one["email"] for one in stripe.every("customers") if one["metadata"].get("clinic") == str(harbour.clinic)]
    stripe_calls.new_customer(str(harbour.clinic), "Harbour", "olga@harbour.example")
    mine = [one["email"] for one in stripe.every("customers") if one["metadata"].get("clinic") == str(harbour.clinic)]
    assert mine == found, "asked again by the same owner it is the one that was made"


def test_must_29_past_due_and_cancelled_families_are_told_before_it_ends():
    zone, now = resolve.ZoneInfo("America/New_York"), scopes.moment()
    paid = Paid(now - timedelta(days=100), status="past_due", late_since=now, ends_at=now + timedelta(days=20))
    last = stands_at(paid, now, zone)
    assert last.answers_until is not None and last.answers_until <= now + timedelta(days=21)
    assert stands_at(paid, now + timedelta(days=15), zone).level is Level.WORK
    over = stands_at(paid, now + timedelta(days=22), zone)
    assert (over.state, over.level) == (State.ENDED, Level.NOTHING)


@pytest.mark.parametrize("way", ["less", "more"])
def test_must_29_what_nobody_will_answer_is_not_asked_for(harbour, browser, way):
    dana = browser(harbour).sign_in()
    dana.get("/you")
    ended(harbour)
    answer = dana.post(f"/you/agreed/{harbour.children['maya']}/{way}", status=410)
    assert "Nobody at Harbour reads here any more" in answer.text
    page = dana.get("/you").text
    assert f"/{way}" not in page


def test_where_nobody_reads_no_week_is_made_and_after_it_one_is(harbour):
    came_in(harbour)
    line_for(harbour, "maya", "dana", "Try the slow breath.")
    ended(harbour)
    come(harbour)
    with transaction(harbour.jobs()):
        count = db.select(db.func.count()).where(Delivery.kind == "digest")
        assert db.session.scalar(count) == 0


def test_invited_therapists_fill_a_plan(harbour, olga, kept):
    """Solo, with nobody yet: two invited at once would both join."""
    stands(harbour, status="active")
    with transaction(harbour.jobs()):
        row, taken = standing.held(harbour.clinic), seats.taken()
        row.name, row.item_id = "practice", "si_x"
    for n in range(10 - taken):
        olga.get("/clinic/staff/new")
        olga.post(
            "/clinic/staff",
            {"name": f"Dr New {chr(65 + n)}", "address": f"new{n}@harbour.example", "roles": ["therapist"]},
        )
    olga.get("/clinic/staff/new")
    one_more = {"name": "Dr Last", "address": "last@harbour.example", "roles": ["therapist"]}
    assert "holds no further therapist" in olga.post("/clinic/staff", one_more, status=402).text


def test_must_29_a_therapist_who_leaves_is_put_out_after_the_plan_has_ended(harbour, olga):
    ended(harbour)
    member = harbour.people["okafor"]
    olga.get(f"/clinic/staff/{member}/leaving")
    olga.post(f"/clinic/staff/{member}/caseload", {"person": str(harbour.people["reyes"]), "words": "x"})
    olga.post(f"/clinic/staff/{member}/end")
    assert "does not work here any more" in olga.text


def test_must_29_she_reads_nowhere_that_somebody_reads(harbour, browser):
    dana = browser(harbour).sign_in()
    told = f"/updates/{tells(harbour, 'dana', 'maya', 'Good day')}"
    ended(harbour)
    for path in ("/welcome", "/you", told, f"{told}?thanks=1"):
        page = dana.get(path).text
        for words in (
            "What you write about",
            "It is with the clinic",
            "You usually hear back",
            "Say so",
            "it, usually",
        ):
            assert words not in page, path
    dana.get("/you")
    answer = dana.post(
        f"/updates/about/{harbour.children['maya']}", {"topic": "sleep", "body": "She woke."}, status=410
    )
    assert "She woke." in answer.text and "Send it again" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b'{"id": "evt_\\ud800", "type": "invoice.paid", "data": {"object": {"object": "invoice", "customer": "cus_x"}}}',
        b'{"id": "evt_1", "type": "invoice.paid", "data": {"object": {"customer": "cus_\\u0000"}}}',
        b'{"id": "evt_2", "type": "invoice.paid", "data": {"object": {"customer": {"id": "cus_x"}}}}',
        b'{"id": "evt_%s", "type": "invoice.paid", "data": {"object": {"customer": "cus_x"}}}' % (b"1" * 77),
        b'{"id": "evt_3", "type": "invoice.paid", "data": {"object": ["cus_x"]}}',
        b'{"type": "invoice.paid", "data": {"object": {"customer": "cus_x"}}}',
        b'["evt_4"]',
        b'{"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    ],
)
def test_signed_and_odd_it_is_refused(app, servers, harbour, told, body):
    secret = servers.variables["STRIPE_WEBHOOK_SECRET"]
    assert told({}, body=body, headers={"Stripe-Signature": signature(body, secret)}) == 401


def test_who_leaves_while_the_owner_is_at_stripes_page_is_no_seat(harbour, stripe, olga, kept, work):
    work()
    olga.get("/clinic/billing")
    url = way(olga.post("/clinic/billing/checkout", {"plan": "practice"}))
    today = harbour.today
    with transaction(harbour.staff("olga")):
        roles.take_role(harbour.people["reyes"], "therapist", today)
    work()
    buys(stripe, url)
    olga.get("/clinic/billing/done")
    work()
    assert kept().seats == 3


def test_back_from_stripe_after_cancelling_nobody_is_thanked(harbour, stripe, olga, subscribes, kept):
    subscribes("practice")
    stripe.press(olga_portal(olga), "cancel", subscription=kept().subscription_id)
    page = olga.get("/clinic/billing/done").text
    assert "You cancelled" in page and "Thank you" not in page


def test_another_zone_tells_families_nothing_twice(harbour):
    came_in(harbour)
    ends(harbour, 10)
    turning.tell(harbour.clinic)
    with transaction(harbour.jobs()):
        db.session.execute(db.update(Clinic).where(Clinic.id == harbour.clinic).values(time_zone="America/Los_Angeles"))
    turning.tell(harbour.clinic)
    with transaction(harbour.jobs()):
        assert db.session.scalar(db.select(db.func.count()).where(Delivery.kind == "farewell")) == 5


def test_made_by_older_code_during_a_deploy_a_clinic_has_its_trial(app, harbour, servers, browser):
    with servers.admin("withkin") as admin:
        admin.execute("delete from plan where clinic_id = %s", [harbour.clinic])
    resolve.forget()
    browser(harbour).sign_in()
    assert resolve.of_id(harbour.clinic).standing(scopes.moment()).state is State.TRIAL


def test_who_pays_nothing_is_charged_for_nobody_more(app, harbour, subscribes, kept):
    subscribes("practice")
    answer = app.test_cli_runner().invoke(args=["billing", "free", "harbour"])
    assert "Stripe still charges" in answer.output
    today = harbour.today
    with transaction(harbour.staff("olga")):
        roles.take_role(harbour.people["reyes"], "therapist", today)
    seats.keep_seats(harbour.clinic)
    assert kept().seats == 4
