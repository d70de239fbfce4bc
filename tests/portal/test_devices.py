"""A caregiver's devices: how long each stays, the list, signing one out, "not me"."""

import re
from datetime import timedelta

import pytest

from tests.deeds import makes_slip
from tests.portal.test_new_device import devices


@pytest.fixture
def no_address(harbour, servers):
    with servers.admin("withkin") as admin:
        admin.execute("delete from caregiver_address where address = 'dana@harbour.example'")


def days_left(row):
    return round((row.until - row.entered_at) / timedelta(days=1))


def moved(servers, column, days):
    with servers.admin("withkin") as admin:
        admin.execute(f"update device set {column} = {column} - interval '{days} days'")


def test_with_an_address_a_device_stays_thirty_days(harbour, browser, servers):
    dana = browser(harbour).sign_in("dana")
    assert days_left(devices(harbour)[0]) == 30
    moved(servers, "seen_at", 1)
    dana.get("/home")
    assert days_left(devices(harbour)[0]) == 30
    moved(servers, "until", 31)
    dana.get("/you", follow=False, status=303)


def test_without_one_it_stays_180_days_from_each_visit_at_most_a_year(harbour, browser, servers, no_address):
    dana = browser(harbour)
    dana.enter(makes_slip(harbour, "dana"))
    assert days_left(devices(harbour)[0]) == 180
    for column in ("seen_at", "entered_at", "until"):
        moved(servers, column, 50)
    answer = dana.get("/you")
    assert days_left(devices(harbour)[0]) == 230
    assert "Expires" in answer.headers.get("Set-Cookie", ""), "the cookie lives on with it"
    moved(servers, "entered_at", 280)
    moved(servers, "seen_at", 1)
    dana.get("/home")
    assert days_left(devices(harbour)[0]) == 365


def test_unused_for_sixty_days_it_ends(harbour, browser, servers, no_address):
    dana = browser(harbour)
    dana.enter(makes_slip(harbour, "dana"))
    moved(servers, "seen_at", 59)
    dana.get("/welcome")
    moved(servers, "seen_at", 61)
    dana.get("/you", follow=False, status=303)


def test_a_page_costs_no_write_but_once_in_six_hours(harbour, browser, servers, statements):
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    assert not [one for one in statements.seen if one.startswith("UPDATE device")]
    moved(servers, "seen_at", 1)
    dana.get("/home")
    assert len([one for one in statements.seen if one.startswith("UPDATE device")]) == 1
    assert "Last seen today." in dana.get("/you").text


def test_she_sees_her_devices_and_signs_one_out(harbour, browser):
    phone, laptop = browser(harbour), browser(harbour)
    phone.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU)"
    phone.sign_in("dana")
    laptop.sign_in("dana")
    phone.get("/you")
    assert "IPhone" in phone.text or "iPhone" in phone.text
    assert "Computer" in phone.text and "First here today. Last seen today." in phone.text
    mine, other = devices(harbour)
    phone.post(f"/you/devices/{other.id}/answer", {"said": "me"})
    phone.get("/you")
    assert str(mine.id) not in phone.text
    phone.post(f"/you/devices/{other.id}/delete")
    laptop.get("/you", follow=False, status=303)
    assert "Signed out" in phone.get("/you").text
    phone.post(f"/you/devices/{mine.id}/delete", status=404)


def test_not_me_takes_any_other_device_off_the_list(harbour, browser):
    phone, laptop = browser(harbour).sign_in("dana"), browser(harbour).sign_in("dana")
    other = devices(harbour)[1]
    phone.get("/you")
    phone.post(f"/you/devices/{other.id}/answer", {"said": "x"}, status=422)
    phone.get("/you")
    phone.post(f"/you/devices/{other.id}/answer", {"said": "not-me"})
    laptop.get("/you", follow=False, status=303)
    assert str(other.id) not in phone.get("/you").text
    phone.post(f"/you/devices/{other.id}/answer", {"said": "me"}, status=404)


def test_nobody_reaches_another_persons_device(harbour, browser):
    browser(harbour).sign_in("dana")
    row = devices(harbour)[0]
    for who in ("chris", "rosa"):
        page = browser(harbour).sign_in(who)
        page.get("/you")
        for path in ("delete", "answer"):
            page.post(f"/you/devices/{row.id}/{path}", {"said": "not-me"}, status=404)
        assert not re.search(str(row.id), page.get("/you").text)
    assert devices(harbour)[0].denied_at is None
