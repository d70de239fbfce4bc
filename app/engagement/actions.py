"""What was agreed in supervision about one child, to be read and marked as done by whoever reads it."""

from datetime import datetime
from uuid import UUID

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.families.children import on_team
from app.involvement.models import Child
from app.permissions import Permission
from app.sight import actions as verbs
from app.sight import family
from app.sight.supervising import supervised
from app.sight.supervision import AgreedAction
from app.web.back import back
from app.web.cursor import decoded, encoded
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.page import asked_address, page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("agreed_actions", __name__)
READS = Staff.may(Permission.READ_RECORDS, "action")
SUPERVISES = Staff.may(Permission.SUPERVISE, agreed_here="action")


@loads(Audience.STAFF, "action")
def action_i_read(person: Person, id: UUID) -> AgreedAction | None:
    reads = verbs.reads(person.id, now_here().date())
    return db.session.scalar(db.select(AgreedAction).where(AgreedAction.id == id, reads))


@loads(Audience.STAFF, "agreed_here")
def action_i_supervise(person: Person, id: UUID) -> AgreedAction | None:
    theirs = supervised(person.id, AgreedAction.child_id, now_here().date())
    return db.session.scalar(db.select(AgreedAction).where(AgreedAction.id == id, theirs))


@loads(Audience.STAFF, "agreed_about")
def child_with_actions(person: Person, id: UUID) -> Child | None:
    near = on_team(person, Child.id) | supervised(person.id, Child.id, now_here().date())
    return db.session.scalar(db.select(Child).where(Child.id == id, near))


@portal.get("/agreed/<uuid:child>", access=Staff.may(Permission.READ_RECORDS, agreed_about="child"))
def show(agreed_about: Child) -> Response:
    child, listing = agreed_about, f"agreed:{agreed_about.id}"
    place = decoded(request.args.get("before"), me(), listing)
    rows = family.actions(child.id, (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None)
    shown = rows[: family.PAGE]
    earlier = encoded([shown[-1].at.isoformat(), str(shown[-1].id)], me(), listing) if len(rows) > len(shown) else None
    audit.record("read", "actions", child.id, child=child.id)
    own = db.select(Child.id).where(Child.id == child.id, supervised(me().id, Child.id, now_here().date()))
    takes_back = me().may(Permission.SUPERVISE) and db.session.scalar(own) is not None
    return page(
        "engagement/agreed.html", child.name, child=child, agreed=shown, earlier=earlier, first=place is None,
        today=now_here().date(), takes_back=takes_back, back=asked_address(),
    )  # fmt: skip


def answer(action: AgreedAction, turned: bool, words: str) -> Response:
    flash(words if turned else _("It was so already."))
    return back(url_for("agreed_actions.show", child=action.child_id))


@portal.post("/actions/<uuid:action>/done", access=READS)
def done(action: AgreedAction) -> Response:
    return answer(action, verbs.done(action), _("Marked as done."))


@portal.post("/actions/<uuid:action>/done/delete", access=READS)
def not_done(action: AgreedAction) -> Response:
    return answer(action, verbs.not_done(action), _("It is still to be done."))


@portal.post("/actions/<uuid:action>/hold/delete", access=SUPERVISES)
def take_back(agreed_here: AgreedAction) -> Response:
    return answer(agreed_here, verbs.take_back(agreed_here), _("Taken back. Nobody is asked for it any more."))


@portal.post("/actions/<uuid:action>/hold", access=SUPERVISES)
def hold(agreed_here: AgreedAction) -> Response:
    return answer(agreed_here, verbs.holds_again(agreed_here), _("It holds again."))
