"""From a slip, made and shown by her therapist, to her first check-in, on a phone that was never here."""

import re


def made(okafor, site, house, name):
    """The address in the picture and the signs below it: they lead to the same."""
    okafor.open(site.url(house, f"/families/{house.children['maya']}/people"))
    okafor.tap(f"Make a slip for {name}")
    okafor.sees(f"A slip for {name}", "It works once, for one person, until midnight today.")
    return okafor.page.locator("#slip code.key").inner_text()


def test_from_a_slip_to_the_first_check_in(staff, device, site, house):
    code = made(staff("okafor"), site, house, "Rosa")
    phone = device("phone")
    phone.open(site.url(house, "/sign-in"))
    phone.tap("I have a slip")
    phone.fill("Ten signs from the slip", code.lower())
    phone.tap("Go in")
    phone.sees("Hi Rosa. Before you start", "Does anyone else use this phone or inbox?")
    phone.begin()
    phone.sees("Hi Rosa. How was today with Maya?")
    phone.tap("Good")
    phone.tap("Well")
    phone.tap("Skip and send")
    phone.sees("Thank you. That helps.")


def test_scanned_it_asks_with_one_button_and_a_second_phone_is_too_late(staff, device, site, house):
    code = made(staff("okafor"), site, house, "Dana")
    first, second = device("phone"), device("phone")
    for phone in (first, second):
        phone.open(site.url(house, f"/in/{code}"))
        phone.sees("This is your own private page.")
    first.tap("Go in")
    first.sees("Hi Dana. Before you start")
    second.expected.add(410)
    second.tap("Go in")
    second.sees("does not open any more", "It was used today", "iPhone")


def test_a_slip_does_not_open_where_staff_are_signed_in(staff, site, house):
    okafor = staff("okafor")
    code = made(okafor, site, house, "Dana")
    okafor.expected.add(403)
    okafor.open(site.url(house, f"/in/{code}"))
    okafor.sees("This slip is for another phone", "Nothing is used up.")


def test_who_shares_a_phone_says_so_before_anything_else(device, site, house):
    phone = device("phone")
    phone.open(site.link(house, "dana"))
    phone.tap("Go in")
    phone.expected.add(422)
    phone.tap("I have read this")
    phone.sees("Choose one.")
    phone.page.get_by_label("Both").check()
    phone.tap("I have read this")
    phone.sees("no mail opens your page")
    assert re.search("/home", phone.page.url)
