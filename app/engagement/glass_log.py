"""Who looked for a record outside the care teams, and why: for supervisors. Owners who are none read who and when."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.addresses import sort_name
from app.involvement.closed import children_closed_to
from app.involvement.models import Child
from app.people.colleagues import shown
from app.permissions import Permission
from app.sight.models import Glass
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.person import me
from tenants.db import db

portal = Portal("glass_log", __name__)
NEWEST = 100


@portal.get("/break-glass/log", access=Staff.may(Permission.COUNTERSIGN))
def show() -> Response:
    """The newest hundred. What was typed may tell of a child, so it is for those who may read records."""
    rows = seen()
    audit.record("read", "glass", me().id)
    return page(
        "engagement/glass_log.html", _("Opened outside the teams"), rows=rows, names=shown(row.staff_id for row in rows),
        words=me().may(Permission.SUPERVISE),
    )  # fmt: skip


def seen() -> list[Glass]:
    """One's own, and without what is about a child closed to the reader by name, found or not (`glass.told_of` alike)."""
    closed = children_closed_to(me().id)
    names = set(db.session.scalars(db.select(Child.sort_name).where(Child.id.in_(closed))))
    about_others = Glass.child_id.is_(None) | Glass.child_id.not_in(closed)
    rows = db.session.scalars(db.select(Glass).where(about_others).order_by(Glass.at.desc()).limit(NEWEST))
    mine = me().id
    return [row for row in rows if row.child_id or row.staff_id == mine or sort_name(row.looked_for) not in names]
