"""Fills the demo through the application's own verbs, once; prints who is there and how to sign in, as one JSON line."""

import json
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import Flask

from app import create_app, happened
from app.addresses import sort_name
from app.boundaries.limits import limit
from app.boundaries.opening import family_scope
from app.families.adding import Told, add_family
from app.families.inviting import invite
from app.involvement import involving, legal
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson, SamePersonAnswer
from app.people import passwords
from app.people.models import Caregiver, StaffLogin, StaffRole
from app.people.staff import add_staff
from app.portal.present import mark_first_entry
from app.portal.recognising import sweep_recognised
from app.sight import supervising
from app.signup.opening import Opening, Taken, open_clinic
from app.team import desk
from dev import demo_digests, demo_plan
from dev.demo_caseload import WEEKS, families
from dev.demo_families import ELSEWHERE, FAMILIES, Family
from dev.demo_families import Caregiver as Demo
from dev.demo_telling import tell_all
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.models import Clinic
from tenants.provision import first_owner
from tenants.scope import Audience, Scope, moment

PASSWORD = "open the harbour"
CLINICS = (
    ("harbour", "Harbour", "America/New_York", (*FAMILIES, *families())),
    ("meadow", "Meadow", "Europe/Berlin", ELSEWHERE),
)
PAY = {"harbour"}
"""The others are in their trial."""
SHOWN = 9
"""Families whose people are listed: those written by hand, and a few more."""
STAFF = (
    ("okafor", "Dr Ada Okafor", "therapist"),
    ("reyes", "Dr Marta Reyes", "therapist"),
    ("mills", "Dr Ján Mills", "therapist"),
    ("sade", "Sade Cole", "supervisor"),
    ("otis", "Otis Lang", "office"),
)


def fill(subdomain: str, name: str, zone: str, families: tuple[Family, ...]) -> None:
    """One clinic with its people and what they told. Does nothing when it is there already."""
    opening = Opening(
        name=f"{name} Child Therapy", short_name=name, subdomain=subdomain, own_name="Olga Brandt",
        address=f"olga@{subdomain}.example", password=PASSWORD, country="US", time_zone=zone, treats=False, role="owner",
    )  # fmt: skip
    try:
        clinic = open_clinic(new_id(), opening).id
    except Taken:
        return
    begin = moment() - timedelta(weeks=WEEKS)
    hashed = passwords.hashed(PASSWORD)
    staff = {key: new_id() for key, _, _ in STAFF}
    with transaction(Scope(clinic, Audience.STAFF, now=begin)):
        said = {"texts_confirmed_at": begin, "answers_on": "12345", "answers_from": 9 * 60, "answers_until": 17 * 60}
        db.session.execute(db.update(Clinic).where(Clinic.id == clinic).values(**said))
        for key, shown, role in STAFF:
            add_staff(staff[key], shown, f"{key}@{subdomain}.example", hashed, [] if role == "supervisor" else [role])
    lately = moment() - timedelta(days=2)  # long enough to sign for another, and still in the week for the second step
    with transaction(Scope(clinic, Audience.STAFF, now=lately)):
        db.session.add_all(StaffRole(staff_id=staff[key], role=role) for key, _, role in STAFF if role == "supervisor")
    with transaction(Scope(clinic, Audience.DOOR)):
        db.session.execute(db.update(StaffLogin).values(confirmed_at=begin))
    with transaction(Scope(clinic, Audience.STAFF, first_owner(clinic), now=begin)):
        for therapist in ("okafor", "reyes"):
            supervising.pair(staff["sade"], staff[therapist], begin.date())
    for family in families:
        add(clinic, family, staff[family.therapist], moment() - timedelta(weeks=family.weeks))
    demo_digests.weeks(clinic, [staff["okafor"], staff["reyes"]])
    if subdomain in PAY:
        demo_plan.pays(clinic, opening.name, opening.address)


