"""A name that nobody can read or say is no name, whoever it is for."""

import pytest

FORM = {"child": "Noor", "age": "7", "first-name": "Sana", "first-relation": "mother", "first-home": "A"}
HILL = {"name": "☎", "address": "hill@mail.example", "roles": ["therapist"]}


@pytest.mark.parametrize("wrong", [{"child": "☎"}, {"first-name": "..."}, {"second-name": "\u3164"}])
def test_a_child_and_a_caregiver_have_names_with_letters(harbour, browser, wrong):
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/families/new")
    okafor.post("/families", FORM | wrong, status=422)
    assert "nothing can be seen here" in okafor.text


def test_so_does_a_colleague(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/clinic/staff/new")
    olga.post("/clinic/staff", HILL, status=422)
    assert "nothing can be seen here" in olga.text
