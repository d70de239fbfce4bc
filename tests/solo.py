"""A clinic of one, beside the cast: Ines Roth owns Cove and is its therapist. She sees Lena, whose mother is Petra."""

from flask import Flask

from app.involvement import homes
from app.involvement.models import CareTeamMember
from app.people.models import StaffLogin
from app.sight import glass, widening
from app.sight.models import Glass, Widening
from app.signup.opening import Opening, open_clinic
from app.updates.arranging import listed
from tenants.db import db, new_id, transaction
from tenants.models import Clinic
from tenants.provision import first_owner
from tenants.scope import Audience, Scope
from tests.deeds import loses, notifies, slips, tells, withdraws, worries
from tests.digests.week import has_digest
from tests.world import PASSWORD, House, family

NOUNS = {"widening": Widening, "glass": Glass, "membership": CareTeamMember}


def cove(app: Flask) -> House:
    opening = Opening(
        name="Cove Therapy", short_name="Cove", subdomain="cove", own_name="Ines Roth", address="ines@cove.example",
        password=PASSWORD, country="US", time_zone="America/New_York", treats=True, role="owner",
    )  # fmt: skip
    with app.test_request_context():
        house = House(open_clinic(new_id(), opening).id, "cove")
    house.people["ines"] = first_owner(house.clinic)
    with transaction(Scope(house.clinic, Audience.DOOR)) as scope:
        db.session.execute(db.update(StaffLogin).values(confirmed_at=scope.now))
    with transaction(house.jobs()) as scope:
        db.session.execute(db.update(Clinic).where(Clinic.id == house.clinic).values(texts_confirmed_at=scope.now))
    family(house, house.today, "ines", "Lena", {"Petra": ("mother", "A")})
    return house


def hers(house: House) -> dict[str, object]:
    """One id of each noun that a clinic of one can have: she asked to be supervisor, too, and broke a glass."""
    child, ines, today = house.children["lena"], house.people["ines"], house.today
    update = tells(house, "petra", "lena", "She sings again")
    with transaction(house.staff("ines")):
        widening.take("role", ines, role="supervisor")
        glass.break_glass("Nobody", 2019, "a call", None, today)
        ids = {noun: db.session.scalars(db.select(table.id)).one() for noun, table in NOUNS.items()} | {
            "question": listed()[0].id,
            "stay": homes.of(house.parts["petra"])[0][0].id,
        }
    ids["withdrawal"] = withdraws(house, "petra", "lena")
    about = {"child": child, "update": update, "part": house.parts["petra"], "member": ines}
    about["worry"] = worries(house, "petra", "lena")
    about |= slips(house, "petra", "ines") | has_digest(house, "petra", update)
    return ids | about | {"lost": loses(house, "ines"), "notice": notifies(house, "ines", by="ines")}
