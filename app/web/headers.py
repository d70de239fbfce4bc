"""What every answer carries, and the forgery check that runs before any view."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask_limiter import Limiter
from flask_wtf.csrf import CSRFProtect

from app.addresses import keyed

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., object])

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of a form with a file: enough for a photograph, so that the view can say what it takes instead."""
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def network() -> str:
    """Whom a limit is for: a keyed hash, so that Valkey holds no address."""
    return keyed(request.remote_addr or "")


limiter = Limiter(network, in_memory_fallback_enabled=True, key_prefix="limit")


def install(app: Flask) -> None:
    app.before_request(only_forms)  # before the forgery check, which reads the body
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(add_headers)


def takes_a_file(view: View) -> View:
    """Marks the one kind of view whose form may carry a file; it stands below the route line."""
    view.takes_a_file = True  # type: ignore[attr-defined]
    return view


def takes_json(view: View) -> View:
    """Marks what a machine sends, that signs what it says; it stands below the route line, too."""
    view.takes_json = True  # type: ignore[attr-defined]
    return view


def only_forms() -> None:
    """What we send are plain forms: no JSON but from a machine, no file but where one is asked for. The rest is refused unread."""
    kinds: tuple[str, ...] = ("", "application/x-www-form-urlencoded")
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_a_file", False):
        kinds += ("multipart/form-data",)
        request.max_content_length = LARGEST_FILE
    if getattr(view, "takes_json", False):
        kinds = ("application/json",)
    if request.method == "POST" and request.mimetype not in kinds:
        abort(415)


def form_may_end_on(origin: str) -> None:
    """This page's form ends on one more origin: browsers apply `form-action` to where it leads, too."""
    g.form_origin = origin


def origin_of_leaving() -> str:
    """Where "Leave this page" ends without script: browsers apply `form-action` to redirects, too."""
    at = urlsplit(current_app.config["SETTINGS"].leave_to)
    return f"{at.scheme}://{at.netloc}" if g.get("clinic") else ""


def add_headers(answer: Response) -> Response:
    further = g.get("form_origin")
    policy = POLICY | {"form-action": " ".join(filter(None, ("'self'", origin_of_leaving(), further)))}
    answer.headers["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in policy.items())
    # The one page whose form goes to another of our hosts must say where it comes from; with same-origin it says null.
    answer.headers["Referrer-Policy"] = "strict-origin" if further else "same-origin"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers.setdefault("Cache-Control", "no-store")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        answer.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains; preload"
    return answer
