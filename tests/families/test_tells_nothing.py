"""What the inviter sees of an address that is known is what he would see of a new one, to the end (must 1)."""

import re
from contextvars import Context
from threading import Event, Thread
from time import sleep

import pytest

from app.families.adding import Told, add_family
from app.families.inviting import CameIn, CannotInvite, correct_address, invite
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson, SamePersonAnswer
from tenants.db import db, new_id, transaction
from tests.deeds import as_caregiver, asks
from tests.families.test_known_address import FORM, adds

SAYS = re.compile(r"Invited today[^<]*|We cannot tell[^<]*|On its way|The address refused[^<]*")
BOTH = ("brandnew@harbour.example", "dana@harbour.example")


@pytest.fixture
def reyes(harbour, browser):
    return browser(harbour).sign_in_staff("reyes")


def new_part(house, name, address, staff="reyes"):
    """One more child with one caregiver of that address."""
    today = house.today
    with transaction(house.staff(staff)):
        child = add_family(new_id(), name, 5, [Told(name, "aunt", "A", address, True)], house.people[staff], today)
        return db.session.scalars(db.select(Involvement.id).where(Involvement.child_id == child)).one()


def invites(house, id, staff="reyes"):
    with transaction(house.staff(staff)):
        invite(db.session.get_one(Involvement, (house.clinic, id)), True)


def corrects(house, id, address, staff="reyes"):
    with transaction(house.staff(staff)):
        correct_address(db.session.get_one(Involvement, (house.clinic, id)), address, True)


def test_the_same_address_for_another_caregiver_of_the_child_is_refused_alike(reyes):
    answers = set()
    for address in BOTH:
        reyes.get("/families/new")
        reyes.post("/families", FORM | {"first-address": address, "second-name": "Ed"})
        ids = re.findall(r'action="/parts/([^/]+)/address"', reyes.text)
        second = next(id for id in ids if f"address-{id}-address" in reyes.text and not value_of(reyes, id))
        form = {f"address-{second}-address": address, f"address-{second}-safe": "y"}
        reyes.post(f"/parts/{second}/address", form, status=422)
        answers.add("Two people cannot share one." in reyes.text)
    assert answers == {True}


def value_of(page, id):
    return re.search(rf'name="address-{id}-address"[^>]*value="([^"]+)"', page.text)


@pytest.mark.parametrize("owners", ["safe = false", "bounced_at = now()"])
def test_what_is_wrong_with_the_owners_inbox_is_not_told(harbour, reyes, work, servers, owners):
    with servers.admin("withkin") as admin:
        admin.execute(f"update caregiver_address set {owners} where address = 'dana@harbour.example'")
    said = []
    for address in BOTH:
        adds(reyes, address)
        page = reyes.page.request.path
        reyes.post(re.findall(r'action="(/parts/[^"]+/invitation)"', reyes.text)[0])
        work()
        reyes.get(page)
        said.append([words.partition(",")[0] for words in SAYS.findall(reyes.text)])
    assert said == [["Invited today"], ["Invited today"]]


def test_a_record_nobody_invited_becomes_nobodys_account(harbour, browser, work, outbox_now):
    """Dr Okafor typed the address for Ann and has not invited her; Dr Reyes invites Una, who has it."""
    ann = new_part(harbour, "Ann", "x@harbour.example", "okafor")
    una = new_part(harbour, "Una", "x@harbour.example")
    invites(harbour, una)
    work()
    page = browser(harbour)
    page.enter(outbox_now.token("x@harbour.example"))
    assert "Una" in page.text and "Ann" not in page.text
    page.post("/welcome", {"use": "nobody"})
    okafor = browser(harbour).sign_in_staff()
    with transaction(harbour.jobs()):
        child = db.session.get_one(Involvement, (harbour.clinic, ann)).child_id
    assert "Not invited yet" in okafor.get(f"/families/{child}/people").text
    assert "x@harbour.example" in okafor.text
    invites(harbour, ann, "okafor")
    assert "Dr Okafor says that you care for a child they see." in page.get("/home").text


