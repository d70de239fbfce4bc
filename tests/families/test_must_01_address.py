"""Must 1: an address is changed by the clinic alone, after asking; old links, devices and queued mail end; the old one hears nothing."""

import pytest

from app.families.changing import change_address
from app.involvement import involving
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson, SamePersonAnswer
from app.mail.models import Delivery
from app.mail.sending import to_be_sent
from app.notices.models import Notice
from app.people.links import new_link, token
from app.people.models import CaregiverAddress, now
from tenants.db import db, transaction
from tests.deeds import as_caregiver, asks, asks_for_words, replies, tells
from tests.overlap import overlap
from tests.world import part

NEW = {"address": "dana.new@harbour.example", "safe": "y", "how": "room"}


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


@pytest.fixture
def page(harbour):
    return f"/parts/{harbour.parts['dana']}/address/change"


@pytest.fixture
def dana(harbour, browser):
    replies(harbour, tells(harbour, "dana", "maya", "The move frightens her"), "Thank you, Dana")
    dana = browser(harbour)
    dana.sign_in("dana")
    return dana


def changes(okafor, page, status=200, **more):
    okafor.get(page)
    return okafor.post(page, NEW | more, status=status)


def addresses(house, who="dana"):
    with transaction(house.jobs()):
        mine = db.select(CaregiverAddress.address).where(CaregiverAddress.caregiver_id == house.people[who])
        return list(db.session.scalars(mine))


def test_must_01_what_was_open_ends_at_the_next_request(harbour, okafor, page, dana):
    changes(okafor, page)
    assert "Old links and devices open nothing any more." in okafor.text
    assert addresses(harbour) == ["dana.new@harbour.example"]
    dana.get("/home", follow=False, status=303)


def test_must_01_unused_links_end(harbour, okafor, page, browser):
    with transaction(harbour.jobs()):
        link = new_link("sign-in", caregiver=harbour.people["dana"])
        key = token(link.id, "sign-in", harbour.clinic)
    changes(okafor, page)
    thief = browser(harbour)
    thief.get(f"/in/{key}", status=410)
    thief.get("/home", follow=False, status=303)


def test_must_01_her_next_device_is_hers_at_once(harbour, okafor, page, dana, browser):
    changes(okafor, page)
    phone = browser(harbour)
    phone.sign_in("dana")
    assert "Thank you, Dana" in phone.get("/home").text


def test_must_01_mail_that_has_not_left_is_not_sent_and_the_old_address_hears_nothing(
    harbour, okafor, page, dana, work, outbox_now
):
    okafor.get(f"/families/{harbour.children['maya']}/people")
    okafor.post(f"/parts/{harbour.parts['dana']}/invitation")
    before = [len(outbox_now.mails(address)) for address in ("dana@harbour.example", "dana.new@harbour.example")]
    changes(okafor, page)
    work()
    assert [len(outbox_now.mails(a)) for a in ("dana@harbour.example", "dana.new@harbour.example")] == before
    with transaction(harbour.jobs()):
        mine = db.select(Delivery.state).where(Delivery.caregiver_id == harbour.people["dana"])
        assert set(db.session.scalars(mine)) <= {"dropped", "sent"}


def test_must_01_mail_that_waits_for_her_goes_to_no_address_of_hers(harbour, work, outbox_now):
    """Its letter would be good at the new one, too."""
    before = len(outbox_now.mails(NEW["address"]))
    with transaction(harbour.staff()):
        to_be_sent("to-read", caregiver=harbour.people["dana"])
        db.session.flush()
        change_address(part(harbour, "dana"), NEW["address"], True, "room")
    work()
    assert len(outbox_now.mails(NEW["address"])) == before
    with transaction(harbour.jobs()):
        mine = db.select(Delivery.state).where(Delivery.caregiver_id == harbour.people["dana"])
        assert list(db.session.scalars(mine)) == ["dropped"]


def test_must_01_how_she_was_asked_is_one_of_three(harbour):
    with pytest.raises(ValueError, match="mail"), transaction(harbour.staff()):
        change_address(part(harbour, "dana"), NEW["address"], True, "mail")
    assert addresses(harbour) == ["dana@harbour.example"]


def test_must_01_words_to_take_along_that_were_not_fetched_end(harbour, okafor, page, servers):
    asks_for_words(harbour, "dana")
    changes(okafor, page)
    with servers.admin("withkin") as admin:
        assert admin.execute("select count(*) from words_asked").fetchone() == (0,)


