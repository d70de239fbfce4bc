"""What every page of a caregiver needs, in one statement of her own scope: who she is, her children, who reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import g
from flask_babel import gettext as _
from sqlalchemy import text

from app.boundaries.opening import READS_ON
from app.people.mail_choice import ROWS, of_rows
from app.people.mail_hours import NONE_CHOSEN, Mails
from app.portal.words import Words
from app.web.dates import midnight, now_here
from app.web.door import loads
from app.web.person import AtHome, Person
from tenants.db import db
from tenants.scope import Audience

FRAME = text(f"""
select
  (select c.name from caregiver c where c.clinic_id = :clinic and c.id = :me) as name,
  (select coalesce(jsonb_object_agg(s.id, s.shown), '{{}}') from staff_member s
    where s.clinic_id = :clinic and s.id = any(cast(:people as uuid[]))) as staff,
  (select coalesce(jsonb_object_agg(c.id, c.name), '{{}}') from caregiver c
    where c.clinic_id = :clinic and c.id = any(cast(:people as uuid[]))) as caregivers,
  (select k.version from card k where k.clinic_id = :clinic and k.caregiver_id = :me order by k.at desc limit 1) as card,
  exists (select 1 from shared_use u where u.clinic_id = :clinic and u.caregiver_id = :me) as said_who_uses,
  (select coalesce(jsonb_agg(jsonb_build_array(i.id, i.child_id, c.name, i.relation, coalesce(a.checkins, 0), coalesce(a.words, ''),
                             i.paused_at is not null, i.professional,
                             (select jsonb_build_array(k.way, k.answer) from agreement_ask k
                               where k.clinic_id = :clinic and k.involvement_id = i.id and k.answer is distinct from 'agreed'
                               order by k.at desc limit 1)) order by i.made_at, i.id), '[]')
     from involvement i
     join child c on c.clinic_id = i.clinic_id and c.id = i.child_id
     left join agreement a on a.clinic_id = i.clinic_id and a.involvement_id = i.id and a.until is null
    where i.clinic_id = :clinic and i.id = any(cast(:parts as uuid[]))) as parts,
  (select coalesce(jsonb_agg(jsonb_build_array(q.id, q.by) order by q.asked_at), '[]') from same_person q
    where q.clinic_id = :clinic and q.caregiver_id = :me and not exists (
      select 1 from same_person_answer s where s.clinic_id = :clinic and s.id = q.id)) as asked,
  {ROWS.format(":me")} as mails,
  (select jsonb_build_array(w.id, w.at, w.device_id, f.at) from words_asked w
     left join words_fetched f on f.clinic_id = w.clinic_id and f.id = w.id
    where w.clinic_id = :clinic and w.caregiver_id = :me order by w.at desc limit 1) as words,
  (select coalesce(jsonb_object_agg(c.id, c.name), '{{}}') from child c
    where c.clinic_id = :clinic and c.id = any(cast(:children as uuid[]))) as children
