"""Several people at one computer: each keeps their own device there."""

from app.people import devices
from app.people.guessing import PASSWORDS
from tests.people.test_new_password import NEW, choose, signs_in
from tests.world import PASSWORD


def test_taking_turns_is_no_news(harbour, browser, sql):
    computer = browser(harbour)
    for who in ("okafor", "otis", "okafor", "otis", "okafor"):
        computer.sign_in_staff(who)
        computer.post("/sign-out")
    assert sql("select count(*) from device") == [(2,)]
    assert sql("select count(*) from delivery where kind = 'new-device'") == [(0,)]


def test_it_is_kept_for_so_many_people_and_no_more(harbour, browser, sql, monkeypatch):
    monkeypatch.setattr(devices, "PEOPLE_OF_A_BROWSER", 5)
    computer = browser(harbour)
    people = ["okafor", "otis", "olga", "sade", "reyes", "mills"]
    for who in (*people, *people[1:], people[0]):
        computer.sign_in_staff(who)
    assert sql("select count(*) from device") == [(len(people) + 1,)]


def test_others_guesses_lock_nobody_out_of_a_shared_computer(harbour, browser, servers):
    computer = browser(harbour).sign_in_staff()
    computer.sign_in_staff("otis")
    computer.post("/sign-out")
    for _ in range(PASSWORDS + 1):
        servers.valkey.client().flushall()
        signs_in(browser(harbour), "okafor", "not the right one", 422)
    signs_in(computer, "okafor", PASSWORD)


def test_a_new_password_by_link_is_not_kept_out_by_guesses_at_the_old_one(harbour, browser, servers, link):
    hers = browser(harbour).sign_in_staff()
    hers.post("/sign-out")
    for page in (hers, browser(harbour)):
        for _ in range(PASSWORDS + 1):
            servers.valkey.client().flushall()
            signs_in(page, "okafor", "not the right one", 422)
    choose(browser(harbour), link("password"))
    for page in (hers, browser(harbour)):
        servers.valkey.client().flushall()
        signs_in(page, "okafor", NEW)


def test_a_caregivers_code_signs_the_staff_out(harbour, browser, work, outbox_now):
    from contextvars import Context

    computer, copy = browser(harbour).sign_in_staff(), browser(harbour)
    cookie = computer.client.get_cookie("withkin", domain="harbour.localhost").value
    copy.client.set_cookie("withkin", cookie, domain="harbour.localhost")
    computer.get("/sign-in")
    computer.post("/sign-in", {"address": "dana@harbour.example"})
    work()
    computer.get("/in/code")
    computer.post("/in/code", {"code": outbox_now.code("dana@harbour.example")})
    assert Context().run(copy.client.get, "/today", base_url=copy.base).status_code == 303
