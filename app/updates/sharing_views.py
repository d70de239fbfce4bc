"""A page of "You": sharing notes and check-ins with those one lives with. And what they shared with her (must 4)."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.jobs import due
from app.portal import frame
from app.portal.frame import Part
from app.updates import shared
from app.updates.sharing import HomeChoice, choose, unchoose
from app.updates.telling import TOPIC_WORDS
from app.web.cursor import decoded, encoded
from app.web.dates import midnight, now_here
from app.web.door import Caregiver, Portal, loads
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("sharing", __name__)


@loads(Audience.FAMILY, "choice")
def her_choice(person: Person, choice: UUID) -> HomeChoice | None:
    """One of her own, also of a part that has ended: of nobody else's does the scope hold a row."""
    parts = [home.part for home in person.homes]
    return db.session.scalar(db.select(HomeChoice).where(HomeChoice.id == choice, HomeChoice.involvement_id.in_(parts)))


def choices_page(status: int = 200, problem: str = "") -> Response:
    today = now_here().date()
    whole = frame.of(me())
    ended = [home for home in me().homes if home.choice and not home.others]
    return page(
        "updates/sharing.html", _("You"), status, parts=whole.parts, ended=ended, problem=problem,
        tomorrow=today + timedelta(days=1),
    )  # fmt: skip


@portal.get("/you/sharing", access=Caregiver.any().on_own_device())
def show() -> Response:
    return choices_page()


@portal.post("/you/sharing/about/<uuid:child>", access=Caregiver.of("child").on_own_device())
def begin(child: Part) -> Response:
    """With those the page named, and nobody who came since."""
    wanted = request.form.get("party", "")
    home = next((home for home in child.homes if str(home.at.party) == wanted and home.at.offered), None)
    if home is None:
        return choices_page(422, _("Who lives at home has changed. Look at the names, and choose once more."))
    if choose(home.at, child.child):
        due("home-choices", midnight(now_here()) + timedelta(days=1))
        flash(
            ngettext(
                "From tomorrow on, %(who)s can read it. Until then you can undo it here.",
                "From tomorrow on, %(who)s can read it. Until then you can undo it here.",
                len(home.names), who=home.who,
            )
        )  # fmt: skip
    return redirect(url_for("sharing.show"), 303)


@portal.post("/you/sharing/<uuid:choice>/delete", access=Caregiver.of("choice"))
def end(choice: HomeChoice) -> Response:
    unchoose(choice)
    flash(_("It is taken back. Nobody at home reads what you tell us."))
    return redirect(url_for("sharing.show"), 303)


@portal.get("/shared", access=Caregiver.any())
def list_shared() -> Response:
    """What those she lives with shared with her, newest first."""
    place = decoded(request.args.get("before"), me(), "shared")
    rows = shared.with_her((datetime.fromisoformat(place[0]), UUID(place[1])) if place else None)
    shown = rows[: shared.PAGE]
    earlier = encoded([shown[-1].at.isoformat(), str(shown[-1].id)], me(), "shared") if len(rows) > len(shown) else None
    children = frame.of(me()).children
    return page(
        "updates/shared.html", _("Notes"), shared=shown, earlier=earlier, first=place is None, children=children,
        topics=TOPIC_WORDS,
    )  # fmt: skip
