"""Colleagues: the owner's list and its forms, care teams, supervision, the office, broken glass."""

from dataclasses import replace
from datetime import timedelta

from app.involvement import care_team
from app.involvement.models import Child
from app.people.models import StaffMember
from app.sight.models import Glass
from dev.screens.scene import Scene
from dev.screens.visitor import Visitor
from tenants.db import db, marked, transaction
from tenants.holding import today
from tenants.scope import Audience

ALONE = "Dr Ines Vidal"


def colleague(they: Visitor, name: str) -> None:
    they.open("/clinic/staff")
    they.tap(name)


def invited_with_gaps(they: Visitor) -> None:
    they.open("/clinic/staff/new")
    they.fill("E-mail address", "lena at home")
    they.tap("Send the invitation")


def leaving(they: Visitor, name: str) -> None:
    colleague(they, name)
    they.tap(f"{name} stops working here")


def last_owner(they: Visitor) -> None:
    colleague(they, "Olga Brandt")
    they.page.get_by_label("Owner").uncheck()
    they.tap("Save the roles")


def signed_for_oneself(they: Visitor) -> None:
    """Olga ticks "supervisor" for herself: it waits for Sade."""
    colleague(they, "Olga Brandt")
    they.page.get_by_label("Supervisor").check()
    they.tap("Save the roles")
    they.open("/signatures")


def team(they: Visitor, name: str) -> None:
    they.open("/families")
    they.tap(name)
    they.tap("Care team")


def closed(they: Visitor) -> None:
    team(they, "Maya")
    they.page.get_by_text("Close it to somebody").click()
    they.page.get_by_label("To whom?").select_option(label="Otis Lang")
    they.fill("Why, for the care team alone", "Lives next door")
    they.tap("Close it")


def without_a_day(they: Visitor) -> None:
    team(they, "Maya")
    they.page.get_by_label("Who joins?").select_option(label="Dr Ján Mills")
    they.page.get_by_label("Deputy, until a day").check()
    they.tap("Add to the team")


def overtaken(they: Visitor) -> None:
    """Dr Mills becomes a deputy while Dr Okafor has the page open."""
    team(they, "Maya")
    with (
        they.site.app.test_request_context(),
        transaction(replace(they.site.scope(they.clinic), audience=Audience.STAFF)),
    ):
        maya = db.session.scalars(db.select(Child.id).where(Child.name == "Maya").order_by(Child.id)).first()
        mills = db.session.scalars(db.select(StaffMember.id).where(StaffMember.shown == "Dr Ján Mills")).one()
        assert maya
        care_team.join(maya, mills, today(), part="deputy", until=today() + timedelta(days=7))
    they.page.get_by_label("Who joins?").select_option(label="Dr Marta Reyes")
    they.tap("Add to the team")


def handing_over(they: Visitor) -> None:
    team(they, "Elif")
    they.tap("Hand over")


def away(they: Visitor) -> None:
    they.open("/staff/you/away")
    they.fill("First day away", "2030-08-01")
    they.fill("Last day away", "2030-08-14")
    they.page.get_by_label("Who answers meanwhile?").select_option(label="Dr Ján Mills")
    they.tap("Save")


def away_backwards(they: Visitor) -> None:
    they.open("/staff/you/away")
    they.fill("First day away", "2031-08-14")
    they.fill("Last day away", "2031-08-01")
    they.tap("Save")


def reason(they: Visitor) -> None:
    they.open("/engagement")
    they.tap("Review Maya")


def review(they: Visitor) -> None:
    they.open("/engagement")
    they.tap("Review Elif")
    they.tap("A review is due")


def why(they: Visitor, name: str = "Maya", year: str = "2019") -> None:
    they.open("/break-glass")
    they.fill("The child's name", name)
    they.fill("Year of birth", year)
    they.tap("Go on")


def broken(they: Visitor) -> None:
    why(they)
    they.fill("Why do you need this record now?", "Her school called; nobody of the team answers.")
    they.tap("Open the record for an hour")


def missed(they: Visitor) -> None:
    why(they, "Mara")
    they.fill("Why do you need this record now?", "Her school called.")
    they.tap("Open the record for an hour")


def no_year(they: Visitor) -> None:
    they.open("/break-glass")
    they.tap("Go on")


