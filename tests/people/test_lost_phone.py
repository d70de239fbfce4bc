"""Phone and codes are lost: announced to all, two others say yes or a day passes, any of them and the person may refuse."""

import psycopg
import pytest

from app.people.models import StaffRole
from tenants.db import db, new_id, transaction
from tests.people.test_new_password import signs_in
from tests.people.test_second_step import half_way, with_code
from tests.phone import set_up
from tests.raw import pinned
from tests.world import PASSWORD

BOTH = ("olga", "sade")


@pytest.fixture
def hers(harbour, browser):
    """The browser Dr Okafor has long had."""
    return browser(harbour).sign_in_staff()


@pytest.fixture
def lost(harbour, browser, hers):
    """Dr Okafor had a phone and has asked, elsewhere: (the browser there, the phone, the codes)."""
    phone, codes = set_up(hers)
    page = half_way(browser(harbour))
    page.get("/staff/sign-in/lost")
    page.post("/staff/sign-in/lost")
    return page, phone, codes


def says(browser, harbour, who, said):
    """On a page of their own."""
    page = browser(harbour).sign_in_staff(who)
    assert "A colleague has lost" in page.text
    page.get("/staff/lost")
    assert "Dr Okafor" in page.text
    action = page.text.split('action="/staff/lost/')[1].split('"')[0]
    page.post(f"/staff/lost/{action}", {"said": said})
    return page


def enters(browser, harbour):
    page = browser(harbour)
    signs_in(page, "okafor", PASSWORD)
    return page.page.request.path


def test_it_is_asked_after_the_right_password_only(harbour, browser):
    page = browser(harbour)
    page.get("/staff/sign-in")
    page.post("/staff/sign-in/lost", follow=False, status=303)
    page.get("/staff/sign-in/lost", follow=False, status=303)
    with transaction(harbour.jobs()):
        assert (
            db.session.scalar(db.text("select count(*) from lost_phone where clinic_id = :id"), {"id": harbour.clinic})
            == 0
        )


def test_it_is_announced_to_the_person_and_to_every_owner_and_supervisor(harbour, browser, lost, work, outbox_now):
    before = {
        who: len(outbox_now.mails(f"{who}@harbour.example")) for who in ("okafor", "olga", "sade", "reyes", "otis")
    }
    work()
    new = {
        who: outbox_now.mails(f"{who}@harbour.example")[: len(outbox_now.mails(f"{who}@harbour.example")) - n]
        for who, n in before.items()
    }
    subjects = {who: [mail["subject"] for mail in mails] for who, mails in new.items()}
    assert "Your phone is said to be lost" in subjects["okafor"]
    assert subjects["olga"] == subjects["sade"] == ["A colleague's phone is lost"]
    assert subjects["reyes"] == subjects["otis"] == []
    assert not [word for mails in new.values() for mail in mails for word in ("Okafor", "/in/") if word in mail["text"]]


def test_asked_twice_it_was_asked_the_first_time(harbour, lost, work, outbox_now, sql):
    page, _, _ = lost
    assert "You asked today" in page.get("/staff/sign-in/lost").text
    page.get("/staff/sign-in/code")
    page.post("/staff/sign-in/lost")
    assert sql("select count(*) from lost_phone") == [(1,)]
    assert sql("select count(*) from delivery where kind = 'lost-phone'") == [(1,)]


def test_nothing_changes_before_and_one_yes_is_not_enough(harbour, browser, lost):
    assert enters(browser, harbour) == "/staff/sign-in/code"
    says(browser, harbour, "olga", "yes")
    assert enters(browser, harbour) == "/staff/sign-in/code"


