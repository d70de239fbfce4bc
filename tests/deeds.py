"""What people of the cast do, through the application's own verbs, for tests that need it done."""

from datetime import timedelta
from uuid import UUID

from app import notices
from app.boundaries.opening import family_scope
from app.engagement.alerts import Alert
from app.families import slipping
from app.families.adding import Told, add_family
from app.families.inviting import invite
from app.involvement import closed, homes
from app.involvement.absence import Absence
from app.involvement.closed import ClosedTo
from app.involvement.models import CareTeamMember, Involvement, Party, PartyMember
from app.involvement.same_person import SamePerson
from app.notices.models import Notice
from app.people import links, losing
from app.people.mail_choice import MailChoice
from app.people.sensitive import SharedUse
from app.portal import words
from app.safety import acting
from app.safety.models import Worry
from app.sight import glass, noting, reviewing, widening
from app.sight.models import Glass, Review, Supervision, Widened, Widening
from app.sight.supervision import AgreedAction
from app.team import away, desk, handing
from app.updates.answering import answer
from app.updates.models import Update
from app.updates.sharing import HomeChoice, With, choose
from app.updates.tell import tell
from app.updates.withdrawing import withdraw
from app.web.person import AtHome
from tenants import resolve
from tenants.db import db, new_id, timed_id, transaction
from tenants.scope import Audience, Scope
from tests.world import STAFF, House


def as_caregiver(house: House, who: str) -> Scope:
    """A caregiver's own scope, as the door would open it now."""
    return family_scope(house.clinic, house.people[who], resolve.of_id(house.clinic).zone)


def tells(house: House, who: str, child: str, body: str) -> UUID:
    """A note in a caregiver's own circle."""
    today = house.today
    with transaction(as_caregiver(house, who)):
        return tell(new_id(), house.parts[who], house.children[child], "note", today, topic="other", body=body)


def worries(
    house: House, who: str, child: str, body: str = "He said he wants to sleep for ever", before: bool = False
) -> UUID:
    """About someone's safety; nobody is told yet. `before`: yesterday."""
    today, scope = house.today, as_caregiver(house, who)
    then = scope.now - timedelta(days=int(before))
    with transaction(Scope(scope.clinic, scope.audience, scope.person, scope.family, now=then)):
        return acting.tell(new_id(), house.parts[who], house.children[child], body, "here", None, today)


def reads_worry(house: House, who: str, worry: UUID) -> UUID:
    """A member of the care team opens it. The worry's id."""
    with transaction(house.staff(who)):
        acting.read(db.session.get_one(Worry, (house.clinic, worry)), STAFF[who][0], set())
    return worry


def withdraws(house: House, who: str, child: str, body: str = "Better unsaid") -> UUID:
    """A note that its author withdrew. Its id."""
    update, today = tells(house, who, child, body), house.today
    with transaction(as_caregiver(house, who)):
        withdraw(update, house.parts[who], house.children[child], today)
    return update


def shares_at_home(house: House, who: str, child: str, days: int = 2) -> UUID:
    """A caregiver chose that many days ago to share with whom she lives with. The choice's id."""
    scope = as_caregiver(house, who)
    with transaction(house.jobs()):
        mine = (
            db.select(PartyMember)
            .where(
                PartyMember.involvement_id == house.parts[who],
                PartyMember.child_id == house.children[child],
                PartyMember.kind == "home",
            )
            .join(Party, (Party.clinic_id == PartyMember.clinic_id) & (Party.id == PartyMember.party_id))
        )
        member = db.session.scalars(mine.order_by(Party.number.desc())).first()
        assert member is not None
        party, size = member.party_id, member.size
    then = Scope(scope.clinic, scope.audience, scope.person, scope.family, now=scope.now - timedelta(days=days))
    with transaction(then):
        choose(AtHome(house.parts[who], party, size, (), None, True, None, None, False), house.children[child])
        db.session.flush()
        return db.session.scalars(db.select(HomeChoice.id).where(HomeChoice.party_id == party)).one()


def asks_for_words(house: House, who: str) -> UUID:
    """A caregiver asks for her own words. The id."""
    id = new_id()
    with transaction(as_caregiver(house, who)):
        words.ask(id, house.people[who], new_id())
    return id


def tells_at_home(house: House, who: str, child: str, body: str, choice: UUID) -> UUID:
    """A note that she shares with whom she lives with, by this choice of hers."""
    today = house.today
    with transaction(as_caregiver(house, who)):
        party = db.session.scalars(db.select(HomeChoice.party_id).where(HomeChoice.id == choice)).one()
        at_home = [With(choice, party, who.capitalize())]
        return tell(new_id(), house.parts[who], house.children[child], "note", today, body=body, at_home=at_home)


def chooses_mail(house: House, who: str = "dana", days: int = 1, **what: object) -> None:
    """Which mail she wants, as saved some days ago: at any hour, unless `what` says otherwise."""
    own = as_caregiver(house, who)
    then = own.now - timedelta(days=days)
    with transaction(Scope(own.clinic, own.audience, own.person, own.family, now=then)):
        row = {"answers": True, "quiet_from": 0, "quiet_until": 0} | what
        db.session.add(MailChoice(caregiver_id=own.person, **row))


def supervises(house: House, supervisor: str = "sade", therapist: str = "okafor") -> None:
    """From today on."""
    today = house.today
    with transaction(house.jobs()):
        pair = {"supervisor_id": house.people[supervisor], "therapist_id": house.people[therapist]}
        db.session.add(Supervision(**pair, since=today))


