"""What a second attack on billing found: on what mended the first, on the mails to families, on races and stale pages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.audit import AuditEvent
from app.billing import plans, seats, standing, stripe_calls, turning
from app.colleagues import inviting, roles
from app.mail.models import Delivery
from app.mail.sweeping import sweep_mail
from app.people.colleagues import roles_of
from app.sight import widening
from app.sight.models import Widening
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, new_id, transaction
from tenants.plans import Level
from tests.billing.standing import ended, ends, stands, unpaid
from tests.billing.test_seats import paid_for, wanted
from tests.deeds import says_who_uses, tells, worries
from tests.digests.week import at

PAGE = "/clinic/billing"


def here(house):
    return resolve.of_id(house.clinic).standing(scopes.moment())


@pytest.fixture
def told(harbour, farewells):
    """And there everybody was mailed."""
    with at(farewells):
        sweep_mail(harbour.clinic)
    return farewells


@pytest.mark.parametrize(
    "before", [{}, {"ends_at": -timedelta(days=200)}], ids=["never bought", "bought and left once"]
)
def test_must_29_who_paid_nothing_for_long_and_pays_again_is_not_shut_at_once(app, harbour, before):
    stands(harbour, free=True, **{name: scopes.moment() + value for name, value in before.items()})
    app.test_cli_runner().invoke(args=["billing", "free", "harbour", "--end"])
    found = here(harbour)
    assert found.level is Level.GROW
    assert found.tells_from is None or found.tells_from > scopes.moment(), "families are told before"


def test_ended_twice_by_our_word_nothing_is_put_off(app, harbour):
    stands(harbour)
    app.test_cli_runner().invoke(args=["billing", "free", "harbour", "--end"])
    assert here(harbour).level is Level.NOTHING


@pytest.mark.parametrize(
    "later",
    [{"status": "active", "ends_at": timedelta(days=40)}, {"status": "past_due", "late_since": timedelta()}],
    ids=["cancelled for a later day", "taken back and then a card fails"],
)
def test_must_29_told_of_an_end_that_is_far_off_now_they_are_told_that_it_goes_on(harbour, told, mails, later):
    stands(harbour, **{name: scopes.moment() + value if name != "status" else value for name, value in later.items()})
    turning.tell(harbour.clinic)
    assert set(mails("goes-on").values()) == {"queued"}
    with at(told):
        sweep_mail(harbour.clinic)
    assert set(mails("goes-on").values()) == {"sent"}


@pytest.mark.parametrize(
    ("level", "path"),
    [(Level.WORK, "/families"), (Level.ANSWER, "/families/{maya}/questions/own"), (Level.NOTHING, "/staff/you/away")],
)
def test_what_is_refused_tells_no_therapist_that_it_is_not_paid(harbour, browser, level, path):
    unpaid(harbour, level)
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    page = okafor.post(path.format(maya=harbour.children["maya"]), {"wording": "How was the bus?"}, status=402).text
    assert "Nothing was saved. Ask whoever runs the clinic." in page
    assert not [word for word in ("paid", "payment", "plan has") if word in page]


def test_and_the_owner_where_to_look(harbour, olga):
    unpaid(harbour, Level.WORK)
    olga.get("/clinic")
    assert "Look at “Plan and payment”." in olga.post("/clinic/staff", {"name": "Dr New"}, status=402).text


@pytest.mark.parametrize("full", [False, True], ids=["owed", "full"])
def test_who_signs_for_a_seat_and_runs_nothing_reads_of_no_payment(harbour, browser, olga, full):
    olga.get(f"/clinic/staff/{harbour.people['olga']}")
    olga.post(f"/clinic/staff/{harbour.people['olga']}/roles", {"roles": ["owner", "therapist"]})
    with transaction(harbour.jobs()):
        asked = db.session.scalars(db.select(Widening.id)).one()
    sade = browser(harbour).sign_in_staff("sade")
    if full:
        stands(harbour, status="active", name="solo", item_id="si_x", seats=1)
    else:
        unpaid(harbour, Level.WORK)
    sade.get("/signatures")
    sade.post(f"/signatures/{asked}/sign")
    assert "No therapist can be added at the moment" in sade.text
    assert not [word for word in ("paid", "payment", "Solo", "seat") if word in sade.text]


def test_where_nobody_answers_today_says_nothing_of_a_plan(harbour, browser):
    tells(harbour, "dana", "maya", "Good day")
    unpaid(harbour, Level.NOTHING)
    page = browser(harbour).sign_in_staff().get("/today").text
    assert "Nothing can be answered here any more" in page and "plan has ended" not in page


def test_a_seat_given_back_while_it_is_being_asked_for_is_given_back(harbour, servers):
    """Asked for four and not answered yet; then one leaves, and three stands in the row still."""
    paid_for(harbour, 3)
    asked = wanted(harbour)
    today = harbour.today
    with transaction(harbour.staff("olga")):
        roles.take_role(harbour.people["reyes"], "therapist", today)
    again = wanted(harbour)
    assert asked[1] == 4 and again is not None and again[1] == 3 and again[2] != asked[2]


@pytest.mark.parametrize("button", ["checkout", "plan"])
def test_from_a_page_of_before_who_pays_nothing_buys_nothing(harbour, stripe, olga, subscribes, kept, button):
    if button == "plan":
        subscribes("practice")
    olga.get(PAGE)
    with transaction(harbour.jobs()):
        standing.held(harbour.clinic).free = True
    resolve.forget()
    page = olga.post(f"{PAGE}/{button}", {"plan": "clinic"}).text
    assert "Go on at Stripe" not in page and "Your clinic pays nothing" in page
    assert kept().name == ("practice" if button == "plan" else None)


def test_who_pays_nothing_reads_of_no_seat_that_is_being_set(harbour, olga):
    stands(harbour, free=True, status="active", name="practice", item_id="si_x", seats=2)
    assert "being set to" not in olga.get(PAGE).text


def test_left_at_once_within_the_trial_nothing_is_there_to_take_back(harbour, olga):
    now = scopes.moment()
    stands(harbour, trial_until=now + timedelta(days=20), ends_at=now - timedelta(days=1))
    page = olga.get(PAGE).text
    assert "You cancelled" in page and "take it back" not in page and "Choose a plan" in page


def test_what_ended_for_want_of_payment_is_charged_no_more(app, harbour):
    stands(harbour, status="unpaid", late_since=scopes.moment() - timedelta(days=3), item_id=None)
    assert "still charges" not in app.test_cli_runner().invoke(args=["billing", "free", "harbour"]).output


def test_a_notice_written_after_the_end_is_read_at_once_and_the_answer_says_so(harbour, olga):
    ended(harbour)
    olga.get(f"{PAGE}/farewell")
    assert "two weeks before the end" not in olga.post(f"{PAGE}/farewell", {"farewell": "Call Ina."}).text


@pytest.fixture
def holds_five(harbour, monkeypatch):
    """One therapist more has a seat."""
    monkeypatch.setitem(plans.PLANS, "practice", replace(plans.PRACTICE, most=5))
    stands(harbour, status="active", name="practice", item_id="si_x", seats=4)


@pytest.mark.parametrize("meanwhile", ["full", "owed"])
def test_signed_for_and_its_seat_gone_before_it_holds_nobody_gets_it(harbour, browser, olga, holds_five, meanwhile):
    olga.get(f"/clinic/staff/{harbour.people['olga']}")
    olga.post(f"/clinic/staff/{harbour.people['olga']}/roles", {"roles": ["owner", "therapist"]})
    with transaction(harbour.staff("sade")):
        assert widening.end(db.session.scalars(db.select(Widening)).one(), "signed")
    if meanwhile == "owed":
        unpaid(harbour, Level.WORK)
    else:
        with transaction(harbour.staff("olga")):
            inviting.invite(new_id(), "Dr Other", "other@harbour.example", frozenset({"therapist"}))
    widening.carry_out(harbour.clinic)
    with transaction(harbour.jobs()):
        assert "therapist" not in roles_of(harbour.people["olga"])
        assert db.session.scalars(db.select(AuditEvent.action).where(AuditEvent.action == "could-not-widen")).all()


def test_and_while_there_is_one_it_holds(harbour, olga, holds_five):
    olga.get(f"/clinic/staff/{harbour.people['olga']}")
    olga.post(f"/clinic/staff/{harbour.people['olga']}/roles", {"roles": ["owner", "therapist"]})
    with transaction(harbour.staff("sade")):
        assert widening.end(db.session.scalars(db.select(Widening)).one(), "signed")
    widening.carry_out(harbour.clinic)
    with transaction(harbour.jobs()):
        assert "therapist" in roles_of(harbour.people["olga"])


def test_who_pays_nothing_is_held_to_no_plan_of_before(harbour, olga):
    stands(harbour, free=True, status="active", name="solo", item_id="si_x", seats=1)
    olga.get("/clinic/staff/new")
    new = {"name": "Dr New", "address": "new@harbour.example", "roles": ["therapist"]}
    assert "A mail is on its way" in olga.post("/clinic/staff", new).text


@pytest.mark.parametrize("kind", ["farewell", "goes-on"])
def test_must_18_who_shares_an_inbox_is_mailed_that_there_is_something_to_read(harbour, told, outbox_now, kind):
    says_who_uses(harbour, "dana", inbox=True)
    if kind == "farewell":
        ends(harbour, 11.5)
    else:
        stands(harbour, status="active")
    turning.tell(harbour.clinic)
    with at(told):
        sweep_mail(harbour.clinic)
    hers, his = (outbox_now.mails(f"{who}@harbour.example")[0] for who in ("dana", "chris"))
    for part in (lambda mail: mail["text"], outbox_now.html):
        assert "what is written at Harbour" in part(his)
        assert "There is something to read for you at Harbour" in part(hers) and "written" not in part(hers)


def test_must_29_where_nobody_reads_no_page_of_hers_promises_anything(harbour, browser):
    dana = browser(harbour).sign_in()
    worry = worries(harbour, "dana", "maya")
    ended(harbour)
    promises = ("We answer here", "It goes ", "comes with it", "Your team reads it")
    for path in (f"/safety/{worry}", "/digests/next", "/you/sharing"):
        page = dana.get(path).text
        assert not [words for words in promises if words in page], path


def test_must_29_nor_that_a_week_goes_after_the_end(harbour, browser):
    dana = browser(harbour).sign_in()
    assert "It goes " in dana.get("/digests/next").text
    ends(harbour, 0.01)
    assert "It goes " not in dana.get("/digests/next").text


def test_a_plan_that_another_owner_left_at_stripe_is_not_changed_and_she_reads_why(stripe, olga, subscribes, kept):
    """Heard of by nobody here yet."""
    subscribes("practice")
    olga.get(PAGE)
    stripe_calls.client().v1.subscriptions.cancel(kept().subscription_id)
    page = olga.post(f"{PAGE}/plan", {"plan": "clinic"}).text
    assert "You have no plan yet" in page and "Stripe is not answering" not in page


def test_of_two_changes_that_cross_on_their_way_the_later_number_stands(
    app, harbour, stripe, subscribes, kept, work, monkeypatch
):
    """Three seats are asked for; before that arrives it is four again, asked for and done."""
    subscribes("practice")
    work()
    reyes, today = harbour.people["reyes"], harbour.today
    with transaction(harbour.staff("olga")):
        roles.take_role(reyes, "therapist", today)
    arrives = stripe_calls.set_item

    def slow(*ask):
        monkeypatch.undo()
        with transaction(harbour.staff("olga")):
            roles.add_role(reyes, "therapist")
        seats.keep_seats(harbour.clinic)
        app.extensions["valkey"].flushall()
        arrives(*ask)

    monkeypatch.setattr(stripe_calls, "set_item", slow)
    seats.keep_seats(harbour.clinic)
    work()
    assert kept().seats == 4


def test_a_mail_of_an_end_that_was_put_off_before_it_left_does_not_go(harbour, farewells, mails):
    ends(harbour, 40)
    with at(farewells):
        sweep_mail(harbour.clinic)
    assert set(mails("farewell").values()) == {"dropped"}


def test_who_runs_the_clinic_no_more_is_mailed_nothing_of_its_plan(harbour, outbox_now):
    """Asked for while she did, and not gone yet."""
    with transaction(harbour.staff("olga")):
        roles.set_roles(harbour.people["sade"], frozenset({"owner", "supervisor"}))
    unpaid(harbour, Level.WORK)
    with at(scopes.moment() + timedelta(days=6)):
        turning.tell(harbour.clinic)
    with transaction(harbour.staff("olga")):
        roles.set_roles(harbour.people["sade"], frozenset({"supervisor"}))
    before = len(outbox_now.mails("sade@harbour.example"))
    with at(scopes.moment() + timedelta(days=6)):
        sweep_mail(harbour.clinic)
    with transaction(harbour.jobs()):
        states = db.session.execute(db.select(Delivery.staff_id, Delivery.state).where(Delivery.kind == "plan")).all()
    assert len(states) == 2 and len(outbox_now.mails("sade@harbour.example")) == before


def test_invited_while_the_owner_was_at_stripes_page_she_reads_that_the_plan_is_too_small(
    harbour, stripe, olga, monkeypatch
):
    monkeypatch.setitem(plans.PLANS, "solo", replace(plans.SOLO, most=4))
    olga.get(PAGE)
    url = olga.post(f"{PAGE}/checkout", {"plan": "solo"}).text.split('class="btn" href="')[1].split('"')[0]
    olga.get("/clinic/staff/new")
    olga.post("/clinic/staff", {"name": "Dr New", "address": "new@harbour.example", "roles": ["therapist"]})
    stripe.subscribe(url, "works", country="US", postal_code="10001")
    assert "Solo does not hold your 5 therapists" in olga.get(f"{PAGE}/done").text
