"""Must 4: while a part is sensitive, sharing at home is offered only where a therapist ticks it, with those named alone."""

import pytest

from app.audit import AuditEvent
from app.boundaries.offering import HomeOffer
from app.involvement import involving
from app.updates.sharing import Share
from tenants.db import db, transaction
from tests.deeds import as_caregiver, says_who_uses, shares_at_home
from tests.world import part

WORDS = "She slept in her own bed"


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


@pytest.fixture
def dana(harbour, browser):
    """Sensitive by her therapist's mark."""
    dana = browser(harbour).sign_in("dana")
    with transaction(harbour.staff()):
        part(harbour, "dana").sensitive = True
    return dana


def of(house):
    return f"/parts/{house.parts['dana']}"


def offers(page, house, status=200):
    page.get(of(house))
    return page.post(f"{of(house)}/sharing", status=status)


def chooses(dana, house):
    path = f"/you/sharing/about/{house.children['maya']}"
    dana.get("/you/sharing")
    return dana.post(path, dana.hidden(path))


def at_home(house):
    scope = as_caregiver(house, "dana")
    return bool(scope.family.choices)


def a_day_passes(servers):
    with servers.admin("withkin") as admin:
        for table in ("home_choice", "home_offer"):
            admin.execute(f"update {table} set at = at - interval '1 day'")


def writes(dana, house):
    path = f"/updates/about/{house.children['maya']}"
    dana.get(path)
    dana.post(path, {"body": WORDS, "topic": "sleep"})
    with transaction(house.jobs()):
        return len(db.session.scalars(db.select(Share.id)).all())


def test_must_04_not_offered_until_it_is_ticked_and_what_it_means_stands_beside_it(harbour, okafor, dana, servers):
    assert "Nothing is here at the moment." in dana.get("/you/sharing").text
    okafor.get(of(harbour))
    assert "Ticked, Dana can choose that Rosa may read new notes" in okafor.text
    offers(okafor, harbour)
    assert "Offered since" in okafor.text and "Dana has not chosen it." in okafor.text
    assert "Share with Rosa from tomorrow" in dana.get("/you/sharing").text
    chooses(dana, harbour)
    assert not at_home(harbour), "from the next morning"
    assert "Dana chose it, " in okafor.get(of(harbour)).text
    a_day_passes(servers)
    assert at_home(harbour) and writes(dana, harbour) == 1


def test_must_04_taken_back_any_time_nothing_new_is_shared(harbour, okafor, dana, servers):
    offers(okafor, harbour)
    chooses(dana, harbour)
    a_day_passes(servers)
    okafor.get(of(harbour))
    for said in ("Not offered any more.", "It was so already."):
        okafor.post(f"{of(harbour)}/sharing/delete")
        assert said in okafor.text
    assert not at_home(harbour) and writes(dana, harbour) == 0
    assert "Nothing new is shared at the moment." in dana.get("/you/sharing").text and "Take it back" in dana.text


def test_must_04_what_she_chose_before_comes_back_by_no_tick(harbour, okafor, dana):
    choice = shares_at_home(harbour, "dana", "maya")
    okafor.get(of(harbour))
    assert "does not come back: Dana is asked anew." in okafor.text
    offers(okafor, harbour)
    assert not at_home(harbour) and writes(dana, harbour) == 0
    dana.get("/you/sharing")
    assert "Nothing new is shared at the moment." in dana.text
    dana.post(f"/you/sharing/{choice}/delete")
    assert "Share with Rosa from tomorrow" in dana.get("/you/sharing").text


def test_must_04_it_holds_for_those_named_alone(harbour, okafor, dana, servers):
    okafor.get(of(harbour))
    path = f"{of(harbour)}/sharing"
    form, today, maya = okafor.hidden(path), harbour.today, harbour.children["maya"]
    offers(okafor, harbour)
    with transaction(harbour.staff()):
        involving.join(maya, harbour.people["ben"], "uncle", involving.home(maya, "A"), today)
    assert "Nothing is here at the moment." in dana.get("/you/sharing").text, "Ben was not meant"
    okafor.post(path, form, status=422)
    assert "Look at the names once more." in okafor.text and "Sharing at home with Ben and Rosa" in okafor.text
    assert "Offered since" not in okafor.text


@pytest.mark.parametrize("later", ["marked anew", "her own answer"])
def test_must_15_what_makes_it_sensitive_later_ends_the_tick(harbour, okafor, dana, later):
    offers(okafor, harbour)
    if later == "marked anew":
        for path in ("sensitive/delete", "sensitive"):
            okafor.get(of(harbour))
            okafor.post(f"{of(harbour)}/{path}")
    else:
        says_who_uses(harbour, "dana")
    assert "Nothing is here at the moment." in dana.get("/you/sharing").text
    assert "Not offered." in okafor.get(of(harbour)).text
    offers(okafor, harbour)
    assert "Share with Rosa from tomorrow" in dana.get("/you/sharing").text


def test_must_04_not_where_it_is_not_sensitive_and_by_no_deputy(harbour, browser, okafor, dana):
    mills = browser(harbour).sign_in_staff("mills")
    offers(mills, harbour, 404)
    okafor.get(of(harbour))
    path = f"{of(harbour)}/sharing"
    form = okafor.hidden(path)
    with transaction(harbour.staff()):
        part(harbour, "dana").sensitive = False
    okafor.post(path, form, status=422)
    assert "Sharing at home with" not in okafor.get(of(harbour)).text
    with transaction(harbour.jobs()):
        assert db.session.scalars(db.select(HomeOffer.id)).all() == []


def test_must_04_a_deputy_takes_it_back_and_each_step_is_audited(harbour, browser, okafor, dana):
    path = f"{of(harbour)}/sharing"
    okafor.get(of(harbour))
    form = okafor.hidden(path)
    for said in ("Offered. It can be chosen", "It was so already."):
        okafor.post(path, form)
        assert said in okafor.text
    mills = browser(harbour).sign_in_staff("mills")
    mills.get(of(harbour))
    mills.post(f"{path}/delete")
    with transaction(harbour.jobs()):
        deeds = db.select(AuditEvent.action).where(AuditEvent.subject_id == harbour.parts["dana"])
        done = [one for one in db.session.scalars(deeds.order_by(AuditEvent.at)) if "shar" in one]
    assert done == ["offered-sharing", "offers-no-sharing"]


def test_must_04_the_tick_changes_no_other_caregivers_page(harbour, browser, okafor, dana):
    rosa = browser(harbour).sign_in("rosa")
    paths = ("/home", "/you", "/you/sharing", "/shared")
    before = [rosa.get(path).text.split("csrf")[0] for path in paths]
    offers(okafor, harbour)
    assert [rosa.get(path).text.split("csrf")[0] for path in paths] == before