def test_two_who_say_yes_open_it_and_a_new_phone_is_set_up_at_once(harbour, browser, hers, lost, sql):
    for who in BOTH:
        says(browser, harbour, who, "yes")
    page = hers
    signs_in(page, "okafor", PASSWORD)
    assert page.page.request.path == "/staff/second-step"
    page.get("/today", follow=False, status=303)
    set_up(page)
    page.get("/today")
    assert sql("select count(*) from recovery_code where used_at is null") == [(10,)], "those of the old phone are gone"
    assert enters(browser, harbour) == "/staff/sign-in/code"
    deeds = {name for (name,) in sql("select action from audit_event")}
    assert {"lost-phone", "lost-phone-yes", "lost-phone-in-effect", "second-step-on"} <= deeds


def test_the_same_one_saying_yes_twice_is_one(harbour, browser, lost, sql):
    for _ in range(2):
        says(browser, harbour, "olga", "yes")
    assert sql("select count(*) from lost_phone_yes") == [(1,)]
    assert enters(browser, harbour) == "/staff/sign-in/code"


def test_after_a_day_it_takes_effect_by_itself(harbour, browser, hers, lost, sql, work, outbox_now):
    sql("update lost_phone set at = at - interval '23 hours'")
    assert enters(browser, harbour) == "/staff/sign-in/code"
    sql("update lost_phone set at = at - interval '61 minutes'")
    signs_in(hers, "okafor", PASSWORD)
    assert hers.page.request.path == "/staff/second-step"
    work()
    assert "Your second step is off" in [mail["subject"] for mail in outbox_now.mails("okafor@harbour.example")]


def test_a_thief_of_the_password_who_waits_a_day_sets_no_phone_up(harbour, browser, lost, link, sql):
    """The page says how whoever it is makes a device their own: by their inbox."""
    from tests.people.test_new_password import NEW, choose

    sql("update lost_phone set at = at - interval '25 hours'")
    thief = browser(harbour)
    signs_in(thief, "okafor", PASSWORD, 403)
    assert thief.page.request.path == "/staff/second-step"
    assert "This device is new." in thief.text and 'href="/staff/password"' in thief.text
    thief.get("/today", follow=False, status=303)
    choose(thief, link("password"))
    signs_in(thief, "okafor", NEW)
    set_up(thief)
    thief.get("/today")


def test_wrong_codes_elsewhere_lock_nobody_out_of_their_own_browser(harbour, browser, hers, lost, servers, sql):
    thief, phone, codes = lost
    hers.post("/sign-out")
    for _ in range(6):
        servers.valkey.client().flushall()
        with_code(thief, "000000", 422)
    with_code(half_way(hers), phone.code())
    assert sql("select refused_at is not null from lost_phone") == [(True,)]
    hers.post("/sign-out")
    with_code(half_way(hers), codes[0])


def test_a_known_browser_does_not_guess_codes_without_end_either(harbour, hers, lost, servers):
    _, phone, _ = lost
    hers.post("/sign-out")
    half_way(hers)
    for _ in range(5):
        servers.valkey.client().flushall()
        with_code(hers, "000000", 422)
    with_code(hers, phone.code(), 422)


def test_whoever_is_signed_in_refuses_without_a_code(harbour, browser, hers, lost, sql):
    assert "says that your phone is lost" in hers.get("/today").text
    hers.post("/staff/you/lost/delete")
    assert hers.page.request.path == "/staff/you/password"
    assert "says that your phone is lost" not in hers.get("/today").text
    assert sql("select refused_by from lost_phone") == [(harbour.people["okafor"],)]
    sql("update lost_phone set at = at - interval '25 hours'")
    assert enters(browser, harbour) == "/staff/sign-in/code"


def test_the_mail_says_first_what_stops_it(harbour, lost, work, outbox_now):
    work()
    mail = next(
        mail
        for mail in outbox_now.mails("okafor@harbour.example")
        if mail["subject"] == "Your phone is said to be lost"
    )
    assert mail["text"].startswith("Was it not you? Choose a new password now: that stops it.")
    assert "/staff/password" in mail["text"]


