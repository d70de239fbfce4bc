"""A therapist's weekly lines: a box for each home, the people it is for named beside it, what that home told lately."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.digests import lines
from app.digests.lines import Box
from app.digests.making import coming
from app.digests.models import LONGEST_LINE
from app.involvement.care_team import is_on_team
from app.involvement.models import Party
from app.people.forms import one_line
from app.permissions import Permission
from app.updates.queries import moment
from app.updates.telling import TOPIC_WORDS
from app.web.cursor import decoded, encoded
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("lines", __name__)
PAGE = 20
LATELY = timedelta(days=7)


@loads(Audience.STAFF, "party")
def home_of_my_child(person: Person, party: UUID) -> Party | None:
    """The people of one home today, of a child on whose care team this person is."""
    mine = Party.id == party, Party.kind == "home", is_on_team(person.id, Party.child_id, now_here().date())
    return db.session.scalar(db.select(Party).where(*mine))


def shown(status: int = 200, problem: str = "", typed: str = "", at: UUID | None = None) -> Response:
    """`at`: the box that could not be kept, with what was typed in it. Where it is not on this page, both stand above."""
    here, place = now_here(), decoded(request.args.get("after"), me(), "lines")
    after = (place[0], UUID(place[1])) if place else None
    week, goes = coming(g.clinic, here)
    found = lines.boxes(here.date(), here - LATELY, PAGE + 1, after)
    lost = at is not None and at not in [box.party for box in found[:PAGE]]
    last = found[PAGE - 1] if len(found) > PAGE else None
    later = encoded([last.sort_name, str(last.party)], me(), "lines") if last else None
    record(found[:PAGE])
    homes, written = lines.count(here.date())
    return page(
        "digests/lines.html", _("Weekly lines"), status, boxes=found[:PAGE], later=later, first=place is None, homes=homes,
        written=written, goes=goes, longest=LONGEST_LINE, problem=problem, typed=typed, at=at,
        topics=TOPIC_WORDS, moment=moment, week=week, here=request.args.get("after"), lost=lost,
    )  # fmt: skip


def record(boxes: Sequence[Box]) -> None:
    """Who has read whose words beside the boxes: each caregiver reads it a week later (must 21)."""
    for box in boxes:
        if box.read:
            audit.record("read", "hints", box.child, updates=box.read)


@portal.get("/lines", access=Staff.may(Permission.CASELOAD))
def show() -> Response:
    return shown()


@portal.post("/lines/<uuid:party>", access=Staff.may(Permission.CASELOAD, "party"))
def save(party: Party) -> Response:
    here = now_here()
    week, _goes = coming(g.clinic, here)
    words, before = one_line(request.form.get("words")) or "", request.form.get("before", "")
    if len(words) > LONGEST_LINE:
        over = len(words) - LONGEST_LINE
        return shown(422, _("This is %(over)s characters too long. At most %(longest)s fit.", over=over, longest=LONGEST_LINE), words, party.id)  # fmt: skip
    if not lines.is_open(party.id, here.date()):
        return shown(409, _("Who lives there has changed meanwhile, so it was not saved."), words, party.id)
    if request.form.get("week") != str(week):
        return shown(409, _("The last ones have gone meanwhile. This would be for the next week: look, and save again."), words, party.id)  # fmt: skip
    if not lines.say(party.id, party.child_id, week, words, before) and lines.stands(party.id) != words:
        return shown(409, _("Somebody changed this line meanwhile. Look at both, and save again."), words, party.id)
    flash(_("Saved. It goes with the next digest.") if words else _("It is empty. That is fine."))
    return redirect(url_for("lines.show", after=request.args.get("after")) + f"#home-{party.id}", 303)
