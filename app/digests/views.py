"""A caregiver's week: what came for her since the last one, under each child's name; and what the next one would hold."""

from flask import g
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.digests import home, reading
from app.digests.making import hours
from app.digests.open_to import Open
from app.digests.reading import Week
from app.portal import frame
from app.web.dates import now_here
from app.web.door import Caregiver, Portal
from app.web.page import page
from app.web.person import me
from tenants.plans import Level

portal = Portal("digests", __name__)


def shown(week: Week | None, coming: str = "", goes: bool = True) -> Response:
    """`coming`: of one that has not gone, when it goes. `goes`: somebody reads here then, so that it does."""
    mine = frame.of(me())
    return page(
        "digests/week.html", _("Your week"), week=week, children=mine.children, coming=coming, goes=goes, called=mine.called,
        parts={part.child: part for part in mine.parts}, only=me().only is not None,
    )  # fmt: skip


@portal.get("/digests/<uuid:digest>", access=Caregiver.of("digest").also_by_notice())
def show(digest: Week) -> Response:
    return shown(digest)


@portal.get("/digests/next", access=Caregiver.any().on_own_device())
def coming() -> Response:
    """What would be in it if it went now; the therapist's line comes with it."""
    person, here = me(), now_here()
    assert person.family
    hour = hours(g.clinic)["home"]
    period = hour.coming(here)
    found = home.weeks([Open(person.id, person.family.circles)], period)[0]
    goes = hour.next(here)
    read = g.clinic.standing(goes).lets(Level.ANSWER)
    return shown(reading.week(None, period, goes, found.quiet, found.items), coming=goes.isoformat(), goes=read)
