"""The week as a page, and the way to it: a mail that says no more, its button, its way out."""

import re
from datetime import timedelta

import pytest

from app.boundaries.limits import limit
from app.digests.models import Digest
from app.involvement import involving
from app.mail.models import Delivery
from app.mail.sweeping import sweep_mail
from app.people.mail_choice import MailChoice
from app.people.models import Device
from app.updates.models import Update
from app.updates.withdrawing import withdraw
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.scope import Audience, Scope
from tests.deeds import as_caregiver, chooses_mail, replies, says_who_uses, shares_at_home, tells
from tests.digests.week import HOME, REPLY, TOLD, WORDS, at, came_in, come, line_for
from tests.world import part


def way(mail):
    return re.search(r"http://harbour.localhost:8000(/in/\S+)", mail["text"])[1]


def out(mail):
    return re.search(r"(/unsubscribe/\S+)", mail["text"])[1]


def digest(house, who="dana"):
    """The newest."""
    hers = db.select(Digest).where(Digest.caregiver_id == house.people[who])
    with transaction(house.jobs()):
        return db.session.scalars(hers.order_by(Digest.at.desc())).first()


def test_must_12_and_13_the_mail_says_that_there_is_something_to_read(week):
    assert week["subject"] == "Your week" and len(week["subject"]) <= 40
    for hidden in ("Maya", "Dana", "Okafor", WORDS, TOLD, REPLY, "therap", "child"):
        assert hidden not in str(week), hidden


def test_from_the_button_to_the_answer_on_a_phone_that_was_never_here(harbour, browser, week):
    phone = browser(harbour)
    phone.get(way(week))
    phone.post(way(week))
    assert phone.page.request.path == f"/digests/{digest(harbour).id}"
    assert WORDS in phone.text and REPLY in phone.text and "Only this page is open here" in phone.text


def test_must_17_on_a_browser_that_is_not_hers_it_opens_that_one_page(harbour, browser, week):
    own = browser(harbour).sign_in("dana")
    phone = browser(harbour)
    phone.get(way(week))
    phone.post(way(week))
    for path in ("/home", "/updates", "/questions", "/you", "/you/mail", "/check-in", "/shared"):
        assert phone.get(path).request.path == f"/digests/{digest(harbour).id}", path
    child = harbour.children["maya"]
    phone.get(f"/questions/about/{child}")
    phone.post(f"/questions/about/{child}", {"body": "Which shoe?"})
    assert "Which shoe?" in phone.text, "to read and answer"
    assert "came in" not in own.get("/home").text, "it is no new device of hers"
    with at(digest(harbour).at + timedelta(hours=21)):
        phone.get(f"/digests/{digest(harbour).id}", follow=False, status=303)  # idle for more than 30 minutes


def test_must_17_whoever_signs_in_there_for_the_rest_has_all_of_it(harbour, browser, week):
    phone = browser(harbour)
    phone.get(way(week))
    phone.post(way(week))
    phone.sign_in("dana")
    assert phone.get("/home").request.path == "/home" and phone.get("/you/mail").request.path == "/you/mail"


def test_must_17_nothing_older_than_what_it_holds(harbour, browser, week):
    with transaction(harbour.jobs()):
        old = db.session.scalars(db.select(Digest).where(Digest.caregiver_id == harbour.people["dana"])).one()
    phone = browser(harbour)
    phone.get(way(week))
    phone.post(way(week))
    assert TOLD not in phone.text, "told before the oldest thing that it holds"
    assert old.since > old.at - timedelta(days=8)


def test_must_17_on_her_own_phone_it_opens_everything_and_again(harbour, browser, week):
    dana = browser(harbour).sign_in("dana")
    dana.get(way(week))
    assert dana.page.request.path == f"/digests/{digest(harbour).id}" and TOLD in dana.text
    dana.get("/home")
    assert dana.page.request.path == "/home" and "Your week, as a page" in dana.text and WORDS in dana.text
    dana.post("/sign-out")
    dana.get(way(week))
    dana.post(way(week))
    assert dana.get("/updates").request.path == "/updates", "her browser outlives signing out"


def test_must_17_single_use_and_ended_by_the_next_notice(harbour, browser, week):
    phone = browser(harbour)
    phone.get(way(week))
    phone.post(way(week))
    browser(harbour).get(way(week), status=410)


def test_must_17_the_next_notice_ends_the_way_in_of_the_last(harbour, browser, week):
    come(harbour, weeks=1)
    browser(harbour).get(way(week), status=410)


def test_must_17_a_way_in_ends_with_the_part(harbour, browser, week):
    day = harbour.today
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), day)
    browser(harbour).get(way(week), status=410)


