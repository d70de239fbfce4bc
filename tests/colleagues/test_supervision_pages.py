"""Who supervises whom, as the owner says it."""

import pytest

from app.sight.models import Supervision
from tenants.db import db, transaction


@pytest.fixture
def olga(harbour, browser):
    return browser(harbour).sign_in_staff("olga")


def pairs(house):
    with transaction(house.jobs()):
        return db.session.scalars(db.select(Supervision)).all()


def test_a_pair_holds_from_its_day_and_both_are_told(harbour, olga, browser):
    member = harbour.people["okafor"]
    olga.get(f"/clinic/staff/{member}")
    olga.post(f"/clinic/staff/{member}/supervision", {"person": str(harbour.people["sade"])})
    assert "Sade Cole supervises Dr Okafor" in olga.text
    sade = browser(harbour).sign_in_staff("sade")
    assert "Maya" in sade.get("/engagement").text
    assert "Sade Cole supervises Dr Okafor from now on." in browser(harbour).sign_in_staff().get("/today").text
    olga.post(f"/clinic/staff/{member}/supervision", {"person": str(harbour.people["sade"])})
    assert len(pairs(harbour)) == 2, "pressed twice it is one pair"


@pytest.mark.parametrize("who", ["okafor", "reyes", "", "novak"])
def test_only_another_supervisor_can_be_chosen(harbour, olga, who):
    member = harbour.people["okafor"]
    olga.get(f"/clinic/staff/{member}")
    olga.post(f"/clinic/staff/{member}/supervision", {"person": str(harbour.people.get(who, ""))})
    assert "Choose a supervisor who has joined." in olga.text
    assert len(pairs(harbour)) == 1


def test_a_pair_that_is_ended_closes_at_the_next_request_and_stays_in_the_history(harbour, olga, browser):
    sade = browser(harbour).sign_in_staff("sade")
    assert "Theo" in sade.get("/engagement").text
    olga.get(f"/clinic/staff/{harbour.people['reyes']}")
    olga.post(f"/clinic/supervision/{pairs(harbour)[0].id}/delete")
    assert "until" in olga.text
    assert "You supervise nobody at the moment." in sade.get("/engagement").text
    sade.get(f"/reviews/of/{harbour.children['theo']}", status=404)


def test_the_landing_pages_by_role(harbour, browser):
    for who, path in (("okafor", "/today"), ("sade", "/engagement"), ("olga", "/clinic"), ("otis", "/desk")):
        assert browser(harbour).sign_in_staff(who).get("/").request.path == path
