"""“I'm worried about someone's safety”: from her one tap to the supervisor who takes it on, by a clock that was moved."""

WORDS = "He said he wants to sleep for ever"


def hours_pass(site, house, hours):
    """All that was told lies so much further back, and what is due is due: the scheduler does the rest."""
    site.as_superuser(
        "update safety_worry set at = at - make_interval(hours => %s) where clinic_id = %s", hours, house.clinic
    )
    site.as_superuser(
        "update due set at = now() - interval '1 second' where kind = 'safety' and clinic_id = %s", house.clinic
    )


def comes_to(desk, words):
    """A job does it: the page is opened again until it is there."""
    for _ in range(100):
        desk.page.reload()
        desk.settle()
        if words in desk.page.locator("body").inner_text():
            break
        desk.page.wait_for_timeout(200)
    desk.look()
    desk.sees(words)


def test_must_10_from_one_tap_to_the_supervisor_by_the_clock(caregiver, staff, site, house):
    site.ask(house, "chris", "When do we meet?")
    phone = caregiver("dana")
    phone.tap("Write a note")
    phone.tap("I'm worried about someone's safety")
    phone.sees("If it cannot wait, call now", "988", "Nobody watches this page day and night.")
    text = phone.page.locator("main").inner_text()
    assert text.index("988") < text.index("What worries you?"), "the crisis lines come first"
    phone.fill("What worries you?", WORDS)
    phone.tap("Send this now")
    phone.sees("Thank you for telling us", "It is with the clinic.", "988", WORDS)
    hers = phone.page.url

    okafor = staff("okafor")
    okafor.sees("Dana, about Maya", "When do we meet?")
    today = okafor.page.locator("main").inner_text()
    assert today.index("Dana, about Maya") < today.index("When do we meet?"), "first on Today"
    okafor.misses([WORDS])
    mail = site.mail(f"okafor@{house.subdomain}.example", subject="Please sign in now")
    assert not {word for word in ("Dana", "Maya", WORDS) if word in mail}

    sade = staff("sade")
    sade.misses(["A worry about safety waits"])
    hours_pass(site, house, 5)
    comes_to(sade, "A worry about safety waits, and nobody has taken it on.")
    sade.tap("A worry about safety waits, and nobody has taken it on.")
    sade.sees("Dana is worried about someone's safety", WORDS, "It went on to Sade Cole.")
    comes_to(okafor, "It went on to a supervisor.")
    sade.tap("I take it on")
    sade.sees("You took it on. The clock has stopped")
    sade.fill("Your answer, or what was said or done", "I call you at five.")
    sade.tap("Answer")
    sade.sees("Your answer is there to read.")
    phone.open(hers)
    phone.sees("Sade Cole has read this and is on it.", "I call you at five.")
    sade.fill("Your answer, or what was said or done", "Safe at his aunt's.")
    sade.tap("Close it")
    sade.sees("It stands on nobody's Today any more.", "Sade Cole closed it.")
    okafor.open(site.url(house, "/today"))
    okafor.misses(["Dana, about Maya"])

    chris = caregiver("chris")
    for path in ("/home", "/safety", "/updates"):
        chris.open(site.url(house, path))
        chris.misses([WORDS, "Dana", "Sade Cole"])
    chris.expected.add(404)
    chris.open(hers)
    chris.sees("This isn't here, or not any more.")
