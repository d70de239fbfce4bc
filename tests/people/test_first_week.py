"""Owners and supervisors set up a second step within their first week."""

import pytest

from tests.phone import set_up


@pytest.mark.parametrize(("who", "told"), [("olga", True), ("sade", True), ("okafor", False), ("otis", False)])
def test_in_the_first_week_owners_and_supervisors_are_told_until_when(harbour, browser, who, told):
    desk = browser(harbour).sign_in_staff(who)
    assert ("Set up your second step by" in desk.get("/staff/you").text) is told


@pytest.mark.parametrize("who", ["olga", "sade"])
def test_after_it_every_page_leads_to_setting_it_up(harbour, browser, sql, who):
    desk = browser(harbour).sign_in_staff(who)
    sql("update staff_role set since = since - interval '8 days'")
    for path in ("/staff/you", "/staff/lost", *(["/clinic"] if who == "olga" else [])):
        assert desk.get(path, follow=False, status=303).headers["Location"] == "/staff/second-step"
    set_up(desk)
    desk.get("/staff/you")


def test_a_form_that_comes_after_the_week_keeps_what_was_typed(harbour, browser, sql):
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/clinic/settings/place")
    sql("update staff_role set since = since - interval '8 days'")
    typed = {"lines-0-label": "Typed too late", "lines-0-number": "911", "reply_days": "3"}
    olga.post("/clinic/settings/place", typed, status=401)
    assert "Your second step must be set up first." in olga.text
    assert 'value="Typed too late"' in olga.text and 'href="/staff/second-step"' in olga.text
    assert sql("select id from clinic where strpos(crisis_lines::text, 'Typed too late') > 0") == []


def test_an_owner_moves_to_another_phone_and_sets_it_up_at_once(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    first, _ = set_up(olga)
    olga.get("/staff/second-step")
    olga.post("/staff/second-step/delete")
    assert olga.page.request.path == "/staff/second-step"
    olga.get("/clinic", follow=False, status=303)
    second, _ = set_up(olga)
    assert first.seed != second.seed
    olga.get("/clinic")


def test_a_role_taken_and_given_again_begins_no_other_week(harbour, browser, sql):
    from app.colleagues import roles
    from tenants.db import transaction

    sql("update staff_role set since = since - interval '8 days'")
    for wanted in ("office", "supervisor"):
        with transaction(harbour.staff("olga")):
            roles.set_roles(harbour.people["sade"], frozenset({wanted}))
    sade = browser(harbour).sign_in_staff("sade")
    assert sade.page.request.path == "/staff/second-step"


def test_a_role_that_is_taken_for_good_asks_for_none(harbour, browser, sql):
    from app.colleagues import roles
    from tenants.db import transaction

    sql("update staff_role set since = since - interval '8 days'")
    with transaction(harbour.staff("olga")):
        roles.set_roles(harbour.people["sade"], frozenset({"office"}))
    assert browser(harbour).sign_in_staff("sade").page.request.path != "/staff/second-step"
