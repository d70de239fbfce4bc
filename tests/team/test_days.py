"""A day nobody means is refused where it is typed, and answered in words."""

import pytest


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize(
    ("page", "form", "field"),
    [
        ("/staff/you/away", "/staff/you/away", "until"),
        ("/families/{maya}/hand-over", "/families/{maya}/hand-over", "last_day"),
        ("/families/{maya}/team", "/families/{maya}/team", "join-until"),
    ],
)
def test_a_day_of_another_age_is_refused(harbour, browser, page, form, field, day):
    okafor = browser(harbour).sign_in_staff()
    okafor.get(page.format(**harbour.children))
    reyes = str(harbour.people["reyes"])
    sent = {"person": reyes, "since": day, "words": "x", "join-person": reyes, "join-part": "deputy"} | {field: day}
    okafor.post(form.format(**harbour.children), sent, status=422)
    assert "Write a day of this century." in okafor.text