def test_a_question_is_asked_in_the_name_of_whoever_invites(harbour):
    """Three typed one address; the first corrects theirs. The third's question is still Dr Okafor's."""
    first = new_part(harbour, "One", "x@harbour.example")
    new_part(harbour, "Two", "x@harbour.example")
    third = new_part(harbour, "Three", "x@harbour.example", "okafor")
    corrects(harbour, first, "y@harbour.example")
    with transaction(harbour.jobs()):
        standing = db.select(SamePerson).where(SamePerson.withdrawn_at.is_(None))
        assert [(row.involvement_id, row.asked_at) for row in db.session.scalars(standing)] == [(third, None)]
    invites(harbour, third, "okafor")
    with transaction(harbour.jobs()):
        assert [row.by for row in db.session.scalars(standing) if row.involvement_id == third] in (["Dr Okafor"], [])


def test_after_not_me_nobody_mails_the_owner_again(harbour):
    asked = asks(harbour, "dana")
    answers(harbour, asked, "not-me")
    with transaction(harbour.jobs()):
        question = db.session.get_one(SamePerson, (harbour.clinic, asked))
    with pytest.raises(CannotInvite, match="not-me"):
        invites(harbour, question.involvement_id)
    corrects(harbour, question.involvement_id, "right@harbour.example")
    invites(harbour, question.involvement_id)


def answers(house, asked, said):
    with transaction(as_caregiver(house, "dana")) as scope:
        row = db.session.scalars(db.select(SamePerson.involvement_id).where(SamePerson.id == asked)).one()
        db.session.add(
            SamePersonAnswer(id=asked, caregiver_id=house.people["dana"], involvement_id=row, said=said, at=scope.now)
        )
        return row


def test_a_yes_to_a_question_that_was_withdrawn_opens_nothing(harbour, servers):
    asked = asks(harbour, "dana")
    row = answers(harbour, asked, "yes")
    assert row in as_caregiver(harbour, "dana").family.parts
    with servers.admin("withkin") as admin:
        admin.execute("update same_person set withdrawn_at = now()")
    assert row not in as_caregiver(harbour, "dana").family.parts


def test_an_answer_that_is_neither_yes_nor_no_is_not_taken_for_one(harbour, browser):
    asked = asks(harbour, "dana")
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {}, status=422)
    assert "says that you care" in dana.get("/home").text


def test_two_questions_at_once_are_one_card(harbour, browser):
    for name, staff in (("Ann", "reyes"), ("Bea", "okafor")):
        invites(harbour, new_part(harbour, name, "dana@harbour.example", staff), staff)
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    assert dana.text.count("says that you care for a child they see.") == 2
    assert dana.text.count("Is this you?") == 1


@pytest.mark.parametrize("first", ["correction", "yes"])
def test_her_yes_and_a_correction_at_the_same_moment_are_one_after_the_other(app, harbour, browser, first):
    """Whichever is first wins whole: two people never share one part."""
    asked = asks(harbour, "dana")
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    path = f"/you/asked/{asked}"
    form = dana.hidden(path) | {"said": "yes"}
    with transaction(harbour.jobs()):
        row = db.session.get_one(SamePerson, (harbour.clinic, asked)).involvement_id
    begun, says = Event(), {}

    def corrects_slowly():
        with app.app_context(), transaction(harbour.staff("reyes")):
            correct_address(db.session.get_one(Involvement, (harbour.clinic, row)), "dee@harbour.example", True)
            begun.set()
            sleep(0.6)

    def answers_now():
        says["status"] = Context().run(dana.client.post, path, data=form, base_url=dana.base).status_code

    if first == "yes":
        answers_now()
        with pytest.raises(CameIn):
            corrects(harbour, row, "dee@harbour.example")
        assert says["status"] == 303
    else:
        slow = Thread(target=lambda: Context().run(corrects_slowly))
        slow.start()
        begun.wait()
        answers_now()
        slow.join()
        assert says["status"] == 404
        with transaction(harbour.jobs()):
            assert db.session.get(SamePersonAnswer, (harbour.clinic, asked)) is None
    assert (row in as_caregiver(harbour, "dana").family.parts) is (first == "yes")
