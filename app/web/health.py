"""Whether this process lives, and whether what it needs answers."""

from flask import Response, current_app, jsonify
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from app.web.door import Anyone, Portal
from tenants.db import transaction
from tenants.scope import Audience, Scope

portal = Portal("health", __name__)


@portal.get("/healthz", access=Anyone())
def alive() -> Response:
    return jsonify(ok=True)


@portal.get("/readyz", access=Anyone())
def ready() -> tuple[Response, int]:
    """Each part by itself. Without Valkey pages still work and mail goes later, so only the database decides."""
    parts = {"postgres": database(), "valkey": valkey()}
    return jsonify(ok=parts["postgres"], **parts), 200 if parts["postgres"] else 503


def database() -> bool:
    try:
        with transaction(Scope(None, Audience.DOOR)):
            return True
    except SQLAlchemyError:
        return False


def valkey() -> bool:
    try:
        return bool(current_app.extensions["valkey"].ping())
    except RedisError:
        return False
