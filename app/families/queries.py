"""One child's page: the people around the child, and what home told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.boundaries.touching import LIMITED_PART
from app.involvement.mailing import NO_MAIL
from app.people.sensitive import SENSITIVE_PART
from app.updates import queries as updates
from app.updates.queries import CameBack
from tenants import scope as scopes
from tenants.db import db

PAGE = 40
"""Of a child's timeline."""
HOME = """(select string_agg(h.label, ', ' order by h.label) from household_member m
     join household h on h.clinic_id = m.clinic_id and h.id = m.household_id
    where m.clinic_id = :clinic and m.involvement_id = i.id and m.since <= :today and (m.until is null or m.until >= :today))"""
"""Where a part `i` lives today, which may be in two homes."""
INVITATION = """(select jsonb_build_array(l.made_at, l.expires_at, l.used_at, l.revoked_at,
     case when d.state = 'dropped' and q.id is not null and s.said is distinct from 'yes' then 'sent' else d.state end) from portal_link l
     left join delivery d on d.clinic_id = l.clinic_id and d.link_id = l.id
    where l.clinic_id = :clinic and l.involvement_id = i.id and l.purpose = 'invitation'
    order by l.made_at desc, d.made_at desc limit 1)"""
"""The newest, as an inviter may see it: whether an address is known here is not told by its mail (must 1)."""
SHARES = """(select string_agg(distinct o.name, ', ') from home_choice k
     join party_member m on m.clinic_id = k.clinic_id and m.party_id = k.party_id and m.involvement_id <> i.id
     join involvement v on v.clinic_id = m.clinic_id and v.id = m.involvement_id
     join caregiver o on o.clinic_id = v.clinic_id and o.id = v.caregiver_id
     join party p on p.clinic_id = k.clinic_id and p.id = k.party_id
      and p.number = (select max(n.number) from party n where n.clinic_id = :clinic and n.household_id = p.household_id)
    where k.clinic_id = :clinic and k.involvement_id = i.id)"""
"""With whom she chose to share notes and check-ins at home, by name; not where others live there by now."""
SLIP = """(select jsonb_build_array(l.made_at, l.expires_at, l.used_at, l.revoked_at, l.id, l.purpose, l.used_on, m.shown)
     from portal_link l join staff_member m on m.clinic_id = l.clinic_id and m.id = l.by_id
    where l.clinic_id = :clinic and l.involvement_id = i.id and l.purpose in ('slip', 'phone')
    order by l.made_at desc limit 1)"""
"""The newest way in without mail, and who made it."""
PERSON = "case when s.said = 'yes' then q.caregiver_id else i.caregiver_id end"
"""Whose account a part `i` is reached by, beside WRITTEN_TO."""
WRITTEN_TO = f"""left join same_person q on q.clinic_id = i.clinic_id and q.involvement_id = i.id and q.withdrawn_at is null
left join same_person_answer s on s.clinic_id = i.clinic_id and s.id = q.id
left join caregiver_address e on e.clinic_id = i.clinic_id
  and e.caregiver_id = {PERSON}"""
