"""What a caregiver withdrew: the care team reads that and when, and opens the words with a reason, each time audited (must 20)."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from app import audit
from app.families import queries
from app.families.children import on_team
from app.families.queries import Entry
from app.people.forms import at_most, required, stripped, unix_lines
from app.permissions import Permission
from app.updates.models import Answer, Update
from app.updates.withdrawing import Withdrawal, is_open_to, open_with
from app.web.door import Portal, Staff, loads
from app.web.once import filled_in, row_again
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("withdrawn", __name__)
MY_CHILD = Staff.may(Permission.CASELOAD, "withdrawal")
REASON = 400


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        _l("Why you open it"), [required(_l("Say why you open it.")), at_most(REASON)], [unix_lines, stripped]
    )


@dataclass(frozen=True)
class Words:
    """What was withdrawn, as it was told."""

    body: str
    answers: list[tuple[str, str]]


@loads(Audience.STAFF, "withdrawal")
def withdrawal_about_my_child(person: Person, withdrawal: UUID) -> Withdrawal | None:
    mine = db.select(Withdrawal).where(Withdrawal.id == withdrawal, on_team(person, Withdrawal.child_id))
    return db.session.scalar(mine)


def words_of(withdrawal: Withdrawal) -> Words:
    body = db.session.scalar(db.select(Update.body).where(Update.id == withdrawal.id)) or ""
    answers = db.select(Answer.asked, Answer.words).where(Answer.update_id == withdrawal.id).order_by(Answer.id)
    return Words(body, [(asked, words) for asked, words in db.session.execute(answers)])


def shown(withdrawal: Withdrawal, form: ReasonForm, status: int = 200, words: Words | None = None) -> Response:
    entry: Entry = queries.timeline(withdrawal.child_id, only=withdrawal.id)[0]
    row = row_again(f"reason/{withdrawal.id}")
    return page(
        "families/withdrawn.html", entry.child, status, entry=entry, form=form, row=row, words=words,
        withdrawal=withdrawal.id,
    )  # fmt: skip


@portal.get("/withdrawn/<uuid:withdrawal>", access=MY_CHILD)
def show(withdrawal: Withdrawal) -> Response:
    """The box for a reason; for half an hour after it was given, the words."""
    if not is_open_to(me().id, withdrawal):
        return shown(withdrawal, ReasonForm())
    audit.record("opened-withdrawn", "update", withdrawal.id, child=withdrawal.child_id)
    return shown(withdrawal, ReasonForm(), words=words_of(withdrawal))


@portal.post("/withdrawn/<uuid:withdrawal>", access=MY_CHILD)
def open_words(withdrawal: Withdrawal) -> Response:
    form = ReasonForm()
    row = filled_in(form, f"reason/{withdrawal.id}")
    if row is None:
        return shown(withdrawal, form, 422)
    open_with(row, withdrawal, form.reason.data or "")
    return redirect(url_for("withdrawn.show", withdrawal=withdrawal.id), 303)
