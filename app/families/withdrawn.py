"""What a caregiver withdrew: the care team reads that and when, and opens the words with a reason, each time audited (must 20)."""

from uuid import UUID

from flask import redirect, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import text
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from app import audit
from app.families.children import on_team
from app.people.forms import at_most, required, stripped, unix_lines
from app.permissions import Permission
from app.updates.withdrawing import OPEN_FOR, Withdrawal, open_with
from app.web.door import Portal, Staff, loads
from app.web.once import filled_in, row_again
from app.web.page import page
from app.web.person import Person
from tenants import scope as scopes
from tenants.db import db
from tenants.scope import Audience

portal = Portal("withdrawn", __name__)
MY_CHILD = Staff.may(Permission.CASELOAD, "withdrawal")
REASON = 400


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        _l("Why you open it"), [required(_l("Say why you open it.")), at_most(REASON)], [unix_lines, stripped]
    )


WITHDRAWN = text("""
select w.id, w.child_id, w.at, c.name as child, g.name as caregiver, i.relation, given.open is not null as open,
  case when given.open then u.body else '' end as body,
  (select coalesce(jsonb_agg(jsonb_build_array(a.asked, a.words) order by q.position, q.id), '[]')
     from answer a join checkin_question q on q.clinic_id = a.clinic_id and q.id = a.question_id
    where a.clinic_id = :clinic and a.update_id = u.id and given.open) as answers
from withdrawal w
join "update" u on u.clinic_id = w.clinic_id and u.id = w.id
join involvement i on i.clinic_id = w.clinic_id and i.id = w.author_id
join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
join child c on c.clinic_id = w.clinic_id and c.id = w.child_id
left join lateral (select true as open from withdrawn_reading r
  where r.clinic_id = :clinic and r.withdrawal_id = w.id and r.staff_id = :me and r.at > :since limit 1) given on true
where w.clinic_id = :clinic and w.id = :withdrawal
""")


@loads(Audience.STAFF, "withdrawal")
def withdrawal_about_my_child(person: Person, withdrawal: UUID) -> Withdrawal | None:
    mine = db.select(Withdrawal).where(Withdrawal.id == withdrawal, on_team(person, Withdrawal.child_id))
    return db.session.scalar(mine)


def shown(withdrawal: Withdrawal, form: ReasonForm, status: int = 200) -> Response:
    """Who withdrew it and when; the words for half an hour, to whoever gave a reason. Each time they are shown is a row."""
    scope = scopes.current()
    values = {"clinic": scope.clinic, "me": scope.person, "withdrawal": withdrawal.id, "since": scope.now - OPEN_FOR}
    entry = db.session.execute(WITHDRAWN, values).one()
    if entry.open:
        audit.record("opened-withdrawn", "update", withdrawal.id, child=withdrawal.child_id)
    row = row_again(f"reason/{withdrawal.id}")
    return page("families/withdrawn.html", entry.child, status, entry=entry, form=form, row=row)


@portal.get("/withdrawn/<uuid:withdrawal>", access=MY_CHILD)
def show(withdrawal: Withdrawal) -> Response:
    return shown(withdrawal, ReasonForm())


@portal.post("/withdrawn/<uuid:withdrawal>", access=MY_CHILD.always())
def open_words(withdrawal: Withdrawal) -> Response:
    form = ReasonForm()
    row = filled_in(form, f"reason/{withdrawal.id}")
    if row is None:
        return shown(withdrawal, form, 422)
    open_with(row, withdrawal, form.reason.data or "")
    return redirect(url_for("withdrawn.show", withdrawal=withdrawal.id), 303)
