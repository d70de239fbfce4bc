"""What she told is hers: withdrawn, corrected, shared with whom she named and taken back; with script and without."""

SECRET = "I shouted at her on Sunday"


def write(phone, words, *, only_the_clinic=False):
    phone.tap("Write a note")
    phone.fill("Your note", words)
    if only_the_clinic:
        phone.page.get_by_text("Only the clinic reads this one").click()
    phone.tap("Send the note")
    phone.sees("Thank you. That helps.")


def test_she_withdraws_it_and_the_therapist_opens_it_with_a_reason(caregiver, staff, site, house):
    phone = caregiver("dana")
    write(phone, SECRET)
    desk = staff("okafor")
    desk.sees(SECRET, "One answer is owed.")
    phone.tap("Withdraw it")
    phone.sees("What happens then", "only with a reason", "Nothing is deleted.")
    phone.tap("Leave it as it is")
    phone.sees(SECRET)
    phone.tap("Withdraw it")
    phone.tap("Withdraw it")
    phone.sees("You withdrew it.", "You withdrew this, today")
    phone.misses([SECRET])
    desk.open(site.url(house, "/today"))
    desk.sees("Nothing waits for you.")
    desk.open(site.url(house, f"/families/{house.children['maya']}"))
    desk.misses([SECRET])
    desk.sees("Withdrawn by Dana, today")
    desk.tap("Open it with a reason")
    desk.expected.add(422)
    desk.tap("Open the words")
    desk.sees("Say why you open it.")
    desk.fill("Why you open it", "We plan Monday's session.")
    desk.tap("Open the words")
    desk.sees(SECRET)


def test_her_correction_stands_beside_it(caregiver):
    phone = caregiver("dana")
    write(phone, "She slept at six.")
    phone.tap("Correct it")
    phone.sees("You write as Dana.", "What you told before stays beside it.")
    phone.expected.add(422)
    phone.fill("How it is right", "")
    phone.tap("Send the correction")
    phone.sees("Write how it is right.")
    phone.fill("How it is right", "She slept at eight.")
    phone.tap("Send the correction")
    phone.sees("Thank you. That helps.", "She slept at eight.")
    phone.tap("What it corrects")
    phone.sees("She slept at six.", "You corrected it, today", "She slept at eight.")


def test_she_shares_with_whom_the_page_names_and_takes_it_back(caregiver, site, house):
    phone, home = caregiver("dana"), site.url(house, "/home")
    phone.tap("You")
    phone.tap("Sharing at home")
    phone.sees("Rosa would read the notes and check-ins you write from tomorrow on.", "Questions, worries")
    phone.misses(["Chris"])
    phone.tap("Share with Rosa from tomorrow")
    phone.sees("Until then you can undo it here.", "Undo")
    phone.open(home)
    phone.sees("From tomorrow on")
    site.as_superuser("update home_choice set at = at - interval '1 day' where clinic_id = %s", house.clinic)
    phone.open(home)
    phone.sees("At home Rosa reads it, too.")
    write(phone, "She slept in her own bed.")
    phone.open(home)
    write(phone, SECRET, only_the_clinic=True)
    rosa = caregiver("rosa")
    rosa.sees("Shared with you at home", "Dana shared this with you", "She slept in her own bed.")
    rosa.tap("Read all of it")
    rosa.sees("She slept in her own bed.")
    rosa.misses([SECRET, "Chris"])
    phone.open(site.url(house, "/you/sharing"))
    phone.tap("Take it back")
    phone.sees("It is taken back.")
    rosa.open(home)
    rosa.misses(["She slept in her own bed.", "Shared with you at home"])


def test_her_own_words_are_one_file_on_her_device_once(caregiver, site, house):
    phone = caregiver("dana")
    write(phone, "She slept at six.")
    phone.tap("You")
    phone.tap("My words to take along")
    phone.tap("Ask for my words")
    phone.sees("It is ready tomorrow.")
    site.as_superuser("update words_asked set at = at - interval '1 day' where clinic_id = %s", house.clinic)
    phone.open(site.url(house, "/you/words"))
    with phone.page.expect_download() as saved:
        phone.page.get_by_role("button", name="Save the file").click()
    assert saved.value.suggested_filename.startswith("notes-")
    assert "She slept at six." in saved.value.path().read_text(encoding="utf-8")
    phone.under_way.clear()
    phone.open(site.url(house, "/you/words"))
    phone.sees("You fetched it, today")


def test_what_she_types_is_saved_and_survives_a_lost_connection(caregiver, site, house, script):
    if not script:
        return  # without script nothing is saved while one types, and the page does not say so
    phone = caregiver("dana")
    phone.tap("Write a note")
    phone.fill("Your note", "Half a sentence")
    phone.sees("Saved, not sent.")
    phone.context.set_offline(True)
    phone.sees("No connection. What you typed is still here.")
    phone.fill("Your note", "Half a sentence, and more")
    phone.page.get_by_role("button", name="Send the note").click()
    phone.sees("No connection. What you typed is still here.")
    assert phone.page.get_by_label("Your note").input_value() == "Half a sentence, and more"
    phone.context.set_offline(False)
    phone.faults = [
        fault for fault in phone.faults if "INTERNET_DISCONNECTED" not in fault and "Failed to fetch" not in fault
    ]
    phone.under_way.clear()
    phone.tap("Send the note")
    phone.sees("Thank you. That helps.", "Half a sentence, and more")
    phone.open(site.url(house, f"/updates/about/{house.children['maya']}"))
    phone.misses(["Half a sentence"])
