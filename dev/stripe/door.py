"""The way of one API call: who asks, whether it makes sense, whether it was asked before, and the answer."""

import socket
import time

from flask import Request, Response, jsonify
from werkzeug.datastructures import Authorization

from dev.stripe import fields, lists, repeats
from dev.stripe.account import Account, word
from dev.stripe.operations import Operation
from dev.stripe.parameters import checked
from dev.stripe.refusals import Refusal
from dev.stripe.thing import Thing, public
from dev.stripe.timeline import turn


def key(authorization: Authorization | None) -> str:
    """The secret key of a call. Raises 401 for none, for one of a browser, and for every key that moves money."""
    given = ""
    if authorization:
        given = str(authorization.token if authorization.type == "bearer" else authorization.username or "")
    if not given:
        raise Refusal("You did not provide an API key. Send it as `Authorization: Bearer sk_test_…`.", 401)
    if given.startswith(("sk_live_", "rk_live_")):
        raise Refusal(
            "This is the Stripe double of development and tests: it refuses live keys. Keep yours secret.", 401
        )
    if not given.startswith(("sk_test_", "rk_test_")):
        raise Refusal(f"Invalid API Key provided: {given[:8]}****{given[-4:]}", 401)
    return given


def call(account: Account, operation: Operation, request: Request, path: dict[str, str]) -> Response:
    id = word("req_", 14)
    time.sleep(account.switches.delay)
    repeated = False
    try:
        if account.switches.down:
            raise Refusal("The double was told to be down.", account.switches.down, "api_error")
        key(request.authorization)
        body, status, repeated = answer(account, operation, request, path, id)
    except Refusal as refusal:
        body, status = refusal.body, refusal.status
    if operation.method != "GET" and account.switches.lose_answers > 0 and not account.switches.down:
        account.switches.lose_answers -= 1
        hang_up(request)
    response = jsonify(body)
    response.status_code = status
    response.headers["Request-Id"] = id
    if idempotency := request.headers.get("Idempotency-Key"):
        response.headers["Idempotency-Key"] = idempotency
        response.headers["Idempotent-Replayed"] = str(repeated).lower()
    return response


def hang_up(request: Request) -> None:
    """The line goes dead under the caller."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)


def answer(
    account: Account, operation: Operation, request: Request, path: dict[str, str], id: str
) -> tuple[Thing, int, bool]:
    """The body, its status, and whether it is a former one. A refusal of what the call does is an answer like others;
    one of the call itself is raised, and not remembered."""
    source = request.args if operation.method == "GET" else request.form
    given = fields.nested(source.items(multi=True))
    params = checked(given, operation.params, set(operation.honours))
    idempotency = request.headers.get("Idempotency-Key") if operation.method == "POST" else None
    fingerprint = repeats.fingerprint(operation.method, request.path, given)
    with turn(account):
        if idempotency and (former := repeats.answered(account, idempotency, fingerprint)):
            return *former, True
        account.request = {"id": id, "idempotency_key": idempotency}
        try:
            with account.store.transaction("call"):
                done = operation.run(account, params, **path)
                body = public(lists.expanded(account, done, params.get("expand", [])))
            status = 200
        except Refusal as refusal:
            body, status = refusal.body, refusal.status
        finally:
            account.request = {"id": None, "idempotency_key": None}
        if idempotency:
            repeats.remember(account, idempotency, fingerprint, body, status)
    return body, status, False
