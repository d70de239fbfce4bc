"""The owner's pages: what is set up, and what is still to do."""

from flask import flash, g, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.clinic.forms import TextsForm
from app.people.models import now
from app.people.staff import owner_confirmed, texts_confirmed
from app.permissions import Permission
from app.signup import mails
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.person import signed_in
from tenants import resolve
from tenants.db import db
from tenants.models import Clinic

portal = Portal("clinic", __name__)
RUNS_IT = Staff.may(Permission.RUN_CLINIC)


@portal.get("/clinic", access=RUNS_IT)
def checklist() -> Response:
    person = signed_in()
    assert person is not None
    return page(
        "clinic/checklist.html", _("Clinic"), confirmed=owner_confirmed(), texts=texts_confirmed(),
        treats=person.may(Permission.CASELOAD),
    )  # fmt: skip


@portal.get("/clinic/texts", access=RUNS_IT)
def texts() -> Response:
    stored = db.session.get_one(Clinic, g.clinic.id)
    form = TextsForm(data={"lines": [*stored.crisis_lines, {}, {}, {}][:3], "reply_days": stored.reply_days})
    return page("clinic/texts.html", _("Clinic"), form=form)


@portal.post("/clinic/texts", access=RUNS_IT)
def save_texts() -> Response:
    form = TextsForm()
    if not form.validate() or not form.chosen():
        if not form.errors:
            form.form_errors.append(_("Keep at least one line with a number. Families read it before they write."))
        return page("clinic/texts.html", _("Clinic"), 422, form=form)
    values = {"crisis_lines": form.chosen(), "reply_days": form.reply_days.data, "texts_confirmed_at": now()}
    db.session.execute(db.update(Clinic).where(Clinic.id == g.clinic.id).values(**values))
    audit.record("confirmed-texts", "clinic", g.clinic.id, reply_days=form.reply_days.data)
    resolve.forget()
    flash(_("Saved. Every family page shows them from now on."))
    return redirect("/clinic", 303)


@portal.post("/clinic/confirmation", access=RUNS_IT)
def confirm_again() -> Response:
    person = signed_in()
    assert person is not None
    mails.ask_to_confirm(person.id)
    flash(_("A new mail is on its way. Look into your inbox."))
    return redirect("/clinic", 303)
