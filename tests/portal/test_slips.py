"""Slips: a way in on paper, made in the room, used once, on her own phone (must 17)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.exc import ProgrammingError

from app.families.inviting import take_back
from app.involvement import involving
from app.involvement.models import Involvement
from app.people import links, slip_words
from app.people.models import PortalLink
from app.team import desk
from tenants.db import db, transaction
from tests.deeds import asks, makes_slip
from tests.world import part

OPENS = "This is your own private page"


def slips(house, **which):
    with transaction(house.jobs()):
        rows = db.select(PortalLink.used_at, PortalLink.revoked_at, PortalLink.by_id).filter_by(purpose="slip", **which)
        return db.session.execute(rows.order_by(PortalLink.made_at)).all()


@pytest.fixture
def okafor(harbour, browser):
    page = browser(harbour).sign_in_staff()
    page.get(f"/families/{harbour.children['maya']}/people")
    return page


def made(page, house, who):
    """Presses "Make a slip": what stands on it."""
    page.post(f"/parts/{house.parts[who]}/slip")
    return re.search(r'<code class="key">([^<]+)</code>', page.text)[1]


def test_must_17_a_slip_made_in_the_room_lets_somebody_without_any_address_in(harbour, okafor, browser, servers):
    with servers.admin("withkin") as admin:
        admin.execute("delete from caregiver_address where address = 'rosa@harbour.example'")
        admin.execute("update involvement set invited_at = null where id = %s", [harbour.parts["rosa"]])
    code = made(okafor, harbour, "rosa")
    assert "data:image/svg+xml" in okafor.text and "harbour.localhost:8000" in okafor.text
    rosa = browser(harbour)
    rosa.get("/sign-in")
    assert "I have a slip" in rosa.text
    rosa.get("/in/slip")
    rosa.post("/in/slip", {"code": code.lower().replace("-", " ")})
    assert "Hi Rosa. Before you start" in rosa.text
    with transaction(harbour.jobs()):
        row = part(harbour, "rosa")
        assert row.invited_at and row.entered_at
    okafor.get(f"/families/{harbour.children['maya']}/people")
    assert "Came in today" in okafor.text and "The last slip: by Dr Okafor" in okafor.text


def test_must_17_the_picture_leads_to_a_page_with_one_button_and_only_pressing_enters(harbour, okafor, browser):
    code = made(okafor, harbour, "dana")
    scanner, dana = browser(harbour), browser(harbour)
    for _ in range(3):
        assert OPENS in scanner.get(f"/in/{code}").text
        scanner.client.head(f"/in/{code}", base_url=scanner.base)
        scanner.get("/you", follow=False, status=303)
    assert slips(harbour)[0].used_at is None
    dana.enter(code)
    assert "Before you start" in dana.text


def test_must_17_of_two_people_with_one_slip_one_enters(harbour, browser):
    code = makes_slip(harbour, "dana")
    one, other = browser(harbour), browser(harbour)
    for page in (one, other):
        page.get("/in/slip")
    one.post("/in/slip", {"code": code})
    assert "does not open any more" in other.post("/in/slip", {"code": code}, status=410).text
    other.get("/you", follow=False, status=303)


def test_must_17_two_with_one_slip_at_the_very_same_moment(app, harbour):
    from app.people.links import find, use
    from tenants.scope import Audience, Scope
    from tests.overlap import overlap

    code = makes_slip(harbour, "dana")
    door = Scope(harbour.clinic, Audience.DOOR)
    found = overlap(app, (door, lambda: use(find(code), "iPhone")), (door, lambda: use(find(code), "computer")))
    assert sorted(found) == [False, True]


def test_must_17_a_slip_ends_with_the_clinics_day(harbour, okafor, browser, servers):
    made(okafor, harbour, "dana")
    with servers.admin("withkin") as admin:
        (local,) = admin.execute(
            "select (expires_at at time zone 'America/New_York')::time from portal_link where purpose = 'slip'"
        ).fetchone()
        (ahead,) = admin.execute("select max(expires_at) - now() from portal_link where purpose = 'slip'").fetchone()
    assert str(local) == "00:00:00" and timedelta() < ahead <= timedelta(days=1)
    late = makes_slip(harbour, "chris", until=timedelta(seconds=-1))
    assert "not used in time" in browser(harbour).get(f"/in/{late}", status=410).text


def test_must_17_a_slip_holds_fifty_bits_and_is_stored_under_a_key(harbour, servers):
    code = makes_slip(harbour, "dana")
    assert 5 * len(slip_words.plain(code)) >= 44
    assert len({makes_slip(harbour, who) for who in ("dana", "chris", "rosa") for _ in range(5)}) == 15
    with servers.admin("withkin") as admin:
        for (name,) in admin.execute("select tablename from pg_tables where schemaname = 'public'").fetchall():
            for word in (code, slip_words.plain(code)):
                assert not admin.execute(f'select 1 from "{name}" t where t::text like %s', [f"%{word}%"]).fetchone()


def test_must_17_a_new_slip_ends_the_older_one_and_pressed_twice_it_is_one(harbour, okafor, browser):
    path, page = f"/parts/{harbour.parts['dana']}/slip", f"/families/{harbour.children['maya']}/people"
    first = made(okafor, harbour, "dana")
    okafor.get(page)
    form = okafor.hidden(path)
    okafor.post(path, form)
    okafor.post(path, form)
    assert [row.revoked_at is None for row in slips(harbour)] == [False, True]
    assert "newer one" in browser(harbour).get(f"/in/{first}", status=410).text


@pytest.mark.parametrize("signed_out", [False, True])
def test_must_17_a_slip_never_opens_in_a_staff_members_browser_and_is_not_used_up(harbour, browser, signed_out):
    code = makes_slip(harbour, "dana")
    otis = browser(harbour).sign_in_staff("otis")
    if signed_out:
        otis.get("/staff/you")
        otis.post("/sign-out")
    assert "This slip is for another phone" in otis.get(f"/in/{code}", status=403).text
    otis.get("/in/slip")
    assert "Nothing is used up." in otis.post("/in/slip", {"code": code}, status=403).text
    otis.get("/in/slip")
    otis.post(f"/in/{code}", {"instead": "1"}, status=403)
    assert slips(harbour)[0].used_at is None
    browser(harbour).enter(code)
    assert slips(harbour)[0].used_at


def test_where_another_caregiver_is_signed_in_it_asks_first(harbour, browser):
    code = makes_slip(harbour, "chris")
    phone = browser(harbour).sign_in("dana")
    phone.get("/in/slip")
    phone.post("/in/slip", {"code": code}, status=409)
    assert "Somebody else is signed in" in phone.text
    assert slips(harbour)[0].used_at is None
    phone.post(f"/in/{code}")
    assert "Hi Chris" in phone.text


def test_a_slip_is_made_by_the_care_team_and_by_the_office_where_the_family_is_open_to_it(harbour, browser):
    otis = browser(harbour).sign_in_staff("otis")
    otis.get("/desk")
    otis.post(f"/parts/{harbour.parts['dana']}/slip", status=404)
    with transaction(harbour.staff()):
        desk.open_up(harbour.children["maya"])
    otis.get("/desk")
    code = made(otis, harbour, "dana")
    assert [row.by_id for row in slips(harbour)] == [harbour.people["otis"]]
    shown = otis.page.request.path
    with transaction(harbour.staff()):
        desk.close(harbour.children["maya"])
    otis.get(shown, status=404)
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get(shown, status=404)
    reyes.post(f"/parts/{harbour.parts['dana']}/slip", status=404)
    browser(harbour).enter(code)


def test_nobody_makes_a_slip_in_a_colleagues_name(harbour):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction(harbour.staff()) as scope:
        links.new_link("slip", caregiver=harbour.people["dana"], by=harbour.people["reyes"], until=scope.now)
        db.session.flush()


def test_a_slip_ends_with_its_part_with_taking_back_and_everywhere(harbour, browser):
    today = harbour.today
    code = makes_slip(harbour, "dana")
    with transaction(harbour.staff()):
        take_back(part(harbour, "dana"))
    browser(harbour).get(f"/in/{code}", status=410)
    code = makes_slip(harbour, "dana")
    dana = browser(harbour).sign_in("dana")
    dana.get("/you")
    dana.post("/you/sign-out-everywhere")
    browser(harbour).get(f"/in/{code}", status=410)
    code = makes_slip(harbour, "chris")
    with transaction(harbour.staff()):
        involving.end(part(harbour, "chris"), today)
    browser(harbour).get(f"/in/{code}", status=410)
    phone = browser(harbour)
    phone.get("/in/slip")
    phone.post("/in/slip", {"code": code}, status=410)


def test_before_the_clinics_texts_are_confirmed_no_slip_is_made(harbour, okafor, servers):
    with servers.admin("withkin") as admin:
        admin.execute("update clinic set texts_confirmed_at = null where id = %s", [harbour.clinic])
    okafor.post(f"/parts/{harbour.parts['dana']}/slip")
    assert "Before the first slip" in okafor.text
    assert slips(harbour) == []


def test_a_slip_for_a_part_whose_owner_has_not_said_yes_never_enters_her_account(harbour, browser):
    """Dr Reyes typed Dana's address for somebody called Dee: whoever stands in his room is not let in as Dana."""
    asks(harbour, "dana")
    with transaction(harbour.jobs()):
        dee = db.session.scalars(db.select(Involvement).where(Involvement.relation == "aunt")).one()
        harbour_part, person = dee.id, dee.caregiver_id
    harbour.parts["dee"] = harbour_part
    try:
        code = makes_slip(harbour, "dee", "reyes")
    finally:
        del harbour.parts["dee"]
    assert person != harbour.people["dana"]
    phone = browser(harbour)
    phone.enter(code)
    assert "Hi Dee." in phone.text and "Maya" not in phone.text


