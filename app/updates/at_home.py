"""What a writing page says and takes about sharing at home: with whom, and "only the clinic" beside the box (must 4)."""

from flask import flash, request
from flask_babel import gettext as _

from app.portal.frame import Part
from app.updates.sharing import With

BOX, TICK = "shared", "clinic_only"
"""The form names the choices that its page showed; what came into force since, she did not see."""


def wanted(part: Part, writer: str, box: str = BOX) -> tuple[With, ...]:
    """Whom to share with what the form at hand sends: those its page named who still live there. Says so where one does not.

    `box`: the hidden fields that name them; another child of hers has its own.
    """
    shown = request.form.getlist(box)
    if request.form.get(TICK) or not shown:
        return ()
    found = [home for home in part.sharing if str(home.at.choice) in shown]
    if len(found) < len(shown):
        flash(
            _(
                "Something about sharing at home has changed. Look under You. This went to fewer people than the page said."
            )
        )
    return tuple(With(home.at.choice, home.at.party, writer) for home in found if home.at.choice)
