"""A supervisor's Monday: from the headline through the filters to one family and back, on paper and as a spreadsheet."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.engagement.turning import turn_engagement
from tests.deeds import supervises, told_before


@pytest.fixture
def monday(site, house):
    """Dana asked twenty days ago, and nobody answered; the rest was never heard of."""
    with site.app.app_context():
        supervises(house)
        told_before(house, "dana", "maya", "question", 20, "Should I talk about the move?")
        turn_engagement(house.clinic)


def families(desk):
    return [row.inner_text() for row in desk.page.locator("tbody th a").all()]


def test_from_the_headline_to_the_family_that_waits_on_us(staff, monday):
    desk = staff("sade")
    desk.sees("Take a look", "Maya", "Sam", "Theo")
    desk.misses(["Should I talk about the move?"])
    desk.tap(desk.page.get_by_role("navigation", name="By therapist").get_by_role("link", name="Dr Okafor"))
    assert "Theo" not in families(desk) and "therapist=" in desk.page.url
    desk.tap(desk.page.get_by_role("navigation", name="By standing").get_by_role("link", name="Take a look"))
    assert set(families(desk)) == {"Maya"} and "status=look" in desk.page.url
    desk.sees("this one is ours")
    desk.tap(desk.page.get_by_role("row", name="Dana").get_by_role("link", name="Maya", exact=True))
    desk.sees("Last 12 weeks" if desk.page.get_by_text("Last 12 weeks").count() else "Maya")
    desk.page.go_back()
    desk.settle()
    assert set(families(desk)) == {"Maya"}, "the way back leads to what was chosen"


def test_sorted_searched_and_nothing_found(staff, monday):
    desk = staff("sade")
    desk.tap(desk.page.get_by_role("navigation", name="Sort by").get_by_role("link", name="name"))
    assert families(desk) == sorted(families(desk)) and "sort=name" in desk.page.url
    desk.fill("Find a family", "theo")
    desk.tap("Search")
    assert families(desk) == ["Theo"] and "theo" not in desk.page.url and "sort=name" in desk.page.url
    desk.fill("Find a family", "Zebediah")
    desk.tap("Search")
    desk.sees("No family fits what you asked for.")
    desk.tap("Show all of them")
    assert "Maya" in families(desk)


def test_on_paper_and_as_a_spreadsheet(staff, monday):
    desk = staff("sade")
    desk.page.emulate_media(media="print")
    expect(desk.page.get_by_label("Find a family")).to_be_hidden()
    expect(desk.page.get_by_role("row", name="Dana")).to_be_visible()
    desk.page.emulate_media(media="screen")
    with desk.page.expect_download() as coming:
        desk.page.get_by_role("link", name="As a table for a spreadsheet").click()
    rows = list(csv.reader(Path(coming.value.path()).read_text("utf-8-sig").splitlines()))
    assert {"Maya", "Theo"} <= {row[0] for row in rows[1:]}
    desk.tap("By therapist")
    desk.sees("Dr Okafor", "Dr Reyes")
