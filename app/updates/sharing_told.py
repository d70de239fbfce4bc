"""The care team reads on Today that a caregiver shares at home, from the day on which it begins (must 4)."""

from datetime import timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app import notices
from app.involvement.care_team import members
from app.jobs import clinic_job, done, seen
from app.notices import Says, Told, says
from app.notices.models import Notice
from app.updates.sharing import HomeChoice
from app.web.dates import midnight
from tenants import resolve
from tenants.db import db, transaction
from tenants.scope import Audience, Scope

LATELY = timedelta(days=14)
"""Older choices were told long ago."""


@clinic_job()
def tell_teams(clinic: UUID) -> None:
    """Each choice that has come into force and was not taken back, once to everybody on the team that day."""
    zone = resolve.of_id(clinic).zone
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        rows, here = seen("home-choices"), scope.now.astimezone(zone)
        known = db.select(Notice.about_id).where(Notice.kind == "shares-at-home", Notice.about_id.is_not(None))
        new = db.select(HomeChoice).where(
            HomeChoice.at < midnight(here), HomeChoice.at > here - LATELY, HomeChoice.id.not_in(known)
        )
        for choice in db.session.scalars(new.order_by(HomeChoice.at, HomeChoice.id)):
            for one in {member.staff_id for member in members(choice.child_id, here.date())}:
                notices.tell(one, "shares-at-home", child=choice.child_id, about=choice.id)
        done(rows)


@says("shares-at-home")
def shares_at_home(told: Told) -> Says:
    words = _(
        "A caregiver of %(child)s shares notes and check-ins at home, from now on. The people's page says with whom.",
        child=told.child,
    )
    return Says(words, url_for("people_of.show", child=told.child_id))
