"""Fills the demo through the application's own verbs, once; prints who is there and how to sign in, as one JSON line."""

import json
from datetime import datetime, time, timedelta
from uuid import UUID

from flask import Flask

from app import create_app
from app.addresses import sort_name
from app.families.adding import Told, add_family
from app.families.inviting import invite
from app.involvement import involving, legal
from app.involvement.models import Involvement
from app.people import passwords
from app.people.models import Caregiver, StaffLogin, StaffRole
from app.people.staff import add_staff
from app.portal.present import mark_first_entry
from app.sight import supervising
from app.signup.opening import Opening, Taken, open_clinic
from app.team import desk
from dev.demo_families import ELSEWHERE, FAMILIES, Family
from dev.demo_telling import tell_all
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.models import Clinic
from tenants.provision import first_owner
from tenants.scope import Audience, Scope, moment

PASSWORD = "open the harbour"
CLINICS = (("harbour", "Harbour", "America/New_York", FAMILIES), ("meadow", "Meadow", "Europe/Berlin", ELSEWHERE))
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
    begin = moment() - timedelta(days=21)
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
        add(clinic, family, staff[family.therapist], begin)


def add(clinic: UUID, family: Family, therapist: UUID, begin: datetime) -> None:
    site = resolve.of_id(clinic)
    rows = [
        Told(one.name, one.relation, one.home, address(one.name, site.subdomain), True) for one in family.caregivers
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
                legal.tell(part, legal.Told("shared", "law", legal.in_a_year(day)), day)
    for one in family.caregivers:
        part = parts[one.name]
        if one.arrived:
            at = datetime.combine(day + timedelta(days=1), time(19), site.zone)
            with transaction(Scope(clinic, Audience.DOOR, now=at)):
                mark_first_entry(part.caregiver_id, at)
            tell_all(site, part, one, therapist)
        else:
            with transaction(Scope(clinic, Audience.STAFF, therapist)):
                invite(db.session.get_one(Involvement, (clinic, part.id)), True)


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
    for family in families:
        for one in family.caregivers:
            how = f"{url}/sign-in with {address(one.name, subdomain)}; the link and the code are in the outbox"
            role = f"{one.relation} of {family.child}, home {one.home}"
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
