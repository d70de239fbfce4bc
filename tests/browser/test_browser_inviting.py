"""A therapist adds a family, says what was agreed, and invites; takes an invitation back; sends a new one."""

import re

from tests.walker import Walker


def add_family(desk: Walker, domain: str) -> None:
    desk.tap("Families")
    desk.tap("Add a family")
    desk.fill("Child's name", "Noor")
    desk.fill("Age in years", "8")
    for n, (name, relation) in enumerate((("Sana", "mother"), ("Karim", "father"))):
        desk.page.get_by_label("Name", exact=True).nth(n).fill(name)
        desk.page.get_by_label("Who is this for the child?").nth(n).select_option(relation)
        desk.page.get_by_label("E-mail address").nth(n).fill(f"{name.lower()}@{domain}")
        desk.page.get_by_label("It is safe to write").nth(n).check()
    desk.tap("Add the family")
    desk.sees("Noor is added.", "mother, home A", "father, home B", "Not told yet")


def link_in(words: str) -> str:
    return re.search(r"http://\S+/in/\S+", words)[0]


def test_two_parents_in_two_homes_are_added_agreed_with_and_invited(staff, site, house):
    desk = staff("okafor")
    add_family(desk, f"{house.subdomain}.example")
    hers = desk.page.get_by_role("region", name="Sana")
    hers.get_by_label("Check-ins a week").select_option("3")
    hers.get_by_label("In your shared words").fill("Sana tells us about bedtimes.")
    desk.tap("Save for Sana")
    desk.sees("Saved. They read it on their own page.")
    assert hers.get_by_label("Check-ins a week").input_value() == "3"
    desk.tap("Invite Sana")
    desk.tap("Invite Karim")
    for name in ("sana", "karim"):
        words = site.mail(f"{name}@{house.subdomain}.example")
        assert not {word for word in ("Noor", "Sana", "Karim", "therap") if word in words}, "a mail names nobody"


def test_an_invitation_taken_back_opens_nothing_and_a_new_one_does(staff, device, site, house):
    desk, phone = staff("okafor"), device("phone")
    add_family(desk, f"{house.subdomain}.example")
    desk.tap("Invite Sana")
    first = link_in(site.mail(f"sana@{house.subdomain}.example"))
    desk.page.reload()
    desk.sees("not in yet")
    desk.tap("Take it back")
    desk.sees("Its link opens nothing any more.", "Taken back")
    phone.expected.add(410)
    phone.open(first)
    phone.sees("This link does not open any more", "it was taken back")
    desk.tap("Send a new link")
    phone.open(link_in(site.mail(f"sana@{house.subdomain}.example", after=1)))
    phone.tap("Go in")
    phone.sees("Hi Sana. Before you start", "2 check-ins a week")
    desk.page.reload()
    desk.sees("Came in today")
