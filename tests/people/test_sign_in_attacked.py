"""Each role's sign-in attacked: enumeration by answer and by work, guessing, fixation, a stolen cookie, replay."""

import re
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from app.people import guessing
from app.people.guessing import PASSWORDS
from app.people.models import Device
from tenants.db import db, transaction
from tenants.scope import Audience, Scope
from tests.people.conftest import shape
from tests.people.test_new_password import signs_in
from tests.phone import set_up
from tests.world import PASSWORD

ROLES = ["olga", "sade", "okafor", "otis"]
"""Owner, supervisor, therapist, office."""
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


@pytest.mark.parametrize("who", ROLES)
def test_a_wrong_password_and_an_unknown_address_are_one_answer_and_one_work(harbour, browser, hashes, statements, who):
    said, ran, work = [], [], []
    for address in (f"{who}@harbour.example", "nobody@harbour.example", "dana@harbour.example"):
        page = browser(harbour)
        page.get("/staff/sign-in")
        hashes.clear()
        page.post("/staff/sign-in", {"address": address, "password": "not the right one"}, status=422)
        said.append(TOKEN.sub("", page.text.replace(address, "")))
        ran.append(shape(statements.seen))
        work.append(len(hashes))
    assert said[0] == said[1] == said[2]
    assert ran[0] == ran[1] == ran[2]
    assert work == [1, 1, 1]


@pytest.mark.parametrize("who", ROLES)
def test_after_ten_wrong_ones_the_right_one_is_not_even_compared(
    harbour, browser, hashes, servers, statements, sql, who
):
    stranger = browser(harbour)
    answers, work, ran = set(), [], []
    for _ in range(PASSWORDS + 1):
        servers.valkey.client().flushall()
        hashes.clear()
        signs_in(stranger, who, "not the right one", 422)
        answers.add(TOKEN.sub("", stranger.text))
        work.append(len(hashes))
        ran.append(shape(statements.seen))
    servers.valkey.client().flushall()
    hashes.clear()
    signs_in(stranger, who, PASSWORD, 422)
    assert {TOKEN.sub("", stranger.text), *answers} == answers and len(answers) == 1
    assert [*work, len(hashes)] == [1] * (PASSWORDS + 2)
    assert all(one == ran[0] for one in [*ran, shape(statements.seen)])
    sql("update guess set since = since - interval '16 minutes'")
    servers.valkey.client().flushall()
    signs_in(stranger, who, PASSWORD)


def test_nobody_locks_anybody_out_of_their_own_browser(harbour, browser, servers):
    hers = browser(harbour).sign_in_staff()
    hers.post("/sign-out")
    for _ in range(PASSWORDS + 5):
        servers.valkey.client().flushall()
        signs_in(browser(harbour), "okafor", "not the right one", 422)
    servers.valkey.client().flushall()
    signs_in(hers, "okafor", PASSWORD)
    assert hers.page.request.path == "/today"


def test_a_known_browser_may_not_guess_without_end_either(harbour, browser, servers):
    hers = browser(harbour).sign_in_staff()
    hers.post("/sign-out")
    for _ in range(PASSWORDS):
        servers.valkey.client().flushall()
        signs_in(hers, "okafor", "not the right one", 422)
    servers.valkey.client().flushall()
    signs_in(hers, "okafor", PASSWORD, 422)


def test_a_network_that_tries_too_often_is_told_so_and_known_browsers_in_it_go_on(harbour, browser):
    """A visitor in the waiting room shuts nobody out who has come in by this browser before."""
    hers, page = browser(harbour).sign_in_staff(), browser(harbour)
    hers.post("/sign-out")
    for n in range(60):
        signs_in(page, f"nobody{n}", "x", 422)
    signs_in(page, "okafor", PASSWORD, 429)
    signs_in(hers, "okafor", PASSWORD)
    assert hers.page.request.path == "/today"


def test_forty_colleagues_behind_one_address_begin_their_monday(harbour, browser, monkeypatch):
    """Whoever comes in takes nothing from the others: more right ones than wrong ones may be."""
    monkeypatch.setattr("app.people.proving.matches", lambda password, stored: password == PASSWORD)
    for _ in range(61):
        signs_in(browser(harbour), "okafor", PASSWORD)


def test_however_many_guess_at_once_no_more_are_compared(app, harbour):
    """Each is counted before it is compared, and waits for the one before."""

    def guess(_: int) -> bool:
        with app.app_context(), transaction(Scope(harbour.clinic, Audience.DOOR)):
            tries = guessing.counted("address", "okafor", PASSWORDS)
            sleep(0.02)
            return tries.allowed

    with ThreadPoolExecutor(6) as pool:
        allowed = list(pool.map(guess, range(PASSWORDS + 8)))
    assert allowed.count(True) == PASSWORDS


