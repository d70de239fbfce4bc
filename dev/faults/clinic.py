"""A clinic that invites people: mails become due by the application's own verbs."""

from itertools import count
from uuid import UUID

from flask import Flask

from app.families.adding import Told, add_family
from app.families.inviting import invite
from app.involvement.models import Involvement
from app.people.staff import add_staff
from app.signup.opening import Opening, open_clinic
from tenants import resolve
from tenants.db import db, new_id, transaction
from tenants.scope import Audience, Scope, moment


class Clinic:
    def __init__(self, app: Flask):
        opening = Opening(
            name="Harbour Therapy", short_name="Harbour", subdomain="harbour", own_name="Olga Brandt", address="olga@harbour.example",
            password="a few words in a row", country="US", time_zone="America/New_York", treats=False, role="owner",
        )  # fmt: skip
        self.app, self.numbers = app, count(1)
        with app.test_request_context():
            self.site = resolve.of_id(open_clinic(new_id(), opening).id)
            self.therapist = new_id()
            with transaction(Scope(self.site.id, Audience.STAFF)):
                add_staff(self.therapist, "Dr Okafor", "okafor@harbour.example", "", ["therapist"])

    def invite(self, many: int, mailbox: str = "parent") -> list[UUID]:
        """That many caregivers, each told by a commit that the invitation is on its way. Returns their links.

        `mailbox`: how the address begins; the outbox answers by it (`dev.outbox.behaviour`).
        """
        with self.app.app_context():
            return [self.invited(f"{mailbox}-{next(self.numbers)}@harbour.example") for _ in range(many)]

    def invited(self, address: str) -> UUID:
        today = moment().astimezone(self.site.zone).date()
        with transaction(Scope(self.site.id, Audience.STAFF, self.therapist)):
            rows = [Told("Dana", "mother", "A", address, True)]
            child = add_family(new_id(), "Maya", 7, rows, self.therapist, today)
            part = db.session.scalars(db.select(Involvement).where(Involvement.child_id == child)).one()
            return invite(part, True).id