def asks_for_a_word(house: House, who: str = "dana", child: str = "maya", therapist: str = "okafor") -> UUID:
    """That this part needs a word from the therapist. Its id."""
    today = house.today
    about = {"involvement_id": house.parts[who], "child_id": house.children[child], "staff_id": house.people[therapist]}
    with transaction(house.jobs()):
        row = Alert(id=timed_id(), since=today, **about)
        db.session.add(row)
        return row.id


def told_before(house: House, who: str, child: str, kind: str, days: int, body: str = "x") -> UUID:
    """Something told that many days ago, in her own scope of that moment."""
    scope, zone = as_caregiver(house, who), resolve.of_id(house.clinic).zone
    then = scope.now - timedelta(days=days)
    with transaction(Scope(scope.clinic, scope.audience, scope.person, scope.family, now=then)):
        day = then.astimezone(zone).date()
        return tell(new_id(), house.parts[who], house.children[child], kind, day, body=body)


def replies(house: House, update: UUID, words: str, kind: str = "reply") -> None:
    """What becomes of it: a reply, for that part alone; or another of `KINDS`."""
    with transaction(house.staff()):
        answer(new_id(), db.session.get_one(Update, (house.clinic, update)), kind, words)


def asks(house: House, who: str) -> UUID:
    """Dr Reyes adds a child of the same caregiver's, by the address that is known here, and invites. The question's id."""
    today = house.today
    with transaction(house.staff("reyes")):
        rows = [Told("Dee", "aunt", "A", f"{who}@{house.subdomain}.example", True)]
        child = add_family(new_id(), "Noor", 5, rows, house.people["reyes"], today)
        part = db.session.scalars(db.select(Involvement).where(Involvement.child_id == child)).one()
        invite(part, True)
        return db.session.scalars(db.select(SamePerson.id).where(SamePerson.involvement_id == part.id)).one()


def notifies(house: House, reader: str, kind: str = "changed", by: str = "reyes", **about: object) -> UUID:
    """A notice that this member of staff has not read. Its id."""
    with transaction(house.staff(by)):
        notices.tell(house.people[reader], kind, by=house.people[by], **about)
        db.session.flush()
        mine = db.select(Notice.id).where(Notice.staff_id == house.people[reader])
        return db.session.scalars(mine.order_by(Notice.id.desc()).limit(1)).one()


def sight(house: House) -> dict[str, object]:
    """What opens Harbour's records, and to whom: one id of each noun, Dr Okafor's around Maya where it can be."""
    today, later = house.today, house.today + timedelta(days=60)
    okafor, reyes, maya = house.people["okafor"], house.people["reyes"], house.children["maya"]
    with transaction(house.staff()):
        closed.close(maya, reyes, "")
        away.go(okafor, house.people["novak"], later, later, today)
        widening.take("role", okafor, role="supervisor")
    with transaction(house.staff("reyes")):
        glass.break_glass("Nobody", 2019, "a call", None, today)
    with transaction(house.staff("sade")):
        review = reviewing.begin(house.children["theo"], "due")
        noting.note(new_id(), review, reyes, "He leaves Ben too little room")
        noting.agree(new_id(), review, "Ask Ben how mornings go", reyes, today)
    with transaction(house.jobs()):
        deputy = CareTeamMember.staff_id == house.people["mills"]
        nouns = {
            "closing": ClosedTo,
            "absence": Absence,
            "widening": Widening,
            "glass": Glass,
            "review": Review,
            "action": AgreedAction,
            "pair": Supervision,
        }
        ids = {noun: db.session.scalars(db.select(table.id)).one() for noun, table in nouns.items()}
        ids["stay"] = homes.of(house.parts["dana"])[0][0].id
        return ids | {"membership": db.session.scalars(db.select(CareTeamMember.id).where(deputy)).one()}


def hands_over(house: House) -> None:
    """Sam goes from Dr Okafor to Dr Mills, with a note; the office may invite for Maya; a signature is carried out."""
    today = house.today
    with transaction(house.staff()):
        handing.hand_over(house.children["sam"], house.people["okafor"], house.people["mills"], today, "A note.")
        desk.open_up(house.children["maya"])
        row = db.session.scalars(db.select(Widening)).one()
        db.session.add(Widened(id=row.id))


def loses(house: House, who: str) -> UUID:
    """A member of staff says, after the right password, that phone and codes are lost. The request's id."""
    with transaction(Scope(house.clinic, Audience.DOOR)):
        return losing.report(house.people[who]).id


def makes_slip(house: House, who: str, by: str = "okafor", until: timedelta = timedelta(hours=1)) -> str:
    """A slip for a caregiver's part, made by a member of staff. The signs that stand on it."""
    with transaction(house.staff(by)) as scope:
        part = db.session.get_one(Involvement, (house.clinic, house.parts[who]))
        link = slipping.make(part, True, scope.now + until, new_id())
        return links.slip_code(link.id, house.clinic)


def says_who_uses(house: House, who: str, phone: bool = True, inbox: bool = True) -> None:
    """What she answers at her first visit."""
    with transaction(as_caregiver(house, who)):
        db.session.add(SharedUse(caregiver_id=house.people[who], phone=phone, inbox=inbox))


def slips(house: House, who: str, by: str = "okafor") -> dict[str, object]:
    """The ids of one that was used, and of one that was not, by the nouns of their addresses."""
    ids: dict[str, object] = {}
    for noun in ("entry", "slip"):
        code = makes_slip(house, who, by)
        with transaction(Scope(house.clinic, Audience.DOOR)):
            link = links.find(code)
            assert link
            ids[noun] = link.id
            if noun == "entry":
                links.use(link, "iPhone")
    return ids
