"""Names and the web address: the old one leads to the new one for ever, and nothing typed on the way is lost."""

import pytest

from app.people.links import new_link, token
from tenants.db import db, transaction
from tenants.models import UsedSubdomain
from tests.browser import Browser
from tests.clinic.pages import NAMES, opened, stored

NEW = NAMES | {"subdomain": "quiet-cove"}


@pytest.fixture
def moved(harbour, browser) -> str:
    """Harbour has moved to quiet-cove. Its new host."""
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "names")
    olga.post(path, NEW)
    assert "Everybody signs in anew at the new address" in olga.text
    olga.post(path)
    assert "Your clinic has moved" in olga.text
    return "http://quiet-cove.localhost:8000"


def at(browser: Browser, base: str) -> Browser:
    browser.base = base
    return browser


def test_old_and_new_stand_beside_each_other_and_nothing_is_taken_before_yes(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "names")
    olga.post(path, NEW | {"short_name": "Cove"})
    for words in (
        "Harbour",
        "Cove",
        "harbour.localhost:8000",
        "quiet-cove.localhost:8000",
        "5 caregivers",
        "7 members of staff",
    ):
        assert words in olga.text, words
    assert stored(harbour).subdomain == "harbour" and stored(harbour).short_name == "Harbour"
    with transaction(harbour.jobs()):
        assert db.session.get(UsedSubdomain, "quiet-cove") is None


def test_a_get_at_the_old_address_leads_to_the_same_page_at_the_new_one(moved, harbour, browser):
    for path in ("/sign-in", "/updates?before=abc", "/in/abcdefghijklmnopqrstuv", "/nothing"):
        answer = browser(harbour).get(path, status=308, follow=False)
        assert answer.headers["Location"] == f"{moved}{path}"
        assert answer.headers["Cache-Control"] == "no-store", "it may move back"


def test_a_link_in_a_mail_sent_before_still_opens(moved, harbour, browser):
    with transaction(harbour.jobs()):
        link = new_link("sign-in", caregiver=harbour.people["dana"])
        db.session.flush()
        word = token(link.id, "sign-in", harbour.clinic)
    browser(harbour).get(f"/in/{word}", status=308, follow=False)
    dana = at(browser(harbour), moved)
    dana.enter(word)
    assert "Before you start" in dana.text


def test_what_is_sent_to_the_old_address_is_shown_and_not_lost(harbour, browser):
    dana, maya = browser(harbour).sign_in("dana"), harbour.children["maya"]
    dana.get(f"/updates/about/{maya}")
    form = dana.hidden(f"/updates/about/{maya}")
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "names")
    olga.post(path, NEW)
    olga.post(path)
    dana.post(f"/updates/about/{maya}", form | {"body": "She slept in the car.", "topic": "sleep"}, status=410)
    assert "She slept in the car." in dana.text and "quiet-cove.localhost:8000" in dana.text
    assert "Send it again" not in dana.text and form["row"] not in dana.text
    dana.post("/leave", status=303, follow=False)


def test_everybody_signs_in_anew(harbour, browser):
    okafor = browser(harbour).sign_in_staff()
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "names")
    olga.post(path, NEW)
    olga.post(path)
    assert at(okafor, "http://quiet-cove.localhost:8000").get("/today", status=303, follow=False)


def test_the_old_address_stays_the_clinics_and_it_may_go_back(moved, harbour, meadow, browser):
    other = browser(meadow).sign_in_staff("olga")
    path = opened(other, "names")
    names = {"name": "Meadow Therapy", "short_name": "Meadow"}
    for taken in ("harbour", "quiet-cove", "www", "paypal"):
        other.post(path, names | {"subdomain": taken}, status=422)
        assert "This address is taken. Choose another." in other.text, taken
    olga = at(browser(harbour), moved).sign_in_staff("olga")
    olga.post(opened(olga, "names"), NAMES)
    olga.post("/clinic/settings/names")
    assert stored(harbour).subdomain == "harbour"
    browser(harbour).get("/sign-in")
    assert at(browser(harbour), moved).get("/sign-in", status=308, follow=False)


def test_a_clinic_does_not_hoard_addresses(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    with transaction(harbour.jobs()):
        db.session.add_all(UsedSubdomain(name=f"spare-{n}", clinic_id=harbour.clinic) for n in range(4))
    olga.post(opened(olga, "names"), NEW, status=422)
    assert "A clinic may have 5 addresses at most." in olga.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"short_name": "Kids Therapy"}, "Leave out words like therapy"),
        ({"short_name": "PayPal"}, "well-known sender"),
        ({"short_name": "☎"}, "nothing can be seen here"),
        ({"name": "☎"}, "nothing can be seen here"),
        ({"short_name": "x" * 21}, "too long"),
        ({"subdomain": "-x"}, "Use 3 to 40 letters"),
        ({"name": ""}, "Write the clinic's name."),
    ],
)
def test_the_rules_are_those_of_sign_up(harbour, browser, wrong, says):
    olga = browser(harbour).sign_in_staff("olga")
    olga.post(opened(olga, "names"), NAMES | wrong, status=422)
    assert says in olga.text


def test_the_short_name_is_on_every_page_at_once(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "names")
    olga.post(path, NAMES | {"short_name": "Cove"})
    olga.post(path)
    dana = browser(harbour).sign_in("dana")
    dana.get("/updates")
    assert "<title>Tell us · Cove</title>" in dana.text


def test_no_login_takes_an_address_in_another_clinics_name(app, harbour, meadow):
    import psycopg

    from tests.raw import pinned

    with pinned(app, harbour.staff("olga")) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("insert into used_subdomain (name, clinic_id) values ('mine', %s)", [meadow.clinic])