def test_must_17_guesses_are_alike_count_and_end(harbour, browser):
    page = browser(harbour)
    page.get("/in/slip")
    used = makes_slip(harbour, "chris")
    answers = {
        re.sub(r'value="[^"]*"', "", page.post("/in/slip", {"code": wrong}, status=422).text)
        for wrong in ("00000-00000", "AAAAA-AAAAA", used[:-1], "x")
    }
    assert len(answers) == 1
    for _ in range(56):
        page.post("/in/slip", {"code": "ZZZZZ-ZZZZZ"}, status=422)
    page.post("/in/slip", {"code": used}, status=429)


def test_must_17_guessing_addresses_of_slips_ends_too_and_a_scanner_does_not_use_the_tries_up(harbour, browser):
    code, page = makes_slip(harbour, "dana"), browser(harbour)
    for _ in range(70):
        page.get(f"/in/{code}")
    for at in range(60):
        page.get(f"/in/ZZZZZ-ZZZ{at:02d}", status=404)
    page.get("/in/ZZZZZ-ZZZZZ", status=429)


def test_each_slip_is_a_deed_that_names_its_maker(harbour, okafor, browser):
    made(okafor, harbour, "dana")
    olga = browser(harbour).sign_in_staff("olga")
    assert "Dr Okafor made a slip for Dana and Maya." in olga.get("/clinic/audit").text


