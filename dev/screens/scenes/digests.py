"""Digests: the week as each reads it, the way in and out by its mail, the therapist's lines, the owner's and a supervisor's pages."""

from datetime import date
from uuid import UUID, uuid5

from app.digests import batch, lines, supervision
from app.digests.models import Digest, Run
from app.involvement.models import Party
from app.people.links import new_link, token
from app.people.models import Caregiver, StaffMember
from dev.screens.scene import Scene
from dev.screens.visitor import Visitor
from tenants.db import db, transaction
from tenants.scope import Scope


def newest(they: Visitor, whose: str) -> Digest:
    """Of this caregiver or member of staff, by name."""
    with they.site.app.app_context(), transaction(they.site.scope(they.clinic)):
        people = [
            person
            for table in (Caregiver, StaffMember)
            for person in db.session.scalars(db.select(table.id).where(table.name == whose))
        ]
        mine = db.or_(Digest.caregiver_id.in_(people), Digest.staff_id.in_(people)), Digest.state == "made"
        return db.session.scalars(db.select(Digest).where(*mine).order_by(Digest.at.desc())).first() or Digest()


def her_week(she: Visitor) -> None:
    she.open(f"/digests/{newest(she, 'Dana Rivera').id}")


def home(she: Visitor) -> None:
    """Whoever reads has changed since: the card comes first."""
    she.open("/home")
    if she.page.url.endswith("/welcome"):
        she.tap("I have read this")
        she.open("/home")


def greeted(she: Visitor) -> None:
    """Nothing new, and one had come before."""
    with she.site.app.app_context(), transaction(she.site.scope(she.clinic)) as scope:
        who = db.session.scalars(db.select(Caregiver.id).where(Caregiver.name == "Chris Rivera")).first()
        run = db.session.scalars(db.select(Run).where(Run.kind == "home")).first()
        assert who and run
        mine = Digest.caregiver_id == who, Digest.period == run.period
        id = db.session.scalars(db.select(Digest.id).where(*mine)).first() or batch.claim(run, [who])[who]
        batch.fill([(id, [], scope.now, True, None)])
    she.open(f"/digests/{id}")


def by_mail(she: Visitor) -> None:
    """A phone that was never here, from the mail's button on."""
    if she.page.url.startswith("http"):
        her_week(she)
        return
    digest = newest(she, "Dana Rivera")
    with she.site.app.app_context(), transaction(she.site.scope(she.clinic)) as scope:
        link = new_link("notice", caregiver=digest.caregiver_id)
        assert scope.clinic
        word = token(link.id, "notice", scope.clinic)
        db.session.flush()
        db.session.execute(db.update(Digest).where(Digest.id == digest.id).values(link_id=link.id))
    she.open(f"/in/{word}")
    she.tap("Go in")


def way_out(they: Visitor) -> str:
    digest = newest(they, "Ayşe Kaya")
    with they.site.app.app_context(), transaction(they.site.scope(they.clinic)) as scope:
        assert digest.link_id and scope.clinic
        return f"/unsubscribe/{token(uuid5(digest.link_id, 'unsubscribe'), 'unsubscribe', scope.clinic)}"


def out(they: Visitor) -> None:
    they.open(way_out(they))


def is_out(they: Visitor) -> None:
    out(they)
    they.tap("No more of these mails")


def in_again(they: Visitor) -> None:
    is_out(they)
    they.tap("I want it after all")


def overtaken(they: Visitor) -> None:
    """A colleague wrote this line while the page was open."""
    they.open("/lines")
    first = they.page.locator("textarea").first
    party = str(first.get_attribute("id")).removeprefix("words-")
    week = they.page.locator("input[name=week]").first.get_attribute("value")
    with they.site.app.test_request_context(), transaction(colleague(they)):
        home = db.session.get_one(Party, (they.site.scope(they.clinic).clinic, UUID(party)))
        had = lines.stands(home.id)
        lines.say(home.id, home.child_id, date.fromisoformat(str(week)), "Sit down first. Talk second.", had)
    first.fill("Ask for one thing that went well.")
    they.tap("Save")


def colleague(they: Visitor) -> Scope:
    open_one = they.site.scope(they.clinic)
    with transaction(open_one):
        mills = db.session.scalars(db.select(StaffMember.id).where(StaffMember.name == "Dr Ján Mills")).one()
    return Scope(open_one.clinic, open_one.audience, mills)


def her_supervision(they: Visitor) -> None:
    """Made now: on Monday of the demo's first week nobody had gone quiet."""
    with they.site.app.app_context(), transaction(they.site.scope(they.clinic)) as scope:
        sade = db.session.scalars(db.select(StaffMember.id).where(StaffMember.name == "Sade Cole")).one()
        run = db.session.scalars(db.select(Run).where(Run.kind == "supervision").order_by(Run.due_at)).first()
        assert run
        mine = Digest.staff_id == sade, Digest.period == run.period
        id = db.session.scalars(db.select(Digest.id).where(*mine)).first() or batch.claim(run, [sade])[sade]
        batch.fill([(id, supervision.weeks([sade], scope.now)[0].items, scope.now, False, None)])
    they.open(f"/engagement/weeks/{id}")


SCENES = (
    Scene("digests", "her week", "dana", "digests.show", her_week),
    Scene("digests", "her week, a greeting", "told nothing", "digests.show", greeted),
    Scene("digests", "home with her week", "dana", "home.first_child", home),
    Scene("digests", "what the next one holds", "dana", "digests.coming", lambda she: she.open("/digests/next")),
    Scene("digests", "by the mail alone", "dana, by mail", "digests.show", by_mail),
    Scene("digests", "out", "door", "stopping.ask", out),
    Scene("digests", "is out", "door", "stopping.stop", is_out),
    Scene("digests", "in again", "door", "stopping.stop", in_again),
    Scene("digests", "a way out that is none", "door", "stopping.ask", lambda they: they.open("/unsubscribe/abc"), 404),
    Scene("digests", "weekly lines", "okafor", "lines.show", lambda they: they.open("/lines")),
    Scene("digests", "weekly lines, many homes", "28 families", "lines.show", lambda they: they.open("/lines")),
    Scene("digests", "weekly lines, no home yet", "newcomer", "lines.show", lambda they: they.open("/lines")),
    Scene("digests", "a line changed meanwhile", "okafor", "lines.save", overtaken, 409),
    Scene("digests", "weeks of supervision", "sade", "supervision_weeks.listed", lambda they: they.open("/engagement/weeks")),
    Scene("digests", "a week of supervision", "sade", "supervision_weeks.show", her_supervision),
    Scene("digests", "the next week of supervision", "sade", "supervision_weeks.coming", lambda they: they.open("/engagement/weeks/next")),
    Scene("digests", "the owner's page", "olga", "digest_runs.show", lambda they: they.open("/clinic/digests")),
    Scene("digests", "the owner's page, none yet", "newcomer", "digest_runs.show", lambda they: they.open("/clinic/digests")),
    Scene("digests", "when they go", "olga", "digest_time.show", lambda they: they.open("/clinic/settings/digests")),
)  # fmt: skip
