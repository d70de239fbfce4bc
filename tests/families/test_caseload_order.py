"""The caseload in five orders, page after page, with what was looked for kept and in no address."""

import re
from html import unescape

import pytest

from app.families import searching
from app.families.adding import Told, add_family
from app.involvement.models import Involvement
from tenants.db import db, new_id, transaction
from tests.deeds import tells, told_before
from tests.families.looking import looks_for, shown


@pytest.fixture
def lived(harbour):
    """Three children of Dr Reyes: Ada told last week and today, Bo yesterday, Cy never. Theo was there before them."""
    today = harbour.today
    with transaction(harbour.staff("reyes")):
        for name in ("Ada", "Bo", "Cy"):
            id = new_id()
            add_family(id, name, 7, [Told(f"{name}'s mother", "mother", "A")], harbour.people["reyes"], today)
            harbour.children[name.lower()] = id
    for name in ("Ada", "Bo"):
        with transaction(harbour.jobs()):
            mine = db.select(Involvement).where(Involvement.child_id == harbour.children[name.lower()])
            part = db.session.scalars(mine).one()
            part.invited_at, part.told_on = part.made_at, today
            harbour.parts[name], harbour.people[name] = part.id, part.caregiver_id
    for who, days in (("Ada", 8), ("Ada", 0), ("Bo", 1)):
        told_before(harbour, who, who.lower(), "note", days)


@pytest.mark.parametrize(
    ("sort", "way", "order"),
    [
        ("name", "up", ["Ada", "Bo", "Cy", "Theo"]),
        ("name", "down", ["Theo", "Cy", "Bo", "Ada"]),
        ("waiting", "down", ["Ada", "Bo", "Cy", "Theo"]),
        ("waiting", "up", ["Cy", "Theo", "Bo", "Ada"]),
        ("oldest", "up", ["Ada", "Bo", "Cy", "Theo"]),
        ("oldest", "down", ["Bo", "Ada", "Cy", "Theo"]),
        ("heard", "down", ["Ada", "Bo", "Cy", "Theo"]),
        ("heard", "up", ["Bo", "Ada", "Cy", "Theo"]),
        ("newest", "up", ["Theo", "Ada", "Bo", "Cy"]),
    ],
)
@pytest.mark.parametrize("size", [40, 1])
def test_each_order_holds_page_after_page_and_what_has_nothing_stands_last(
    harbour, browser, lived, monkeypatch, sort, way, order, size
):
    monkeypatch.setattr(searching, "PAGE", size)
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get("/families", query_string={"sort": sort, "way": way})
    seen = shown(reyes)
    while 'rel="next"' in reyes.text:
        reyes.get(unescape(re.search(r'rel="next"\s+href="([^"]*)"', reyes.page.text)[1]))
        seen += shown(reyes)
    assert seen == order


def test_an_order_has_a_link_to_itself_the_other_way_round_and_keeps_what_was_typed(harbour, browser, lived):
    reyes = browser(harbour).sign_in_staff("reyes")
    looks_for(reyes, "mother", sort="waiting")
    assert shown(reyes) == ["Ada", "Bo", "Cy"]
    for way, words, order in (
        ("&sort=waiting&way=up", "Waiting", ["Cy", "Bo", "Ada"]),
        ("&sort=heard", "Last heard", ["Ada", "Bo", "Cy"]),
        ("", "Name", ["Ada", "Bo", "Cy"]),
    ):
        link = re.search(rf'href="(/families\?find=[\w%=-]+{way})"[^>]*>{words}', reyes.text)[1]
        assert "mother" not in link
        reyes.get(link)
        assert shown(reyes) == order
        looks_for(reyes, "mother", sort="waiting")


def test_what_was_typed_stands_in_no_address_and_one_persons_is_nobody_elses(harbour, browser, lived):
    reyes, okafor = (browser(harbour).sign_in_staff(who) for who in ("reyes", "okafor"))
    looks_for(reyes, "Bo")
    address = reyes.page.request.full_path
    assert address.startswith("/families?find=")
    assert "Bo" not in unsealed_by_anybody(address)
    reyes.get(address)
    assert shown(reyes) == ["Bo"]
    okafor.get(address)
    assert shown(okafor) == ["Maya", "Sam"]
    assert 'value="Bo"' not in okafor.page.text
    reyes.get("/families?q=Bo")
    assert len(shown(reyes)) == 4


def unsealed_by_anybody(address: str) -> str:
    from base64 import urlsafe_b64decode
    from urllib.parse import unquote

    return urlsafe_b64decode(unquote(address.partition("find=")[2])).decode("latin-1")


def test_a_cursor_of_one_order_begins_another_at_its_beginning_and_holds_no_name(harbour, browser, lived, monkeypatch):
    from base64 import urlsafe_b64decode

    monkeypatch.setattr(searching, "PAGE", 1)
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get("/families")
    cursor = re.search(r"after=([\w.-]+)", reyes.page.text)[1]
    content = cursor.split(".")[0]
    assert b"ada" not in urlsafe_b64decode(content + "=" * (-len(content) % 4)).lower()
    reyes.get(f"/families?sort=heard&way=up&after={cursor}")
    assert shown(reyes) == ["Bo"]


@pytest.mark.parametrize("query", ["sort=x&way=y", "sort=name&way=", "q[]=1", "after=x", "sort=waiting&after=x"])
def test_what_makes_no_sense_is_the_list(harbour, browser, query):
    okafor = browser(harbour).sign_in_staff()
    okafor.get(f"/families?{query}")
    assert shown(okafor) == ["Maya", "Sam"]


def test_the_list_says_when_each_was_last_heard_and_how_much_waits_since_when(harbour, browser):
    tells(harbour, "dana", "maya", "x")
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/families")
    maya = okafor.text[okafor.text.index(">Maya<") :]
    assert "<td>today</td>" in maya
    assert "since today" in maya
    assert "not yet" in maya[maya.index(">Sam<") :]
