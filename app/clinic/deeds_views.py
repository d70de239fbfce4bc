"""The audit page: who opened, changed and did what, for whoever runs the clinic. Looking at it is recorded, too."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app import audit
from app.clinic import deeds
from app.clinic.deeds_form import DeedsForm, asked_for, called
from app.permissions import Permission
from app.web.cursor import decoded, encoded
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.person import me

portal = Portal("deeds", __name__)
ASKED = ("person", "kind", "since", "until", "about")
RUNS_IT = Staff.may(Permission.RUN_CLINIC)


@portal.get("/clinic/audit", access=RUNS_IT)
def show() -> Response:
    asked = asked_for(request.args, g.clinic.zone)
    place = decoded(request.args.get("after"), me(), "audit")
    rows = deeds.recorded(asked, (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None)
    shown = rows[: deeds.PAGE]
    known = deeds.names([*deeds.ids_in(shown), *([asked.child] if asked.child else [])])
    child = known[asked.child].child if asked.child in known else None
    audit.record("read", "audit", g.clinic.id, child=asked.child if child else None)
    kept = {name: request.args[name] for name in ASKED if request.args.get(name)}
    last = [shown[-1].at.isoformat(), str(shown[-1].id)] if len(rows) > len(shown) else None
    form = DeedsForm(MultiDict(kept | {"child": child or ""}), meta={"csrf": False}).offer(known)
    return page(
        "clinic/audit.html", _("Clinic"), form=form, lines=[(row.at, deeds.line(row, known)) for row in shown], kept=kept, first=place is None,
        later=encoded(last, me(), "audit") if last else None,
    )  # fmt: skip


@portal.post("/clinic/audit", access=RUNS_IT.always())
def ask() -> Response:
    """From names and days to an address that holds ids and days alone."""
    before = asked_for(request.form, g.clinic.zone).child
    people = deeds.names([before] if before else [])
    form = DeedsForm().offer(people)
    if not form.validate():
        return problem(form)
    typed = form.child.data or ""
    if before in people and people[before].child == typed:
        return found(form, before)
    children = called(typed) if typed else []
    if typed:
        audit.record("searched", "audit", g.clinic.id, children=[str(id) for id, _name, _age in children])
    if typed and len(children) != 1:
        text = (
            _("Several children are called that. Choose one.") if children else _("No child here has that in the name.")
        )
        form.child.errors = [text]
        return problem(form, [(name, age, form.arguments(id)) for id, name, age in children])
    return found(form, children[0][0] if children else None)


def found(form: DeedsForm, child: UUID | None) -> Response:
    return redirect(url_for("deeds.show", **form.arguments(child)), 303)


def problem(form: DeedsForm, children: list[tuple[str, int, dict[str, Any]]] | None = None) -> Response:
    """The form again, with what was typed and, where a name is several children's, each of them to choose."""
    return page("clinic/audit.html", _("Clinic"), 422, form=form, lines=None, children=children or [])
