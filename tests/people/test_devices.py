"""One's own devices: what is there, signing out, and whether a new one was oneself; idle and absolute limits."""

import re

import pytest

from app.people import devices
from tenants.db import transaction
from tests.people.test_new_password import signs_in
from tests.world import PASSWORD


def actions(page, word):
    return re.findall(rf'action="(/staff/devices/[^"]*{word})"', page.text)


@pytest.fixture
def two(harbour, browser):
    """Dr Okafor in two browsers; the second is new beside the first."""
    return browser(harbour).sign_in_staff(), browser(harbour).sign_in_staff()


def test_the_list_says_what_where_and_which_one_this_is(harbour, browser, sql):
    desk = browser(harbour)
    desk.get("/staff/sign-in")
    desk.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone)"
    signs_in(desk, "okafor", PASSWORD)
    text = desk.get("/staff/you").text
    assert "iPhone" in text and "This one" in text and "Last used today" in text


def test_a_browser_keeps_its_device(harbour, browser, sql):
    desk = browser(harbour).sign_in_staff()
    desk.post("/sign-out")
    desk.sign_in_staff()
    assert sql("select count(*) from device") == [(1,)]


def test_signing_one_out_and_all_the_others(two, harbour, browser):
    first, second = two
    third = browser(harbour).sign_in_staff("reyes")
    first.get("/staff/you")
    first.post(actions(first, "others/delete")[0])
    second.get("/today", follow=False, status=303)
    first.get("/today")
    third.get("/today")
    second.sign_in_staff()
    second.get("/staff/you")
    second.post(actions(second, "-[0-9a-f]*/delete")[0])
    first.get("/today", follow=False, status=303)


def test_anothers_device_is_not_there(two, harbour, browser, sql):
    first, _ = two
    ((device,), *_) = sql("select id from device")
    reyes = browser(harbour).sign_in_staff("reyes")
    for deed in ("delete", "answer"):
        reyes.get("/staff/you")
        reyes.post(f"/staff/devices/{device}/{deed}", {"said": "not-me"}, status=404)
    first.get("/today")


def test_the_first_device_is_no_news_and_a_second_one_is(harbour, browser, work, outbox_now):
    def told():
        work()
        return [mail for mail in outbox_now.mails("okafor@harbour.example") if "new device" in mail["subject"]]

    before = len(told())
    first = browser(harbour).sign_in_staff()
    first.post("/sign-out")
    first.sign_in_staff()
    assert len(told()) == before
    browser(harbour).sign_in_staff()
    assert len(told()) == before + 1
    assert "/in/" not in told()[0]["text"] and "/staff/password/" not in told()[0]["text"]
    assert "Somebody signed in as you on a new device." in first.get("/today").text


def test_that_was_me_ends_the_question(two):
    first, _ = two
    first.get("/staff/you")
    first.post(actions(first, "/answer")[0], {"said": "me"})
    assert "on a new device" not in first.get("/today").text


def test_not_me_signs_it_out_asks_for_a_new_password_and_its_browser_is_known_no_more(two, sql):
    first, thief = two
    first.get("/staff/you")
    first.post(actions(first, "/answer")[0], {"said": "not-me"})
    assert first.page.request.path == "/staff/you/password"
    thief.get("/today", follow=False, status=303)
    thief.sign_in_staff()
    assert sql("select count(*) from device") == [(3,)], "it is a stranger's browser again"


def test_the_new_device_does_not_answer_for_itself(two, sql):
    _, thief = two
    assert "on a new device" not in thief.get("/staff/you").text
    for (device,) in sql("select id from device"):
        thief.get("/staff/you")
        thief.post(f"/staff/devices/{device}/answer", {"said": "me"}, status=403)
    assert sql("select count(*) from device where asked") == [(1,)]


def test_half_an_hour_without_a_page_ends_it_and_a_page_keeps_it(harbour, browser, sql):
    desk = browser(harbour).sign_in_staff()
    for _ in range(3):
        sql("update device set seen_at = seen_at - interval '29 minutes'")
        desk.get("/today")
    sql("update device set seen_at = seen_at - interval '31 minutes'")
    desk.get("/today", follow=False, status=303)


def test_twelve_hours_end_it_whatever_one_does(harbour, browser, sql):
    desk = browser(harbour).sign_in_staff()
    sql("update device set until = until - interval '12 hours'")
    desk.get("/today", follow=False, status=303)


def test_seen_is_written_once_a_minute_and_costs_a_page_nothing(harbour, browser, statements, sql):
    desk = browser(harbour).sign_in_staff()
    desk.get("/today")
    assert not [one for one in statements.seen if "UPDATE device" in one]
    sql("update device set seen_at = seen_at - interval '61 seconds'")
    desk.get("/today")
    assert len([one for one in statements.seen if "UPDATE device" in one]) == 1
    desk.get("/today")
    assert not [one for one in statements.seen if "UPDATE device" in one]


@pytest.mark.parametrize("limit", ["seen_at = seen_at - interval '31 minutes'", "until = until - interval '12 hours'"])
def test_what_was_typed_outlives_the_limits(harbour, browser, sql, limit):
    desk = browser(harbour).sign_in_staff()
    desk.get("/families/new")
    sql(f"update device set {limit}")
    desk.post("/families", {"child": "Noor", "age": "7", "first-name": "Sana"}, status=401)
    assert "You are signed out." in desk.text
    assert 'value="Noor"' in desk.text and 'value="Sana"' in desk.text


def test_a_changed_role_ends_every_session_as_staff(two, harbour):
    """What the pages of roles call, in the owner's own scope."""
    with transaction(harbour.staff("olga")):
        assert devices.end_all(harbour.people["okafor"]) == 2
    for desk in two:
        desk.get("/today", follow=False, status=303)


def test_staff_end_sessions_and_begin_none(app, harbour, two):
    import psycopg

    from tests.raw import pinned

    with pinned(app, harbour.staff("reyes")) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("update device set nonce_hash = 'mine' where staff_id is not null")
    with pinned(app, harbour.staff("reyes")) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select nonce_hash from device")
