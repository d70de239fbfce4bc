"""A mother on her phone: in through her link, a check-in, a note, a question, out, and back in two ways."""

import re


def test_she_enters_by_her_link_and_opening_it_uses_nothing_up(device, site, house):
    phone = device("phone")
    link = site.link(house, "dana", "invitation")
    for _ in range(3):
        phone.open(link)
        phone.sees("This is your own private page")
    phone.tap("Go in")
    phone.sees(
        "Before you start", "What you write about Maya:", "Dr Mills, Dr Okafor read it.", "Nobody watches this page"
    )
    phone.begin()
    phone.sees("Hi Dana. How was today with Maya?")


def test_a_check_in_takes_as_many_taps_as_it_has_questions(caregiver):
    phone = caregiver("dana")
    phone.taps = 0
    phone.tap("Hard")
    phone.sees("How did Maya sleep?", "Question 2 of 3")
    phone.tap("Restless")
    phone.sees("Anything you want to add?", "Question 3 of 3")
    phone.tap("Skip and send")
    phone.sees("Thank you. That helps.", "Hard", "Restless", "Dr Mills, Dr Okafor read it")
    assert phone.taps == 3


def test_what_she_writes_stays_hers_to_read(caregiver, site, house):
    phone = caregiver("dana")
    phone.tap("Write a note")
    phone.sees(
        "Dr Mills and Dr Okafor read this.", "You write as Dana.", "Nobody watches this page day and night.", "911"
    )
    phone.page.get_by_text("School", exact=True).click()
    phone.fill("Your note", "Hand-over took long.\n\nNow it is better. 🎈")
    phone.tap("Send the note")
    phone.sees("Thank you. That helps.", "School", "Now it is better. 🎈")
    phone.open(site.url(house, "/questions"))
    phone.tap("Ask about Maya")
    phone.fill("Your question", "Did I undo what you built?")
    phone.tap("Send the question")
    phone.sees("Did I undo what you built?", "It is with the clinic.")
    phone.open(site.url(house, "/updates"))
    phone.sees("Hand-over took long.", "Did I undo what you built?")
    phone.open(site.url(house, "/home"))
    phone.sees("Did I undo what you built?", "With the clinic")


def test_she_comes_back_with_the_code_and_with_the_link(caregiver, site, house):
    phone = caregiver("dana")
    address = f"dana@{house.subdomain}.example"
    for n, way in enumerate(("code", "link")):
        phone.open(site.url(house, "/you"))
        phone.tap("Sign out on this device")
        phone.sees("You are signed out.")
        phone.fill("Your e-mail address", address)
        phone.tap("Send me a link")
        phone.sees("If we know this address, a mail is on its way.")
        tag = phone.page.locator("strong.tag").inner_text()
        words = site.mail(address, after=n)
        assert tag in words, "the mail repeats the four letters of the browser that asked"
        if way == "code":
            phone.fill("Six digits from the mail", re.search(r"\b\d{3} \d{3}\b", words)[0])
            phone.tap("Go in")
        else:
            phone.open(re.search(r"http://\S+/in/\S+", words)[0])
            phone.tap("Go in")
        phone.sees("Hi Dana. How was today with Maya?")
