"""A code read out on the phone, for somebody without an address (must 17)."""

import re
from datetime import timedelta

import pytest

from app.boundaries.limits import limit
from app.families import addressing
from app.involvement.models import Involvement
from app.people.models import PortalLink
from tenants.db import db, transaction
from tests.deeds import makes_slip, says_who_uses
from tests.world import part

WORD = "Pumpernickel"


@pytest.fixture
def dana(harbour, browser, servers):
    """Her phone: in by a slip, without an address, with a word; the number is on record."""
    with servers.admin("withkin") as admin:
        admin.execute("delete from caregiver_address where address = 'dana@harbour.example'")
    page = browser(harbour)
    page.enter(makes_slip(harbour, "dana"))
    assert "A word for the phone" in page.text
    page.post("/welcome", {"use": "nobody", "word": WORD})
    return page


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


@pytest.fixture
def on_record(harbour, dana, okafor):
    part = harbour.parts["dana"]
    people(okafor, harbour)
    okafor.post(f"/parts/{part}/phone", {f"number-{part}-number": "+1 555 0100"})
    assert 'value="+1 555 0100"' in okafor.text


def people(page, house):
    return page.get(f"/families/{house.children['maya']}/people")


def asks(page):
    """ "I have no e-mail": the four letters on her screen."""
    page.get("/sign-in")
    page.post("/in/phone")
    return re.search(r'class="tag plain">(\w{4})<', page.text)[1]


def reads_out(page, house, word, tag, status=200, who="dana"):
    part = house.parts[who]
    people(page, house)
    page.post(f"/parts/{part}/call", {f"call-{part}-word": word, f"call-{part}-tag": tag}, status=status)
    found = re.search(r'<code class="key">(\d{3} \d{3})</code>', page.text)
    return found[1] if found else None


def test_must_17_she_is_called_back_says_her_word_and_types_what_is_read_out(harbour, okafor, on_record, browser):
    page = browser(harbour)
    code = reads_out(okafor, harbour, " pumpernickel. ", asks(page).lower())
    page.post("/in/code", {"code": code})
    assert page.page.request.path == "/home"
    again = browser(harbour)
    asks(again)
    again.post("/in/code", {"code": code}, status=422)


def test_must_17_it_works_only_in_the_browser_that_asked_once_and_within_ten_minutes(
    harbour, okafor, on_record, browser, servers
):
    page, thief = browser(harbour), browser(harbour)
    code = reads_out(okafor, harbour, WORD, asks(page))
    asks(thief)
    thief.post("/in/code", {"code": code}, status=422)
    with servers.admin("withkin") as admin:
        (lives,) = admin.execute(
            "select l.expires_at - r.at from portal_link l join link_request r on r.link_id = l.id"
        ).fetchone()
        assert lives == timedelta(minutes=10)
        admin.execute("update portal_link set expires_at = now() where purpose = 'phone'")
    page.post("/in/code", {"code": code}, status=422)
    assert "Ask for it once more" in page.text


def test_must_17_five_wrong_tries_end_it(harbour, okafor, on_record, browser):
    page = browser(harbour)
    code = reads_out(okafor, harbour, WORD, asks(page))
    wrong = "000000" if code != "000 000" else "111111"
    for _ in range(5):
        page.post("/in/code", {"code": wrong}, status=422)
    page.post("/in/code", {"code": code}, status=422)


def test_must_17_a_wrong_word_reads_nothing_out_and_five_in_a_day_end_this_way(harbour, okafor, on_record, browser):
    tag = asks(browser(harbour))
    for _ in range(5):
        assert reads_out(okafor, harbour, "rye", tag, 422) is None
        assert "That is not the word." in okafor.text
    assert reads_out(okafor, harbour, WORD, tag, 422) is None
    assert "Five wrong words today." in okafor.text


def test_must_17_wrong_letters_and_letters_that_two_show_read_nothing_out(harbour, okafor, on_record, browser, servers):
    assert reads_out(okafor, harbour, WORD, "ZZZZ", 422) is None
    asks(browser(harbour))
    asks(browser(harbour))
    with servers.admin("withkin") as admin:
        admin.execute("update link_request set tag = 'ABCD'")
    assert reads_out(okafor, harbour, WORD, "ABCD", 422) is None
    assert "No browser shows these letters now." in okafor.text


