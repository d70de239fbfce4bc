"""A language of one's own: pages and mails of caregivers; staff read the clinic's."""

import re

import pytest

from app.audit import AuditEvent
from app.mail.sending import to_be_sent
from app.people.models import Caregiver
from tenants import resolve
from tenants.db import db, transaction
from tests.deeds import chooses_mail, makes_slip, replies, tells

SPANISH = {"headers": {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}}


def language(house, who="dana"):
    with transaction(house.staff()):
        return db.session.scalar(db.select(Caregiver.language).where(Caregiver.id == house.people[who]))


def came_back(harbour, work, outbox_now):
    """The newest mail to Dana, once something came back to her."""
    chooses_mail(harbour)
    replies(harbour, tells(harbour, "dana", "maya", "x"), "Follow her lead", "reply")
    work()
    return outbox_now.mails("dana@harbour.example")[0]


def test_before_anybody_is_known_the_browser_says_it_and_a_button_more_so(harbour, browser):
    page = browser(harbour)
    assert '<html lang="es">' in page.get("/sign-in", **SPANISH).text and "Come in" not in page.text
    page.post("/language", {"language": "en", "back": "/in/slip"}, **SPANISH)
    assert page.page.request.path == "/in/slip" and '<html lang="en">' in page.text
    assert '<html lang="en">' in page.get("/sign-in", **SPANISH).text


@pytest.mark.parametrize("path", ["/staff/sign-in", "/staff/password"])
def test_pages_of_staff_are_in_the_clinics(harbour, browser, path):
    assert '<html lang="en">' in browser(harbour).get(path, **SPANISH).text
    okafor = browser(harbour).sign_in_staff()
    assert '<html lang="en">' in okafor.get("/today", **SPANISH).text


def test_the_apex_is_in_english(browser):
    assert '<html lang="en">' in browser(None).get("/", **SPANISH).text


def test_what_she_came_in_with_stays_in_her_mails_and_on_other_devices(harbour, browser, work, outbox_now):
    page = browser(harbour)
    token = makes_slip(harbour, "dana")
    page.get(f"/in/{token}", **SPANISH)
    page.post(f"/in/{token}", **SPANISH)
    assert language(harbour) == "es"
    assert '<html lang="es">' in page.get("/home").text  # no header: it is hers, not the browser's
    mail = came_back(harbour, work, outbox_now)
    assert mail["subject"] == "Algo para leer" and "Hay algo para leer en Harbour." in mail["text"]


def test_who_came_in_before_keeps_hers(harbour, browser):
    """A phone lent for a moment changes nothing."""
    dana = browser(harbour).sign_in("dana")
    dana.get("/you")
    dana.post("/language", {"language": "en"})
    other = browser(harbour)
    token = makes_slip(harbour, "dana")
    other.get(f"/in/{token}", **SPANISH)
    other.post(f"/in/{token}", **SPANISH)
    assert language(harbour) == "en"


def test_what_she_chose_at_the_door_goes_before_what_her_phone_asks_for(harbour, browser):
    page = browser(harbour)
    token = makes_slip(harbour, "dana")
    page.get(f"/in/{token}", **SPANISH)
    page.post("/language", {"language": "en", "back": f"/in/{token}"}, **SPANISH)
    page.post(f"/in/{token}", **SPANISH)
    assert language(harbour) == "en" and '<html lang="en">' in page.get("/home", **SPANISH).text


def test_she_chooses_it_on_her_page_and_it_is_audited_once(harbour, browser, work, outbox_now):
    dana = browser(harbour).sign_in("dana")
    dana.get("/you")
    for _ in range(2):
        dana.post("/language", {"language": "es", "back": "/you"})
    assert dana.page.request.path == "/you" and '<html lang="es">' in dana.text
    with transaction(harbour.staff()):
        deeds = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "chose-language")).all()
    assert [deed.subject_id for deed in deeds] == [harbour.people["dana"]]
    assert came_back(harbour, work, outbox_now)["subject"] == "Algo para leer"


def test_a_device_in_question_chooses_for_itself_alone(harbour, browser):
    browser(harbour).sign_in("dana")
    other = browser(harbour)
    other.enter(makes_slip(harbour, "dana"))
    other.get("/you")
    other.post("/language", {"language": "es"})
    assert language(harbour) is None