def test_must_18_it_ends_where_mail_lets_nobody_in_any_more(harbour, browser, week):
    says_who_uses(harbour, "dana")
    browser(harbour).get(way(week), status=410)


def test_must_03_a_limit_set_in_between_and_the_page_is_none(harbour, browser, week):
    dana = browser(harbour).sign_in("dana")
    path = f"/digests/{digest(harbour).id}"
    dana.get(path)
    day = harbour.today
    with transaction(harbour.staff()):
        limit(harbour.parts["dana"], "messages", "closed", "safety", day)
    never = dana.get(f"/digests/{harbour.people['dana']}", status=404).text
    assert dana.get(path, status=404).text == never


def test_nobody_reads_anothers(harbour, browser, week):
    for who in ("rosa", "chris", "ben"):
        browser(harbour).sign_in(who).get(f"/digests/{digest(harbour).id}", status=404)


def test_musts_15_and_18_where_mail_lets_nobody_in_the_button_is_the_plain_address(harbour, work, outbox_now):
    came_in(harbour)
    says_who_uses(harbour, "dana")
    replies(harbour, tells(harbour, "dana", "maya", TOLD), REPLY)
    with at(come(harbour) + timedelta(hours=20)):
        work()
    mail = outbox_now.mails(HOME)[0]
    assert "/sign-in" in mail["text"] and "/in/" not in mail["text"].replace("/sign-in", "")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_out_in_one_press_by_the_mail_program_and_back(harbour, browser, week, kind):
    page = browser(harbour)
    page.get(out(week))
    assert "No more mail about your week?" in page.text
    pressed = {"List-Unsubscribe": "One-Click"}
    answer = page.client.post(out(week), base_url=page.base, data=pressed, content_type=kind)
    assert answer.status_code == 200, "no session, no forgery token"
    assert chosen(harbour) == [False]
    page.get(out(week))
    page.post(out(week), {"again": "1"})
    assert "From tomorrow on" in page.text and chosen(harbour) == [False, True]


def chosen(house):
    with transaction(house.jobs()):
        mine = MailChoice.caregiver_id == house.people["dana"]
        return list(db.session.scalars(db.select(MailChoice.digests).where(mine).order_by(MailChoice.at)))


def test_opening_the_way_out_changes_nothing(harbour, browser, week):
    browser(harbour).get(out(week))
    assert chosen(harbour) == []


@pytest.mark.parametrize("word", ["x", "a" * 22])
def test_a_wrong_way_out_is_none(harbour, browser, week, word):
    page = browser(harbour)
    page.get(f"/unsubscribe/{word}", status=404)
    page.get(way(week).replace("/in/", "/unsubscribe/"), status=404)


def test_must_17_sign_out_everywhere_ends_the_ways_out_too(harbour, browser, week):
    dana = browser(harbour).sign_in("dana")
    dana.get("/you")
    dana.post("/you/sign-out-everywhere")
    browser(harbour).get(out(week), status=404)


def test_what_the_next_one_holds_is_hers_to_see(harbour, browser):
    came_in(harbour)
    replies(harbour, tells(harbour, "dana", "maya", TOLD), REPLY)
    line_for(harbour, "maya", "dana", WORDS)
    dana = browser(harbour).sign_in("dana")
    dana.get("/digests/next")
    assert REPLY in dana.text and WORDS not in dana.text, "the line comes with it"
    dana.get("/home")
    assert WORDS not in dana.text


def test_device_rows_that_came_by_mail_are_not_hers(harbour, browser, week):
    phone = browser(harbour)
    phone.get(way(week))
    phone.post(way(week))
    with transaction(Scope(harbour.clinic, Audience.DOOR)):
        mine = db.select(Device).where(Device.caregiver_id == harbour.people["dana"])
        assert [device.asked for device in db.session.scalars(mine)] == [False]
    first = browser(harbour).sign_in("dana")
    assert "This device is new here" not in first.get("/home").text, "it stands beside none of hers"


def test_the_mail_about_an_answer_has_its_own_way_out(harbour, browser, work, outbox_now):
    chooses_mail(harbour)
    replies(harbour, tells(harbour, "dana", "maya", TOLD), REPLY)
    work()
    page = browser(harbour)
    page.get(out(outbox_now.mails(HOME)[0]))
    assert "No more mail when something came back?" in page.text
    page.post(page.page.request.path)
    assert "Done. No more mail when something came back." in page.text
    with transaction(harbour.jobs()):
        newest = db.select(MailChoice.answers, MailChoice.digests).order_by(MailChoice.at.desc())
        assert tuple(db.session.execute(newest).first()) == (False, True), "that kind, and no other"


