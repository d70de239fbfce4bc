"""Who is asking: one statement at the door finds the device, its person and, for a caregiver, all that is open to her."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import g, request
from sqlalchemy import text

from app.boundaries.opening import PARTS, READS_ON, family_of, levels_of
from app.boundaries.sharing import at_home
from app.involvement.models import Involvement
from app.involvement.same_person import hers
from app.people import devices, losing, second_step
from app.people.alone import ALONE
from app.people.colleagues import own_name
from app.people.devices import hashed
from app.permissions import Permission, Role, grants
from app.portal import frame
from app.web.dates import midnight
from app.web.person import CameIn, Person, Proof, StandIn
from tenants.db import db, transaction
from tenants.provision import first_owner
from tenants.scope import THE_BEGINNING, Audience, Scope

PUT_OUT = """exists (select 1 from portal_link k where k.clinic_id = :clinic and k.id = {0}.link_id and k.revoked_at is not null)"""
"""`devices.put_out`, for statements that call the device by another name."""
DEVICE = text(f"""
select d.id, d.digest_id, d.caregiver_id, d.staff_id, d.made_at, d.entered_at, d.seen_at, d.sure_at, d.asked,
  (select coalesce(jsonb_agg(r.role), '[]') from staff_role r
    where r.clinic_id = :clinic and r.staff_id = d.staff_id and r.until is null) as roles,
  d.caregiver_id is not null and ({ALONE}) as alone,
  (select s.ended_at is not null from staff_member s where s.clinic_id = :clinic and s.id = d.staff_id) as gone,
  (select min(r.since) from staff_role r where r.clinic_id = :clinic and r.staff_id = d.staff_id and r.role = any(:trusted)
    having bool_or(r.until is null)) as trusted_since,
  (select l.second_step_by from staff_login l where l.clinic_id = :clinic and l.staff_id = d.staff_id) as second_step_by,
  exists (select 1 from staff_totp t where t.clinic_id = :clinic and t.staff_id = d.staff_id) as second_step,
  not d.asked and exists (select 1 from device o where o.clinic_id = :clinic and o.staff_id = d.staff_id and o.asked) as new_device,
  (select coalesce(jsonb_agg(l.staff_id), '[]') from lost_phone l where l.clinic_id = :clinic and l.refused_at is null
     and l.done_at is null and l.at > :forgotten) as lost,
  (select coalesce(jsonb_agg(jsonb_build_array(o.id, o.kind, o.made_at) order by o.made_at), '[]') from device o
    where o.clinic_id = :clinic and o.caregiver_id = d.caregiver_id and o.id <> d.id and o.asked and o.denied_at is null
      and not {PUT_OUT.format("o")}) as came_in,
  d.caregiver_id is not null and not exists (
    select 1 from caregiver_address e where e.clinic_id = :clinic and e.caregiver_id = d.caregiver_id) as without_address,
  (select g.since from digest g where g.clinic_id = :clinic and g.id = d.digest_id) as digest_since,
  (select c.language from caregiver c where c.clinic_id = :clinic and c.id = d.caregiver_id) as language,
  (select coalesce(jsonb_agg(to_jsonb(part)), '[]') from ({PARTS.replace(":caregiver", "d.caregiver_id")}) part) as parts
from device d
where d.clinic_id = :clinic and d.id = :device and d.nonce_hash = :nonce and d.until > :now
  and coalesce(d.seen_at, d.entered_at) > case when d.staff_id is null and d.digest_id is null then cast(:unused as timestamptz) else :idle end
  and not {PUT_OUT.format("d")} and not exists (select 1 from portal_link k where k.clinic_id = :clinic
    and k.caregiver_id = d.caregiver_id and k.used_at = d.entered_at and k.revoked_at is not null)
  and not exists (select 1 from staff_role r
    where r.clinic_id = :clinic and r.staff_id = d.staff_id and r.until is null and r.since > d.entered_at)
