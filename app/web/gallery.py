"""/_ui, in development: every component in every state."""

from flask import Response

from app.web.door import Anyone, Portal
from app.web.page import page

portal = Portal("gallery", __name__, host="apex")


@portal.get("/_ui", access=Anyone())
def show() -> Response:
    from dev.gallery import gallery

    return page("ui_gallery.html", "Components", **gallery())
