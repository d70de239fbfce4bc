"""Asked once more before what must be sure: nothing typed is lost, counted like signing in, at the door's login."""

import re
from contextvars import Context

import pytest

from app.permissions import Permission
from app.web.door import Staff
from tests.people.test_second_step import half_way, with_code
from tests.phone import codes_on, set_up
from tests.world import PASSWORD


@pytest.fixture
def later(sql):
    """The password was given a while ago."""
    return lambda: sql("update device set sure_at = sure_at - interval '11 minutes'")


def test_what_was_just_proved_is_not_asked_again(harbour, browser):
    desk = browser(harbour).sign_in_staff()
    set_up(desk)


def test_a_page_asks_and_then_comes(harbour, browser, later):
    desk = browser(harbour).sign_in_staff()
    later()
    assert "Is it still you?" in desk.get("/staff/second-step", status=401).text
    desk.post("/staff/sure", {"sure_password": "not the right one"}, status=401)
    assert "That was not right" in desk.text
    desk.post("/staff/sure", {"sure_password": PASSWORD})
    assert desk.page.request.path == "/staff/second-step"
    assert "Set up your second step" in desk.text
    desk.get("/staff/second-step")


def test_a_deed_asks_keeps_what_was_typed_and_is_then_done(harbour, browser, later, sql):
    desk = browser(harbour).sign_in_staff()
    phone, _ = set_up(desk)
    desk.get("/staff/second-step")
    later()
    before = sql("select code_hash from recovery_code order by 1")
    desk.post("/staff/second-step/codes", {"more": "typed\r\nwords", "also": "ü"}, status=401)
    kept = desk.hidden("/staff/second-step/codes")
    assert kept["more"].replace("\r", "") == "typed\nwords" and kept["also"] == "ü"
    assert sql("select code_hash from recovery_code order by 1") == before
    for wrong in (
        {"sure_password": "no", "sure_code": phone.code()},
        {"sure_password": PASSWORD, "sure_code": "000000"},
    ):
        desk.post("/staff/second-step/codes", wrong, status=401)
        assert "That was not right" in desk.text
        assert desk.hidden("/staff/second-step/codes")["also"] == "ü"
    assert sql("select code_hash from recovery_code order by 1") == before
    desk.post("/staff/second-step/codes", {"sure_password": PASSWORD, "sure_code": phone.code(1)})
    assert len(codes_on(desk.text)) == 10
    desk.get("/staff/second-step")


def test_the_password_alone_is_not_enough_where_there_is_a_second_step(harbour, browser, later):
    desk = browser(harbour).sign_in_staff()
    set_up(desk)
    later()
    desk.get("/staff/second-step", status=401)
    desk.post("/staff/sure", {"sure_password": PASSWORD}, status=401)


def test_trying_is_counted_like_signing_in(harbour, browser, later, servers, hashes):
    desk = browser(harbour).sign_in_staff()
    later()
    for _ in range(10):
        servers.valkey.client().flushall()
        desk.get("/staff/second-step", status=401)
        desk.post("/staff/sure", {"sure_password": "not the right one"}, status=401)
    servers.valkey.client().flushall()
    hashes.clear()
    desk.post("/staff/sure", {"sure_password": PASSWORD}, status=401)
    assert hashes == [PASSWORD], "compared with nobody's, so that it takes as long"


def test_a_network_that_tries_too_often_is_told_so(harbour, browser, later):
    desk = browser(harbour).sign_in_staff()
    later()
    desk.get("/staff/second-step", status=401)
    for _ in range(20):
        desk.post("/staff/sure", {"sure_password": "no"}, status=401)
    desk.post("/staff/sure", {"sure_password": "no"}, status=429)


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/today", "", "x.y"])
def test_it_goes_on_where_we_said_and_nowhere_else(harbour, browser, to):
    desk = browser(harbour).sign_in_staff()
    reply = desk.post("/staff/sure", {"sure_to": to}, follow=False, status=303)
    assert reply.headers["Location"] == "/"


def test_with_htmx_the_question_takes_the_pages_place_and_pushes_no_address(harbour, browser, later):
    desk = browser(harbour).sign_in_staff()
    set_up(desk)
    desk.get("/staff/second-step")
    later()
    headers = {"HX-Request": "true", "HX-Target": "div#part", "HX-Current-URL": f"{desk.base}/staff/second-step"}
    form = desk.hidden("/staff/second-step/codes") | {"typed": "kept"}
    reply = Context().run(desk.client.post, "/staff/second-step/codes", base_url=desk.base, data=form, headers=headers)
    assert reply.status_code == 401
    assert reply.headers["HX-Retarget"] == "#main" and "HX-Push-Url" not in reply.headers
    assert 'name="typed" value="kept"' in reply.text and "<html" not in reply.text
    assert re.search(r'<form method="post"\s+action="/staff/second-step/codes"', reply.text)


def test_whose_password_it_is_matters(harbour, browser, later, sql):
    """Two people with passwords of their own: another's opens nothing."""
    from app.people import passwords

    sql(
        "update staff_login set password_hash = %s where address like 'reyes%%'",
        passwords.hashed("the words of Dr Reyes"),
    )
    desk = browser(harbour).sign_in_staff()
    later()
    desk.get("/staff/second-step", status=401)
    desk.post("/staff/sure", {"sure_password": "the words of Dr Reyes"}, status=401)


def test_it_is_said_on_the_route_and_in_the_document():
    narrowed = Staff.any().sure().at_the_door()
    assert "with the password of the last 10 minutes" in narrowed.says
    assert "password" not in Staff.any().says
    owners = Staff.may(Permission.RUN_CLINIC, "member").sure().says
    assert owners == "staff who may run the clinic (owner), own member, with the password of the last 10 minutes"


def test_signing_in_with_a_code_counts(harbour, browser, sql):
    page = browser(harbour).sign_in_staff()
    phone, _ = set_up(page)
    page.post("/sign-out")
    with_code(half_way(page), phone.code())
    page.get("/staff/second-step")


def test_a_changed_password_proves_no_second_step(harbour, browser, later):
    """Who has a session and the password, and no phone, is not made sure by choosing a new one."""
    desk = browser(harbour).sign_in_staff()
    set_up(desk)
    later()
    desk.get("/staff/you/password")
    desk.post("/staff/you/password", {"old_password": PASSWORD, "password": "quite another row of words"})
    desk.get("/staff/second-step", status=401)


def test_signed_out_at_the_question_nothing_secret_is_shown_again(harbour, browser, later, sql):
    desk = browser(harbour).sign_in_staff()
    later()
    desk.get("/staff/second-step", status=401)
    sql("update device set nonce_hash = null")
    desk.post("/staff/sure", {"sure_password": PASSWORD, "sure_code": "123456"}, status=401)
    assert "You are signed out." in desk.text
    assert PASSWORD not in desk.text and "123456" not in desk.text
