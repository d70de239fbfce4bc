"""Teams, roles and absences changed at the same moment: nobody who left has a family, nobody reads whom it is closed to."""

from datetime import timedelta

import pytest

from app.colleagues import roles
from app.colleagues.roles import HasFamilies
from app.families.adding import Told, add_family
from app.involvement import care_team, closed
from app.involvement.absence import Absence
from app.involvement.care_team import Closed, NoTherapist
from app.team import away, handing
from tenants.db import db, new_id, transaction
from tests.overlap import overlap


def team(harbour, child):
    today = harbour.today
    with transaction(harbour.jobs()):
        return [(row.staff_id, row.part) for row in care_team.members(child, today)]


@pytest.fixture
def novak_leaves(harbour):
    """Dr Novak, who has no family, stops working here."""
    return harbour.staff("olga"), lambda: roles.leave(harbour.people["novak"])


def gives(harbour, day, child="sam"):
    """Dr Okafor hands a family over to Dr Novak."""
    people = harbour.people
    deed = lambda: handing.hand_over(harbour.children[child], people["okafor"], people["novak"], day, "x")  # noqa: E731
    return harbour.staff(), deed


def test_a_family_is_not_handed_to_somebody_who_leaves_at_that_moment(app, harbour, novak_leaves):
    _first, second = overlap(app, novak_leaves, gives(harbour, harbour.today))
    assert isinstance(second, NoTherapist)
    assert team(harbour, harbour.children["sam"]) == [(harbour.people["okafor"], "therapist")]


def test_nor_leaves_somebody_who_gets_one_at_that_moment(app, harbour, novak_leaves):
    _first, second = overlap(app, gives(harbour, harbour.today), novak_leaves)
    assert isinstance(second, HasFamilies)


def test_an_owner_does_not_hand_a_caseload_to_somebody_who_leaves(app, harbour, novak_leaves):
    people, day = harbour.people, harbour.today
    all_of_them = lambda: handing.hand_over_all(people["okafor"], people["novak"], day, "x")  # noqa: E731
    _first, second = overlap(app, novak_leaves, (harbour.staff("olga"), all_of_them))
    assert isinstance(second, NoTherapist)
    _first, second = overlap(app, (harbour.staff("olga"), lambda: roles.leave(people["mills"])), gives(harbour, day))
    assert isinstance(second, NoTherapist), "who has left stays gone"


def test_a_family_added_by_somebody_who_leaves_at_that_moment_is_not_added(app, harbour, novak_leaves):
    day, kid = harbour.today, new_id()
    told = [Told("X", "mother", "A", None, False)]
    adds = lambda: add_family(kid, "Kid", 7, told, harbour.people["novak"], day)  # noqa: E731
    _first, second = overlap(app, novak_leaves, (harbour.staff("novak"), adds))
    assert isinstance(second, NoTherapist)
    assert team(harbour, kid) == []


def test_who_is_closed_to_by_name_at_that_moment_does_not_join(app, harbour):
    maya, reyes, day = harbour.children["maya"], harbour.people["reyes"], harbour.today
    closes = (harbour.staff("okafor"), lambda: care_team.close_to(maya, reyes, "", day))
    joins = (harbour.staff("mills"), lambda: care_team.join(maya, reyes, day))
    _first, second = overlap(app, closes, joins)
    assert isinstance(second, Closed)
    with transaction(harbour.jobs()):
        closed.lift(db.session.scalars(db.select(closed.ClosedTo)).one())
    overlap(app, joins, closes)
    assert (reyes, "therapist") not in team(harbour, maya)


def test_somebody_added_twice_at_that_moment_is_there_once(app, harbour):
    maya, reyes, day = harbour.children["maya"], harbour.people["reyes"], harbour.today
    joins = lambda: care_team.join(maya, reyes, day)  # noqa: E731
    assert overlap(app, (harbour.staff(), joins), (harbour.staff("mills"), joins)) == [True, False]
    assert team(harbour, maya).count((reyes, "therapist")) == 1


def test_a_family_that_comes_while_an_absence_is_taken_back_has_no_deputy(app, harbour):
    people, day = harbour.people, harbour.today
    with transaction(harbour.staff()):
        away.go(people["okafor"], people["novak"], day, day + timedelta(days=9), day)
    comes = (
        harbour.staff("reyes"),
        lambda: handing.hand_over(harbour.children["theo"], people["reyes"], people["okafor"], day, "x"),
    )
    back = (harbour.staff(), lambda: away.come_back(db.session.scalars(db.select(Absence)).one(), day))
    overlap(app, comes, back)
    assert (people["novak"], "deputy") not in team(harbour, harbour.children["theo"])


def test_nobody_stands_in_who_leaves_at_that_moment(app, harbour, novak_leaves):
    people, day = harbour.people, harbour.today
    goes = lambda: away.go(people["okafor"], people["novak"], day, day + timedelta(days=5), day)  # noqa: E731
    _first, second = overlap(app, novak_leaves, (harbour.staff(), goes))
    assert isinstance(second, NoTherapist)


def test_of_two_who_empty_a_team_at_that_moment_one_stays(app, harbour):
    sam, people, day = harbour.children["sam"], harbour.people, harbour.today
    with transaction(harbour.staff()):
        care_team.join(sam, people["reyes"], day)
    first = (harbour.staff(), lambda: care_team.leave(sam, people["reyes"], day))
    second = (harbour.staff("reyes"), lambda: care_team.leave(sam, people["okafor"], day))
    assert isinstance(overlap(app, first, second)[1], care_team.LastTherapist)
