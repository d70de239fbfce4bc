"""What staff read where the clinic's plan does not hold what they asked for; of payment the owner alone."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.permissions import Permission
from app.web.errors import sentence
from app.web.person import me
from app.web.refusals import NotPaid
from tenants.plans import Level


def say(error: NotPaid) -> Response:
    """What was typed stays on the page."""
    texts = {
        Level.GROW: _("Nobody new can be invited at the moment."),
        Level.WORK: _("Only answers can be written at the moment."),
        Level.ANSWER: _("Nothing can be written here any more."),
    }
    owner = me().may(Permission.RUN_CLINIC)
    then = _("Look at “Plan and payment”.") if owner else _("Ask whoever runs the clinic.")
    return sentence(texts[error.level], 402, f"{_('Nothing was saved.')} {then}")
