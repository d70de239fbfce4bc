""" "Not for Sam": somebody to whom a child is closed by name meets her in no list, count, notice or log (must 27)."""

import re
from html import unescape
from uuid import UUID

import pytest
from itsdangerous import URLSafeSerializer

from app.audit import AuditEvent
from app.desk import queries as at_the_desk
from app.engagement import dashboard as engagement
from app.families.adding import Told, add_family
from app.involvement import care_team
from app.involvement.models import CareTeamMember, Child
from app.notices.models import Notice
from app.team import desk
from tenants.db import db, new_id, transaction
from tests.clinic.reading import asks, lines
from tests.deeds import tells
from tests.sight.test_must_27_glass import MAYA, breaks, closes


def told(house, kind: str) -> set:
    with transaction(house.jobs()):
        return set(db.session.scalars(db.select(Notice.staff_id).where(Notice.kind == kind)))


def test_a_supervisor_closed_out_hears_nothing_of_broken_glass(harbour, browser):
    closes(harbour, "maya", "sade")
    breaks(browser(harbour).sign_in_staff("reyes"), MAYA)
    assert told(harbour, "glass") == {harbour.people[who] for who in ("okafor", "mills", "olga")}
    sade = browser(harbour).sign_in_staff("sade")
    assert "Maya" not in sade.get("/engagement").text
    log = sade.get("/break-glass/log").text
    assert "Nobody has." in log
    assert "Her school called" not in log


def test_nor_of_somebody_who_looked_for_that_child_in_vain(harbour, browser):
    closes(harbour, "maya", "sade")
    closes(harbour, "maya", "reyes")
    breaks(browser(harbour).sign_in_staff("reyes"), MAYA)
    assert told(harbour, "glass-miss") == {harbour.people["olga"]}, "a notice that no log explains would tell her"
    assert "maya" not in browser(harbour).sign_in_staff("sade").get("/break-glass/log").text


def test_what_was_told_before_is_not_shown_after(harbour, browser):
    breaks(browser(harbour).sign_in_staff("reyes"), MAYA)
    sade = browser(harbour).sign_in_staff("sade")
    assert "Dr Reyes opened the record of Maya" in sade.get("/engagement").text
    closes(harbour, "maya", "sade")
    assert "Maya" not in sade.get("/engagement").text
    assert "to know" not in sade.text
    assert "Nobody has." in sade.get("/break-glass/log").text


def test_today_and_the_caseload_ask_it_whatever_the_team_says(harbour, browser):
    tells(harbour, "dana", "maya", "The move frightens her")
    closes(harbour, "maya", "reyes")
    today = harbour.today
    with transaction(harbour.jobs()):
        maya, reyes = harbour.children["maya"], harbour.people["reyes"]
        db.session.add(CareTeamMember(child_id=maya, staff_id=reyes, part="therapist", since=today))
    reyes = browser(harbour).sign_in_staff("reyes")
    assert "frightens" not in reyes.get("/today").text
    assert "Maya" not in reyes.text
    reyes.get(f"/today?child={harbour.children['maya']}", status=404)
    assert "Maya" not in reyes.get("/families").text


def test_a_supervisors_table_counts_what_she_can_see(harbour, browser):
    tells(harbour, "ben", "theo", "He hid")
    closes(harbour, "theo", "sade", "reyes")
    sade = browser(harbour).sign_in_staff("sade")
    assert re.findall(r'<td class="num">(\d+)</td>', sade.get("/engagement/therapists").text) == ["0", "0"]


def test_a_supervisor_closed_out_is_not_even_asked_for_a_reason(harbour, browser):
    sade, theo = browser(harbour).sign_in_staff("sade"), f"/reviews/of/{harbour.children['theo']}"
    sade.get(theo)
    closes(harbour, "theo", "sade", "reyes")
    sade.get(theo, status=404)


def test_whose_deputy_somebody_is_opens_nothing_to_the_deputys_supervisor(harbour, browser):
    today, maya = harbour.today, harbour.children["maya"]
    with transaction(harbour.jobs()):
        db.session.add(CareTeamMember(child_id=maya, staff_id=harbour.people["reyes"], part="deputy", since=today))
    sade = browser(harbour).sign_in_staff("sade")
    assert "Maya" not in sade.get("/engagement").text
    sade.get(f"/reviews/of/{maya}", status=404)


