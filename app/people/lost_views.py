"""A colleague lost phone and codes: owners and supervisors say whether it is so."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy import text
from werkzeug.wrappers import Response

from app.people import losing
from app.people.losing import LostPhone
from app.people.models import StaffMember, now
from app.permissions import Permission
from app.web.door import Portal, Staff, loads
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import NOBODY, Audience

portal = Portal("lost", __name__)
OPEN = text("""
select l.id, s.shown as name, l.at,
  (select count(*) from lost_phone_yes y where y.clinic_id = :clinic and y.lost_id = l.id
     and y.staff_id = any(:vouching)) as said,
  exists (select 1 from lost_phone_yes y where y.clinic_id = :clinic and y.lost_id = l.id and y.staff_id = :me) as mine
from lost_phone l join staff_member s on s.clinic_id = l.clinic_id and s.id = l.staff_id
where l.clinic_id = :clinic and l.staff_id <> :me and l.refused_at is null and l.done_at is null and l.at > :forgotten
order by l.at, l.id limit 20
""")


@portal.get("/staff/lost", access=Staff.may(Permission.COUNTERSIGN))
def listed() -> Response:
    values = {"clinic": me().clinic, "me": me().id, "forgotten": now() - losing.LASTS}
    rows = db.session.execute(OPEN, values | {"vouching": losing.vouching(NOBODY)}).all()
    return page("people/colleagues_lost.html", _("Lost phones"), rows=rows, waits=losing.WAITS, needed=losing.HOW_MANY)


@loads(Audience.STAFF, "lost")
def anothers(person: Person, lost: UUID) -> Any:
    """A colleague's, ended or not, and never one's own: nobody says yes for themself."""
    return db.session.scalar(db.select(LostPhone).where(LostPhone.id == lost, LostPhone.staff_id != person.id))


@portal.post("/staff/lost/<uuid:lost>", access=Staff.may(Permission.COUNTERSIGN, "lost").always())
def answer(lost: LostPhone) -> Response:
    said = request.form.get("said", "")
    if said not in ("yes", "no"):
        abort(422)
    if lost.done_at or (lost.refused_at and lost.refused_by != me().id):
        flash(meanwhile(lost), "error")
    elif said == "no":
        losing.refuse(lost.id, lost.staff_id, me().id)
        flash(_("Refused. The second step stays as it is."))
    else:
        losing.say_yes(lost, me().id)
        flash(_("Thank you. Your yes is noted."))
    return redirect("/staff/lost", 303)


def meanwhile(lost: LostPhone) -> str:
    if lost.done_at:
        return _("This was settled meanwhile: your colleague is in again.")
    by = db.session.scalar(db.select(StaffMember.shown).where(StaffMember.id == lost.refused_by))
    return _("%(name)s refused this meanwhile.", name=by) if by else _("This was asked too long ago.")
