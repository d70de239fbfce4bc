"""The audit page: who did what, in words, found by person, kind and child, and nothing of any content."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import text

from app import audit
from app.boundaries.limits import lift
from app.families.adding import Told, add_family
from app.involvement import involving
from tenants.db import db, new_id, transaction
from tests.clinic.reading import asks, lines
from tests.deeds import replies, tells
from tests.world import part


def test_the_owner_reads_what_a_therapist_just_opened_and_no_word_of_the_content(harbour, browser, olga):
    told = tells(harbour, "dana", "maya", "The move frightens her")
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    okafor.get(f"/families/{harbour.children['maya']}")
    okafor.get(f"/families/{harbour.children['maya']}/people")
    replies(harbour, told, "Follow her lead")
    olga.get("/clinic/audit")
    assert lines(olga)[:6] == [
        "Dr Okafor answered Dana about Maya.",
        "Dr Okafor opened the people around Maya.",
        "Dr Okafor opened Maya's page.",
        "Dr Okafor read what waits about Maya.",
        "Dr Okafor read what waits about Maya.",
        "Dr Okafor signed in.",
    ]
    for content in ("move", "Follow", "@harbour", "order of 3 May", "custody"):
        assert content not in olga.text
    olga.get("/clinic/audit")
    assert lines(olga)[0] == "Olga Brandt opened this list.", "looking at it is recorded, too"


def test_each_deed_of_the_cast_has_its_line_and_its_names_as_they_are_now(harbour, olga, today):
    with transaction(harbour.staff()):
        lift(harbour.parts["lee"], "messages", today)
        involving.agree(part(harbour, "dana"), 3, "gently", today)
        db.session.execute(
            text("update child set name = 'May' where clinic_id = :clinic and id = :maya"),
            {"clinic": harbour.clinic, "maya": harbour.children["maya"]},
        )
    found = set(lines(olga.get("/clinic/audit") and olga))
    assert {
        "Dr Okafor lifted a limit for Lee and Sam.",
        "Dr Okafor set a limit for Lee and Sam.",
        "Dr Okafor changed what is agreed with Dana about May.",
        "Dr Okafor wrote down what was told about Rosa and May.",
        "Dr Okafor added Chris to the people around May.",
        "Dr Reyes added Theo.",
        "Dr Okafor ended Gwen's part in Sam's therapy.",
        "Olga Brandt opened the clinic.",
    } <= found
    assert not {line for line in found if "omebody" in line or "a child" in line or "has no name" in line}


def test_it_is_chosen_by_person_kind_and_child(harbour, browser, olga):
    for who in ("okafor", "reyes"):
        browser(harbour).sign_in_staff(who)
    okafor = browser(harbour).sign_in_staff("okafor")
    okafor.get(f"/families/{harbour.children['maya']}")
    tells(harbour, "dana", "maya", "x")
    person = str(harbour.people["okafor"])
    found = asks(olga, person=person)
    assert found[:2] == ["Dr Okafor opened Maya's page.", "Dr Okafor signed in."]
    assert {line.split(" ")[1] for line in found} == {"Okafor"}
    assert set(asks(olga, kind="signed")) == {"Olga Brandt signed in.", "Dr Okafor signed in.", "Dr Reyes signed in."}
    assert asks(olga, person=person, kind="opened") == ["Dr Okafor opened Maya's page."]
    about = asks(olga, child="maya")
    assert "Dr Okafor opened Maya's page." in about
    assert "Dr Okafor added Maya." in about
    assert "Dr Okafor added Dana to the people around Maya." in about
    assert all("Maya" in line or line == "Olga Brandt opened this list." for line in about)
    assert "Maya" not in olga.page.request.full_path, "an address holds no name"
    assert 'value="Maya"' in olga.page.text
    olga.post("/clinic/audit", {"kind": "opened"})
    assert "Dr Okafor opened Maya's page." in lines(olga)
    assert "Dr Okafor added Maya." not in lines(olga), "the child stays while the kind changes"


def test_what_was_recorded_about_a_childs_people_without_the_child_is_found_too(harbour, olga):
    with transaction(harbour.staff()):
        audit.record("told", "involvement", harbour.parts["dana"])
    assert asks(olga, child="Maya", kind="changed")[0] == "Dr Okafor wrote down what was told about Dana and Maya."


def test_a_name_of_several_children_asks_which_and_one_of_none_says_so(harbour, olga, today):
    with transaction(harbour.staff()):
        add_family(new_id(), "Maÿa Ann", 9, [Told("Pat", "parent", "A")], harbour.people["okafor"], today)
    asks(olga, 422, child="maya")
    assert "Several children are called that. Choose one." in olga.text
    other = re.search(r'href="(/clinic/audit\?about=[\w-]+)">Maÿa Ann', olga.page.text)[1]
    olga.get(other)
    assert "Dr Okafor added Maÿa Ann." in lines(olga)
    assert "Dr Okafor added Maya." not in lines(olga)
    for nobody in ("nobody's", "-'.", "may", "a"):
        asks(olga, 422, child=nobody)
        assert "No child here has that in the name." in olga.text
    asks(olga, 422, child="nobody's")
    assert "No child here has that in the name." in olga.text
    assert 'value="nobody\'s"' in olga.text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"since": "2026-02-30"}, "Not a valid date"),
        ({"since": "0001-01-01"}, "a day of this century"),
        ({"until": "9999-12-31"}, "a day of this century"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "The last day is before the first."),
        ({"kind": "x"}, "Not a valid choice"),
        ({"person": str(uuid4())}, "Not a valid choice"),
        ({"child": "x" * 121}, "too long"),
    ],
)
def test_what_makes_no_sense_is_said_and_kept(olga, asked, says):
    asks(olga, 422, **asked)
    assert says in olga.text


@pytest.mark.parametrize(
    "query", ["person=x&kind=y", "since=x&until=2026-13-01", "about=x", "after=x", "endpoint=x&_external=1&_scheme=x"]
)
def test_an_address_that_makes_no_sense_is_the_list(olga, query):
    olga.get(f"/clinic/audit?{query}")
    assert "Olga Brandt signed in." in lines(olga)


def test_a_child_of_another_clinic_or_of_none_has_no_rows(harbour, meadow, olga):
    for child in (meadow.children["maya"], uuid4()):
        olga.get(f"/clinic/audit?about={child}")
        assert lines(olga) == []
        assert "Nothing was recorded that fits." in olga.text


def test_who_looks_for_a_child_by_name_is_recorded(harbour, olga):
    asks(olga, 422, child="a")
    olga.get("/clinic/audit")
    assert lines(olga)[0] == "Olga Brandt looked for a child by name in this list."


def test_an_address_of_the_list_keeps_what_was_asked_and_nothing_else(olga):
    olga.get("/clinic/audit?kind=signed&child=Maya&endpoint=x&_external=1")
    assert "Show everything" in olga.text
    olga.get("/clinic/audit?child=Maya&endpoint=x")
    assert "Show everything" not in olga.text
    assert "Maya" not in re.findall(r'<input[^>]*name="child"[^>]*>', olga.page.text)[0]
