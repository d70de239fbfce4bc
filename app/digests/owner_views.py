"""The owner's page of digests: when they went, how many, what failed and why; and once more where that helps."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, g, redirect
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import text
from werkzeug.wrappers import Response

from app import audit
from app.digests.making import is_due, once_more
from app.digests.models import Run
from app.engagement.clinic_wide import FEW
from app.permissions import Permission
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.page import page
from app.web.person import Person, me
from tenants import scope as scopes
from tenants.db import db
from tenants.scope import Audience

portal = Portal("digest_runs", __name__)
WEEKS = 12
RUNS = text("""
select r.id, r.kind, r.period, r.due_at, r.state, r.tries, r.next_try_at, r.error, d.made, d.quiet, d.failed, d.reasons,
  coalesce(m.by_state, '{}') as mails,
  not exists (select 1 from digest_run n where n.clinic_id = :clinic and n.kind = r.kind and n.period > r.period) as newest
from digest_run r
left join lateral (select count(*) filter (where d.state = 'made') as made, count(*) filter (where d.state = 'made' and d.quiet) as quiet,
    count(*) filter (where d.state = 'failed') as failed, string_agg(distinct d.error, ', ') filter (where d.state = 'failed') as reasons
  from digest d where d.clinic_id = :clinic and d.kind = r.kind and d.period = r.period) d on true
left join lateral (select jsonb_object_agg(x.state, x.count) as by_state from (
    select y.state, count(*) as count from digest d join delivery y on y.clinic_id = d.clinic_id and y.digest_id = d.id
    where d.clinic_id = :clinic and d.kind = r.kind and d.period = r.period group by y.state) x) m on true
where r.clinic_id = :clinic and r.period >= :since order by r.due_at desc, r.kind
""")


def runs(since: date) -> Sequence[Any]:
    """Each week's run of each kind, with how many digests and mails: counts, and classes of errors, no names."""
    return db.session.execute(RUNS, {"clinic": scopes.current().clinic, "since": since}).mappings().all()


@loads(Audience.STAFF, "run")
def run_of_clinic(person: Person, run: UUID) -> Run | None:
    return db.session.get(Run, (person.clinic, run))


@portal.get("/clinic/digests", access=Staff.may(Permission.RUN_CLINIC))
def show() -> Response:
    here = now_here()
    since = date.fromordinal(here.date().toordinal() - 7 * WEEKS)
    return page("digests/runs.html", _("Clinic"), runs=runs(since), few=FEW, goes=is_due(g.clinic, here))


@portal.post("/clinic/digests/<uuid:run>", access=Staff.may(Permission.RUN_CLINIC, "run"))
def again(run: Run) -> Response:
    """What failed is made anew. A mail that may have arrived is not sent a second time."""
    count = once_more(run)
    audit.record("digests-again", "digest_run", run.id, digests=count, by=str(me().id))
    if count:
        flash(ngettext("One digest is made once more.", "%(num)s digests are made once more.", count))
    else:
        flash(_("Nothing had failed. It goes on."))
    return redirect("/clinic/digests", 303)
