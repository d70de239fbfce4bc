"""Musts that hold on every page of a caregiver: what stands before a box, neutral titles, no blame, nobody else's servers."""

import re
from pathlib import Path

import pytest

from tests.deeds import replies, tells
from tests.tenants.test_rights import columns

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
ROOMS = (
    "/home",
    "/updates",
    "/questions",
    "/you",
    "/safety",
    "/check-in",
    "/shared",
    "/you/sharing",
    "/you/opened",
    "/you/words",
    "/welcome",
)
BOXES = ("/updates/about/{maya}", "/questions/about/{maya}", "/check-in/{maya}/3", "/safety")
HERS = ("arrival", "home", "portal", "updates", "safety/ask.html", "safety/told.html")


@pytest.fixture
def dana(harbour, browser):
    replies(harbour, tells(harbour, "dana", "maya", "The move frightens her"), "Follow her lead in this")
    dana = browser(harbour)
    dana.sign_in("dana")
    return dana


def hers():
    """The sources of every page of hers."""
    for place in HERS:
        found = [TEMPLATES / place] if place.endswith(".html") else sorted((TEMPLATES / place).rglob("*.html"))
        assert found, place
        yield from ((one.name, one.read_text()) for one in found)


@pytest.mark.parametrize("path", BOXES)
def test_must_09_before_every_box_stand_who_reads_how_soon_the_crisis_line_and_who_writes(harbour, dana, path):
    text = dana.get(path.format(maya=harbour.children["maya"])).text
    before = text[: text.index("<textarea")]
    for said in (
        "Nobody watches this page day and night.",
        "988",
        "within 2 working days",
        "You write as Dana.",
        "Dr Okafor",
    ):
        assert said in before, said


@pytest.mark.parametrize(("kind", "form"), [("updates", {"topic": "other"}), ("questions", {})])
def test_must_09_the_receipt_says_it_again(harbour, dana, kind, form):
    path = f"/{kind}/about/{harbour.children['maya']}"
    dana.get(path)
    dana.post(path, form | {"body": "She asked for the light"})
    for said in ("Nobody watches this page day and night.", "988", "within 2 working days"):
        assert said in dana.text


@pytest.mark.parametrize("path", [*ROOMS, *BOXES, "/home/{maya}"])
def test_must_12_titles_and_addresses_are_neutral(harbour, dana, path):
    text = dana.get(path.format(maya=harbour.children["maya"])).text
    title = re.search(r"<title>\s*(.*?)\s*</title>", text, re.S)[1]
    assert re.fullmatch(r"[A-Z][a-z-]+( [a-z]+)? · Harbour", title), title
    assert not re.search(
        r"Maya|Dana|Okafor|therap|child|safe|worr", title + dana.page.request.path.replace("/safety", ""), re.I
    )


def test_must_05_no_caregiver_adds_or_changes_another_adult(app, servers):
    """No grant lets her: whoever is around a child, where, and how they are reached, is written by the clinic."""
    adults = {"involvement", "caregiver", "caregiver_address", "caregiver_phone", "household", "household_member", "party", "party_member",
              "agreement", "boundary", "care_team_member", "legal_standing"}  # fmt: skip
    with servers.admin("withkin") as admin:
        assert adults & set(columns(admin, "family", "INSERT")) == set()
        assert columns(admin, "family", "UPDATE") == {}


def test_must_16_no_word_for_violence_or_shelter_on_a_page_of_hers():
    word = re.compile(r"violen|abus|shelter|refuge|safety plan|beat|weapon|perpetrator", re.I)
    assert [(name, word.findall(text)) for name, text in hers() if word.search(text)] == []


def test_must_28_nothing_of_hers_ranks_counts_streaks_or_is_red():
    word = re.compile(r"streak|badge|score|rank|leader|\"reach\"|overdue|points", re.I)
    assert [(name, word.findall(text)) for name, text in hers() if word.search(text)] == []


@pytest.mark.parametrize("path", [*ROOMS, *BOXES])
def test_must_30_nothing_comes_from_anybody_elses_server(harbour, dana, path):
    answer = dana.get(path.format(maya=harbour.children["maya"]))
    brought = re.findall(
        r"<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*?(?:src|href|data)=\"([^\"]+)\"",
        answer.text,
    )
    assert brought and all(re.match(r"/(?!/)|data:,$", one) for one in brought), brought
    # Where "Leave this page" posts itself away to is the one address that is not ours.
    policy = re.sub(r"form-action [^;]*;?", "", answer.headers["Content-Security-Policy"])
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
    assert not re.search(r"https?:|\*", policy)
