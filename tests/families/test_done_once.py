"""What is done to a part, a home or a child's care is done once: pressed again later, and by two at the same moment."""

from datetime import timedelta

import pytest

from app.happened import Happened
from app.involvement import ending, homes, involving, legal, parties
from app.involvement.models import Child, HouseholdMember
from app.people.links import new_link
from app.people.models import PortalLink
from tenants.db import db, transaction
from tests.overlap import overlap
from tests.world import part

STANDS = [
    ("pause", "resume"),
    ("end", "come_back"),
    ("mark", "unmark"),
]


def child(house, name="maya"):
    return db.session.get_one(Child, (house.clinic, house.children[name]))


def deed(house, name):
    """By its name, on Dana's part or Maya's care."""
    day = house.today
    return {
        "pause": lambda: involving.pause(part(house, "dana"), day),
        "resume": lambda: involving.resume(part(house, "dana"), day),
        "end": lambda: involving.end(part(house, "dana"), day),
        "come_back": lambda: involving.come_back(part(house, "dana"), day),
        "mark": lambda: involving.mark_sensitive(part(house, "dana"), True),
        "unmark": lambda: involving.mark_sensitive(part(house, "dana"), False),
        "end_care": lambda: ending.end_care(child(house), day),
        "begin_again": lambda: ending.begin_again(child(house), day),
        "tell": lambda: legal.tell(part(house, "dana"), legal.Told("alone", "law", legal.in_a_year(day)), day),
        "take_back": lambda: legal.take_back(part(house, "dana"), day),
    }[name]


@pytest.mark.parametrize(
    "pair", [*STANDS, ("end_care", "begin_again"), ("take_back", "tell")], ids=lambda pair: pair[0]
)
def test_pressed_again_it_was_so_and_of_two_at_once_one_did_it(app, harbour, pair):
    for name in pair:
        act = deed(harbour, name)
        assert overlap(app, (harbour.staff(), act), (harbour.staff("mills"), act)) == [True, False], name
        with transaction(harbour.staff()):
            assert not act(), name


def rosa_stays(house, label="A"):
    return next(stay for stay, home in homes.of(house.parts["rosa"]) if home == label)


@pytest.mark.parametrize("days", [-30, 0, 5], ids=["lived there", "since today", "from a day to come"])
def test_who_moved_out_is_out_once(app, harbour, servers, days):
    day = harbour.today
    with servers.admin("withkin") as admin:
        admin.execute(
            "update household_member set since = %s where involvement_id = %s",
            [day + timedelta(days=days), harbour.parts["rosa"]],
        )

    def moves():
        return homes.move_out(rosa_stays(harbour), day)

    assert overlap(app, (harbour.staff(), moves), (harbour.staff("mills"), moves)) == [True, False]
    with transaction(harbour.staff()):
        assert not moves()
        stay = rosa_stays(harbour)
        assert stay.until == max(day, stay.since) - timedelta(days=1)


def test_stays_in_one_home_follow_each_other_and_never_overlap(app, harbour):
    day = harbour.today
    with transaction(harbour.staff()):
        there = {label: involving.home(harbour.children["maya"], label) for label in "BC"}

    def moves(since, until=None, home="B"):
        until = until and day + timedelta(days=until)
        return homes.move_in(part(harbour, "rosa"), there[home], day + timedelta(days=since), until, day)

    with transaction(harbour.staff()):
        assert moves(10, 20)
        assert not moves(5, 10) and not moves(20, 25) and not moves(12, 13) and not moves(1)
        assert moves(1, 9) and moves(21)
        assert not moves(30, 40)

    def to_c():
        return moves(0, home="C")

    assert overlap(app, (harbour.staff(), to_c), (harbour.staff("mills"), to_c)) == [True, False]


def test_whoever_ends_is_in_no_party_from_then_on_and_whoever_comes_back_is(harbour):
    day, dana, maya = harbour.today, harbour.parts["dana"], harbour.children["maya"]
    for name, there in (("end", False), ("come_back", True)):
        act = deed(harbour, name)
        with transaction(harbour.staff()):
            act()
        with transaction(harbour.staff()):
            assert (dana in parties.newest(maya)[None]) == there
            lives = db.session.scalars(db.select(HouseholdMember).where(HouseholdMember.involvement_id == dana)).one()
            assert (dana in parties.newest(maya)[lives.household_id]) == there
            assert lives.since <= day


def test_must_26_where_care_ends_invitations_close_and_ways_in_of_whoever_came_in_stay(harbour):
    ends = deed(harbour, "end_care")
    with transaction(harbour.staff()) as scope:
        part(harbour, "dana").entered_at = scope.now
        for purpose in ("invitation", "sign-in"):
            new_link(purpose, caregiver=harbour.people["dana"], part=harbour.parts["dana"])
        db.session.flush()
        ends()
        links = db.session.execute(db.select(PortalLink.purpose, PortalLink.revoked_at.is_not(None))).all()
        assert sorted(tuple(link) for link in links) == [("invitation", True), ("sign-in", False)]


def test_must_26_of_a_part_that_had_ended_nothing_more_happens(harbour):
    """Gwen's, beside Lee's."""
    day = harbour.today
    with transaction(harbour.staff()):
        ending.end_care(child(harbour, "sam"), day)
        told = db.select(Happened.involvement_id).where(Happened.what == "care-ended")
        assert db.session.scalars(told).all() == [harbour.parts["lee"]]