def test_mails_to_staff_and_to_whom_nothing_is_known_of_are_in_the_clinics(harbour, work, outbox_now):
    with transaction(harbour.jobs()):
        to_be_sent("new-device", staff=harbour.people["okafor"])
    work()
    assert "on the new one" in outbox_now.mails("okafor@harbour.example")[0]["text"]


def test_a_language_that_is_not_offered_is_refused_and_one_no_longer_offered_is_the_clinics(
    harbour, browser, work, outbox_now, servers
):
    dana = browser(harbour).sign_in("dana")
    dana.get("/you")
    dana.post("/language", {"language": "tlh"}, status=422)
    with servers.admin("withkin") as admin:
        admin.execute("update caregiver set language = 'xx' where id = %s", [harbour.people["dana"]])
    assert '<html lang="en">' in dana.get("/home").text
    assert came_back(harbour, work, outbox_now)["subject"] == "Something to read"


def test_what_is_ours_is_stored_in_the_clinics_language_and_read_in_hers(harbour, browser):
    """The care team reads a check-in in English, whoever answered it in Spanish; what she typed stays as it is."""
    dana = browser(harbour).sign_in("dana")
    dana.get("/you")
    dana.post("/language", {"language": "es"})
    dana.get(f"/check-in/{harbour.children['maya']}/1")
    assert "¿" in dana.text and "How was" not in dana.text and "Muy difícil" in dana.text
    for answer in ("4", "4", "Comió bien"):
        dana.post(dana.page.request.path, {"answer": answer})
    assert "Comió bien" in dana.text and "Bueno" in dana.text and "How was" not in dana.text
    okafor = browser(harbour).sign_in_staff()
    okafor.get(f"/families/{harbour.children['maya']}")
    assert "How was today with Maya?" in okafor.text and "Comió bien" in okafor.text and "Bueno" not in okafor.text


def test_crisis_lines_days_and_the_clock_speak_her_language_too(harbour, browser):
    tells(harbour, "dana", "maya", "x")
    dana = browser(harbour).sign_in("dana")
    dana.get("/you")
    dana.post("/language", {"language": "es"})
    dana.get("/home")
    plain = dana.text.replace("\xa0", " ").replace("\u202f", " ")
    assert "En peligro" in plain and "In danger" not in plain
    assert re.search(r"hoy, \d+:\d\d [ap]\. ?m\.", plain), "a clinic in the US"


@pytest.fixture
def elsewhere(servers):
    """`elsewhere(house, …)`: the clinic is in another country, or speaks another language."""

    def settle(house, **what):
        with servers.admin("withkin") as admin:
            for column, value in what.items():
                admin.execute(f"update clinic set {column} = %s where id = %s", [value, house.clinic])
        resolve.forget()

    return settle


def test_where_the_clinics_is_another_staff_and_whoever_asks_for_none_of_ours_read_that(harbour, browser, elsewhere):
    elsewhere(harbour, locale="es")
    page = browser(harbour)
    assert '<html lang="es">' in page.get("/sign-in").text
    assert '<html lang="es">' in page.get("/sign-in", headers={"Accept-Language": "tlh"}).text
    assert '<html lang="en">' in page.get("/sign-in", headers={"Accept-Language": "en"}).text
    okafor = browser(harbour).sign_in_staff()
    assert '<html lang="es">' in okafor.get("/today", headers={"Accept-Language": "en"}).text


def test_chosen_at_the_door_and_no_longer_offered_is_what_the_browser_asks_for(harbour, browser, app, monkeypatch):
    page = browser(harbour)
    page.get("/sign-in")
    page.post("/language", {"language": "es", "back": "/sign-in"})
    monkeypatch.setitem(app.extensions, "languages", {"en": "English"})
    assert '<html lang="en">' in page.get("/sign-in").text


def test_where_nobody_speaks_it_like_that_hers_is_as_it_is_everywhere(harbour, browser, elsewhere):
    tells(harbour, "dana", "maya", "x")
    elsewhere(harbour, country="JP")
    dana = browser(harbour).sign_in("dana")
    dana.get("/you")
    dana.post("/language", {"language": "es", "back": "/home"})
    assert '<html lang="es">' in dana.text and re.search(r"hoy, \d+:\d\d\b(?!.{0,2}[ap]\.)", dana.text)
