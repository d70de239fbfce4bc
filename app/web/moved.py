"""A clinic that changed its address: the old one leads to the new one for ever, and nothing typed on the way is lost."""

from flask import Flask, g, request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.web.errors import sentence
from app.web.page import asked_address, htmx

STAYS = ("/static/", "/look/", "/logo/")
"""What a page of the old host still loads: its rules let nothing come from the new one."""
LETS_GO = ("/leave", "/sign-out")
"""What must never fail (must 14): they lead on by themselves."""


def install(app: Flask) -> None:
    app.before_request(lead_on)


def lead_on() -> Response | None:
    """On an address the clinic had before. A form cannot come along: its sign-in and its token belong to this host."""
    if g.get("clinic") is None or request.host.lower().partition(".")[0] == g.clinic.subdomain:
        return None
    if request.path.startswith(STAYS) or request.path in LETS_GO:
        return None
    if request.method in ("GET", "HEAD") and not htmx.wants_fragment:
        return Response(status=308, headers={"Location": g.clinic.url(asked_address())})
    return sentence(
        _("This page has moved to %(address)s.", address=g.clinic.url("/").partition("://")[2].rstrip("/")),
        410,
        _("Nothing was sent. Sign in there, then send it again."),
        sign_in=g.clinic.url("/sign-in" if session.get("family") else "/staff/sign-in"),
        moved=True,
    )
