"""What she told, mended by herself: a correction beside it, or withdrawn (must 20)."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from app.people.forms import at_most, required, stripped, unix_lines
from app.portal import frame
from app.portal.frame import Part
from app.updates.at_home import wanted
from app.updates.models import LONGEST
from app.updates.queries import Told
from app.updates.sharing import is_shared, unshare
from app.updates.tell import tell
from app.updates.withdrawing import withdraw
from app.web.dates import now_here
from app.web.door import Caregiver, Portal
from app.web.once import row_again, sent_row
from app.web.page import page
from app.web.person import me

portal = Portal("mending", __name__)


class CorrectionForm(FlaskForm):
    body = TextAreaField(
        _l("How it is right"), [required(_l("Write how it is right.")), at_most(LONGEST)], [unix_lines, stripped]
    )


def part_of(update: Told) -> Part | None:
    """Hers, while its words are read: of what has ended nothing is corrected any more."""
    return next((part for part in frame.of(me()).parts if part.id == update.part and not part.ended), None)


def correcting(update: Told, form: FlaskForm, status: int = 200) -> Response:
    """Her own words stand above the box; what she writes is kept beside them."""
    part = part_of(update)
    if part is None:
        return redirect(url_for("telling.show", update=update.id), 303)
    row = row_again(f"correction/{update.id}")
    # What nobody at home reads goes home by no correction, unless she says so.
    sent = request.method == "POST"
    clinic_only = bool(request.form.get("clinic_only")) if sent else not is_shared(update.corrects or update.id)
    return page(
        "updates/correct.html", _("Notes"), status, update=update, part=part, form=form, row=row, clinic_only=clinic_only
    )  # fmt: skip


@portal.get("/updates/<uuid:update>/correction", access=Caregiver.of("update").to_be_read())
def write_correction(update: Told) -> Response:
    return correcting(update, CorrectionForm(data={"body": update.body}))


@portal.post("/updates/<uuid:update>/correction", access=Caregiver.of("update").to_be_read())
def send_correction(update: Told) -> Response:
    form, row, part = CorrectionForm(), sent_row(f"correction/{update.id}"), part_of(update)
    if part is None:
        abort(404)
    if not form.validate():
        return correcting(update, form, 422)
    if row is None:
        form.form_errors.append(_("This page was open for too long. Press the button once more."))
        return correcting(update, form, 422)
    first = update.corrects or update.id
    at_home = wanted(part, frame.of(me()).name)
    new = tell(
        row, update.part, update.child, update.kind, now_here().date(), topic=update.topic, body=form.body.data or "",
        corrects=first, at_home=at_home,
    )  # fmt: skip
    return redirect(url_for("telling.show", update=new, thanks=1), 303)


@portal.post("/updates/<uuid:update>/unshared", access=Caregiver.of("update"))
def share_no_more(update: Told) -> Response:
    """This one alone: her choice stays."""
    unshare(update.id)
    flash(_("Nobody at home reads this one any more."))
    return redirect(url_for("telling.show", update=update.id), 303)


@portal.get("/updates/<uuid:update>/withdrawal", access=Caregiver.of("update"))
def ask_to_withdraw(update: Told) -> Response:
    """Says what pressing the button does, before she presses."""
    return page("updates/withdraw.html", _("Notes"), update=update, child=frame.of(me()).children.get(update.child, ""))


@portal.post("/updates/<uuid:update>/withdrawal", access=Caregiver.of("update"))
def take_back(update: Told) -> Response:
    if withdraw(update.id, update.part, update.child, now_here().date()):
        flash(_("You withdrew it. Nobody reads it here any more."))
    return redirect(url_for("telling.show", update=update.id), 303)