def add(clinic: UUID, family: Family, therapist: UUID, begin: datetime) -> None:
    site = resolve.of_id(clinic)
    rows = [
        Told(one.name, one.relation, one.home, address(one.name, site.subdomain) if one.mail else None, one.mail)
        for one in family.caregivers
    ]
    with transaction(Scope(clinic, Audience.STAFF, therapist, now=begin)):
        day = begin.astimezone(site.zone).date()
        child = add_family(new_id(), family.child, family.age, rows, therapist, day)
        parts = {
            name: part
            for part, name in db.session.execute(
                db.select(Involvement, Caregiver.name)
                .join(
                    Caregiver,
                    (Caregiver.clinic_id == Involvement.clinic_id) & (Caregiver.id == Involvement.caregiver_id),
                )
                .where(Involvement.child_id == child)
            )
        }
        if family.at_desk:
            desk.open_up(child)
        for one in family.caregivers:
            part = parts[one.name]
            involving.agree(part, *one.agreed, day)
            if one.arrived:
                involving.invited(part)
                legal.tell(part, told_of(one, day), day)
            if one.limited:
                limit(part.id, "messages", "closed", "court-order", day, reason="Order of the family court, on file.")
                limit(part.id, "updates", "therapist-led", "court-order", day)
    if family.sibling:
        recognise(site, parts[family.caregivers[0].name], therapist)
        return
    for one in family.caregivers:
        part = parts[one.name]
        if one.arrived:
            at = datetime.combine(day + timedelta(days=1), time(19), site.zone)
            with transaction(Scope(clinic, Audience.DOOR, now=at)):
                happened.tell("entered", part.id, at.date())
                mark_first_entry(part.caregiver_id, at)
            tell_all(site, part, one, therapist)
        else:
            with transaction(Scope(clinic, Audience.STAFF, therapist)):
                invite(db.session.get_one(Involvement, (clinic, part.id)), True)


def told_of(one: Demo, day: date) -> legal.Told:
    """What the family said of it, and what the court wrote."""
    if one.limited:
        return legal.Told("some", "order", legal.in_a_year(day), True, "Order on file")
    return legal.Told("shared", "law", legal.in_a_year(day))


def recognise(site: resolve.ThisClinic, part: Involvement, therapist: UUID) -> None:
    """The sibling's mother is known here by her address: she is asked in her own portal, and says yes."""
    with transaction(Scope(site.id, Audience.STAFF, therapist)):
        invite(db.session.get_one(Involvement, (site.id, part.id)), True)
        asked = db.session.scalars(db.select(SamePerson).where(SamePerson.involvement_id == part.id)).one()
    with transaction(family_scope(site.id, asked.caregiver_id, site.zone)):
        mine = {"caregiver_id": asked.caregiver_id, "involvement_id": part.id}
        db.session.add(SamePersonAnswer(id=asked.id, said="yes", **mine))
    sweep_recognised(site.id)


def address(name: str, subdomain: str) -> str:
    return f"{sort_name(name).split()[0]}@{subdomain}.example"


def people(app: Flask, subdomain: str, families: tuple[Family, ...]) -> dict[str, object]:
    """How to sign in as each role."""
    apex = app.config["PUBLIC_URL"].partition("://")[2]
    url = f"http://{subdomain}.{apex}"
    by_password = f"{url}/staff/sign-in with {{}} and the password “{PASSWORD}”"
    staff = [("Olga Brandt", "owner", "olga"), *((shown, role, key) for key, shown, role in STAFF)]
    rows = [
        {"name": shown, "role": role, "how": by_password.format(f"{key}@{subdomain}.example")}
        for shown, role, key in staff
    ]
    for family in families[:SHOWN]:
        for one in family.caregivers:
            how = f"{url}/sign-in with {address(one.name, subdomain)}; the link and the code are in the outbox"
            role = f"{one.relation} of {family.child}, home {one.home}"
            if not one.mail:
                how = "has no address: Dr Okafor makes a slip on the page of the family's people"
            rows.append(
                {"name": one.name, "role": role, "how": how if one.arrived else "the invitation is in the outbox"}
            )
    return {"clinic": subdomain, "url": url, "people": rows}


def main() -> None:
    app = create_app()
    with app.test_request_context():
        for clinic in CLINICS:
            fill(*clinic)
    print(json.dumps([people(app, subdomain, families) for subdomain, _, _, families in CLINICS], ensure_ascii=False))


if __name__ == "__main__":
    main()