@pytest.mark.parametrize("what", ["her limit", "another's limit", "marked", "said"])
def test_must_17_not_at_all_while_a_limit_or_sensitivity_touches_the_child(harbour, okafor, on_record, browser, what):
    page, today = browser(harbour), harbour.today
    tag = asks(page)
    code = reads_out(okafor, harbour, WORD, tag)
    with transaction(harbour.staff()):
        if "limit" in what:
            limit(harbour.parts["dana" if what == "her limit" else "chris"], "goals", "closed", "safety", today)
        elif what == "marked":
            rosa = Involvement.id == harbour.parts["rosa"]
            db.session.execute(db.update(Involvement).where(rosa).values(sensitive=True))
    if what == "said":
        says_who_uses(harbour, "dana")
    page.post("/in/code", {"code": code}, status=422)
    assert "somebody here is limited or sensitive. Give a slip, in the room." in people(okafor, harbour).text
    part = harbour.parts["dana"]
    okafor.post(f"/parts/{part}/call", {f"call-{part}-word": WORD, f"call-{part}-tag": asks(page)}, status=422)


def test_who_has_an_address_no_word_or_no_number_gets_no_code(harbour, okafor, dana, browser):
    tag = asks(browser(harbour))
    assert reads_out(okafor, harbour, WORD, tag, 422, who="chris") is None
    assert reads_out(okafor, harbour, WORD, tag, 422) is None


def test_must_17_by_phone_is_for_somebody_without_an_address(harbour, okafor, on_record, browser):
    with transaction(harbour.staff()):
        addressing.write_down(part(harbour, "dana"), "dana@harbour.example", True)
    assert reads_out(okafor, harbour, WORD, asks(browser(harbour)), 422) is None


def test_she_chooses_another_word_on_her_own_page(harbour, okafor, on_record, dana, browser):
    dana.get("/you")
    assert "We call you back on +1 555 0100, and only there." in dana.text
    dana.post("/you/word", {"word": "x"}, status=422)
    dana.post("/you/word", {"word": "Sauerteig"})
    tag = asks(browser(harbour))
    assert reads_out(okafor, harbour, WORD, tag, 422) is None
    assert reads_out(okafor, harbour, "sauerteig", tag)


def test_must_17_the_word_is_nowhere_in_the_database_or_on_a_page(harbour, okafor, on_record, dana, servers):
    with servers.admin("withkin") as admin:
        for (name,) in admin.execute("select tablename from pg_tables where schemaname = 'public'").fetchall():
            assert not admin.execute(f'select 1 from "{name}" t where t::text ilike %s', ["%pumpernickel%"]).fetchone()
    assert WORD not in dana.get("/you").text and WORD not in people(okafor, harbour).text


def test_the_number_is_hers_and_the_staffs_alone(harbour, okafor, on_record, browser):
    for who in ("chris", "rosa"):
        page = browser(harbour).sign_in(who)
        assert all("0100" not in page.get(path).text for path in ("/home", "/you", "/updates"))


def test_must_17_a_code_by_phone_is_told_with_who_read_it_out(harbour, okafor, on_record, browser, work):
    page = browser(harbour)
    page.post("/in/code", {"code": reads_out(okafor, harbour, WORD, asks(page))})
    work()
    assert "by a code that Dr Okafor read out" in okafor.get("/today").text
    assert "read out by Dr Okafor" in people(okafor, harbour).text
    with transaction(harbour.jobs()):
        row = db.session.scalars(db.select(PortalLink).where(PortalLink.purpose == "phone")).one()
        assert row.by_id == harbour.people["okafor"] and row.used_at


def test_a_page_opened_before_a_colleague_changed_the_number_says_so(harbour, okafor, on_record, browser):
    mills, part = browser(harbour).sign_in_staff("mills"), harbour.parts["dana"]
    people(mills, harbour)
    people(okafor, harbour)
    mills.post(f"/parts/{part}/phone", {f"number-{part}-number": "+1 555 0199"})
    okafor.post(f"/parts/{part}/phone", {f"number-{part}-number": "+1 555 0123"}, status=409)


def test_asking_costs_the_same_and_says_the_same_whoever_asks(harbour, browser, statements):
    counts = []
    for _ in range(2):
        page = browser(harbour)
        page.get("/sign-in")
        page.post("/in/phone", follow=False, status=303)
        counts.append(len(statements.seen))
    assert counts[0] == counts[1]
    for _ in range(8):
        page.post("/in/phone", follow=False, status=303)
    page.get("/sign-in")
    page.post("/in/phone", status=429)
