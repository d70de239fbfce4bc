"""A supervisor opens a family's record: with one of four reasons, for that review (must 27)."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.involvement.models import Child
from app.permissions import Permission
from app.sight import reviewing
from app.sight.models import Review
from app.sight.supervising import supervised
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.page import page
from app.web.person import Person
from tenants.db import db
from tenants.scope import Audience

portal = Portal("reviews", __name__)
REASONS = {
    "due": _l("A review is due"),
    "slipping": _l("The partnership is slipping"),
    "asked": _l("The therapist asked me"),
    "concern": _l("A concern"),
}
OPENS = Staff.may(Permission.SUPERVISE, supervised="child")


@loads(Audience.STAFF, "supervised")
def child_i_supervise(person: Person, id: UUID) -> Child | None:
    theirs = supervised(person.id, Child.id, now_here().date())
    return db.session.scalar(db.select(Child).where(Child.id == id, theirs))


@loads(Audience.STAFF, "review")
def my_review(person: Person, id: UUID) -> Review | None:
    return db.session.scalar(db.select(Review).where(Review.id == id, Review.staff_id == person.id))


@portal.get("/reviews/of/<uuid:child>", access=OPENS)
def ask(supervised: Child) -> Response:
    return question(supervised)


def question(child: Child, problem: str = "") -> Response:
    return page(
        "engagement/reason.html", _("Review"), 422 if problem else 200, child=child, reasons=REASONS, problem=problem
    )


@portal.post("/reviews/of/<uuid:child>", access=OPENS.always())
def begin(supervised: Child) -> Response:
    try:
        reviewing.begin(supervised.id, request.form.get("reason", ""))
    except ValueError:
        return question(supervised, _("Choose why you open this record."))
    return redirect(url_for("families.show", child=supervised.id), 303)


@portal.post("/reviews/<uuid:review>/finish", access=Staff.may(Permission.SUPERVISE, "review").always())
def finish(review: Review) -> Response:
    reviewing.finish(review)
    flash(_("The review is finished. The record is closed."))
    return redirect(url_for("engagement.show"), 303)
