"""A second step set up, lost, and recovered by a code that was written down; half an hour away, and not a word lost."""

import re

from tests.phone import Phone
from tests.world import PASSWORD

WORDS = "Follow her lead in this.\nShe told you when she was ready."


def set_up(desk, site, house) -> tuple[Phone, list[str]]:
    desk.open(site.url(house, "/staff/you"))
    desk.tap("Set it up")
    phone = Phone(re.sub(r"\s", "", desk.page.locator("code.key").inner_text()))
    desk.fill("Six digits from the app", phone.code(-1, slowly=True))
    desk.tap("Turn it on")
    desk.sees("They are shown this once.")
    codes = desk.page.locator("code.key").all_inner_texts()
    desk.tap("I have them")
    desk.sees("10 recovery codes left")
    return phone, codes


def gives_password(desk, site, house, password=PASSWORD):
    desk.open(site.url(house, "/staff/sign-in"))
    desk.fill("E-mail address", f"okafor@{house.subdomain}.example")
    desk.fill("Password", password)
    desk.tap("Sign in")
    return desk


def test_set_up_and_signed_in_with_a_code(staff, device, site, house):
    phone, _ = set_up(staff("okafor"), site, house)
    other = gives_password(device("desk"), site, house)
    other.sees("Now the code")
    other.expected.add(422)
    other.fill("Code from your phone", "000000")
    other.tap("Sign in")
    other.sees("This code does not sign you in.")
    other.fill("Code from your phone", phone.code())
    other.tap("Sign in")
    other.page.wait_for_url("**/today")


def test_lost_and_recovered_by_a_code_that_was_written_down(staff, device, site, house):
    first = staff("okafor")
    _, codes = set_up(first, site, house)
    desk = gives_password(device("phone"), site, house)
    desk.fill("Code from your phone", codes[4])
    desk.tap("Sign in")
    desk.page.wait_for_url("**/today")
    desk.expected.add(403)
    desk.open(site.url(house, "/staff/second-step"))
    desk.sees("This device is new.", "Say “That was me” on a device you used before.")
    first.open(site.url(house, "/today"))
    first.sees("Somebody signed in as you on a new device.")
    first.tap("Was that you?")
    first.tap("That was me")
    first.misses(["on a new device"])
    desk.open(site.url(house, "/staff/second-step"))
    desk.sees("You have 9 recovery codes left.")
    desk.tap("Turn it off")
    desk.sees("Signing in asks for your password alone.")
    set_up(desk, site, house)


def test_lost_with_all_codes_two_colleagues_say_yes(staff, device, site, house):
    set_up(staff("okafor"), site, house)
    lost = gives_password(device("desk"), site, house)
    lost.tap("I have lost my phone and my codes")
    lost.tap("Ask for this")
    lost.sees("You asked today")
    for who in ("olga", "sade"):
        colleague = staff(who)
        colleague.tap("See who it is")
        colleague.sees("Dr Okafor", "Speak to Dr Okafor face to face")
        colleague.tap("Yes, I have spoken to them")
        colleague.sees("You said yes")
    lost.expected.add(403)
    gives_password(lost, site, house)
    lost.page.wait_for_url("**/staff/second-step")
    lost.sees("This device is new.", "Choose a new password by a mail that we send you")
    lost.open(site.url(house, "/staff/password"))
    lost.fill("E-mail address", f"okafor@{house.subdomain}.example")
    lost.tap("Send me a link")
    lost.open(re.search(r"http://\S+", site.mail(f"okafor@{house.subdomain}.example", subject="A new password"))[0])
    lost.fill("New password", "another few words in a row")
    lost.tap("Set the password")
    gives_password(lost, site, house, "another few words in a row")
    lost.page.wait_for_url("**/staff/second-step")
    lost.sees("Set up your second step")


def test_half_an_hour_away_and_the_words_stay(staff, site, house, script):
    site.ask(house, "dana", "Should I talk about the move?")
    desk = staff("okafor")
    desk.fill("Your reply", WORDS)
    mine = "update device set seen_at = seen_at - interval '31 minutes' where clinic_id = %s"
    site.as_superuser(mine, house.clinic)
    desk.expected.add(401)
    desk.tap("Reply")
    desk.sees("You are signed out.")
    box = desk.page.get_by_label("Your reply" if script else "What you typed")
    assert box.input_value().replace("\r\n", "\n") == WORDS
    beside = desk.watched(desk.context.new_page())
    beside.goto(site.url(house, "/staff/sign-in"))
    beside.get_by_label("E-mail address").fill(f"okafor@{house.subdomain}.example")
    beside.get_by_label("Password").fill(PASSWORD)
    beside.get_by_role("button", name="Sign in").click()
    beside.wait_for_url("**/today")
    desk.tap("Reply" if script else "Send it again")
    desk.misses(["You are signed out."])


def test_asked_once_more_and_then_done(staff, site, house):
    desk = staff("okafor")
    phone, _ = set_up(desk, site, house)
    desk.open(site.url(house, "/staff/second-step"))
    site.as_superuser("update device set sure_at = sure_at - interval '11 minutes' where clinic_id = %s", house.clinic)
    site.as_superuser("update staff_totp set last_step = 0 where clinic_id = %s", house.clinic)
    desk.expected.add(401)
    desk.tap("Make ten new ones")
    desk.sees("Is it still you?")
    desk.fill("Your password", "not the right one")
    desk.fill("Code from your phone", "000000")
    desk.tap("Go on")
    desk.sees("That was not right.")
    desk.fill("Your password", PASSWORD)
    desk.fill("Code from your phone", phone.code())
    desk.tap("Go on")
    desk.sees("They are shown this once.")


def test_a_forgotten_password(device, site, house):
    desk = device("phone")
    desk.open(site.url(house, "/staff/sign-in"))
    desk.tap("I have forgotten my password")
    desk.fill("Your e-mail address", f"okafor@{house.subdomain}.example")
    desk.tap("Send me a link")
    desk.sees("a mail is on its way")
    mail = site.mail(f"okafor@{house.subdomain}.example", subject="A new password")
    desk.open(re.search(r"http\S+/staff/password/\S+", mail)[0])
    desk.fill("New password", "quite another row of words")
    desk.tap("Set the password")
    desk.sees("Your password is set. Sign in with it.")
