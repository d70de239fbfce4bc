"""News about several children, and check-ins, attacked: what is not sent is said; who is asked nothing sends none."""

from uuid import UUID

import pytest

from app.families.adding import Told, add_caregiver
from app.involvement import involving
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson
from app.updates.models import Answer, Update
from tenants.db import db, transaction
from tests.deeds import asks
from tests.world import remember


def notes(house):
    with transaction(house.jobs()):
        return db.session.scalars(db.select(Update.child_id)).all()


@pytest.fixture
def dana(harbour, browser, work):
    """Of two children."""
    asked, dana = asks(harbour, "dana"), browser(harbour).sign_in("dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {"said": "yes"})
    work()
    with transaction(harbour.jobs()):
        mine = db.select(SamePerson.involvement_id).where(SamePerson.id == asked)
        harbour.parts["noor"] = db.session.scalars(mine).one()
        noor = db.session.get_one(Involvement, (harbour.clinic, harbour.parts["noor"]))
        harbour.children["noor"] = noor.child_id
    return dana


def test_must_20_a_child_whose_part_ended_meanwhile_is_not_left_out_in_silence(harbour, dana):
    path = f"/updates/about/{harbour.children['maya']}"
    dana.get(path)
    day = harbour.today
    with transaction(harbour.staff("reyes")):
        involving.end(db.session.get_one(Involvement, (harbour.clinic, harbour.parts["noor"])), day)
    dana.post(path, {"body": "We move in May", "topic": "family", "also": str(harbour.children["noor"])})
    assert notes(harbour) == [harbour.children["maya"]]
    assert "About one child nothing was sent" in dana.text


def test_somebody_by_office_sends_no_check_in_by_any_address(harbour, browser):
    today = harbour.today
    with transaction(harbour.staff()):
        told = Told("Kay", "case worker", "", "kay@harbour.example", True)
        row = add_caregiver(harbour.children["maya"], told, today)
        involving.invited(row)
        remember(harbour, row)
    kay, path = browser(harbour).sign_in("kay"), f"/check-in/{harbour.children['maya']}"
    kay.get("/you")
    for n in (1, 2, 3):
        kay.post(f"{path}/{n}", {"answer": "1"}, status=404)
    kay.get(f"{path}/2", status=404)
    assert notes(harbour) == []


def test_must_20_the_last_page_sent_again_does_not_bring_back_a_check_in_that_was_withdrawn(harbour, browser):
    dana, path = browser(harbour).sign_in("dana"), f"/check-in/{harbour.children['maya']}/"
    for n in (1, 2, 3):
        dana.get(f"{path}{n}")
        form = dana.hidden(f"{path}{n}")
        dana.post(f"{path}{n}", form | {"answer": "1" if n < 3 else "Better unsaid"})
    told = dana.page.request.path
    dana.get(f"{told}/withdrawal")
    dana.post(f"{told}/withdrawal")
    dana.post(f"{path}3", form | {"answer": "A quiet day"})
    with transaction(harbour.jobs()):
        again = db.select(Answer.words).where(Answer.update_id != UUID(told.rpartition("/")[2]))
        assert db.session.scalars(again).all() == ["A quiet day"]
