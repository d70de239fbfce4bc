"""A supervision note and the sign-off: in a review of one's own, for that therapist's supervisors alone (must 27)."""

import re

import pytest
from psycopg.errors import InsufficientPrivilege

from app.involvement import care_team
from app.people.models import StaffRole
from app.sight import supervising
from app.sight.models import Review, Supervision
from app.sight.supervision import SupervisionNote
from tenants.db import db, transaction
from tenants.holding import today
from tests.deeds import as_caregiver
from tests.engagement.reviewed import NOTE, begun, deeds_about, notes, writes
from tests.raw import pinned

pytestmark = pytest.mark.usefixtures("theo")


def test_must_27_a_note_is_written_and_read_in_a_review(harbour, sade, page):
    review = begun(harbour, sade)
    sade.get(page)
    writes(sade, review)
    assert "Your note is kept." in sade.text and NOTE in sade.text
    assert "noted" in deeds_about(harbour)
    sade.post(f"/reviews/{review}/sign-off")
    assert "Signed off." in sade.text
    assert NOTE not in sade.get(page).text
    assert "Last signed off by Sade Cole" in sade.text


def test_must_27_without_a_review_nothing_is_written(harbour, sade, page):
    review = begun(harbour, sade)
    sade.get(page)
    form = sade.hidden(f"/reviews/{review}/notes") | {"body": NOTE}
    sade.post(f"/reviews/{review}/finish")
    sade.post(f"/reviews/{review}/notes", form, status=404)
    assert notes(harbour) == []


def test_must_27_a_review_that_lapsed_takes_no_note_and_is_signed_off_by_nobody(harbour, sade, page, servers):
    review = begun(harbour, sade)
    sade.get(page)
    form = sade.hidden(f"/reviews/{review}/notes") | {"body": NOTE}
    with servers.admin("withkin") as admin:
        admin.execute("update review set until = now() - interval '1 second'")
    sade.post(f"/reviews/{review}/notes", form, status=404)
    sade.get("/engagement")
    sade.post(f"/reviews/{review}/sign-off")
    assert "It was over already." in sade.text
    with transaction(harbour.jobs()):
        assert db.session.scalars(db.select(Review.signed_off_at)).one() is None


def test_must_27_not_for_sade_closes_notes_and_the_page(harbour, sade, page):
    review = begun(harbour, sade)
    sade.get(page)
    form = sade.hidden(f"/reviews/{review}/notes") | {"body": NOTE}
    with transaction(harbour.staff("reyes")):
        care_team.close_to(harbour.children["theo"], harbour.people["sade"], "", today())
    sade.post(f"/reviews/{review}/notes", form, status=404)
    assert notes(harbour) == []
    sade.get(page, status=404)


def test_must_27_another_therapists_supervisor_reads_no_note(harbour, sade, page, browser):
    """Mills joins Theo's team, and Novak, made a supervisor, supervises Mills."""
    writes(sade, begun(harbour, sade), page)
    with transaction(harbour.jobs()):
        day = today()
        care_team.join(harbour.children["theo"], harbour.people["mills"], day)
        supervising.pair(harbour.people["novak"], harbour.people["mills"], day)
        db.session.add(StaffRole(staff_id=harbour.people["novak"], role="supervisor"))
    novak = browser(harbour).sign_in_staff("novak")
    begun(harbour, novak)
    assert NOTE not in novak.get(page).text
    assert "A supervision note" in novak.text
    with transaction(harbour.jobs()):
        supervising.pair(harbour.people["novak"], harbour.people["reyes"], today())
    assert NOTE in novak.get(page).text
    assert "About whose work?" in novak.text


def test_must_27_whoever_supervises_no_more_reads_nothing(harbour, sade, page):
    writes(sade, begun(harbour, sade), page)
    with transaction(harbour.staff("olga")):
        supervising.part(db.session.scalars(db.select(Supervision)).one(), today())
    sade.get(page, status=404)


def test_must_22_no_caregiver_and_no_therapist_meets_a_note(harbour, sade, page, browser):
    writes(sade, begun(harbour, sade), page)
    theo = harbour.children["theo"]
    reyes = browser(harbour).sign_in_staff("reyes")
    for path in ("/today", f"/families/{theo}", f"/agreed/{theo}"):
        assert NOTE not in reyes.get(path).text
    ben = browser(harbour).sign_in("ben")
    for path in ("/home", "/updates", "/you", "/you/words", "/you/opened"):
        assert NOTE not in ben.get(path).text


@pytest.mark.parametrize("table", ["supervision_note", "agreed_action", "review"])
def test_must_22_her_login_reads_no_supervision_at_all(app, harbour, table):
    with pinned(app, as_caregiver(harbour, "ben")) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(f"select id from {table}")


def test_pressed_twice_it_is_one_note_and_one_sign_off(harbour, sade, page):
    review = begun(harbour, sade)
    sade.get(page)
    form = sade.hidden(f"/reviews/{review}/notes") | {"body": NOTE}
    for _ in range(2):
        sade.post(f"/reviews/{review}/notes", form)
    assert notes(harbour) == [NOTE]
    form = sade.hidden(f"/reviews/{review}/sign-off")
    sade.post(f"/reviews/{review}/sign-off", form)
    sade.post(f"/reviews/{review}/sign-off", form)
    assert "It was over already." in sade.text
    assert deeds_about(harbour).count("signed-off") == 1


def test_an_empty_note_and_one_too_long_are_asked_for_again(harbour, sade, page):
    review = begun(harbour, sade)
    sade.get(page)
    sade.post(f"/reviews/{review}/notes", {"body": " "}, status=422)
    assert "Write your note first." in sade.text
    sade.post(f"/reviews/{review}/notes", {"body": "x" * 4001}, status=422)
    assert notes(harbour) == []
    sade.post(f"/reviews/{review}/notes", {"body": "x" * 4000})
    assert notes(harbour) == ["x" * 4000]


def test_notes_are_paged(harbour, sade, page):
    review = begun(harbour, sade)
    with transaction(harbour.jobs()) as scope:
        who = {"staff_id": harbour.people["sade"], "therapist_id": harbour.people["reyes"]}
        child = {"child_id": harbour.children["theo"], "review_id": review}
    for n in range(21):
        with transaction(harbour.staff("sade")) as scope:
            db.session.add(SupervisionNote(body=f"Note number {n:02}.", at=scope.now, **who, **child))
    sade.get(page)
    assert "Note number 20." in sade.text and "Note number 00." not in sade.text
    later = re.search(rf'href="({page}\?before=[^"]+)"', sade.text)[1]
    assert "Note number 00." in sade.get(later).text and "Note number 20." not in sade.text