@pytest.mark.parametrize("child", ["maya", "theo"])
def test_an_answer_names_no_child_but_ones_own(harbour, browser, child):
    update = tells(harbour, "ben", "theo", "He hid")
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get("/today")
    sent = {"kind": "seen", "back": f"/today?child={harbour.children[child]}"}
    part = reyes.post(f"/answers/{update}", sent, headers={"HX-Request": "true", "HX-Target": f"wait-{update}"}).text
    assert ("Theo" in part) == (child == "theo")
    assert "Maya" not in part


def test_an_owner_closed_out_reads_nothing_about_the_child_in_the_audit(harbour, browser):
    tells(harbour, "dana", "maya", "The move frightens her")
    closes(harbour, "maya", "olga")
    browser(harbour).sign_in_staff("okafor").get(f"/families/{harbour.children['maya']}")
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/clinic/audit")
    assert "Dr Reyes added Theo." in lines(olga)
    assert "Maya" not in olga.text
    assert "a child" not in "".join(lines(olga))
    olga.get(f"/clinic/audit?about={harbour.children['maya']}")
    assert lines(olga) == []
    assert "Maya" not in olga.text
    asks(olga, 422, child="Maya")
    assert "No child here has that in the name." in olga.text
    with transaction(harbour.staff()):
        care_team.closed.lift(db.session.scalars(db.select(care_team.ClosedTo)).one())
    assert asks(olga, child="Maya")


@pytest.mark.parametrize(
    ("action", "subject", "of", "child"),
    [
        ("opened", "child", "maya", None),
        ("agreed", "involvement", "dana", None),
        ("answered", "update", "told", None),
        ("read", "glass", "okafor", "maya"),
    ],
)
def test_whichever_column_of_a_row_is_about_the_child(harbour, browser, servers, action, subject, of, child):
    """By its subject alone, as rows from before `child_id`, or by `child_id` alone."""
    ids = {"told": tells(harbour, "dana", "maya", "x")} | harbour.people | harbour.children | harbour.parts
    row = harbour.clinic, new_id(), harbour.people["okafor"], action, subject, ids[of], child and ids[child]
    with servers.admin("withkin") as admin:
        columns = "clinic_id, id, actor_id, action, subject, subject_id, child_id, at, login, detail"
        admin.execute(
            f"insert into audit_event ({columns}) values (%s, %s, %s, %s, %s, %s, %s, '2020-01-01', 'staff', '{{}}')",
            row,
        )
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/clinic/audit?until=2020-01-02")
    assert len(lines(olga)) == 1
    closes(harbour, "maya", "olga")
    olga.get("/clinic/audit?until=2020-01-02")
    assert lines(olga) == []


# Addresses hold no name.


@pytest.mark.parametrize(
    ("who", "path", "module"), [("sade", "/engagement?sort=name", engagement), ("otis", "/desk", at_the_desk)]
)
def test_where_a_list_goes_on_holds_ids_alone_and_goes_on_there(harbour, browser, monkeypatch, who, path, module):
    today = harbour.today
    monkeypatch.setattr(module, "PAGE", 1)
    with transaction(harbour.staff("reyes")):
        for name in ("Zoe", "Abel"):
            add_family(new_id(), name, 7, [Told("Pat", "parent", "A")], harbour.people["reyes"], today)
        for child in db.session.scalars(db.select(Child.id).where(Child.name.in_(["Abel", "Theo", "Zoe"]))):
            desk.open_up(child)
    page = browser(harbour).sign_in_staff(who)
    page.get(path)
    seen = []
    for _ in range(3):
        # Not as letters of a token that happen to spell it.
        seen += [name for name in ("Abel", "Theo", "Zoe") if re.search(rf"(?<![\w.-]){name}(?![\w.-])", page.text)]
        more = re.search(r'rel="next"\s+href="([^"]*)"', page.page.text)
        if more is None:
            break
        place = unescape(more[1])
        held = URLSafeSerializer("").loads_unsafe(re.search(r"after=([^&]+)", place)[1])[1]
        assert [str(UUID(id)) for id in held] == held
        page.get(place)
    assert seen == ["Abel", "Theo", "Zoe"]
    with transaction(harbour.jobs()):
        lists = db.select(AuditEvent).where(AuditEvent.action == "read", AuditEvent.actor_id == harbour.people[who])
        assert len(db.session.scalars(lists).all()) >= 3