@pytest.fixture
def written(harbour):
    """Dana's digest is made, and no mail of it has left. The moment after her quiet hours."""
    came_in(harbour)
    line_for(harbour, "maya", "dana", WORDS)
    return come(harbour) + timedelta(hours=20)


def mails(house, who="dana"):
    """What became of each mail about a week, the oldest first."""
    with transaction(house.jobs()):
        mine = Delivery.caregiver_id == house.people[who], Delivery.kind == "digest"
        return list(db.session.scalars(db.select(Delivery.state).where(*mine).order_by(Delivery.id)))


def test_a_mail_that_was_held_up_until_the_next_week_does_not_go(harbour, written, work):
    with at(come(harbour, weeks=1) + timedelta(hours=20)):
        work()
    assert mails(harbour) == ["dropped", "sent"]


def test_nor_one_whose_part_ended_meanwhile(harbour, written, work):
    day = harbour.today
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), day)
    with at(written):
        work()
    assert mails(harbour) == ["dropped"]


def test_must_12_nor_one_she_wants_no_more_and_in_her_quiet_hours_it_waits(harbour, written, work):
    with at(written - timedelta(hours=15)):
        work()
        assert mails(harbour) == ["queued"]
    chooses_mail(harbour, days=0, digests=False)
    with at(written):
        sweep_mail(harbour.clinic)
    assert mails(harbour) == ["dropped"]


def test_must_17_signed_out_everywhere_before_it_left_it_holds_no_way_in_and_none_out(
    harbour, browser, written, work, outbox_now
):
    dana = browser(harbour).sign_in("dana")
    dana.get("/you")
    dana.post("/you/sign-out-everywhere")
    with at(written):
        work()
    mail = outbox_now.mails(HOME)[0]
    assert mail["subject"] == "Your week" and "/in/" not in mail["text"] and "/unsubscribe/" not in str(mail)


def test_a_way_out_ends_after_ninety_days(harbour, browser, week):
    with at(scopes.moment() + timedelta(days=80)):
        browser(harbour).get(out(week))
    with at(scopes.moment() + timedelta(days=91)):
        browser(harbour).get(out(week), status=404)


def test_must_20_what_she_withdrew_is_not_told_on_the_page_of_what_came_of_it(harbour, browser, week):
    dana = browser(harbour).sign_in("dana")
    path, day = f"/digests/{digest(harbour).id}", harbour.today
    assert TOLD in dana.get(path).text
    with transaction(as_caregiver(harbour, "dana")):
        update = db.session.scalars(db.select(Update.id)).one()
        withdraw(update, harbour.parts["dana"], harbour.children["maya"], day)
    assert TOLD not in dana.get(path).text and REPLY in dana.text


def test_must_17_where_mail_let_her_in_it_does_not_say_who_lives_with_her(harbour, browser, week):
    shares_at_home(harbour, "dana", "maya", days=9)
    phone, path = browser(harbour), f"/updates/about/{harbour.children['maya']}"
    assert "Rosa" in browser(harbour).sign_in("dana").get(path).text
    phone.get(way(week))
    phone.post(way(week))
    assert "Rosa" not in phone.get(path).text and "Was that you?" not in phone.text


def test_with_the_wall_in_the_database_down_it_is_still_hers_alone(harbour, browser, week, bypassing):
    """One that says there is no news: no item of it is closed to anybody."""
    path = f"/digests/{digest(harbour).id}"
    with transaction(harbour.jobs()):
        db.session.execute(db.update(Digest).values(items=[], quiet=True))
    dana, rosa = browser(harbour).sign_in("dana"), browser(harbour).sign_in("rosa")
    with bypassing("family"):
        dana.get(path)
        rosa.get(path, status=404)
    with transaction(harbour.jobs()):
        db.session.execute(db.update(Digest).values(state="failed"))
    with bypassing("family"):
        dana.get(path, status=404)


def test_with_the_wall_in_the_database_down_no_line_is_read_before_its_hour(harbour, browser, bypassing):
    came_in(harbour)
    line_for(harbour, "maya", "dana", WORDS)
    dana = browser(harbour).sign_in("dana")
    with bypassing("family"):
        assert WORDS not in dana.get("/digests/next").text and WORDS not in dana.get("/home").text


def test_must_17_with_the_wall_in_the_database_down_nothing_older_is_told(harbour, browser, week, bypassing):
    phone = browser(harbour)
    phone.get(way(week))
    phone.post(way(week))
    path = phone.page.request.path
    with bypassing("family"):
        assert WORDS in phone.get(path).text and TOLD not in phone.text
        with transaction(harbour.jobs()) as scope:
            db.session.execute(db.update(Digest).values(since=scope.now))
        phone.get(path, status=404)
