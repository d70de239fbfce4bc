"""A second phone: it shows nothing older until she says on the first that it is hers; a code read out by phone; not me."""

import re


def makes_slip(okafor, site, house, name):
    okafor.open(site.url(house, f"/families/{house.children['maya']}/people"))
    okafor.tap(f"Make a slip for {name}")
    return okafor.page.locator("#slip code.key").inner_text()


def test_a_second_phone_waits_for_her_yes_on_the_first(caregiver, staff, device, site, house):
    first = caregiver("dana")
    first.tap("Write a note")
    first.fill("Your note", "She slept badly.")
    first.tap("Send the note")
    second = device("phone")
    second.open(site.url(house, f"/in/{makes_slip(staff('okafor'), site, house, 'Dana')}"))
    second.tap("Go in")
    second.sees("This device is new here.")
    second.misses(["She slept badly."])
    first.open(site.url(house, "/home"))
    first.sees("An iPhone came in today.")
    first.tap("That was me")
    second.open(site.url(house, "/updates"))
    second.sees("She slept badly.")
    first.open(site.url(house, "/you"))
    first.sees("Your devices", "First here today.")
    first.tap("Not me")
    first.sees("It is signed out.")
    second.open(site.url(house, "/updates"))
    second.sees("Come in")


def test_a_code_is_read_out_to_somebody_without_an_address(staff, device, site, house):
    site.as_superuser("DELETE FROM caregiver_address WHERE caregiver_id = %s", house.people["rosa"])
    okafor = staff("okafor")
    phone = device("phone")
    phone.open(site.url(house, f"/in/{makes_slip(okafor, site, house, 'Rosa')}"))
    phone.tap("Go in")
    phone.fill("A word for the phone", "Pumpernickel")
    phone.begin()
    phone.open(site.url(house, "/you"))
    phone.tap("Sign out on this device")
    phone.tap("I have no e-mail")
    tag = phone.page.locator("strong.tag").inner_text()
    okafor.open(site.url(house, f"/families/{house.children['maya']}/people"))
    okafor.page.locator("summary", has_text="A code by phone").click()
    okafor.fill("Phone number", "+1 555 0100")
    okafor.tap("Save the number")
    okafor.page.locator("summary", has_text="A code by phone").click()
    okafor.fill("The word you hear", "pumpernickel")
    okafor.fill("The four letters on their screen", tag)
    okafor.tap("Show the code to read out")
    code = okafor.page.locator("code.key").inner_text()
    assert re.fullmatch(r"\d{3} \d{3}", code)
    phone.fill("Six digits from the phone", code)
    phone.tap("Go in")
    phone.sees("Hi Rosa. How was today with Maya?")
    for answer in ("Good", "Well", "Skip and send"):
        phone.tap(answer)
    phone.sees("Thank you. That helps.")


def test_a_used_link_takes_that_was_not_me(device, site, house):
    thief, dana = device("desk"), device("phone")
    link = site.link(house, "dana")
    thief.open(link)
    thief.tap("Go in")
    dana.expected.add(410)
    dana.open(link)
    dana.sees("It was used today", "computer")
    dana.tap("That was not me")
    dana.sees("What came in by it is signed out.")
    thief.open(site.url(house, "/home"))
    thief.sees("Come in")
