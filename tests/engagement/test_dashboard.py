"""A supervisor's Monday: the headline, the families in the order in which they need a look, and nobody else's."""

from datetime import timedelta

import pytest

from app import happened
from app.engagement import turning
from app.engagement.measures import headline, usually
from app.involvement import closed
from tenants.db import transaction
from tests.deeds import replies, supervises, told_before


@pytest.fixture
def sade(harbour, browser):
    """Supervises Dr Okafor and Dr Reyes."""
    supervises(harbour)
    return browser(harbour).sign_in_staff("sade")


@pytest.fixture
def gone_quiet(harbour):
    """Dana told something each week for six weeks, and nothing for the last three; answered, all of it."""
    then = harbour.today - timedelta(days=100)
    with transaction(harbour.jobs()):
        happened.tell("entered", harbour.parts["dana"], then)
    for days in range(24, 66, 7):
        replies(harbour, told_before(harbour, "dana", "maya", "note", days), "Thank you")
    turning.reconcile(harbour.clinic, repair=True)


def lines(page):
    """What each row of the table says, without markup."""
    body = page.text.split("<tbody>")[1].split("</tbody>")[0]
    return [" ".join(row.split()) for row in body.split("<tr>")[1:]]


def test_the_headline_says_who_went_quiet_and_they_stand_first(sade, gone_quiet):
    sade.get("/engagement")
    assert "1 has gone quiet." in sade.text
    first = lines(sade)[0]
    assert "Maya" in first and "Dana" in first and "Reach out" in first and "Was weekly, nothing since" in first
    assert "Ask what would make it fit their week again." in first
    assert "Dr Okafor" in first and "[" not in first


def test_it_can_be_narrowed_by_standing_therapist_and_name_and_the_address_names_nobody(harbour, sade, gone_quiet):
    sade.get("/engagement?status=reach-out")
    assert len(lines(sade)) == 1
    sade.get(f"/engagement?therapist={harbour.people['reyes']}&status=reach-out")
    assert "No family fits what you asked for." in sade.text
    sade.get("/engagement")
    answer = sade.post("/engagement/search", {"q": "dàna maya"}, follow=False, status=303)
    assert "dana" not in answer.headers["Location"].lower() and "maya" not in answer.headers["Location"].lower()
    sade.get(answer.headers["Location"])
    assert len(lines(sade)) == 1 and "Dana" in lines(sade)[0]


@pytest.mark.parametrize("sort", ["standing", "name", "heard"])
def test_every_part_is_on_one_page_and_on_one_alone(sade, gone_quiet, monkeypatch, sort):
    sade.get(f"/engagement?sort={sort}")
    whole = lines(sade)
    assert len(whole) > 3
    monkeypatch.setattr("app.engagement.dashboard.PAGE", 2)
    monkeypatch.setattr("app.engagement.dashboard.listing.__defaults__", (3,))
    paged, path = [], f"/engagement?sort={sort}"
    while path:
        sade.get(path)
        paged += lines(sade)
        later = [part for part in sade.text.split('href="') if "after=" in part.split('"')[0]]
        path = later[0].split('"')[0].replace("&amp;", "&") if later else ""
    assert paged == whole


def test_nobody_reads_a_family_of_a_therapist_they_do_not_supervise_or_that_is_closed_to_them(harbour, sade):
    sade.get("/engagement")
    assert "Maya" in sade.text
    with transaction(harbour.staff("olga")):
        closed.close(harbour.children["maya"], harbour.people["sade"], "conflict")
    sade.get("/engagement")
    assert "Maya" not in sade.text
    assert "Maya" not in sade.get("/engagement.csv").data.decode()


def test_professionals_and_ended_parts_are_not_on_it(harbour, sade, servers):
    with servers.admin("withkin") as admin:
        admin.execute("update involvement set professional = true where id = %s", [harbour.parts["dana"]])
        admin.execute("update involvement set ended_at = now() where id = %s", [harbour.parts["rosa"]])
    sade.get("/engagement")
    assert not [line for line in lines(sade) if "Dana" in line or "Rosa" in line]


def test_the_measures_name_their_denominators_and_leave_a_week_without_any_out(sade, gone_quiet):
    sade.get("/engagement")
    assert "Of those from whom anything is expected." in sade.text and "This one is ours." in sade.text
    assert 'class="spark"' in sade.text


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "Nobody has gone quiet."),
        ({"on-track": 3}, "Nobody has gone quiet."),
        ({"reach-out": 1}, "1 has gone quiet."),
        ({"reach-out": 2, "look": 1}, "2 have gone quiet. 1 more needs a look."),
        ({"look": 3}, "3 need a look."),
    ],
)
def test_the_headline_for_none_one_and_many(app, counts, said):
    with app.test_request_context():
        assert headline(counts) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, "no answer yet"),
        (0, "within the hour"),
        (29, "within the hour"),
        (60, "1 hour"),
        (600, "10 hours"),
        (4000, "3 days"),
    ],
)
def test_how_long_an_answer_took_as_people_say_it(app, minutes, said):
    with app.test_request_context():
        assert usually(minutes) == said


def test_by_therapist_it_is_in_the_order_of_the_alphabet_with_what_is_owed(harbour, sade):
    told_before(harbour, "dana", "maya", "question", 2)
    sade.get("/engagement/therapists")
    assert sade.text.index("Dr Okafor") < sade.text.index("Dr Reyes")
    assert "not for ranking" in sade.text


def test_a_page_of_it_costs_the_same_however_many_families_there_are(harbour, sade, statements):
    statements.clear()
    sade.get("/engagement")
    assert len(statements.seen) <= 8
