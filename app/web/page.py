"""The only way to answer with HTML: the whole page, or for HTMX the part it asked for."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, g, make_response, render_template, request, session
from flask_babel import gettext
from flask_htmx import HTMX
from jinja2_fragments.flask import render_block
from markupsafe import escape

from app.web.dates import days_until
from app.web.language import shown
from app.web.look import look_of
from app.web.paid import ending_in_sight, lets, standing
from app.web.person import Person, signed_in
from app.web.problems import problems
from app.web.reply import reply_of
from tenants import scope as scopes
from tenants.plans import Level


class Htmx4(HTMX):
    """flask-htmx predates HTMX 4: `HX-Target` reads `tag#id`, and a fragment is wanted unless a whole page is asked for."""

    @property
    def wants_fragment(self) -> bool:
        headers = request.headers
        whole = headers.get("HX-History-Restore-Request") == "true" or headers.get("HX-Request-Type") == "full"
        return headers.get("HX-Request") == "true" and not whole

    @property
    def target_id(self) -> str:
        return (request.headers.get("HX-Target") or "").rpartition("#")[2]


htmx = Htmx4()


def install(app: Flask, templates: Path) -> None:
    """HTMX, and every macro of templates/ui/ as `ui.<name>` for all templates and all blocks rendered alone."""
    htmx.init_app(app)
    ui = SimpleNamespace()
    app.jinja_env.globals["ui"] = app.extensions["ui"] = ui
    app.jinja_env.globals["problems"] = problems
    app.jinja_env.globals.update(clinic_standing=standing, unread_soon=ending_in_sight, days_until=days_until)
    with app.app_context():
        for file in sorted((templates / "ui").glob("*.html")):
            module = app.jinja_env.get_template(f"ui/{file.name}").module
            vars(ui).update({name: macro for name, macro in vars(module).items() if not name.startswith("_")})


def page(
    template: str, title: str, status: int = 200, *, block: str = "", menu: bool = False, **context: Any
) -> Response:
    """Renders a page. `title`: on a caregiver's page one neutral word (must 12); the clinic's short name is added.

    `block`: for HTMX, the block that takes the target's place, whatever its id. `menu`: also where the person's scope is
    not open (any more), as on an error page.
    """
    site = g.clinic.short_name if g.get("clinic") else "Withkin"
    title = f"{title} · {site}" if title != site else site
    person = signed_in() if g.get("clinic") else None
    inside = person is not None and is_inside(person)
    context |= {
        "title": title,
        "locale": shown(),
        "clinic": g.get("clinic"),
        "person": person,
        "name": current_app.extensions["name_of"](person) if inside else "",
        "nav": current_app.extensions["navigation"](person, request.path) if person and (inside or menu) else [],
        "fragment": htmx.wants_fragment,
        "crisis_lines": [replace(line, label=gettext(line.label)) for line in g.clinic.crisis_lines]
        if g.get("clinic")
        else (),
        "look": look_of(g.clinic.brand) if g.get("clinic") and g.clinic.brand else None,
        "reply": reply_of(g.clinic, reads_alone(person)) if g.get("clinic") else "",
        "unread": bool(g.get("clinic")) and not lets(Level.ANSWER),
        "leave_to": current_app.config["SETTINGS"].leave_to,
    }
    answer = (
        fragment(template, title, context, block)
        if htmx.wants_fragment
        else make_response(render_template(template, **context))
    )
    answer.status_code = status
    answer.headers["Vary"] = "HX-Request"
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def is_inside(person: Person) -> bool:
    """Whether the person's own scope is open: the door, where somebody may be at work on the own credentials, reads no name."""
    return scopes.is_open() and (scopes.current().person, scopes.current().audience) == (person.id, person.audience)


def reads_alone(person: Person | None) -> bool:
    """Whether one person alone reads what this caregiver writes."""
    return person is not None and person.alone


def asked_address() -> str:
    """Path and query as they were asked for, in signs that a header may hold; what is encoded already stays so."""
    query = quote(request.query_string, safe="=&%+,;:@/?!$'()*~")
    return quote(request.path) + (f"?{query}" if query else "")


def path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def fragment(template: str, title: str, context: dict[str, Any], wanted: str) -> Response:
    """The block named like the target; where there is none, `main` into #main (the GET behind a 303 cannot know who asked)."""
    block, headers = wanted or htmx.target_id.replace("-", "_"), {}
    if block not in current_app.jinja_env.get_template(template).blocks:
        block, headers = "main", {"HX-Retarget": "#main", "HX-Reswap": "innerHTML"}
    if block == "main" and request.path != path_of(request.headers.get("HX-Current-URL", "")):
        headers["HX-Push-Url"] = asked_address()
    toasts = current_app.extensions["ui"].flashes(True) if "_flashes" in session else ""
    answer = make_response(f"<title>{escape(title)}</title>{render_block(template, block, **context)}{toasts}")
    answer.headers.update(headers)
    return answer
