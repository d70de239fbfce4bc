"""Must 27: a supervisor opens text behind one of four reasons, for that review; any other only by breaking the glass."""

import pytest

from app.people.models import StaffMember
from app.sight import supervising
from app.sight.models import Review, Supervision
from app.team import handing
from tenants.db import db, transaction
from tenants.holding import today
from tests.sight.words import WORDS, deeds


def test_must_27_without_a_reason_her_own_supervisor_reads_no_text(harbour, sade, theo):
    assert "Theo" in sade.get("/engagement").text
    assert WORDS not in sade.text
    sade.get(theo, status=404)


@pytest.mark.parametrize("reason", ["due", "slipping", "asked", "concern"])
def test_must_27_each_of_four_reasons_opens_it_and_is_kept(harbour, sade, theo, reason):
    sade.get(f"/reviews/of/{harbour.children['theo']}")
    sade.post(f"/reviews/of/{harbour.children['theo']}", {"reason": reason})
    assert WORDS in sade.text
    assert "began-review" in deeds(harbour, "theo")
    assert "opened" in deeds(harbour, "theo")
    with transaction(harbour.jobs()):
        assert db.session.scalars(db.select(Review.reason)).all() == [reason]


@pytest.mark.parametrize("reason", ["", "curious"])
def test_must_27_any_other_reason_opens_nothing(harbour, sade, theo, reason):
    sade.get(f"/reviews/of/{harbour.children['theo']}")
    sade.post(f"/reviews/of/{harbour.children['theo']}", {"reason": reason}, status=422)
    sade.get(theo, status=404)


def test_must_27_it_holds_for_that_review(harbour, reviewing, theo):
    with transaction(harbour.jobs()):
        review = db.session.scalars(db.select(Review)).one()
    reviewing.get(theo)
    reviewing.post(f"/reviews/{review.id}/finish")
    reviewing.get(theo, status=404)


def test_must_27_a_review_that_nobody_ends_lapses(harbour, reviewing, theo, servers):
    with servers.admin("withkin") as admin:
        admin.execute("update review set until = now() - interval '1 second'")
    reviewing.get(theo, status=404)


def test_must_27_a_review_reads_and_changes_nothing(harbour, reviewing, theo):
    with transaction(harbour.jobs()):
        from app.updates.models import Update

        told = db.session.scalars(db.select(Update.id).where(Update.body == WORDS)).one()
    assert f"/answers/{told}" not in reviewing.get(theo).text
    reviewing.post(f"/answers/{told}", {"kind": "seen"}, status=403)
    reviewing.get(f"{theo}/people", status=403)


def test_must_27_a_supervisor_of_others_opens_no_review(harbour, sade):
    sade.get(f"/reviews/of/{harbour.children['maya']}", status=404)
    sade.post(f"/reviews/of/{harbour.children['maya']}", {"reason": "due"}, status=404)
    assert "Maya" not in sade.get("/engagement").text


def test_must_27_supervision_that_ends_closes_the_review_at_the_next_request(harbour, reviewing, theo):
    with transaction(harbour.staff("olga")):
        supervising.part(db.session.scalars(db.select(Supervision)).one(), today())
    reviewing.get(theo, status=404)


def test_must_27_a_record_that_goes_to_another_therapist_closes_too(harbour, reviewing, theo):
    today = harbour.today
    with transaction(harbour.staff("reyes")):
        handing.hand_over(harbour.children["theo"], harbour.people["reyes"], harbour.people["mills"], today, "")
    reviewing.get(theo, status=404)


def test_must_27_whoever_has_left_opens_nothing(harbour, reviewing, theo):
    with transaction(harbour.jobs()) as scope:
        db.session.execute(
            db.update(StaffMember).where(StaffMember.id == harbour.people["sade"]).values(ended_at=scope.now)
        )
    reviewing.get(theo, follow=False, status=303)
