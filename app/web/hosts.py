"""Two sites in one application: the apex, and a clinic's own host. Which one is said by the host string alone."""

from typing import Any

from flask import Flask, Request, current_app, g, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import MapAdapter

from tenants import resolve


class Withkin(Flask):
    """Binds each request to the routes of its host before any context exists (architecture.md)."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        apex = self.config["PUBLIC_URL"].partition("://")[2]
        if request is None:
            return self.url_map.bind(apex, subdomain="apex", url_scheme=self.config["PUBLIC_URL"].partition("://")[0])
        site = "apex" if request.host.lower() == apex else "clinic"
        return self.url_map.bind_to_environ(request.environ, server_name=request.host, subdomain=site)

    def log_exception(self, exc_info: Any) -> None:
        """Flask's own line holds the path, and a path may hold a link's token (trust.md 6)."""
        self.logger.error("exception", exc_info=exc_info)

    def make_default_options_response(self) -> Any:
        """OPTIONS tells nothing: no page of ours asks it."""
        raise NotFound


class UnknownHost(NotFound):
    """No clinic has this address: one plain answer, whatever was asked."""


def find_clinic() -> None:
    """Before each request: the clinic of the host, kept for seconds; None on the apex."""
    g.clinic = None
    apex = request.host.lower() == current_apex()
    if apex or request.path in ("/healthz", "/readyz"):
        return
    g.clinic = resolve.of_host(request.host)
    if g.clinic is None:
        raise UnknownHost


def current_apex() -> str:
    return str(current_app.config["PUBLIC_URL"]).partition("://")[2]
