"""Somebody else uses the phone or reads the inbox: asked at first entry, and mail lets nobody in (musts 15 and 18)."""

import pytest

from app.families.inviting import CannotInvite, invite
from app.involvement.models import Involvement
from app.mail.models import Delivery
from app.people.models import PortalLink
from app.team import desk
from tenants.db import db, transaction
from tests.deeds import asks, makes_slip, says_who_uses
from tests.portal.test_codes import ask
from tests.world import part

QUESTION = "Does anyone else use this phone or inbox?"


def mark(house, who):
    """The therapist marks the part."""
    with transaction(house.staff()):
        db.session.execute(db.update(Involvement).where(Involvement.id == house.parts[who]).values(sensitive=True))


def test_must_18_at_first_entry_she_is_asked_once_and_nothing_goes_on_without_an_answer(harbour, browser):
    dana = browser(harbour)
    dana.enter(makes_slip(harbour, "dana"))
    assert QUESTION in dana.text
    for wrong in ("", "x"):
        dana.post("/welcome", {"use": wrong}, status=422)
    assert "Choose one." in dana.text
    assert dana.get("/home").request.path == "/welcome"
    dana.post("/welcome", {"use": "nobody"})
    assert dana.page.request.path == "/home"
    assert QUESTION not in dana.get("/welcome").text


@pytest.mark.parametrize("use", ["phone", "inbox", "both"])
def test_must_18_a_yes_sets_the_part_sensitive_where_staff_read_it(harbour, browser, use):
    dana = browser(harbour)
    dana.enter(makes_slip(harbour, "dana"))
    dana.post("/welcome", {"use": use})
    assert "no mail opens your page" in dana.text
    okafor = browser(harbour).sign_in_staff()
    okafor.get(f"/families/{harbour.children['maya']}/people")
    assert okafor.text.count("Sensitive: mail lets nobody in") == 1
    with transaction(harbour.staff()):
        desk.open_up(harbour.children["maya"])
    otis = browser(harbour).sign_in_staff("otis")
    assert "dana@harbour.example" not in otis.get("/desk").text
    assert "chris@harbour.example" in otis.text


@pytest.mark.parametrize("by", ["her answer", "the therapist"])
def test_must_15_a_sensitive_person_is_let_in_by_no_mail_and_the_answer_stays_the_same(
    harbour, browser, work, outbox_now, statements, by
):
    pages = []
    for sensitive in (False, True):
        if sensitive:
            says_who_uses(harbour, "dana", phone=False) if by == "her answer" else mark(harbour, "dana")
        before = len(outbox_now.mails())
        page = browser(harbour)
        ask(page, "dana@harbour.example")
        pages.append((page.text.split('class="tag plain">')[0].split("csrf")[0], len(statements.seen)))
        work()
        assert len(outbox_now.mails()) - before == (0 if sensitive else 1)
        with transaction(harbour.jobs()):
            hers = db.select(Delivery.id).where(Delivery.caregiver_id == harbour.people["dana"])
            assert len(db.session.scalars(hers).all()) == 1, "none is even begun for her"
    assert pages[0] == pages[1]


def test_must_18_what_was_mailed_before_her_answer_lets_nobody_in_after_it(harbour, browser, work, outbox_now):
    phone, thief = browser(harbour), browser(harbour)
    ask(thief, "dana@harbour.example")
    work()
    word, code = outbox_now.token("dana@harbour.example"), outbox_now.code("dana@harbour.example")
    thief.get("/in/code")
    says_who_uses(harbour, "dana")
    thief.post("/in/code", {"code": code}, status=422)
    phone.get(f"/in/{word}", status=410)
    thief.get("/you", follow=False, status=303)


def test_must_18_mail_that_waits_when_she_answers_never_leaves(harbour, browser, work, outbox_now):
    before = len(outbox_now.mails())
    with transaction(harbour.staff()):
        invite(part(harbour, "dana"), True)
    says_who_uses(harbour, "dana")
    work()
    assert len(outbox_now.mails()) == before


def test_must_15_a_sensitive_part_is_invited_by_a_slip_alone(harbour, browser):
    mark(harbour, "dana")
    with transaction(harbour.staff()), pytest.raises(CannotInvite, match="sensitive"):
        invite(part(harbour, "dana"), True)
    okafor = browser(harbour).sign_in_staff()
    okafor.get(f"/families/{harbour.children['maya']}/people")
    okafor.post(f"/parts/{harbour.parts['dana']}/invitation")
    assert "make a slip, in the room" in okafor.text
    dana = browser(harbour)
    dana.enter(makes_slip(harbour, "dana"))
    assert "Before you start" in dana.text


def test_whoever_types_her_address_elsewhere_learns_nothing_of_it(harbour, work):
    """Must 1: an address that is known is answered like a new one, sensitive or not."""
    says_who_uses(harbour, "dana")
    asks(harbour, "dana")
    work()
    with transaction(harbour.jobs()):
        sent = db.select(PortalLink.id).where(PortalLink.purpose == "invitation", PortalLink.revoked_at.is_(None))
        assert db.session.scalars(sent).all()


def test_no_other_caregiver_sees_it_and_it_changes_none_of_their_pages(harbour, browser):
    chris = browser(harbour).sign_in("chris")
    before = [chris.get(path).text.split("csrf")[0] for path in ("/home", "/you", "/updates")]
    says_who_uses(harbour, "dana")
    assert [chris.get(path).text.split("csrf")[0] for path in ("/home", "/you", "/updates")] == before
