"""What staff read where the clinic's plan does not hold what they asked for."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.web.errors import sentence
from app.web.refusals import NotPaid
from tenants.plans import Level


def say(error: NotPaid) -> Response:
    """What was typed stays on the page."""
    texts = {
        Level.GROW: _("Nobody new can be invited at the moment: the clinic's plan is not paid."),
        Level.WORK: _("Only answers can be written at the moment: the clinic's plan is not paid."),
        Level.ANSWER: _("Nothing can be written here any more: the clinic's plan has ended."),
    }
    then = _("Nothing was saved. Ask whoever runs the clinic to look at “Plan and payment”.")
    return sentence(texts[error.level], 402, then)