"""Where the caregiver of a part `i` is written to: the own row, or what was typed beside a question (`addressing.of`)."""
PEOPLE = text(f"""
select i.id, g.name, i.relation, i.told_on is not null as told, l.standing, l.review_on, i.invited_at, i.entered_at, i.ended_at,
  i.paused_at, i.professional, a.checkins, a.words, {HOME} as home,
  coalesce(e.address, q.address) as address, coalesce(e.safe, q.safe) as safe, e.bounced_at, coalesce(s.said = 'not-me', false) as not_me,
  {INVITATION} as invitation, {SLIP} as slip, {SENSITIVE_PART} as sensitive, {LIMITED_PART} as limited, {SHARES} as shares_with,
  (select p.number from caregiver_phone p where p.clinic_id = :clinic and p.caregiver_id = {PERSON}) as number,
  exists (select 1 from phone_word p where p.clinic_id = :clinic and p.caregiver_id = {PERSON}) as has_word
from involvement i
join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
{WRITTEN_TO}
left join agreement a on a.clinic_id = i.clinic_id and a.involvement_id = i.id and a.until is null
left join legal_standing l on l.clinic_id = i.clinic_id and l.involvement_id = i.id and l.until is null
where i.clinic_id = :clinic and i.child_id = :child
order by i.made_at, home, g.sort_name, i.id
""")
TIMELINE = text(f"""
select u.id, u.child_id, c.name as child, g.name as caregiver, i.relation, u.kind, u.topic,
  case when x.id is null then u.body else '' end as body, u.at, u.corrects, i.ended_at is not null as ended, {NO_MAIL} as no_mail, x.at as withdrawn,
  exists (select 1 from waiting w where w.clinic_id = :clinic and w.id = u.id) as waits,
  (select coalesce(jsonb_agg(jsonb_build_array(a.asked, a.words) order by q.position), '[]')
     from answer a join checkin_question q on q.clinic_id = a.clinic_id and q.id = a.question_id
    where a.clinic_id = :clinic and a.update_id = u.id and x.id is null) as answers,
  (select coalesce(jsonb_agg(jsonb_build_array(b.kind, b.by, b.words, b.at) order by b.at, b.kind desc), '[]') from (
    select 'reply' as kind, r.by, r.body as words, r.at from reply r where r.clinic_id = :clinic and r.update_id = u.id
    union all
    select o.kind, o.by, o.words, o.at from outcome o where o.clinic_id = :clinic and o.update_id = u.id) b) as came_back
from "update" u
left join withdrawal x on x.clinic_id = u.clinic_id and x.id = u.id
join involvement i on i.clinic_id = u.clinic_id and i.id = u.author_id
join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
join child c on c.clinic_id = u.clinic_id and c.id = u.child_id
where u.clinic_id = :clinic and u.child_id = :child
  and (cast(:only as uuid) is null or u.id = :only)
  and (cast(:before as timestamptz) is null or (u.at, u.id) < (:before, :before_id))
order by u.at desc, u.id desc limit :limit
""")


@dataclass(frozen=True)
class Invitation:
    """The newest way in that was sent to one caregiver for one child."""

    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    mail: str | None
    """The state of its delivery."""

    @property
    def state(self) -> str:
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at < scopes.moment() else self.mail or "made"


def people(child: UUID, today: date) -> list[dict[str, Any]]:
    """Everybody around a child, with what was agreed and how far the invitation got."""
    values = {"clinic": scopes.current().clinic, "child": child, "today": today}
    rows = db.session.execute(PEOPLE, values).mappings()
    return [dict(row) | {"invitation": invitation(row["invitation"]), "slip": slip(row["slip"])} for row in rows]


@dataclass(frozen=True)
class Slip:
    """The newest slip, or code read out, for one part, by whom, and what became of it."""

    id: UUID
    purpose: str
    used_on: str | None
    by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    @property
    def state(self) -> str:
        if self.used_at:
            return "put out" if self.revoked_at and self.revoked_at >= self.used_at else "used"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at < scopes.moment() else "made"


def slip(row: list[Any] | None) -> Slip | None:
    if row is None:
        return None
    *moments, id, purpose, used_on, by = row
    return Slip(UUID(id), purpose, used_on, by, *(updates.moment(at) if at else None for at in moments))  # type: ignore[arg-type]


def invitation(row: list[Any] | None) -> Invitation | None:
    if row is None:
        return None
    made, expires, used, revoked, mail = row
    return Invitation(
        updates.moment(made),
        updates.moment(expires),
        updates.moment(used) if used else None,
        updates.moment(revoked) if revoked else None,
        mail,
    )


@dataclass(frozen=True)
class Entry:
    id: UUID
    child_id: UUID
    child: str
    caregiver: str
    relation: str
    kind: str
    topic: str | None
    body: str
    """Nothing, where its author withdrew it."""
    at: datetime
    corrects: UUID | None
    ended: bool
    """Whoever told it reads only the own words by now."""
    no_mail: bool
    withdrawn: datetime | None
    waits: bool
    answers: list[tuple[str, str]]
    came_back: Sequence[CameBack] = ()


def timeline(child: UUID, before: tuple[datetime, UUID] | None = None, only: UUID | None = None) -> list[Entry]:
    """One more than a page of what home told about a child, newest first, with what became of it."""
    at, id = before or (None, None)
    values = {
        "clinic": scopes.current().clinic,
        "child": child,
        "before": at,
        "before_id": id,
        "only": only,
        "limit": PAGE + 1,
    }
    return [entry(dict(row)) for row in db.session.execute(TIMELINE, values).mappings()]


def entry(row: dict[str, Any]) -> Entry:
    back = [CameBack(row["id"], kind, by, words, updates.moment(at)) for kind, by, words, at in row.pop("came_back")]
    return Entry(**row, came_back=back)
