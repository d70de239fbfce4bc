"""What the owner, staff and families read of a plan: kind, and exact about dates."""

from datetime import timedelta

import pytest

from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.models import Plan
from tenants.plans import Level
from tests.billing.standing import ends, stands, unpaid
from tests.deeds import slips, tells
from tests.digests.week import came_in


@pytest.fixture
def olga(browser, harbour):
    return browser(harbour).sign_in_staff("olga")


@pytest.fixture
def okafor(browser, harbour):
    return browser(harbour).sign_in_staff()


def test_in_the_trial_the_owner_alone_reads_how_many_days_are_left(harbour, olga, okafor):
    assert "30 days of your trial are left" in olga.get("/clinic").text
    assert "trial" not in okafor.get("/today").text
    page = olga.get("/clinic/billing").text
    assert "Your trial lasts until" in page and "Your trial in figures" in page and "fewer than five" in page
    assert "$96.00 a month, $24.00 for each therapist" in page and "Choose Clinic" in page
    assert "Solo" not in page, "it does not hold the therapists who work here"


@pytest.mark.parametrize(
    ("level", "everybody", "owner"),
    [
        (Level.GROW, None, "A payment failed"),
        (Level.WORK, "nobody new can be invited", "only answers can be written"),
        (Level.ANSWER, "only answers can be written here", "nobody can answer any more"),
        (Level.NOTHING, "Nothing new is written here", ""),
    ],
)
def test_what_is_not_possible_everybody_reads_and_what_comes_next_the_owner(
    harbour, olga, okafor, level, everybody, owner
):
    unpaid(harbour, level)
    theirs, hers = okafor.get("/today").text, olga.get("/clinic").text
    assert (everybody in theirs) if everybody else ('id="plan"' not in theirs)
    assert (
        owner in hers and "Plan and payment" in hers and "payment" not in theirs.lower().replace("/clinic/billing", "")
    )
    page = olga.get("/clinic/billing").text
    stood = resolve.of_id(harbour.clinic).standing(scopes.moment())
    for until in (stood.grows_until, stood.works_until, stood.answers_until):
        last = (until - timedelta(hours=1)).astimezone(resolve.of_id(harbour.clinic).zone)
        assert f"{last.day} {last:%b}" in page


def test_who_pays_nothing_is_asked_for_nothing(harbour, olga):
    stands(harbour, free=True)
    assert "pays nothing" in olga.get("/clinic/billing").text and "Choose" not in olga.text
    assert 'id="plan"' not in olga.get("/clinic").text


def test_a_refused_form_keeps_what_was_typed(harbour, okafor):
    unpaid(harbour, Level.ANSWER)
    page = f"/families/{harbour.children['maya']}/questions"
    okafor.get(page)
    answer = okafor.post(f"{page}/own", {"wording": "How did the bus ride go?"}, status=402)
    assert "Only answers can be written at the moment" in answer.text and "How did the bus ride go?" in answer.text


def test_must_29_whoever_used_a_way_in_has_been_here_whatever_became_of_it(harbour, okafor):
    unpaid(harbour, Level.WORK)
    slips(harbour, "chris")
    okafor.get(f"/families/{harbour.children['maya']}/people")
    okafor.post(f"/parts/{harbour.parts['chris']}/slip")


@pytest.mark.parametrize("way", ["invitation", "slip"])
def test_must_29_whoever_has_been_here_gets_a_way_in_and_somebody_new_does_not(harbour, okafor, way):
    unpaid(harbour, Level.WORK)
    people, path = f"/families/{harbour.children['maya']}/people", f"/parts/{harbour.parts['chris']}/{way}"
    okafor.get(people)
    okafor.post(path, status=402)
    came_in(harbour, "chris")
    okafor.get(people)
    okafor.post(path)


def test_a_role_that_costs_a_seat_is_not_given_and_every_other_is(harbour, olga):
    unpaid(harbour, Level.WORK)
    page = f"/clinic/staff/{harbour.people['sade']}"
    olga.get(page)
    olga.post(f"{page}/roles", {"roles": ["supervisor", "therapist"]}, status=402)
    olga.get(page)
    olga.post(f"{page}/roles", {"roles": ["supervisor", "owner"]})


WRITES = (
    "One-minute check-in",
    "How was today",
    "Tell us more",
    "I'm worried about",
    "usually answer",
    "Write about",
    "Ask about",
    "Correct it",
)


def test_must_29_where_nobody_can_answer_every_page_of_hers_says_so_first_and_no_box_invites(harbour, browser):
    dana = browser(harbour).sign_in()
    told = f"/updates/{tells(harbour, 'dana', 'maya', 'Good day')}"
    stands(harbour, ends_at=scopes.moment() - timedelta(days=3), farewell="Call Ina at 555 0100. Bay goes on with you.")
    for path in ("/home", "/updates", "/questions", "/you", told):
        page = dana.get(path).text
        main = page[page.index("<main") :]
        assert "Nobody at Harbour reads here any more" in main and "Call Ina at 555 0100" in main, path
        assert "Take your own words along" in main and "988" in page, path
        assert main.index("Nobody at Harbour") < main.index("<h1"), path
        assert not [words for words in WRITES if words in page], path
    sent = dana.get("/safety", status=410)
    assert "Nobody at Harbour reads here any more" in sent.text and "988" in sent.text
    assert "Good day" in dana.get("/updates").text


def test_from_two_weeks_before_she_reads_until_when_and_writes_as_always(harbour, browser):
    dana = browser(harbour).sign_in()
    ends(harbour, 15.5)
    assert 'id="unread"' not in dana.get("/home").text
    ends(harbour, 12)
    page = dana.get("/home").text
    assert "nobody at Harbour reads here" in page and "Until then it is as always" in page
    assert "One-minute check-in" in page


def test_where_nobody_can_answer_today_offers_no_box_and_the_record_is_read(harbour, okafor):
    tells(harbour, "dana", "maya", "Good day")
    assert "Your reply, or one line" in okafor.get("/today").text
    unpaid(harbour, Level.NOTHING)
    page = okafor.get("/today").text
    assert "Good day" in page and "Your reply, or one line" not in page and "Nothing can be answered here" in page
    assert "Good day" in okafor.get(f"/families/{harbour.children['maya']}").text


def test_all_of_it_is_back_at_once_when_it_is_paid(harbour, browser, okafor):
    unpaid(harbour, Level.NOTHING)
    dana = browser(harbour).sign_in()
    assert 'id="unread"' in dana.get("/home").text and 'id="plan"' in okafor.get("/today").text
    stands(harbour, status="active")
    assert 'id="unread"' not in dana.get("/home").text and 'id="plan"' not in okafor.get("/today").text
    dana.get("/safety")


def test_what_two_owners_write_for_families_at_once_is_told_to_the_second(harbour, olga):
    ends(harbour, 20)
    olga.get("/clinic/billing/farewell")
    with transaction(harbour.jobs()):
        db.session.execute(db.update(Plan).where(Plan.clinic_id == harbour.clinic).values(farewell="Call us."))
    assert "Call us." in olga.post("/clinic/billing/farewell", {"farewell": "Call Ina."}, status=409).text
    assert "Call Ina." in olga.text
    olga.post("/clinic/billing/farewell", {"farewell": "Call Ina."})
    assert "Call Ina." in olga.get("/clinic/billing/farewell").text
