"""A page of "You": what is mailed to her, and when. A mail says no more than that there is something to read (must 12)."""

from datetime import timedelta

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField

from app.people.mail_choice import choose
from app.people.models import CaregiverAddress
from app.portal import frame
from app.web.dates import now_here
from app.web.door import Caregiver, Portal
from app.web.page import page
from app.web.person import me
from app.web.reply import clock
from tenants.db import db

portal = Portal("mail", __name__)
PAUSES = {"7": 7, "28": 28}
"""Days, today included."""
HERS = Caregiver.any().on_own_device()


def hour(label: str) -> SelectField:
    return SelectField(label, coerce=int, choices=lambda: [(one, clock(one * 60)) for one in range(24)])


class MailForm(FlaskForm):
    digests = BooleanField(_l("Mail me once a week what came back"))
    answers = BooleanField(_l("Mail me when something came back"))
    quiet_from = hour(_l("Quiet from"))
    quiet_until = hour(_l("Quiet until"))


def shown(form: MailForm, status: int = 200) -> Response:
    address = db.session.scalar(db.select(CaregiverAddress.address).where(CaregiverAddress.caregiver_id == me().id))
    return page(
        "portal/mail.html", _("You"), status, form=form, mails=frame.of(me()).mails, address=address,
        today=now_here().date(),
    )  # fmt: skip


@portal.get("/you/mail", access=HERS)
def show() -> Response:
    mails = frame.of(me()).mails
    values = {name: getattr(mails, name) for name in ("quiet_from", "quiet_until")}
    return shown(MailForm(digests=mails.digests_chosen, answers=mails.chosen, **values))


@portal.post("/you/mail", access=HERS)
def save() -> Response:
    """Where mails begin, home says so until tomorrow."""
    form, mails = MailForm(), frame.of(me()).mails
    if not form.validate():
        return shown(form, 422)
    answers, digests = bool(form.answers.data), bool(form.digests.data)
    hours = {name: form[name].data for name in ("quiet_from", "quiet_until")}
    choose(me().id, mails, answers=answers, digests=digests, **hours)
    begins = (answers and not mails.answers) or (digests and not mails.digests)
    flash(_("Saved. It begins tomorrow. Until then you can undo it.") if begins else _("Saved."))
    return redirect("/you/mail", 303)


@portal.post("/you/mail/pause", access=HERS)
def pause() -> Response:
    """For some days, or no longer than today: more mail than before begins the next day."""
    asked, today, mails = request.form.get("days", ""), now_here().date(), frame.of(me()).mails
    if asked in PAUSES:
        until = today + timedelta(days=PAUSES[asked] - 1)
        choose(me().id, mails, paused_until=until)
        flash(_("No mail about things to read for now."))
    elif asked == "over":
        if mails.paused_until and mails.paused_until > today:
            choose(me().id, mails, paused_until=today)
        flash(_("From tomorrow on we write again."))
    else:
        abort(422)
    return redirect("/you/mail", 303)


@portal.post("/you/mail/undo", access=HERS)
def undo() -> Response:
    """What home said would begin does not, also where it began since."""
    kinds = {"answers", "digests"} & set(request.form.getlist("kind"))
    choose(me().id, frame.of(me()).mails, **dict.fromkeys(kinds, False))
    flash(_("Undone. No new mail begins."))
    return redirect("/you/mail", 303)
