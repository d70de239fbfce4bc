"""Two owners on one page of settings: nothing is lost, and the page says who changed it meanwhile. Pressed twice is once."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from time import sleep

import pytest

from app.audit import AuditEvent
from app.people.models import StaffRole
from tenants.db import db, transaction
from tests.clinic.pages import ANSWERING, NAMES, PLACE, opened, stored
from tests.deeds import tells

PAGES = [
    ("place", PLACE | {"lines-0-number": "112"}, PLACE | {"lines-0-number": "999"}, "crisis_lines"),
    ("answering", ANSWERING | {"reply_days": "3"}, ANSWERING | {"reply_days": "4"}, "reply_days"),
    ("names", NAMES | {"name": "Harbour House"}, NAMES | {"name": "Harbour Rooms"}, "name"),
]


@pytest.fixture
def two(harbour, browser):
    """Olga, and Dr Reyes, who owns the clinic, too."""
    with transaction(harbour.jobs()):
        db.session.add(StaffRole(staff_id=harbour.people["reyes"], role="owner"))
    return browser(harbour).sign_in_staff("olga"), browser(harbour).sign_in_staff("reyes")


def count(house):
    with transaction(house.jobs()):
        mine = db.select(db.func.count()).select_from(AuditEvent).where(AuditEvent.action == "changed-settings")
        return db.session.scalar(mine)


@pytest.mark.parametrize(("page", "first", "second", "setting"), PAGES)
def test_the_second_one_is_told_who_was_quicker_and_may_save_again(harbour, two, page, first, second, setting):
    olga, reyes = two
    path = opened(olga, page)
    opened(reyes, page)
    reyes.post(path, first)
    assert "Saved." in reyes.text
    theirs = getattr(stored(harbour), setting)
    olga.post(path, second, status=409)
    assert "Dr Reyes changed this meanwhile" in olga.text
    assert getattr(stored(harbour), setting) == theirs, "nothing is overwritten unseen"
    olga.post(path, second)
    assert "Saved." in olga.text
    assert getattr(stored(harbour), setting) != theirs


@pytest.mark.parametrize(("page", "first", "second", "setting"), PAGES)
def test_pressed_twice_it_is_saved_once_and_is_no_quarrel(harbour, two, page, first, second, setting):
    olga, _ = two
    path = opened(olga, page)
    form = olga.hidden(path)
    olga.post(path, first)
    olga.post(path, form | first)
    assert "Saved." in olga.text
    assert count(harbour) == 1


@pytest.mark.parametrize(("page", "first", "second", "setting"), PAGES)
def test_a_form_that_says_not_what_it_showed_saves_nothing(harbour, two, page, first, second, setting):
    olga, _ = two
    before = getattr(stored(harbour), setting)
    olga.post(opened(olga, page), first | {"was": "forged"}, status=409)
    assert getattr(stored(harbour), setting) == before


def test_the_audit_names_the_settings_and_never_their_words(harbour, two):
    olga, _ = two
    olga.post(opened(olga, "answering"), ANSWERING | {"cover_name": "Dr Lee", "cover_phone": "555-0100"})
    with transaction(harbour.jobs()):
        row = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "changed-settings")).one()
        assert row.actor_id == harbour.people["olga"]
        assert row.detail == {"what": ["answers_from", "answers_on", "answers_until", "cover_name", "cover_phone"]}


def test_invitations_wait_until_lines_and_reply_time_are_both_confirmed(harbour, two):
    from tenants.models import Clinic

    olga, _ = two
    nothing = {"texts_confirmed_at": None, "lines_confirmed_at": None, "reply_confirmed_at": None}
    with transaction(harbour.jobs()):
        db.session.execute(db.update(Clinic).where(Clinic.id == harbour.clinic).values(**nothing))
    path = opened(olga, "place")
    assert "These are right" in olga.text
    olga.post(path, PLACE)
    assert stored(harbour).texts_confirmed_at is None
    olga.post(opened(olga, "answering"), ANSWERING)
    assert stored(harbour).texts_confirmed_at is not None


def test_of_two_at_the_very_same_moment_one_is_told(app, servers, harbour, two):
    """Both stand before the clinic's row when it is let go."""
    path, sent = "/clinic/settings/answering", []
    forms = []
    for browser, days in zip(two, ("3", "4"), strict=True):
        opened(browser, "answering")
        forms.append(browser.hidden(path) | ANSWERING | {"reply_days": days})
    with ThreadPoolExecutor(2) as pool, servers.admin("withkin") as admin:
        with admin.transaction():
            admin.execute("select 1 from clinic where id = %s for no key update", [harbour.clinic])
            for browser, form in zip(two, forms, strict=True):
                sent.append(pool.submit(Context().run, browser.client.post, path, base_url=browser.base, data=form))
            sleep(1)
        assert sorted(one.result().status_code for one in sent) == [303, 409]


def test_what_a_family_tells_does_not_wait_for_an_owner_who_saves(app, servers, harbour):
    with servers.admin("withkin") as admin, admin.transaction():
        admin.execute("select 1 from clinic where id = %s for no key update", [harbour.clinic])
        assert tells(harbour, "dana", "maya", "She slept.")