def test_the_yes_of_somebody_who_may_not_say_it_any_more_does_not_count(harbour, browser, lost):
    from app.colleagues import roles

    for who in BOTH:
        says(browser, harbour, who, "yes")
    with transaction(harbour.staff("olga")):
        roles.set_roles(harbour.people["sade"], frozenset({"office"}))
    assert "1 of 2 have said yes" in browser(harbour).sign_in_staff("olga").get("/staff/lost").text
    assert enters(browser, harbour) == "/staff/sign-in/code"


def test_after_a_week_it_is_forgotten_and_asked_anew(harbour, browser, lost, sql):
    page, _, _ = lost
    sql("update lost_phone set at = at - interval '8 days'")
    assert enters(browser, harbour) == "/staff/sign-in/code"
    page.get("/staff/sign-in/lost")
    page.post("/staff/sign-in/lost")
    assert sql("select count(*) from lost_phone") == [(2,)]
    assert enters(browser, harbour) == "/staff/sign-in/code"


@pytest.mark.parametrize("who", BOTH)
def test_any_of_them_refuses_and_then_no_yes_counts(harbour, browser, lost, sql, who):
    other = next(one for one in BOTH if one != who)
    late = browser(harbour).sign_in_staff(other)
    late.get("/staff/lost")
    action = "/staff/lost/" + late.text.split('action="/staff/lost/')[1].split('"')[0]
    says(browser, harbour, who, "no")
    late.post(action, {"said": "yes"})
    assert "refused this meanwhile" in late.text
    assert sql("select count(*) from lost_phone_yes") == [(0,)]
    sql("update lost_phone set at = at - interval '25 hours'")
    assert enters(browser, harbour) == "/staff/sign-in/code"


@pytest.mark.parametrize("by", ["phone", "recovery code"])
def test_the_person_ends_it_by_signing_in_with_a_code(harbour, browser, lost, sql, by):
    _, phone, codes = lost
    with_code(half_way(browser(harbour)), phone.code() if by == "phone" else codes[0])
    sql("update lost_phone set at = at - interval '25 hours'")
    assert enters(browser, harbour) == "/staff/sign-in/code"


def test_a_new_password_ends_it_too(harbour, browser, lost, link, sql):
    from tests.people.test_new_password import NEW, choose

    choose(browser(harbour), link("password"))
    sql("update lost_phone set at = at - interval '25 hours'")
    page = browser(harbour)
    signs_in(page, "okafor", NEW)
    assert page.page.request.path == "/staff/sign-in/code"


def test_nobody_says_yes_for_themself(app, harbour, browser, sql):
    """An owner's own: neither on a page nor by the database."""
    set_up(browser(harbour).sign_in_staff("olga"))
    page = half_way(browser(harbour), "olga")
    page.get("/staff/sign-in/lost")
    page.post("/staff/sign-in/lost")
    ((lost_id,),) = sql("select id from lost_phone")
    with transaction(harbour.jobs()):
        db.session.add(StaffRole(staff_id=harbour.people["okafor"], role="owner"))
    okafor = browser(harbour).sign_in_staff("okafor")
    okafor.get("/staff/lost")
    okafor.post(f"/staff/lost/{lost_id}", {"said": "yes"})
    row = "insert into lost_phone_yes (clinic_id, id, lost_id, about_id, staff_id, at) values (%s, %s, %s, %s, %s, %s)"
    scope = harbour.staff("olga")
    with pinned(app, scope) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(row, [harbour.clinic, new_id(), lost_id, scope.person, scope.person, scope.now])
    sade = harbour.people["sade"]
    with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(row, [harbour.clinic, new_id(), lost_id, scope.person, sade, scope.now])


@pytest.mark.parametrize("who", ["okafor", "reyes", "otis"])
def test_others_are_not_asked(harbour, browser, lost, who, sql):
    ((lost_id,),) = sql("select id from lost_phone")
    page = browser(harbour)
    if who == "okafor":
        with_code(half_way(page), lost[1].code())
    else:
        page.sign_in_staff(who)
        page.post(f"/staff/lost/{lost_id}", {"said": "yes"}, status=403)
        assert sql("select count(*) from lost_phone_yes") == [(0,)]
    page.get("/staff/lost", status=403)
