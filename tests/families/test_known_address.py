"""An address that is known here is answered like a new one: its owner is asked in her own portal (must 1)."""

import re

import pytest

from app.families.adding import add_caregiver
from app.families.inviting import CameIn, correct_address, take_back
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson, SamePersonAnswer
from tenants.db import db, transaction
from tests.deeds import as_caregiver, asks, tells
from tests.world import part, told

FORM = {
    "child": "Noor", "age": "5", "first-name": "Dee", "first-relation": "relative", "first-home": "A", "first-safe": "y",
    "second-relation": "father", "second-home": "B",
}  # fmt: skip


@pytest.fixture
def reyes(harbour, browser):
    return browser(harbour).sign_in_staff("reyes")


def adds(reyes, address):
    """Adds a child with one caregiver. The page of its people, without what differs between any two."""
    reyes.get("/families/new")
    reyes.post("/families", FORM | {"first-address": address})
    return alike(reyes.text, address)


def alike(page, address):
    page = re.sub(r'(name="(?:csrf_token|row|was)" value=")[^"]*', "token", page.replace(address, "address"))
    return re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id", page)


def part_of_dee(harbour):
    with transaction(harbour.jobs()):
        return db.session.scalars(db.select(Involvement).where(Involvement.relation == "relative")).one()


def test_the_inviter_cannot_tell_a_known_address_from_a_new_one(harbour, reyes, browser):
    new = adds(reyes, "new@harbour.example")
    known = adds(reyes, "dana@harbour.example")
    assert known == new
    for path in re.findall(r'action="(/parts/[^"]+/invitation)"', reyes.text):
        reyes.post(path)
    assert "The invitation is on its way." in reyes.text
    for words in ("Maya", "Rivera", "belongs to"):
        assert words not in reyes.text


def test_she_is_asked_says_yes_and_has_both_children_under_one_sign_in(harbour, reyes, browser, work, outbox_now):
    adds(reyes, "dana@harbour.example")
    reyes.post(re.findall(r'action="(/parts/[^"]+/invitation)"', reyes.text)[0])
    work()
    dana = browser(harbour)
    dana.enter(outbox_now.token("dana@harbour.example"))
    dana.post("/welcome", {"use": "nobody"})
    assert "Dr Reyes says that you care for a child they see." in dana.text
    assert "Noor" not in dana.text
    dana.post(re.search(r'action="(/you/asked/[^"]+)"', dana.text)[1], {"said": "yes"})
    assert "Who reads what" in dana.text, "there is one more reader: the card comes again"
    dana.post("/welcome", {"use": "nobody"})
    assert "Noor" in dana.text and "Maya" in dana.text and "says that you care" not in dana.text
    work()
    reyes.get(f"/families/{part_of_dee(harbour).child_id}/people")
    assert "Came in today" in reyes.text
    assert "Maya" not in reyes.text


def test_not_me_is_said_to_the_inviter_and_opens_nothing(harbour, reyes, browser, work):
    asked = asks(harbour, "dana")
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    for _ in range(2):  # pressed twice
        dana.post(f"/you/asked/{asked}", {"said": "not-me"})
    assert "Noor" not in dana.text and "says that you care" not in dana.text
    with transaction(harbour.jobs()):
        child = db.session.scalar(
            db.select(Involvement.child_id).join(SamePerson, SamePerson.involvement_id == Involvement.id)
        )
    assert "This address belongs to somebody else." in reyes.get(f"/families/{child}/people").text


def test_before_the_invitation_and_after_taking_it_back_she_is_not_asked(harbour, reyes, browser):
    adds(reyes, "dana@harbour.example")
    dana = browser(harbour).sign_in("dana")
    assert "says that you care" not in dana.get("/home").text
    row = part_of_dee(harbour)
    reyes.post(f"/parts/{row.id}/invitation")
    assert "says that you care" in dana.get("/home").text
    with transaction(harbour.staff("reyes")):
        take_back(db.session.get_one(Involvement, (row.clinic_id, row.id)))
    assert "says that you care" not in dana.get("/home").text


def test_only_the_owner_of_the_address_is_asked_and_only_she_answers(harbour, browser):
    asked = asks(harbour, "dana")
    for who in ("chris", "rosa"):
        page = browser(harbour).sign_in(who)
        page.get("/home")
        assert "says that you care" not in page.text
        page.post(f"/you/asked/{asked}", {"said": "yes"}, status=404)