def test_must_01_the_care_team_reads_it_on_today(harbour, okafor, page, browser):
    changes(okafor, page)
    mills = browser(harbour).sign_in_staff("mills")
    assert "Dr Okafor changed the address of somebody who cares for Maya." in mills.get("/today").text
    with transaction(harbour.jobs()):
        told = db.select(Notice.staff_id).where(Notice.kind == "address-changed")
        assert set(db.session.scalars(told)) == {harbour.people["mills"]}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"how": ""}, "Say how you asked this person."),
        ({"how": "mail"}, "Not a valid choice"),
        ({"address": "dana at home"}, "does not look like an e-mail address"),
        ({"address": "chris@harbour.example"}, "Two people cannot share one."),
    ],
)
def test_must_01_without_asking_nothing_is_changed(harbour, okafor, page, dana, more, says):
    changes(okafor, page, 422, **more)
    assert says in okafor.text
    assert addresses(harbour) == ["dana@harbour.example"]
    dana.get("/home")


def test_must_01_whether_it_is_safe_is_asked_anew(harbour, okafor, page):
    okafor.get(page)
    okafor.post(page, {"address": "dana.new@harbour.example", "how": "called"})
    with transaction(harbour.jobs()):
        mine = db.select(CaregiverAddress.safe).where(CaregiverAddress.caregiver_id == harbour.people["dana"])
        assert db.session.scalar(mine) is False


def test_must_01_an_address_that_is_known_here_is_answered_alike_and_its_owner_asked(harbour, okafor, page):
    """Ben is known at the clinic, around another child: the page does not say so."""
    changes(okafor, page)
    known = okafor.text
    changes(okafor, page, address="ben@harbour.example")
    assert ("Old links and devices open nothing" in okafor.text) == ("Old links and devices open nothing" in known)
    assert addresses(harbour) == [] and addresses(harbour, "ben") == ["ben@harbour.example"]
    with transaction(harbour.jobs()):
        asks = db.session.scalars(db.select(SamePerson).where(SamePerson.involvement_id == harbour.parts["dana"])).one()
        assert asks.caregiver_id == harbour.people["ben"]


def test_must_01_of_two_who_change_it_the_second_reads_the_first(harbour, okafor, page, browser):
    mills = browser(harbour).sign_in_staff("mills")
    mills.get(page)
    changes(okafor, page)
    mills.post(page, NEW | {"address": "dana.other@harbour.example"}, status=409)
    assert "Dr Okafor changed this meanwhile." in mills.text
    assert "dana.new@harbour.example" in mills.text and "dana.other@harbour.example" in mills.text


def test_must_01_a_yes_at_the_same_moment_waits_and_finds_the_question_gone(app, harbour, browser):
    """Another address is typed for a record that asks Dana, while she says yes to it."""
    asked = asks(harbour, "dana")
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    form = dana.hidden(f"/you/asked/{asked}") | {"said": "yes"}
    with transaction(harbour.jobs()):
        noor = db.session.get_one(SamePerson, (harbour.clinic, asked)).involvement_id

    def changes_it():
        change_address(db.session.get_one(Involvement, (harbour.clinic, noor)), "dee@harbour.example", True, "room")

    def says_yes():
        return dana.client.post(f"/you/asked/{asked}", base_url=dana.base, data=form).status_code

    assert overlap(app, (harbour.staff("reyes"), changes_it), says_yes) == [None, 404]


def test_must_01_who_said_yes_to_a_question_that_is_none_any_more_owns_nothing(harbour, browser, dana):
    """Dana said yes to another child's record; its address was changed since. Changed again, Dana's ways in stay."""
    asked = asks(harbour, "dana")
    with transaction(as_caregiver(harbour, "dana")):
        about = {"caregiver_id": harbour.people["dana"], "said": "yes"}
        question = db.session.execute(db.select(SamePerson.involvement_id).where(SamePerson.id == asked)).one()
        db.session.add(SamePersonAnswer(id=asked, involvement_id=question.involvement_id, **about))
    with transaction(harbour.jobs()):
        db.session.execute(db.update(SamePerson).where(SamePerson.id == asked).values(withdrawn_at=now()))
    with transaction(harbour.staff("reyes")):
        noor = db.session.get_one(Involvement, (harbour.clinic, question.involvement_id))
        change_address(noor, "dee@harbour.example", True, "room")
    assert addresses(harbour) == ["dana@harbour.example"]
    dana.get("/home", follow=False)


def test_must_01_the_team_of_a_part_that_ended_hears_nothing(harbour, okafor, page):
    today = harbour.today
    with transaction(harbour.staff("reyes")):
        involving.join(harbour.children["theo"], harbour.people["dana"], "aunt", None, today)
        db.session.flush()
        mine = Involvement.caregiver_id == harbour.people["dana"], Involvement.child_id == harbour.children["theo"]
        involving.end(db.session.scalars(db.select(Involvement).where(*mine)).one(), today)
    changes(okafor, page)
    with transaction(harbour.jobs()):
        told = db.select(Notice.staff_id).where(Notice.kind == "address-changed")
        assert set(db.session.scalars(told)) == {harbour.people["mills"]}
