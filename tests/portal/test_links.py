"""Ways in by link: one use, POST only, bound to the person (must 17)."""

import pytest

from app.families.inviting import invite, take_back
from app.people.links import find, is_good, new_link, token, use
from app.people.models import PortalLink
from tenants.db import db, transaction
from tenants.scope import Audience, Scope
from tests.world import part


@pytest.fixture
def invited(harbour, outbox_now, work):
    """Invites a caregiver by mail; gives the token that arrived."""

    def send(who):
        with transaction(harbour.staff()):
            invite(part(harbour, who), True)
        work()
        return outbox_now.token(f"{who}@harbour.example")

    return send


def test_opening_a_link_uses_nothing_up_and_pressing_enters_once(harbour, browser, invited):
    word = invited("dana")
    scanner, dana = browser(harbour), browser(harbour)
    for _ in range(3):
        assert "Go in" in scanner.get(f"/in/{word}").text
    dana.enter(word)
    assert "Who reads what" in dana.text
    again = browser(harbour)
    assert "It was used today" in again.get(f"/in/{word}", status=410).text
    assert "computer" in again.text


def test_of_two_people_at_once_one_enters(harbour, browser, invited):
    word = invited("dana")
    one, other = browser(harbour), browser(harbour)
    one.get(f"/in/{word}")
    other.get(f"/in/{word}")
    one.post(f"/in/{word}")
    assert "does not open any more" in other.post(f"/in/{word}", status=410).text
    other.get("/home", follow=False, status=303)


def test_a_link_that_looked_good_and_was_used_meanwhile_is_not_used_again(harbour, invited):
    """Two requests have both read it as good: the row decides, not what was read."""
    word = invited("dana")
    with transaction(Scope(harbour.clinic, Audience.DOOR)):
        link = find(word)
        db.session.expunge(link)
        assert use(link, "iPhone")
        assert is_good(link), "as the second request still sees it"
        assert not use(link, "computer")


def test_a_link_cut_short_or_made_up_says_what_to_do(harbour, browser, invited):
    word = invited("dana")
    for wrong in (word[:-3], "x", "%00", word + "A"):
        assert "Send me a new link" in browser(harbour).get(f"/in/{wrong}", status=404).text


def test_a_link_with_the_full_stop_of_its_sentence_still_opens(harbour, browser, invited):
    assert "Go in" in browser(harbour).get(f"/in/{invited('dana')}.").text


def test_an_expired_link_opens_nothing(harbour, browser, invited, servers):
    word = invited("dana")
    with servers.admin("withkin") as admin:
        admin.execute("update portal_link set expires_at = now() - interval '1 minute'")
    assert "not used in time" in browser(harbour).get(f"/in/{word}", status=410).text


def test_a_taken_back_invitation_opens_nothing_and_a_new_one_ends_the_old(harbour, browser, invited):
    first = invited("dana")
    second = invited("dana")
    assert "newer one" in browser(harbour).get(f"/in/{first}", status=410).text
    with transaction(harbour.staff()):
        take_back(part(harbour, "dana"))
    browser(harbour).get(f"/in/{second}", status=410)


def test_another_clinics_link_opens_nothing_here(harbour, meadow, browser, invited):
    word = invited("dana")
    browser(meadow).get(f"/in/{word}", status=404)


def test_where_somebody_else_is_signed_in_it_asks_first(harbour, browser, invited):
    word = invited("chris")
    phone = browser(harbour).sign_in("dana")
    assert "Somebody else is signed in" in phone.get(f"/in/{word}").text
    phone.post(f"/in/{word}", {"instead": ""}, status=409)
    assert "Hi Dana" in phone.get("/home").text
    phone.get(f"/in/{word}")
    phone.post(f"/in/{word}")
    assert "Hi Chris" in phone.text


def test_a_link_without_its_forgery_token_enters_nobody(harbour, browser, invited):
    word = invited("dana")
    phone = browser(harbour)
    phone.post(f"/in/{word}", status=401)
    with transaction(Scope(harbour.clinic, Audience.DOOR)):
        assert (
            db.session.scalar(db.select(PortalLink.used_at).where(PortalLink.caregiver_id == harbour.people["dana"]))
            is None
        )


def test_the_owners_first_link_comes_from_the_apex_alone(harbour, browser):
    with transaction(harbour.jobs()):
        link = new_link("open", staff=harbour.people["olga"])
        db.session.flush()
        word = token(link.id, "open", harbour.clinic)
    page = browser(harbour)
    page.get(f"/in/{word}", status=404)
    page.post(f"/in/{word}", status=404)
    page.post(f"/in/{word}", headers={"Origin": "http://evil.example"}, status=404)
    page.client.post(f"/in/{word}", base_url=page.base, headers={"Origin": "http://evil.example"})
    page.get("/clinic", follow=False, status=303)
    page.post(f"/in/{word}", headers={"Origin": "http://localhost:8000"})
    assert page.page.request.path == "/clinic"


def test_the_token_is_nowhere_in_the_database(harbour, invited, servers):
    word = invited("dana")
    with servers.admin("withkin") as admin:
        tables = [name for (name,) in admin.execute("select tablename from pg_tables where schemaname = 'public'")]
        for table in tables:
            assert not admin.execute(f'select 1 from "{table}" t where t::text like %s', [f"%{word}%"]).fetchone()
