"""A therapist puts away what asked for a word from her, and says why."""

from uuid import UUID

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.engagement.alerts import Alert, put_away
from app.families.children import on_team
from app.permissions import Permission
from app.web.door import Portal, Staff, loads
from app.web.person import Person
from tenants.db import db
from tenants.scope import Audience

portal = Portal("alerts", __name__)
WHY_WORDS = {
    "spoke": _l("We spoke"),
    "changed": _l("We changed what was agreed"),
    "known": _l("I knew: nothing to do"),
    "wrong": _l("This was not right"),
}


@loads(Audience.STAFF, "alert")
def asked_of_me(person: Person, id: UUID) -> Alert | None:
    """Of a family that is hers today."""
    mine = Alert.id == id, Alert.staff_id == person.id, on_team(person, Alert.child_id)
    return db.session.scalar(db.select(Alert).where(*mine))


@portal.post("/alerts/<uuid:alert>", access=Staff.may(Permission.CASELOAD, "alert").always())
def close(alert: Alert) -> Response:
    try:
        if put_away(alert, request.form.get("why", "")):
            flash(_("Put away. Thank you: it helps us to ask less often in vain."))
    except ValueError:
        abort(422)
    return redirect("/today", 303)
