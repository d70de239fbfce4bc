"""One review and one broken glass at a time for a child: pressed twice it is one, and what ends it ends it all."""

import re

from app.audit import AuditEvent
from app.families.adding import Told, add_family
from app.involvement import closed
from app.notices.models import Notice
from app.people.models import StaffRole
from app.sight import supervising
from app.sight.leaving import leaving
from app.sight.models import Glass, Review, Supervision
from tenants.db import db, new_id, transaction
from tenants.holding import today
from tests.deeds import tells
from tests.sight.test_must_27_glass import MAYA, breaks


def count(house, table, *which) -> int:
    with transaction(house.jobs()):
        return db.session.scalar(db.select(db.func.count()).select_from(table).where(*which))


def reviews(sade, house, *reasons):
    path = f"/reviews/of/{house.children['theo']}"
    sade.get(path)
    for reason in reasons:
        sade.post(path, {"reason": reason}, follow=False, status=303)
    return sade.get(f"/families/{house.children['theo']}")


def test_a_review_begun_twice_is_one_and_finished_once(harbour, browser):
    sade = browser(harbour).sign_in_staff("sade")
    reviews(sade, harbour, "due", "due")
    assert count(harbour, Review) == 1
    reviews(sade, harbour, "concern")
    assert count(harbour, Review) == 2
    assert count(harbour, Review, Review.closed_at.is_(None)) == 1
    sade.post(re.search(r'action="(/reviews/[^"]*/finish)"', sade.page.text)[1])
    sade.get(f"/families/{harbour.children['theo']}", status=404)


def test_finishing_ends_what_was_open_twice_before(harbour, browser, servers):
    sade = browser(harbour).sign_in_staff("sade")
    reviews(sade, harbour, "due")
    breaks(sade, MAYA)
    columns = {
        "review": "staff_id, child_id, reason, at, until",
        "glass": "staff_id, child_id, looked_for, birth_year, reason, at, until",
    }
    with servers.admin("withkin") as admin:
        for table, names in columns.items():
            admin.execute(
                f"insert into {table} (clinic_id, id, {names}) select clinic_id, gen_random_uuid(), {names} from {table}"
            )
    for child, way in (("theo", "reviews"), ("maya", "break-glass")):
        sade.get(f"/families/{harbour.children[child]}")
        sade.post(re.search(rf'action="(/{way}/[^"]*/finish)"', sade.page.text)[1])
        sade.get(f"/families/{harbour.children[child]}", status=404)


def test_whoever_closes_her_own_leaves_a_colleagues_open(harbour, browser):
    sade, reyes = browser(harbour).sign_in_staff("sade"), browser(harbour).sign_in_staff("reyes")
    for each in (sade, reyes):
        breaks(each, MAYA)
    sade.post(re.search(r'action="(/break-glass/[^"]*/finish)"', sade.page.text)[1])
    sade.get(f"/families/{harbour.children['maya']}", status=404)
    reyes.get(f"/families/{harbour.children['maya']}")


def test_glass_broken_twice_is_one_row_and_told_once(harbour, browser):
    reyes = browser(harbour).sign_in_staff("reyes")
    for _ in range(2):
        breaks(reyes, MAYA)
        breaks(reyes, MAYA | {"name": "Nobody"})
    assert count(harbour, Glass) == 2
    assert count(harbour, Notice, Notice.kind == "glass") == 3
    assert count(harbour, Notice, Notice.kind == "glass-miss") == 1
    breaks(reyes, MAYA, "Her school called again.")
    assert count(harbour, Glass, Glass.child_id.is_not(None), Glass.closed_at.is_(None)) == 1
    assert count(harbour, Notice, Notice.kind == "glass") == 6


def test_a_pair_made_again_opens_nothing_by_an_old_reason(harbour, browser):
    tells(harbour, "ben", "theo", "He hid")
    sade = browser(harbour).sign_in_staff("sade")
    reviews(sade, harbour, "due")
    with transaction(harbour.staff("olga")):
        supervising.part(db.session.scalars(db.select(Supervision)).one(), today())
    with transaction(harbour.staff("olga")):
        supervising.pair(harbour.people["sade"], harbour.people["reyes"], today())
    sade.get(f"/families/{harbour.children['theo']}", status=404)


def test_a_pair_that_ends_leaves_the_reviews_of_others_open(harbour, browser):
    sade = browser(harbour).sign_in_staff("sade")
    reviews(sade, harbour, "due")
    with transaction(harbour.staff("olga")):
        supervising.pair(harbour.people["sade"], harbour.people["mills"], today())
        rows = db.select(Supervision).where(Supervision.therapist_id == harbour.people["mills"])
        supervising.part(db.session.scalars(rows).one(), today())
    sade.get(f"/families/{harbour.children['theo']}")


