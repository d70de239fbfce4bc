"""Signing a clinic up: what is typed wrong says so and stays; a taken address; an owner's address that is known."""

import re
from contextvars import Context

import pytest

from app.people.models import StaffLogin
from app.signup.models import Signature
from tenants.db import db, transaction
from tenants.models import Clinic, OwnerAddress, UsedSubdomain
from tenants.provision import suggestion
from tenants.scope import Audience, Scope
from tests.world import PASSWORD

FORM = {
    "name": "Sturmvögel & Söhne", "short_name": "Möwe", "subdomain": "moewe", "own_name": "Dr Zoë O’Hara-Peña",
    "address": "zoe+clinic@moewe.example", "password": PASSWORD, "country": "DE", "time_zone": "Europe/Berlin", "treats": "y",
    "role": "Inhaberin", "accept": "y",
}  # fmt: skip


@pytest.fixture
def desk(browser):
    page = browser()
    page.get("/signup")
    return page


def clinics(**which):
    with transaction(Scope(None, Audience.SYSTEM)):
        return db.session.scalars(db.select(Clinic).filter_by(**which)).all()


def way_in(page):
    """The ready page's one form: the clinic's host and the token."""
    return re.search(r'action="http://([^/"]+)/in/([^"]+)"', page.text).groups()


def enter_from_apex(page, host, token):
    """What the ready page's button does: another origin posts the token."""
    options = {"base_url": f"http://{host}", "headers": {"Origin": "http://localhost:8000"}, "follow_redirects": True}
    return Context().run(page.client.post, f"/in/{token}", **options)


def test_a_clinic_with_accents_and_an_apostrophe_is_opened_and_entered_once(desk, browser):
    desk.post("/signup", FORM)
    assert "Möwe is ready" in desk.text
    host, token = way_in(desk)
    assert host == "moewe.localhost:8000"
    inside = enter_from_apex(desk, host, token)
    assert inside.status_code == 200 and "Dr Zoë O’Hara-Peña" in inside.text and "Nothing waits for you." in inside.text
    assert enter_from_apex(desk, host, token).status_code == 404, "the token opens one time"


def test_the_signer_is_kept_with_role_date_and_version_of_both_documents(desk):
    desk.post("/signup", FORM)
    clinic = clinics(subdomain="moewe")[0]
    with transaction(Scope(clinic.id, Audience.STAFF)):
        signed = db.session.execute(
            db.select(Signature.document, Signature.version, Signature.name, Signature.role)
        ).all()
    assert {row.document for row in signed} == {"terms", "business-associate"}
    assert {(row.name, row.role) for row in signed} == {("Dr Zoë O’Hara-Peña", "Inhaberin")}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row.version) for row in signed)


def test_pressed_twice_it_is_one_clinic(desk):
    row = desk.hidden("/signup")
    for _ in range(2):
        desk.get("/signup")
        desk.post("/signup", FORM | row)
        assert "Möwe is ready" in desk.text
    assert len(clinics(name="Sturmvögel & Söhne")) == 1


def test_its_form_is_no_key_to_the_clinic_it_made(desk, browser, servers):
    """Another browser, other words, or the same ones later: no new way in."""
    row = desk.hidden("/signup")
    desk.post("/signup", FORM | row)
    other = browser()
    other.get("/signup")
    other.post("/signup", FORM | {"row": row["row"]}, status=422)
    for change in ({"address": "else@moewe.example"}, {"subdomain": "moewe-2"}):
        desk.get("/signup")
        desk.post("/signup", FORM | {"row": row["row"]} | change, status=422)
        assert "opened a clinic already" in desk.text and "/in/" not in desk.text
    with servers.admin("withkin") as admin:
        admin.execute("update clinic set made_at = made_at - interval '21 minutes' where subdomain = 'moewe'")
    desk.get("/signup")
    desk.post("/signup", FORM | {"row": row["row"]}, status=422)
    assert "opened a clinic already" in desk.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"subdomain": "harbour"}, "This address is taken."),
        ({"subdomain": "www"}, "This address is taken."),
        ({"subdomain": "-möwe-"}, "Use 3 to 40 letters, numbers and hyphens"),
        ({"subdomain": "xn--mwe-5qa"}, "cannot begin with"),
        ({"subdomain": "postmaster"}, "This address is taken."),
        ({"subdomain": "wpad"}, "This address is taken."),
        ({"short_name": "P\u0430yPal"}, "Write it in one alphabet"),
        ({"short_name": "ther\u00adapy"}, "Leave out words like therapy"),
        ({"short_name": "Pay\u200bPal"}, "the name of a well-known sender"),
        ({"short_name": "☎"}, "nothing can be seen here"),
        ({"own_name": "\u3164"}, "nothing can be seen here"),
        ({"name": "☎"}, "nothing can be seen here"),
        ({"subdomain": "ab"}, "Use 3 to 40 letters, numbers and hyphens"),
        ({"short_name": "Child Therapy"}, "Leave out words like therapy"),
        ({"short_name": "PayPal"}, "the name of a well-known sender"),
        ({"short_name": "x" * 21}, "1 characters too long"),
        ({"address": "zoe@moewe"}, "This does not look like an e-mail address."),
        ({"address": "zoe.moewe.example"}, "This does not look like an e-mail address."),
        ({"password": "short"}, "Use at least 12 characters."),
        ({"name": " "}, "Write the clinic's name."),
        ({"own_name": "x" * 121}, "1 characters too long"),
        ({"country": "Atlantis"}, "Not a valid choice"),
        ({"accept": ""}, "Tick this to go on."),
    ],
)
def test_what_is_wrong_says_what_to_do_and_nothing_typed_is_lost(desk, harbour, wrong, says):
    desk.post("/signup", FORM | wrong, status=422)
    assert says in desk.text
    kept = FORM | wrong
    for field in ("name", "own_name", "role"):
        assert kept[field].strip() in desk.text
    assert PASSWORD not in desk.text, "a password never comes back"
    assert clinics(name=FORM["name"]) == []


