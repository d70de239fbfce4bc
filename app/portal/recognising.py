"""Somebody at the clinic says that she cares for a child they see: she says yes, or not me (must 1)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit, happened
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson, SamePersonAnswer
from app.jobs import clinic_job, done, due, seen
from app.web.door import Caregiver, Portal, loads
from app.web.person import Person, me
from tenants import resolve
from tenants.db import changed, db, stored, transaction
from tenants.scope import Audience, Scope

portal = Portal("recognising", __name__)


@loads(Audience.FAMILY, "asked")
def question_to_her(person: Person, asked: UUID) -> Any:
    """The question's id and the part it is about, answered before or not: pressed twice, it answers as the first time."""
    put = SamePerson.asked_at.is_not(None), SamePerson.withdrawn_at.is_(None)
    mine = db.select(SamePerson.id, SamePerson.involvement_id).where(SamePerson.caregiver_id == person.id, *put)
    return db.session.execute(mine.where(SamePerson.id == asked)).one_or_none()


@portal.post("/you/asked/<uuid:asked>", access=Caregiver.of("asked").on_own_device())
def answer(asked: Any) -> Response:
    """Her scope grows with the next request."""
    said = request.form.get("said", "")
    if said not in ("yes", "not-me"):
        abort(422)
    row = SamePersonAnswer(id=asked.id, caregiver_id=me().id, involvement_id=asked.involvement_id, said=said)
    if stored("pk_same_person_answer", lambda: db.session.add(row)):
        if question_to_her(me(), asked.id) is None:  # corrected at this very moment: the insert has waited for it
            abort(404)
        audit.record("recognised" if said == "yes" else "not-me", "involvement", asked.involvement_id)
        due("recognised")
        sweep_recognised.later()
        flash(_("Thank you.") if said == "yes" else _("Thank you. The clinic will look into it."))
    return redirect("/home", 303)


@clinic_job()
def sweep_recognised(clinic: UUID) -> None:
    """A part that she recognised has been entered: what the family login may not write."""
    zone = resolve.of_id(clinic).zone
    with transaction(Scope(clinic, Audience.STAFF)):
        rows = seen("recognised")
        new = db.select(SamePersonAnswer.involvement_id, SamePersonAnswer.at).join(
            Involvement,
            (Involvement.clinic_id == SamePersonAnswer.clinic_id) & (Involvement.id == SamePersonAnswer.involvement_id),
        )
        for part, at in db.session.execute(new.where(SamePersonAnswer.said == "yes", Involvement.entered_at.is_(None))):
            if not enter(part, at):
                continue
            happened.tell("entered", part, at.astimezone(zone).date())
        done(rows)


def enter(part: UUID, at: datetime) -> int:
    mine = db.update(Involvement).where(Involvement.id == part, Involvement.entered_at.is_(None))
    return changed(mine.values(entered_at=at))
