"""An owner builds a clinic of four; somebody leaves in the middle of a page; the glass is broken; two save at once."""

import re

import pytest

NEW = "new words for signing in"


@pytest.fixture
def signed_in(device, site):
    """`signed_in(url, address, password)`: a desk."""

    def enter(url, address, password):
        desk = device("desk")
        desk.open(f"{url}staff/sign-in")
        desk.fill("E-mail address", address)
        desk.fill("Password", password)
        desk.tap("Sign in")
        return desk

    return enter


def test_an_owner_builds_a_clinic_of_four(site, house, staff, signed_in, device):
    olga = staff("olga")
    people = {
        "Dr Ines Vidal": ["Therapist"], "Sami Örn": ["Supervisor"], "Lou Beck": ["Office"], "Dr Kim Park": ["Therapist", "Supervisor"],
    }  # fmt: skip
    for name, roles in people.items():
        olga.tap("Staff")
        olga.tap("Invite somebody")
        olga.fill("Name, as families read it", name)
        olga.fill("E-mail address", address(name, house))
        for role in roles:
            tick(olga, role)
        olga.tap("Send the invitation")
        olga.sees(f"A mail is on its way to {name}.", "Invited, not joined")
    for name in people:
        link = re.search(r"http://\S+", site.mail(address(name, house)))[0]
        newcomer = device("desk")
        newcomer.open(link)
        newcomer.fill("New password", NEW)
        newcomer.tap("Set the password")
        newcomer.sees("Sign in")
    desk = signed_in(site.url(house), address("Dr Ines Vidal", house), NEW)
    desk.sees("Nothing waits for you.")
    olga.tap("Staff")
    olga.tap("Dr Ines Vidal")
    olga.page.get_by_label("Who supervises Dr Ines Vidal?").select_option(label="Sami Örn")
    olga.tap("Add this supervisor")
    olga.sees("Sami Örn supervises Dr Ines Vidal")
    olga.tap("All staff")
    olga.misses(["Invited, not joined"])


def tick(desk, role):
    desk.page.locator(f"input[name=roles][value={role.lower()}]").check()


def address(name, house):
    return f"{name.split()[-1].lower().replace('ö', 'o')}@{house.subdomain}.example"


def test_somebody_is_deactivated_in_the_middle_of_a_page(site, house, staff):
    site.ask(house, "dana", "Should I talk about the move?")
    okafor, olga = staff("okafor"), staff("olga")
    okafor.page.get_by_label("Your reply").first.fill("Wait until she does.")
    olga.tap("Staff")
    olga.tap("Dr Okafor")
    olga.tap("Dr Okafor stops working here")
    olga.sees("Hand 2 families over")
    olga.page.get_by_label("Who takes the families?").select_option(label="Dr Reyes")
    olga.tap("Hand them over")
    olga.tap("End the access of Dr Okafor")
    olga.sees("Dr Okafor does not work here any more.")
    okafor.expected.add(401)
    okafor.tap("Reply")
    okafor.sees("You are signed out.")
    if okafor.script:
        assert okafor.page.get_by_label("Your reply").first.input_value() == "Wait until she does."
    else:
        assert "Wait until she does." in okafor.page.content()
    reyes = staff("reyes")
    reyes.sees("Should I talk about the move?")


def test_the_glass_is_broken_from_the_reason_to_the_audit_page(site, house, staff):
    site.ask(house, "dana", "Should I talk about the move?")
    reyes = staff("reyes")
    reyes.open(site.url(house, "/break-glass"))
    reyes.fill("The child's name", "Maya")
    reyes.fill("Year of birth", "2019")
    reyes.tap("Go on")
    reyes.expected.add(422)
    reyes.tap("Open the record for an hour")
    reyes.sees("Write why.")
    reyes.fill("Why do you need this record now?", "Her school called.")
    reyes.tap("Open the record for an hour")
    reyes.sees("Should I talk about the move?", "You read this from outside the care team")
    reyes.misses(["Answer Dana", "Care team"])
    okafor = staff("okafor")
    okafor.sees("Dr Reyes opened the record of Maya from outside the care team")
    sade = staff("sade")
    sade.tap("Signatures")
    sade.tap("Opened outside the teams")
    sade.sees("Her school called.")
    olga = staff("olga")
    olga.open(site.url(house, "/clinic/audit"))
    olga.sees("Dr Reyes", "Maya")
    olga.misses(["Her school called", "Should I talk about the move?"])
    reyes.tap("Close it now")
    reyes.expected.add(404)
    reyes.open(site.url(house, f"/families/{house.children['maya']}"))
    reyes.sees("This isn't here, or not any more.")


def test_two_owners_save_at_once(site, house, staff):
    olga = staff("olga")
    olga.tap("Staff")
    olga.tap("Sade Cole")
    tick(olga, "Owner")
    olga.tap("Save the roles")
    sade = staff("sade")
    for one in (olga, sade):
        one.tap("Staff")
        one.tap("Otis Lang")
    tick(sade, "Therapist")
    sade.tap("Save the roles")
    tick(olga, "Supervisor")
    olga.expected.add(409)
    olga.tap("Save the roles")
    olga.sees("Sade Cole changed this meanwhile.", "Stored now: Office, Therapist")
    olga.tap("Save the roles")
    olga.sees("Saved.")


def test_a_family_is_handed_over_and_reads_it(site, house, staff, caregiver):
    okafor = staff("okafor")
    okafor.tap("Families")
    okafor.tap("Maya")
    okafor.tap("Care team")
    okafor.tap("Hand over")
    okafor.page.get_by_label("Who takes over?").select_option(label="Dr Reyes")
    okafor.fill("What the family reads", "Dr Reyes and I met today and spoke about what matters to you.")
    okafor.tap("Hand over")
    okafor.sees("Maya is handed over to Dr Reyes.")
    dana = caregiver("dana")
    dana.sees("A note about your therapist", "Dr Reyes and I met today")


def test_an_away_therapist_and_who_answers(site, house, staff, caregiver):
    okafor = staff("okafor")
    okafor.open(site.url(house, "/staff/you/away"))
    with site.app.app_context():
        okafor.fill("First day away", str(house.today))
    okafor.fill("Last day away", "2030-01-01")
    okafor.page.get_by_label("Who answers meanwhile?").select_option(label="Dr Reyes")
    okafor.tap("Save")
    okafor.sees("Dr Reyes answers")
    dana = caregiver("dana")
    dana.sees("Dr Okafor is away until", "Dr Reyes reads this meanwhile and answers.")