def test_whoever_leaves_leaves_nothing_open(harbour, browser):
    reyes = browser(harbour).sign_in_staff("reyes")
    breaks(reyes, MAYA)
    with transaction(harbour.staff("olga")):
        leaving(harbour.people["novak"])
    reyes.get(f"/families/{harbour.children['maya']}")
    with transaction(harbour.staff("olga")):
        leaving(harbour.people["reyes"])
    reyes.get(f"/families/{harbour.children['maya']}", status=404)


def test_a_supervisor_who_leaves_and_comes_back_has_no_review_open(harbour, browser):
    sade = browser(harbour).sign_in_staff("sade")
    reviews(sade, harbour, "due")
    with transaction(harbour.staff("olga")):
        leaving(harbour.people["sade"])
    sade.get(f"/families/{harbour.children['theo']}", status=404)


def test_nobody_finishes_a_colleagues_review_or_broken_glass(harbour, browser):
    sade = browser(harbour).sign_in_staff("sade")
    reviews(sade, harbour, "due")
    breaks(sade, MAYA)
    with transaction(harbour.jobs()):
        db.session.add(StaffRole(staff_id=harbour.people["mills"], role="supervisor"))
        rows = [f"/reviews/{db.session.scalars(db.select(Review.id)).one()}"]
        rows += [f"/break-glass/{db.session.scalars(db.select(Glass.id)).one()}"]
    mills = browser(harbour).sign_in_staff("mills")
    mills.get("/families")
    for row in rows:
        mills.post(f"{row}/finish", status=404)
    for child in ("theo", "maya"):
        sade.get(f"/families/{harbour.children[child]}")


# Two of one name.


def another_maya(house):
    today, id = house.today, new_id()
    with transaction(house.staff("mills")):
        add_family(id, "Maya", 7, [Told("Pat", "parent", "A")], house.people["mills"], today)
    return id


def test_several_of_one_name_are_recorded_and_told_before_they_are_shown(harbour, browser):
    another_maya(harbour)
    reyes = browser(harbour).sign_in_staff("reyes")
    breaks(reyes, MAYA)
    assert "Which of them?" in reyes.text
    assert count(harbour, Glass, Glass.child_id.is_(None)) == 1
    assert count(harbour, AuditEvent, AuditEvent.action == "found-several") == 1
    with transaction(harbour.jobs()):
        told = set(db.session.scalars(db.select(Notice.staff_id).where(Notice.kind == "glass-several")))
    assert told == {harbour.people[who] for who in ("okafor", "mills", "sade")}
    assert "Several have that name." in browser(harbour).sign_in_staff("sade").get("/engagement").text


def test_where_the_chosen_one_is_gone_no_other_one_opens(harbour, browser):
    other = another_maya(harbour)
    reyes = browser(harbour).sign_in_staff("reyes")
    breaks(reyes, MAYA)
    with transaction(harbour.staff("mills")):
        closed.close(other, harbour.people["reyes"], "")
    reyes.post("/break-glass/open", MAYA | {"reason": "x", "child": str(other)})
    assert "No record opened" in reyes.text
    reyes.get(f"/families/{harbour.children['maya']}", status=404)


# Who is told, and who reads why.


def alone(house):
    """Dr Reyes is the only supervisor."""
    with transaction(house.jobs()) as scope:
        sade = db.update(StaffRole).where(StaffRole.staff_id == house.people["sade"])
        db.session.execute(sade.values(until=scope.now))
        db.session.add(StaffRole(staff_id=house.people["reyes"], role="supervisor"))


def test_of_the_only_supervisors_glass_an_owner_is_told(harbour, browser):
    alone(harbour)
    reyes = browser(harbour).sign_in_staff("reyes")
    breaks(reyes, MAYA)
    breaks(reyes, MAYA | {"name": "Nobody"})
    olga = harbour.people["olga"]
    for kind in ("glass", "glass-miss"):
        assert count(harbour, Notice, Notice.kind == kind, Notice.staff_id == olga) == 1
    assert count(harbour, Notice, Notice.staff_id == harbour.people["reyes"]) == 0


def test_an_owner_reads_who_and_when_and_a_supervisor_why(harbour, browser):
    reyes = browser(harbour).sign_in_staff("reyes")
    breaks(reyes, MAYA, "Her mother said he beats her.")
    for who, reads in (("olga", False), ("sade", True)):
        log = browser(harbour).sign_in_staff(who).get("/break-glass/log").text
        assert "Dr Reyes" in log and "Opened for an hour" in log
        assert ("he beats her" in log) == reads
        assert ("maya" in log) == reads
    assert count(harbour, AuditEvent, AuditEvent.action == "read", AuditEvent.subject == "glass") == 2