""")


def who(session_id: str) -> Person | None:
    """Flask-Login's user loader: the person of `device:nonce`, or None when that opens nothing (any more)."""
    device, _, nonce = session_id.partition(":")
    if g.get("clinic") is None:
        return None
    scope = Scope(g.clinic.id, Audience.DOOR)
    here = scope.now.astimezone(g.clinic.zone)
    today = here.date()
    with transaction(scope):
        values = {
            "clinic": g.clinic.id,
            "device": UUID(device),
            "nonce": hashed(nonce),
            "now": scope.now,
            "today": today,
            "reads_on": READS_ON,
            "midnight": midnight(here),
            "first_owner": first_owner(g.clinic.id),
            "idle": scope.now - devices.STAFF_IDLE,
            "unused": scope.now - devices.UNUSED,
            "forgotten": scope.now - losing.LASTS,
            "trusted": sorted(second_step.TRUSTED),
        }
        row = db.session.execute(DEVICE, values).mappings().one_or_none()
        if row and request.url_rule:  # an address that is none is no click of anybody's
            if row["staff_id"] or row["digest_id"]:
                devices.seen(row["id"], row["seen_at"])
            else:
                devices.visited(row["id"], row["seen_at"], row["entered_at"], row["without_address"])
    if row is None or row["gone"]:
        return None
    if row["staff_id"]:
        return staff(row, scope.now)
    person = caregiver(row, today, scope.now)
    return None if person.only and person.sensitive else person  # no entry by mail, nor what began as one (must 15)


def staff(row: Any, now: datetime) -> Person:
    roles = frozenset(map(Role, row["roles"]))
    by = second_step.wanted_by(row["second_step"], row["trusted_since"], row["second_step_by"])
    vouches = Permission.COUNTERSIGN in grants(roles)
    overdue = by is not None and by <= now
    lost = set(map(UUID, row["lost"]))
    proof = Proof(
        sure_at=row["sure_at"],
        second_step=row["second_step"],
        second_step_by=by,
        overdue=overdue,
        new_device=row["new_device"],
        in_question=row["asked"],
        said_lost=row["staff_id"] in lost and not row["asked"],
        colleague_lost=vouches and bool(lost - {row["staff_id"]}),
    )
    return Person(row["staff_id"], g.clinic.id, Audience.STAFF, row["id"], roles, proof=proof)


def caregiver(row: Any, today: date, now: datetime) -> Person:
    """On a device that is new beside one she has, nothing older than its first entry; where a digest's mail let her in, nothing
    older than what it holds (must 17)."""
    only = row["digest_id"]
    in_question = only is not None or (row["asked"] and row["made_at"] > now - devices.NEW_FOR)
    since = row["digest_since"] if only else row["made_at"] if in_question else THE_BEGINNING
    family = family_of(row["caregiver_id"], row["parts"], today, since)
    sensitive = any(part["sensitive"] for part in row["parts"])
    readers = {part["child_id"]: tuple(map(UUID, part["team"])) for part in row["parts"]}
    ended = {part["child_id"]: date.fromisoformat(part["care_ended"]) for part in row["parts"] if part["care_ended"]}
    away = {part["child_id"]: tuple(map(stand_in, part["away"])) for part in row["parts"]}
    return Person(
        row["caregiver_id"],
        g.clinic.id,
        Audience.FAMILY,
        row["id"],
        family=family,
        readers=readers,
        away=away,
        care_ended=ended,
        proof=Proof(in_question=in_question),
        came_in=() if in_question else tuple(map(came_in, row["came_in"])),
        without_address=row["without_address"],
        levels=levels_of(row["parts"], today),
        homes=at_home(row["parts"]),
        sensitive=sensitive,
        only=only,
        language=row["language"],
        alone=row["alone"],
    )


def came_in(one: list[str]) -> CameIn:
    id, kind, at = one
    return CameIn(UUID(id), kind, datetime.fromisoformat(at))


def stand_in(one: list[str]) -> StandIn:
    deputy, therapist, until = one
    return StandIn(UUID(deputy), UUID(therapist), date.fromisoformat(until))


def name_of(person: Person) -> str:
    """The name shown, read in the person's own scope: the door reads no name."""
    if person.family:
        return frame.of(person).name
    return own_name()


def mark_first_entry(caregiver: UUID, at: Any) -> None:
    """The first time she comes in through a link: engagement counts from then. Written at the door."""
    db.session.execute(
        db.update(Involvement)
        .where(
            hers(caregiver),
            Involvement.invited_at.is_not(None),
            Involvement.entered_at.is_(None),
            Involvement.ended_at.is_(None),
        )
        .values(entered_at=at)
    )
