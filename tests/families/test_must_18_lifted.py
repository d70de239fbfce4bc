"""Musts 15, 17 and 18: that somebody else uses her phone or inbox is taken back by her therapist in the room, and no other way."""

from datetime import timedelta

import psycopg
import pytest

from app.audit import AuditEvent
from app.notices.models import Notice
from app.people.sensitive import SharedUse, SharedUseEnd, is_sensitive
from tenants.db import db, new_id, transaction
from tests.deeds import as_caregiver, asks_for_words, makes_slip, says_who_uses
from tests.portal.test_codes import ask
from tests.raw import pinned
from tests.world import part

SAID = {"here": "y", "phone": "y", "inbox": "y", "reason": "A phone of her own since Monday."}


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


@pytest.fixture
def dana(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    says_who_uses(harbour, "dana")
    return dana


def of(house):
    return f"/parts/{house.parts['dana']}/shared-use"


def lifts(page, house, status=200, **form):
    page.get(of(house))
    return page.post(of(house), SAID | form, status=status)


def sensitive(house, who="dana"):
    with transaction(house.jobs()):
        return is_sensitive(house.people[who])


def test_must_18_the_page_says_what_changes_and_asks_for_each(harbour, dana, okafor):
    assert "Somebody else uses this phone and reads the e-mail." in okafor.get(f"/parts/{harbour.parts['dana']}").text
    assert f'href="{of(harbour)}"' in okafor.page.text
    okafor.get(of(harbour))
    for words in (
        "Every link, session and device of Dana ends",
        "Mail can let a device in again",
        "says nothing of it",
    ):
        assert words in okafor.text
    for missing in SAID:
        lifts(okafor, harbour, 422, **{missing: ""})
        assert sensitive(harbour), missing
    assert "Only in the room" not in okafor.text and "Write what has changed." in okafor.text


def test_must_18_taken_back_mail_lets_her_in_again_and_it_is_audited_and_told(
    harbour, dana, okafor, browser, work, outbox_now
):
    lifts(okafor, harbour)
    assert "make a slip now, in the room" in okafor.text and "Sensitive: mail lets nobody in" not in okafor.text
    assert not sensitive(harbour)
    before = len(outbox_now.mails())
    ask(browser(harbour), "dana@harbour.example")
    work()
    assert len(outbox_now.mails()) == before + 1
    with transaction(harbour.jobs()):
        (row,) = db.session.scalars(db.select(SharedUseEnd)).all()
        assert (row.staff_id, row.reason) == (harbour.people["okafor"], SAID["reason"])
        deed = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "shared-use-ended")).one()
        assert deed.subject_id == harbour.parts["dana"] and deed.detail == {}
        told = db.session.scalars(db.select(Notice.staff_id).where(Notice.kind == "shared-use-ended")).all()
        assert told == [harbour.people["mills"]]
    mills = browser(harbour).sign_in_staff("mills")
    assert "Dr Okafor took back that somebody else uses the phone or inbox of Dana (Maya)." in mills.get("/today").text


def test_must_17_every_device_and_link_of_hers_ends_and_a_slip_lets_her_in(harbour, dana, okafor, browser, servers):
    old = makes_slip(harbour, "dana")
    asks_for_words(harbour, "dana")
    lifts(okafor, harbour)
    dana.get("/you", follow=False, status=303)
    browser(harbour).get(f"/in/{old}", status=410)
    with servers.admin("withkin") as admin:
        assert admin.execute("select count(*) from words_asked").fetchone() == (0,)
    anew = browser(harbour)
    anew.enter(makes_slip(harbour, "dana"))
    assert "anyone else use" not in anew.text, "her page says nothing of it"
    assert "Save the file" not in anew.get("/you/words").text and "The clinic hands it to you" not in anew.text


def test_must_15_a_mark_of_the_care_team_stays(harbour, dana, okafor):
    with transaction(harbour.staff()):
        part(harbour, "dana").sensitive = True
    okafor.get(of(harbour))
    assert "stays sensitive all the same" in okafor.text
    lifts(okafor, harbour)
    assert sensitive(harbour)


def test_must_18_said_once_more_it_holds_once_more(harbour, dana, okafor):
    lifts(okafor, harbour)
    says_who_uses(harbour, "dana", inbox=False)
    assert sensitive(harbour)
    assert "Somebody else uses this phone." in okafor.get(of(harbour)).text


def test_must_18_never_by_the_phone(harbour, app, dana):
    """Whoever holds it answers the question anew, sends the therapist's form, or writes the row."""
    dana.get("/welcome")
    dana.post("/welcome", {"use": "nobody"})
    assert sensitive(harbour)
    dana.get("/you")
    dana.post(of(harbour), SAID, status=401)
    with transaction(as_caregiver(harbour, "dana")):
        db.session.add(SharedUse(caregiver_id=harbour.people["dana"], phone=False, inbox=False))
    assert sensitive(harbour)
    scope = as_caregiver(harbour, "dana")
    for statement in (
        "select count(*) from shared_use_end",
        "delete from shared_use",
        "update shared_use set phone = false",
    ):
        with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def test_must_18_by_the_therapist_alone_with_the_password_in_the_own_name(harbour, app, dana, okafor, browser, servers):
    for who in ("mills", "reyes"):
        other = browser(harbour).sign_in_staff(who)
        if who == "mills":
            assert of(harbour) not in other.get(f"/parts/{harbour.parts['dana']}").text, (
                "no way to a page that is not his"
            )
        other.get(of(harbour), status=404)
        other.post(of(harbour), SAID, status=404)
    with servers.admin("withkin") as admin:
        admin.execute("update device set sure_at = now() - interval '1 hour' where staff_id is not null")
    lifts(okafor, harbour, 401)
    assert sensitive(harbour)
    scope = harbour.staff()
    for staff, at in (("reyes", scope.now), ("okafor", scope.now + timedelta(days=1))):
        values = [harbour.clinic, new_id(), harbour.people["dana"], harbour.people[staff], harbour.parts["dana"], at]
        with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "insert into shared_use_end (clinic_id, id, caregiver_id, staff_id, involvement_id, reason, at)"
                " values (%s, %s, %s, %s, %s, 'x', %s)",
                values,
            )


def test_must_18_pressed_twice_or_on_two_pages_it_is_taken_back_once(harbour, dana, okafor):
    forms = []
    for _ in range(2):
        okafor.get(of(harbour))
        forms.append(okafor.hidden(of(harbour)) | SAID)
    for form, said in zip((*forms, forms[0]), ("Taken back.", *["It was so already."] * 2), strict=True):
        okafor.post(of(harbour), form)
        assert said in okafor.text
    with transaction(harbour.jobs()):
        assert len(db.session.scalars(db.select(SharedUseEnd.id)).all()) == 1
    assert "Nothing of the kind is said" in okafor.get(of(harbour)).text
