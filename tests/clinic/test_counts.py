"""What the owner sees of engagement: counts over the whole clinic, none of a few, and no name."""

import pytest

from app.engagement.clinic_wide import count, figures, share
from app.web.dates import monday
from tenants.db import transaction

TOLD = """
insert into engagement_week (clinic_id, id, involvement_id, week, expected, expected_days, agreed, checkins, notes, questions,
  told, seen, answered, changed, owed, reply_minutes)
values (%(clinic)s, gen_random_uuid(), %(part)s, %(week)s, true, 7, 2, 0, 6, 0, 6, 6, 0, 0, 0, '[60, 60, 60, 60, 60, 60]')
"""


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "too few to say"),
        (4, 4, "too few to say"),
        (3, 10, "fewer than five of 10"),
        (5, 10, "about 5 of 10"),
        (8, 14, "about 5 of 10"),
        (9, 10, "all of 10, or nearly"),
        (10, 10, "all of 10, or nearly"),
        (0, 10, "fewer than five of 10"),
    ],
)
def test_a_share_tells_neither_of_the_few_nor_of_the_few_who_are_left(app, part, whole, said):
    with app.test_request_context():
        assert share(part, whole) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "fewer than five"), (4, "fewer than five"), (5, "at least 5"), (9, "at least 5")]
)
def test_a_count_under_five_is_not_said(app, number, said):
    with app.test_request_context():
        assert count(number) == said


def test_the_owner_reads_counts_and_nobody_elses_name(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/clinic")
    assert "How it goes" in olga.text and "none under five" in olga.text
    for name in ("Dana", "Maya", "Chris", "Rosa"):
        assert name not in olga.text


@pytest.mark.parametrize("people", [1, 5])
def test_what_few_people_told_is_few_however_much_it_is(harbour, servers, people):
    """Six things of one caregiver, and how long one answer took, are that caregiver's."""
    parts = [harbour.parts[who] for who in ("dana", "chris", "rosa", "lee", "ben")][:people]
    with servers.admin("withkin") as admin:
        admin.execute("delete from engagement_week")
        for part in parts:
            admin.execute(TOLD, {"clinic": harbour.clinic, "part": part, "week": monday(harbour.today)})
    today = harbour.today
    with transaction(harbour.staff("olga")):
        said = {one.title: one.value for one in figures(today)[0]}
    few = said["Of what they told, seen by us"], said["Until a first answer, usually"]
    assert few == (("too few to say",) * 2 if people < 5 else ("all of 30, or nearly", "1 hour"))


@pytest.mark.parametrize(("was", "now"), [((8, 14), (9, 14)), ((6, 12), (7, 13)), ((9, 10), (10, 10))])
def test_what_one_person_did_since_yesterday_is_not_the_difference(app, was, now):
    with app.test_request_context():
        assert share(*was) == share(*now)
