"""By mail, by code, by a slip that was scanned: from a phone that was never here to the first check-in sent.

A slip that was typed is in test_browser_slips.py, a code read out by phone in test_browser_new_device.py.
"""

import re

import pytest


def invited(phone, site, house, okafor):
    okafor.open(site.url(house, f"/families/{house.children['maya']}/people"))
    okafor.tap("Invite Dana")
    phone.open(re.search(r"http://\S+/in/\S+", site.mail(f"dana@{house.subdomain}.example"))[0])


def coded(phone, site, house, okafor):
    phone.open(site.url(house, "/sign-in"))
    phone.fill("Your e-mail address", f"dana@{house.subdomain}.example")
    phone.tap("Send me a link")
    words = site.mail(f"dana@{house.subdomain}.example")
    assert phone.page.locator("strong.tag").inner_text() in words
    phone.fill("Six digits from the mail", re.search(r"\b\d{3} \d{3}\b", words)[0])


def scanned(phone, site, house, okafor):
    okafor.open(site.url(house, f"/families/{house.children['maya']}/people"))
    okafor.tap("Make a slip for Dana")
    phone.open(site.url(house, f"/in/{okafor.page.locator('#slip code.key').inner_text()}"))


@pytest.mark.parametrize("comes", [invited, coded, scanned], ids=lambda way: way.__name__)
def test_from_a_phone_that_was_never_here_to_the_first_check_in(comes, staff, device, site, house):
    phone = device("phone")
    comes(phone, site, house, staff("okafor"))
    phone.tap("Go in")
    phone.sees("Hi Dana. Before you start", "Does anyone else use this phone or inbox?")
    phone.begin()
    phone.sees("Hi Dana. How was today with Maya?")
    for answer in ("Good", "Well", "Skip and send"):
        phone.tap(answer)
    phone.sees("Thank you. That helps.", "Good", "Well", "Dr Mills, Dr Okafor read it")
