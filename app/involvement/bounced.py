"""Mail to a caregiver does not arrive any more: her care teams read it on Today, and tell her in person (product.md, Digests)."""

from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app import notices
from app.involvement.care_team import members
from app.involvement.models import Involvement
from app.involvement.same_person import hers
from app.notices import Says, Told, says
from app.people.letters import BOUNCED
from tenants.db import db
from tenants.holding import today


def tell_teams(caregiver: UUID) -> None:
    day = today()
    children = db.select(Involvement.child_id).where(hers(caregiver), Involvement.ended_at.is_(None)).distinct()
    for child in db.session.scalars(children).all():
        for reader in {one.staff_id for one in members(child, day)}:
            notices.tell(reader, "bounced", child=child, about=caregiver)


@says("bounced")
def says_bounced(told: Told) -> Says:
    words = _("Mail to somebody who cares for %(child)s comes back. Ask for another address.", child=told.child)
    return Says(words, url_for("people_of.show", child=told.child_id))


BOUNCED.append(tell_teams)