def test_a_subdomain_once_used_is_never_given_to_another(desk, harbour, servers):
    with servers.admin("withkin") as admin:
        admin.execute("update clinic set subdomain = 'harbour-moved' where subdomain = 'harbour'")
    desk.post("/signup", FORM | {"subdomain": "harbour"}, status=422)
    assert "This address is taken." in desk.text
    with transaction(Scope(None, Audience.SYSTEM)):
        assert db.session.get(UsedSubdomain, "harbour") is not None


def test_while_typing_it_says_free_taken_or_what_is_wrong(desk, harbour):
    assert "moewe is free." in desk.get("/signup/address?subdomain=Moewe").text
    assert "harbour is taken. harbour-2 is free." in desk.get("/signup/address?subdomain=harbour").text
    assert "Use 3 to 40 letters" in desk.get("/signup/address?subdomain=%00'--").text


def test_an_address_is_suggested_from_a_short_name(desk):
    assert [suggestion(name) for name in ("Möwe", "St. Mary’s", "  Quiet  Cove ")] == ["mowe", "st-marys", "quiet-cove"]
    desk.post("/signup", FORM | {"subdomain": ""})
    assert way_in(desk)[0] == "mowe.localhost:8000"


def test_an_owners_known_address_is_answered_like_a_new_one_and_told_by_mail(browser, harbour, work, outbox_now):
    before = len(outbox_now.mails("olga@harbour.example"))
    answers = []
    for address, subdomain in (("olga@harbour.example", "cove-one"), ("new@cove.example", "cove-two")):
        page = browser()
        page.get("/signup")
        page.post("/signup", FORM | {"address": address, "subdomain": subdomain})
        answers.append(re.sub(r"/in/[\w-]+", "/in/token", page.text.replace(subdomain, "cove")))
    assert answers[0] == answers[1]
    work()
    subjects = [mail["subject"] for mail in outbox_now.mails("olga@harbour.example")]
    assert len(subjects) - before == 2
    assert "You already have a clinic" in subjects[:2]


def test_the_mail_to_confirm_holds_nothing_that_was_typed(desk, work, outbox_now):
    desk.post("/signup", FORM | {"name": "Typed Words", "own_name": "Typed Words", "role": "Typed Words"})
    work()
    mail = outbox_now.mails("zoe+clinic@moewe.example")[0]
    assert "Typed" not in str(mail)
    assert mail["subject"] == "Confirm your e-mail"


def test_a_mistyped_owner_address_is_corrected_and_the_first_link_confirms_nothing(desk, browser, work, outbox_now):
    desk.post("/signup", FORM | {"address": "zoo@moewe.example", "treats": ""})
    host, token = way_in(desk)
    enter_from_apex(desk, host, token)
    work()
    wrong = outbox_now.token("zoo@moewe.example")
    desk.base = f"http://{host}"
    desk.get("/clinic")
    desk.post("/clinic/address", {"address": "zoe@"}, status=422)
    assert "does not look like an e-mail address" in desk.text
    desk.post("/clinic/address", {"address": "zoe@moewe.example"})
    assert "A mail is on its way to zoe@moewe.example." in desk.text
    work()
    desk.get(f"/in/{wrong}", status=410)
    right = outbox_now.token("zoe@moewe.example")
    desk.get(f"/in/{right}")
    desk.post(f"/in/{right}")
    assert "Your address is confirmed." in desk.text
    desk.get("/clinic")
    assert "Wrong address?" not in desk.text, "she is still signed in, and it is done"
    desk.post("/clinic/address", {"address": "else@moewe.example"})
    assert "Your address is confirmed already." in desk.text
    clinic = clinics(subdomain="moewe")[0]
    with transaction(Scope(clinic.id, Audience.STAFF)):
        login = db.session.execute(db.select(StaffLogin.address, StaffLogin.address_key)).one()
    assert login.address == "zoe@moewe.example"
    with transaction(Scope(None, Audience.SYSTEM)):
        keys = db.session.scalars(db.select(OwnerAddress.address_key).where(OwnerAddress.clinic_id == clinic.id)).all()
    assert keys == [login.address_key]


def test_a_line_break_in_a_field_of_one_line_reaches_no_mail(desk, work, outbox_now):
    before = len(outbox_now.mails("zoe+clinic@moewe.example"))
    desk.post("/signup", FORM | {"short_name": "Möwe\r\nBcc: x@y.z", "own_name": "Zoë\r\nO’Hara"})
    assert [clinic.short_name for clinic in clinics(subdomain="moewe")] == ["Möwe Bcc: x@y.z"]
    work()
    assert len(outbox_now.mails("zoe+clinic@moewe.example")) == before + 1