def releasing(they: Visitor) -> None:
    """What Dr Reyes opened by break-glass in the scene before, closed again."""
    with they.site.app.test_request_context(), transaction(they.site.scope(they.clinic)):
        marked(Glass.closed_at)
    they.open("/held-back")
    they.page.get_by_role("link", name="Release what was opened").first.click()
    they.page.wait_for_url("**/held-back/*")


def releasing_without_why(they: Visitor) -> None:
    releasing(they)
    they.tap("Release it")


SCENES = (
    Scene("staff", "list", "olga", "colleagues.everybody", lambda they: they.open("/clinic/staff")),
    Scene("staff", "list, nobody left", "olga", "colleagues.everybody", lambda they: they.open("/clinic/staff?left=1")),
    Scene(
        "staff", "list, a clinic of one", "newcomer", "colleagues.everybody", lambda they: they.open("/clinic/staff")
    ),
    Scene("staff", "invite", "olga", "colleagues.new", lambda they: they.open("/clinic/staff/new")),
    Scene("staff", "invite, gaps", "olga", "colleagues.invite", invited_with_gaps, 422),
    Scene("staff", "one", "olga", "colleagues.one", lambda they: colleague(they, "Dr Ada Okafor")),
    Scene("staff", "the last owner", "olga", "colleagues.change_roles", last_owner, 422),
    Scene(
        "staff", "leaving, families first", "olga", "leaving_clinic.show", lambda they: leaving(they, "Dr Ada Okafor")
    ),
    Scene("staff", "leaving, no family", "olga", "leaving_clinic.show", lambda they: leaving(they, "Dr Ján Mills")),
    Scene("staff", "leaving, a clinic of one", "newcomer", "leaving_clinic.show", lambda they: leaving(they, ALONE)),
    Scene("staff", "signature asked", "olga", "signatures.show", signed_for_oneself),
    Scene("staff", "signature to give", "sade", "signatures.show", lambda they: they.open("/signatures")),
    Scene("staff", "no signature", "otis", "signatures.show", lambda they: they.open("/signatures")),
    Scene("staff", "supervision", "sade", "engagement.show", lambda they: they.open("/engagement")),
    Scene(
        "staff",
        "supervision, by therapist",
        "sade",
        "engagement.therapists_page",
        lambda they: they.open("/engagement/therapists"),
    ),
    Scene(
        "staff",
        "supervision, nobody fits",
        "sade",
        "engagement.show",
        lambda they: they.open("/engagement?status=not-expected"),
    ),
    Scene("staff", "review, why", "sade", "reviews.ask", reason),
    Scene("staff", "review, reading", "sade", "families.show", review),
    Scene("staff", "glass", "reyes", "glass.show", lambda they: they.open("/break-glass")),
    Scene("staff", "glass, gaps", "reyes", "glass.ask_why", no_year, 422),
    Scene("staff", "glass, why", "reyes", "glass.ask_why", why),
    Scene("staff", "glass, no record", "reyes", "glass.open_record", missed),
    Scene("staff", "glass, broken", "reyes", "families.show", broken),
    Scene("staff", "glass, the log", "sade", "glass_log.show", lambda they: they.open("/break-glass/log")),
    Scene("staff", "held back", "sade", "held.show", lambda they: they.open("/held-back")),
    Scene("staff", "held back, to release", "sade", "held.one", releasing),
    Scene("staff", "held back, no reason", "sade", "held.let_go", releasing_without_why, 422),
    Scene("staff", "team", "okafor", "team.show", lambda they: team(they, "Maya")),
    Scene("staff", "team, a day is missing", "okafor", "team.add", without_a_day, 422),
    Scene("staff", "team, changed meanwhile", "okafor", "team.add", overtaken, 409),
    Scene("staff", "team, closed by name", "okafor", "team.show", closed),
    Scene("staff", "hand over", "okafor", "handing.show", handing_over),
    Scene("staff", "away, nobody there", "newcomer", "away.show", lambda they: they.open("/staff/you/away")),
    Scene("staff", "away", "okafor", "away.show", away),
    Scene("staff", "away, backwards", "okafor", "away.go", away_backwards, 422),
    Scene("staff", "desk", "otis", "desk.show", lambda they: they.open("/desk")),
)