def test_the_slip_names_neither_child_nor_caregiver_where_it_is_printed(harbour, okafor):
    made(okafor, harbour, "dana")
    printed = re.search(r'<section class="card lift".*?</section>', okafor.page.text, re.S)[0]
    assert "Harbour" in printed and "Maya" not in printed and "Dana" not in printed
    assert "Maya" not in re.search(r"<title>.*?</title>", okafor.page.text)[0]


def test_must_17_a_wrong_slip_costs_the_same_work_whatever_was_typed(harbour, browser, statements):
    word = makes_slip(harbour, "dana")
    with transaction(harbour.jobs()):
        mailed = links.new_link("sign-in", caregiver=harbour.people["dana"])
        db.session.flush()
        other = links.token(mailed.id, "sign-in", harbour.clinic)
    counts = set()
    for typed in ("00000-00000", word[:-1], other):
        page = browser(harbour)
        page.get("/in/slip")
        page.post("/in/slip", {"code": typed}, status=422)
        counts.add(len(statements.seen))
    assert len(counts) == 1


def test_another_clinics_slip_opens_nothing_here(harbour, meadow, browser):
    word, page = makes_slip(harbour, "dana"), browser(meadow)
    page.get(f"/in/{word}", status=404)
    page.get("/in/slip")
    page.post("/in/slip", {"code": word}, status=422)


def test_must_17_a_slip_cannot_be_used_again_on_the_phone_it_was_used_on(harbour, browser):
    word, page = makes_slip(harbour, "dana"), browser(harbour)
    page.enter(word)
    page.post("/welcome", {"use": "nobody"})
    page.get("/you")
    page.post("/sign-out")
    page.get("/in/slip")
    page.post("/in/slip", {"code": word}, status=410)
    page.get("/you", follow=False, status=303)