""")


NEWS = timedelta(days=28)
"""For how long home says that her sharing has ended with a change at home."""
TITLES = {
    "Dr",
    "Dra",
    "Lic",
    "Prof",
    "Don",
    "Doña",
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Mx",
    "Sr",
    "Sra",
    "Herr",
    "Frau",
    "M",
    "Mme",
}


@dataclass(frozen=True)
class Away:
    """Who is away, by the name shown, until a day that is included, and who answers meanwhile."""

    name: str
    deputy: str
    until: date


@dataclass(frozen=True)
class Home:
    """Those who live with her, by their names, and whether she shares with them."""

    at: AtHome
    names: tuple[str, ...]

    @property
    def who(self) -> str:
        return named(self.names)


@dataclass(frozen=True)
class Part:
    """Her part in one child's therapy, that has not ended."""

    id: UUID
    child: UUID
    name: str
    """The child's."""
    relation: str
    checkins: int
    """Agreed, a week."""
    words: str
    """What was agreed, in the words they found together; not told to a device in question."""
    readers: tuple[str, ...]
    """Who reads what she writes about this child, by the names shown."""
    away: tuple[Away, ...] = ()
    homes: tuple[Home, ...] = ()
    """None on a device in question: what is written there goes to the clinic alone, and it does not read who lives with her."""
    ended: date | None = None
    """The day the child's care ended: what was shared can still be read for a while, and nothing is told any more."""
    paused: bool = False
    """Nothing is asked."""
    professional: bool = False
    asks: str = ""
    """What she asks for and nobody has answered: less or more; or "talk", where they talk about it first. Not told to a
    device in question."""

    @property
    def asked(self) -> bool:
        """Whether anything is expected at all."""
        return not (self.ended or self.paused or self.professional)

    @property
    def reads_until(self) -> date | None:
        """The last day, included."""
        return self.ended + timedelta(days=READS_ON) if self.ended else None

    @property
    def sharing(self) -> tuple[Home, ...]:
        """With whom what she writes today is shared, unless she says "only the clinic"."""
        return tuple(home for home in self.homes if home.at.holds)

    def asked_anew(self, now: datetime) -> bool:
        """Whether who lives there has changed lately, and she shared with those who did before."""
        since = [home.at.since for home in self.homes if home.at.offered and home.at.since and not home.at.choice]
        before = [home.at.chosen_at for home in self.homes if home.at.choice and not home.at.others]
        return any(at and at < new > now - NEWS for new in since for at in before)

    @property
    def at_home(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(name for home in self.sharing for name in home.names)


@dataclass(frozen=True)
class Asked:
    id: UUID
    by: str


@dataclass(frozen=True)
class Frame:
    name: str
    parts: tuple[Part, ...]
    card: str | None
    children: dict[UUID, str]
    """The names of all her children here, of ended parts too: her own words stay readable."""
    asked: tuple["Asked", ...]
    """Who says that she cares for a child they see, and waits for her yes."""
    said_who_uses: bool = False
    """Whether she has said who else uses her phone or inbox."""
    mails: Mails = NONE_CHOSEN
    """What she is mailed about; not told to a device in question."""
    words: Words | None = None
    """Her own words, which she asked for last."""

    @property
    def called(self) -> str:
        """What her own pages greet her with: the first of her names, or all of them where a title comes first."""
        first = self.name.partition(" ")[0]
        return self.name if first.rstrip(".") in TITLES else first


def named(names: Sequence[str]) -> str:
    """ "Rosa", "Rosa and Tom": each by name."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1])


def of(person: Person) -> Frame:
    """Read once a request, inside her scope."""
    if "frame" not in g:
        g.frame = read(person)
    frame: Frame = g.frame
    return frame


def read(person: Person) -> Frame:
    family = person.family
    assert family is not None
    values = {name: list(getattr(family, name)) for name in ("parts", "children", "people")}
    here = now_here()
    row = db.session.execute(
        FRAME, {"clinic": person.clinic, "me": person.id, "midnight": midnight(here), **values}
    ).one()
    names = {UUID(id): shown for id, shown in row.staff.items()}
    parts = []
    for id, child, name, relation, checkins, words, paused, professional, asks in row.parts:
        reads = (names[staff] for staff in person.readers.get(UUID(child), ()) if staff in names)
        away = tuple(
            Away(names[one.therapist], names[one.deputy], one.until)
            for one in person.away.get(UUID(child), ())
            if one.therapist in names and one.deputy in names
        )
        homes = tuple(
            Home(home, tuple(sorted(row.caregivers.get(str(other), "") for other in home.others)))
            for home in person.homes
            if home.part == UUID(id) and not person.proof.in_question
        )
        ended = person.care_ended.get(UUID(child))
        words = "" if person.proof.in_question else words
        way = "" if person.proof.in_question or not asks else asks[1] or asks[0]
        about = Part(UUID(id), UUID(child), name, relation, checkins, words, tuple(sorted(reads)), away, homes, ended)
        parts.append(replace(about, paused=paused, professional=professional, asks=way))
    children = {UUID(id): name for id, name in row.children.items()}
    asked = () if person.proof.in_question else tuple(Asked(UUID(id), by) for id, by in row.asked)
    mails = NONE_CHOSEN if person.proof.in_question else of_rows(row.mails, here)
    own = None if person.proof.in_question else words_of(row.words)
    return Frame(row.name or "", tuple(parts), row.card, children, asked, row.said_who_uses, mails, own)


def words_of(row: list[str] | None) -> Words | None:
    if row is None:
        return None
    id, at, device, fetched = row
    return Words(
        UUID(id), datetime.fromisoformat(at), UUID(device), datetime.fromisoformat(fetched) if fetched else None
    )


@loads(Audience.FAMILY, "child")
def part_of(person: Person, child: UUID) -> Part | None:
    """A child in the address becomes her own part in that child's therapy."""
    return in_frame(person, child)


@loads(Audience.FAMILY, "about")
def part_to_tell_of(person: Person, child: UUID) -> Part | None:
    """The same, where something is told: nobody reads any more about a child whose care has ended."""
    part = in_frame(person, child)
    return None if part is None or part.ended else part


def in_frame(person: Person, child: UUID) -> Part | None:
    return next((part for part in of(person).parts if part.child == child), None)