def test_her_yes_opens_that_part_alone(harbour):
    asked = asks(harbour, "dana")
    before = as_caregiver(harbour, "dana").family
    with transaction(as_caregiver(harbour, "dana")) as scope:
        row = db.session.execute(db.select(SamePerson.involvement_id)).scalar_one()
        answer = {"id": asked, "caregiver_id": harbour.people["dana"], "involvement_id": row, "at": scope.now}
        db.session.add(SamePersonAnswer(**answer, said="yes"))
    after = as_caregiver(harbour, "dana").family
    assert set(after.parts) - set(before.parts) == {row}
    assert len(set(after.children) - set(before.children)) == 1


def test_two_caregivers_of_one_child_cannot_share_an_address(harbour, browser):
    okafor = browser(harbour).sign_in_staff()
    with transaction(harbour.staff()):
        row = add_caregiver(harbour.children["maya"], told(harbour, "Nora", "aunt", "A"), harbour_today(harbour))
    okafor.get(f"/families/{harbour.children['maya']}/people")
    form = {f"address-{row.id}-address": "Dana@harbour.example", f"address-{row.id}-safe": "y"}
    okafor.post(f"/parts/{row.id}/address", form, status=422)
    assert "Two people cannot share one." in okafor.text
    assert 'value="Dana@harbour.example"' in okafor.text


def harbour_today(house):
    from tenants.scope import moment

    return moment().date()


def test_a_mistyped_address_is_corrected_and_the_first_link_opens_nothing(harbour, reyes, browser, work, outbox_now):
    adds(reyes, "den@harbour.example")
    row = part_of_dee(harbour)
    tick = re.search(rf'<input[^>]*name="address-{row.id}-safe"[^>]*>', reyes.text)
    assert tick and "checked" not in tick[0], "whether another address is safe is asked anew (must 18)"
    reyes.post(f"/parts/{row.id}/invitation")
    work()
    wrong = outbox_now.token("den@harbour.example")
    reyes.post(
        f"/parts/{row.id}/address", {f"address-{row.id}-address": "dee", f"address-{row.id}-safe": "y"}, status=422
    )
    assert "This does not look like an e-mail address" in reyes.text
    right = {f"address-{row.id}-address": "dee+noor@harbour.example", f"address-{row.id}-safe": "y"}
    reyes.post(f"/parts/{row.id}/address", right)
    browser(harbour).get(f"/in/{wrong}", status=410)
    reyes.post(f"/parts/{row.id}/invitation")
    work()
    dee = browser(harbour)
    dee.enter(outbox_now.token("dee+noor@harbour.example"))
    assert "Noor" in dee.text


def test_an_address_that_turns_out_to_be_anothers_goes_to_whoever_typed_it_second(
    harbour, reyes, browser, work, outbox_now
):
    """Ben's address was a slip: it is Dee's. Corrected, Dee is a new person, and Ben's next mail goes to him alone."""
    adds(reyes, "ben@harbour.example")
    row = part_of_dee(harbour)
    with transaction(harbour.staff("reyes")):
        correct_address(part(harbour, "ben"), "ben.o@harbour.example", True)
    with transaction(harbour.jobs()):
        assert db.session.scalars(db.select(SamePerson).where(SamePerson.withdrawn_at.is_(None))).all() == []
    reyes.get(f"/families/{row.child_id}/people")
    reyes.post(f"/parts/{row.id}/invitation")
    work()
    dee = browser(harbour)
    dee.enter(outbox_now.token("ben@harbour.example"))
    assert "Noor" in dee.text and "Theo" not in dee.text


def test_the_address_of_somebody_who_came_in_is_not_corrected_any_more(harbour, browser):
    browser(harbour).sign_in("dana")
    with transaction(harbour.staff()), pytest.raises(CameIn):
        correct_address(part(harbour, "dana"), "other@harbour.example", True)


def test_who_was_never_invited_or_not_any_more_gets_no_link_by_asking(harbour, reyes, browser, work, outbox_now):
    adds(reyes, "dee@harbour.example")
    row = part_of_dee(harbour)

    def asks_for_a_link():
        guest = browser(harbour)
        guest.get("/sign-in")
        guest.post("/sign-in", {"address": "dee@harbour.example"})
        assert "a mail is on its way" in guest.text
        work()
        return len(outbox_now.mails("dee@harbour.example"))

    assert asks_for_a_link() == 0
    reyes.post(f"/parts/{row.id}/invitation")
    work()
    assert asks_for_a_link() == 2
    reyes.post(f"/parts/{row.id}/invitation/delete")
    assert asks_for_a_link() == 2


def test_what_nobody_was_invited_to_opens_to_nobody(harbour):
    """Also to a person who is in by another part."""
    tells(harbour, "dana", "maya", "x")
    with transaction(harbour.staff()):
        part(harbour, "dana").invited_at = None
    assert as_caregiver(harbour, "dana").family.parts == ()
