"""The caseload, looked through as people do: parts of names without accents, five orders, page after page."""

import re
from html import unescape

import pytest

from app.families import searching
from app.families.adding import Told, add_family
from app.involvement.models import Involvement
from tenants.db import db, new_id, transaction
from tests.deeds import tells, told_before

ROW = re.compile(r'<th scope="row"><a href="[^"]*">([^<]*)</a>')
CAST = {
    "Zoë": ["Noël Émile"],
    "Theo": ["Ben O’Hara"],
    "Elif": ["Ayşe Kaya", "İsmail Kaya"],
    "Iris": ["Jürgen Großmann"],
    "Ilgın": ["Canan Işık"],
    "Caspian": ["Tom Delacroix-Nakamura"],
    "A_b%": ["Back\\slash"],
}


@pytest.fixture
def families(harbour):
    """Dr Mills has these, and Maya as a deputy."""
    today = harbour.today
    with transaction(harbour.staff("mills")):
        for child, people in CAST.items():
            rows = [Told(name, "parent", "A") for name in people]
            add_family(new_id(), child, 7, rows, harbour.people["mills"], today)


def shown(browser) -> list[str]:
    return ROW.findall(browser.text)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zoe", ["Zoë"]),
        ("ZOË", ["Zoë"]),
        ("emile no", ["Zoë"]),
        ("ohara", ["Theo"]),
        ("o'hara", ["Theo"]),
        ("o’hara", ["Theo"]),
        ("  Ben   O`Hara ", ["Theo"]),
        ("kaya ay", ["Elif"]),
        ("ismail", ["Elif"]),
        ("elif kaya", ["Elif"]),
        ("grossmann", ["Iris"]),
        ("GROẞ", ["Iris"]),
        ("großm jurg", ["Iris"]),
        ("ilgin", ["Ilgın"]),
        ("ISIK", ["Ilgın"]),
        ("ışık", ["Ilgın"]),
        ("nakamura delacroix", ["Caspian"]),
        ("delacroix-nak", ["Caspian"]),
        ("\u202enakamura\u200b", ["Caspian"]),
        ("maya", ["Maya"]),
        ("rosa dana", ["Maya"]),
        ("%", ["A_b%"]),
        ("_", ["A_b%"]),
        ("\\", ["A_b%"]),
        ("%a", []),
        ("a__b", []),
        ("'", []),
        ("-", []),
        ("theo kaya", []),
        ("x" * 5000, []),
        (" ".join("abcdefghijklmnopq"), []),
        ("sam", []),
    ],
)
def test_a_family_is_found_by_parts_of_its_names(harbour, browser, families, typed, found):
    mills = browser(harbour).sign_in_staff("mills")
    mills.get("/families", query_string={"q": typed})
    assert shown(mills) == found
    count = {0: "No family found.", 1: "One family found."}
    assert count[len(found)] in mills.text
    if not found:
        assert "Show all families" in mills.text


def test_nothing_typed_is_everybody_and_what_was_typed_stays_in_the_box(harbour, browser, families):
    mills = browser(harbour).sign_in_staff("mills")
    for typed in ("", "   ", "\x00"):
        mills.get("/families", query_string={"q": typed})
        assert len(shown(mills)) == 8
        assert "8 families." in mills.text
    mills.get("/families", query_string={"q": '"><b>'})
    assert 'value="&#34;&gt;&lt;b&gt;"' in mills.page.text


def test_a_part_that_ended_is_not_what_a_family_is_found_by(harbour, browser):
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/families?q=gwen")
    assert shown(okafor) == []


def test_whoever_has_no_family_is_told_how_to_add_one_and_sees_no_search(harbour, browser):
    novak = browser(harbour).sign_in_staff("novak")
    novak.get("/families")
    assert "No families yet." in novak.text
    assert "Find a family" not in novak.text


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
    reyes.get("/families?sort=waiting&q=m")
    assert re.search(r'href="/families\?q=m&sort=waiting&way=up" aria-current="true">Waiting', reyes.text)
    assert 'href="/families?q=m&sort=heard"' in reyes.text
    assert 'href="/families?q=m">Name' in reyes.text


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


def test_while_one_types_only_the_list_comes_and_the_count_beside_it(harbour, browser, families):
    mills = browser(harbour).sign_in_staff("mills")
    headers = {"HX-Request": "true", "HX-Target": "div#families", "HX-Current-URL": "http://x/families"}
    part = mills.get("/families?q=zoe", headers=headers).text
    assert "<h1" not in part
    assert 'type="search"' not in part
    assert ROW.findall(part) == ["Zoë"]
    assert 'id="found" hx-swap-oob="innerHTML">One family found.' in part