def cookie(page):
    return page.client.get_cookie("withkin", domain="harbour.localhost").value


def with_cookie(page, value):
    page.client.set_cookie("withkin", value, domain="harbour.localhost")
    return page


@pytest.mark.parametrize("who", ROLES)
def test_a_cookie_that_was_planted_before_opens_nothing_after(harbour, browser, who):
    """Fixation: the attacker's cookie is in her browser when she signs in."""
    attacker, victim = browser(harbour), browser(harbour)
    attacker.get("/staff/sign-in")
    with_cookie(victim, cookie(attacker))
    victim.sign_in_staff(who)
    assert cookie(victim) != cookie(attacker)
    attacker.get("/staff/you", follow=False, status=303)


def test_nothing_of_the_session_before_lives_on(harbour, browser):
    """What was planted there, and the half-way state."""
    phone, _ = set_up(browser(harbour).sign_in_staff())
    page = browser(harbour)
    signs_in(page, "okafor", PASSWORD)
    with page.client.session_transaction(base_url=page.base) as session:
        session["planted"] = "x"
    page.get("/staff/sign-in/code")
    page.post("/staff/sign-in/code", {"code": phone.code()})
    with page.client.session_transaction(base_url=page.base) as session:
        assert not {"planted", "half"} & set(session)


def test_a_cookie_of_an_earlier_entry_opens_nothing_after_the_next(harbour, browser):
    desk = browser(harbour).sign_in_staff()
    old = cookie(desk)
    desk.sign_in_staff()
    with_cookie(browser(harbour), old).get("/today", follow=False, status=303)
    desk.get("/today")


@pytest.mark.parametrize("who", ROLES)
def test_a_cookie_stolen_before_sign_out_opens_nothing_after_it(harbour, browser, who):
    desk, thief = browser(harbour).sign_in_staff(who), browser(harbour)
    with_cookie(thief, cookie(desk)).get("/staff/you")
    desk.get("/staff/you")
    desk.post("/sign-out")
    thief.get("/staff/you", follow=False, status=303)


@pytest.mark.parametrize("who", ROLES)
def test_half_way_is_this_browsers_alone_and_signs_nothing_in(harbour, browser, who):
    phone, _ = set_up(browser(harbour).sign_in_staff(who))
    half, other = browser(harbour), browser(harbour)
    signs_in(half, who, PASSWORD)
    assert half.page.request.path == "/staff/sign-in/code"
    for path in ("/staff/you", "/today", "/clinic", "/staff/lost"):
        half.get(path, follow=False, status=303)
    other.get("/staff/sign-in")
    answer = other.post("/staff/sign-in/code", {"code": phone.code()}, follow=False, status=303)
    assert answer.headers["Location"] == "/staff/sign-in"
    other.get("/staff/you", follow=False, status=303)


def test_half_way_ends_after_ten_minutes_and_with_the_password(harbour, browser, sql):
    phone, _ = set_up(browser(harbour).sign_in_staff())
    half = browser(harbour)
    signs_in(half, "okafor", PASSWORD)
    half.get("/staff/sign-in/code")
    with half.client.session_transaction(base_url=half.base) as session:
        at = session["half"][1]
        session["half"] = [session["half"][0], "2020-01-01T00:00:00+00:00", session["half"][2]]
    half.get("/staff/sign-in/code", follow=False, status=303)
    with half.client.session_transaction(base_url=half.base) as session:
        session["half"] = [session["half"][0], at, session["half"][2]]
    half.get("/staff/sign-in/code")
    sql("update staff_login set password_hash = 'another'")
    half.post("/staff/sign-in/code", {"code": phone.code()}, follow=False, status=303)
    half.get("/staff/you", follow=False, status=303)


def test_an_entry_is_written_with_its_device(harbour, browser):
    browser(harbour).sign_in_staff()
    with transaction(Scope(harbour.clinic, Audience.DOOR)):
        row = db.session.scalars(db.select(Device).where(Device.staff_id == harbour.people["okafor"])).one()
        assert row.seen_at == row.sure_at == row.entered_at


def test_old_guesses_are_forgotten_and_those_of_today_are_not(harbour, browser, sql, work):
    from app import schedule

    signs_in(browser(harbour), "okafor", "not the right one", 422)
    sql("update guess set since = since - interval '25 hours'")
    sql("update due set at = now() where kind = 'guesses'")
    signs_in(browser(harbour), "reyes", "not the right one", 422)
    schedule.sweep()
    work()
    assert sql("select count(*) from guess") == [(1,)]
    assert sql("select count(*) from due where kind = 'guesses' and at <= now()") == [(0,)]
