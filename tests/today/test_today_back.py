"""Today page after page with sixty families, and the place one comes back to after an answer."""

import re

import pytest

from app.audit import AuditEvent
from app.families.adding import Told, add_family
from app.involvement import involving
from app.involvement.models import Child, Involvement
from tenants.db import db, new_id, transaction
from tests.deeds import told_before
from tests.today.reading import COUNT, address, counts, later, words


@pytest.fixture
def sixty(harbour):
    """Dr Reyes has sixty families more; each has asked, and every second one told a note."""
    today, names = harbour.today, {}
    with transaction(harbour.staff("reyes")):
        for n in range(60):
            id = new_id()
            add_family(id, f"Child {n:02}", 7, [Told(f"Parent {n:02}", "mother", "A")], harbour.people["reyes"], today)
            names[id] = f"parent {n:02}"
        for part in db.session.scalars(db.select(Involvement).where(Involvement.child_id.in_(names))):
            involving.invited(part)
            name = names[part.child_id]
            harbour.parts[name], harbour.people[name] = part.id, part.caregiver_id
            harbour.children[name] = part.child_id
    for n in range(60):
        told_before(harbour, f"parent {n:02}", f"parent {n:02}", "question", 0, f"question {n:02}")
        if n % 2:
            told_before(harbour, f"parent {n:02}", f"parent {n:02}", "note", 0, f"note {n:02}")


def test_sixty_families_page_after_page_with_the_choice_kept_and_each_read_recorded(harbour, browser, sixty):
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get("/today")
    assert counts(reyes)["All"] == 90
    assert reyes.text.count("<option") == 61
    reyes.get(address(reyes, "Notes"))
    seen = words(reyes)
    assert len(seen) == 20
    second = later(reyes)
    assert "kind=note" in second
    reyes.get(second)
    assert [*seen, *words(reyes)] == [f"note {n:02}" for n in range(60) if n % 2]

    box = re.search(r'action="(/answers/[\w-]+)"', reyes.page.text)[1]
    reyes.post(box, {"kind": "seen"})
    assert reyes.page.request.full_path == second.replace("%3A", ":"), "the same choice, the same place"
    assert "Marked as seen." in reyes.text
    assert len(words(reyes)) == 9
    assert counts(reyes)["Notes"] == 29
    with transaction(harbour.jobs()):
        child = db.select(Child.id).where(Child.name == "Child 41").scalar_subquery()
        rows = db.session.scalars(
            db.select(AuditEvent.detail).where(AuditEvent.action == "read", AuditEvent.subject_id == child)
        ).all()
        assert rows
        assert all(len(row["updates"]) in (1, 2) for row in rows)


def test_an_answer_that_is_refused_still_leads_back_to_the_choice(harbour, okafor, waiting):
    okafor.get("/today?kind=note")
    box = re.search(r'action="(/answers/[\w-]+)"', okafor.page.text)[1]
    okafor.post(box, {"kind": "reply", "words": ""}, status=422)
    assert 'href="/today?kind=note">Back to Today' in okafor.text
    okafor.post(box, {"kind": "reply", "words": "Thank you."})
    assert okafor.page.request.full_path == "/today?kind=note"
    assert "No note waits." in okafor.text
    okafor.get(box)
    assert 'href="/today">Back to Today' in okafor.text


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/today", "/\\evil.example", "javascript:1", ""]
)
def test_an_answer_leads_to_no_other_host(harbour, okafor, waiting, elsewhere):
    okafor.get("/today")
    box = re.search(r'action="(/answers/[\w-]+)"', okafor.page.text)[1]
    answer = okafor.post(box, {"kind": "seen", "back": elsewhere}, status=303, follow=False)
    assert answer.headers["Location"] == "/today"


def test_with_htmx_the_item_is_done_where_it_stood_and_what_is_left_is_counted_anew(harbour, okafor, waiting):
    okafor.get("/today?kind=question")
    box = re.search(r'action="(/answers/[\w-]+)"', okafor.page.text)[1]
    headers = {"HX-Request": "true", "HX-Target": f"li#wait-{box.rpartition('/')[2]}"}
    part = okafor.post(box, {"kind": "seen"}, headers=headers).text
    assert "Marked as seen." in part
    assert 'id="owed" hx-swap-oob="innerHTML"' in part
    assert "3 answers are owed." in part
    assert "autofocus" not in part
    assert dict(COUNT.findall(part))["Questions"] == "1"
    assert re.search(r'href="/today\?kind=question" aria-current="true">Questions', part)
