"""A link used twice, too late, cut short, or where somebody else is signed in: a clear sentence each time."""

import pytest


def test_a_link_works_once_and_then_says_when_and_where_it_was_used(device, site, house):
    first, second = device("phone"), device("desk")
    link = site.link(house, "dana")
    first.open(link)
    second.open(link)
    first.tap("Go in")
    first.sees("Hi Dana.")
    second.expected.add(410)
    second.tap("Go in")
    second.sees("This link does not open any more", "It was used today", "iPhone", "Send me a new link")
    second.open(link)
    second.sees("Was that not you?")
    second.tap("Send me a new link")
    second.sees("There is no password to remember.")


@pytest.mark.parametrize(
    ("cut", "status", "says"), [(0, 410, "It was not used in time."), (5, 404, "Mail programs sometimes cut")]
)
def test_a_link_that_is_late_or_cut_short_says_so(device, site, house, cut, status, says):
    phone = device("phone")
    link = site.link(house, "dana")
    site.as_superuser(
        "UPDATE portal_link SET expires_at = now() - interval '1 minute' WHERE clinic_id = %s", house.clinic
    )
    phone.expected.add(status)
    phone.open(link[: len(link) - cut])
    phone.sees(says, "Send me a new link")


def test_where_somebody_else_is_signed_in_it_asks_first(caregiver, site, house):
    phone = caregiver("chris")
    phone.open(site.link(house, "dana"))
    phone.sees("Somebody else is signed in on this device.")
    phone.misses(["Chris", "Dana"])
    phone.open(site.url(house, "/you"))
    phone.sees("Chris")
    phone.open(site.link(house, "dana"))
    phone.tap("Sign them out and go in")
    phone.sees("Before you start")
    phone.misses(["Chris"])
