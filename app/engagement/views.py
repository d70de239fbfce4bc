"""Where a supervisor lands: the therapists they supervise, and those therapists' families."""

from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.engagement import queries
from app.permissions import Permission
from app.updates.queries import moment
from app.web.cursor import decoded, encoded
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.person import me

portal = Portal("engagement", __name__)


@portal.get("/engagement", access=Staff.may(Permission.SUPERVISE))
def show() -> Response:
    person, today = me(), now_here().date()
    therapists = queries.therapists(person.id, today)
    chosen = next((one["id"] for one in therapists if str(one["id"]) == request.args.get("therapist")), None)
    listing = f"engagement:{chosen}"
    rows = queries.families(person.id, today, chosen, decoded(request.args.get("after"), person, listing))
    shown = rows[: queries.PAGE]
    if shown:
        audit.record("read", "engagement", person.id, children=[str(row["id"]) for row in shown])
    later = encoded(place(shown[-1]), person, listing) if len(rows) > len(shown) else None
    return page(
        "engagement/show.html", _("Supervision"), therapists=therapists, chosen=chosen, rows=shown, later=later,
        first="after" not in request.args, moment=moment,
    )  # fmt: skip


def place(row: dict[str, UUID | str]) -> list[str]:
    """For a cursor: ids alone, as a name is in no address."""
    return [str(row["staff_id"]), str(row["id"])]
