"""Everything the double answers over HTTP: the API, the pages a person meets, and the switches of tests."""

from typing import Any

from flask import Flask, Response, jsonify, request

from dev.stripe import door
from dev.stripe.account import Account
from dev.stripe.controls import controls
from dev.stripe.operations import OPERATIONS, Operation
from dev.stripe.pages import checkout_pages, home_pages, invoice_pages, portal_pages, step_pages
from dev.stripe.refusals import Refusal

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


def create_site(account: Account) -> Flask:
    site = Flask(__name__)
    # Another site must not reach the double by pointing its own name here.
    site.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1"]
    site.json.sort_keys = False  # type: ignore[attr-defined]
    site.jinja_env.trim_blocks = site.jinja_env.lstrip_blocks = True

    for operation in OPERATIONS:
        name = f"{operation.method} {operation.path}"
        answering = answerer(account, operation)
        site.add_url_rule(f"/v1/{operation.path}", name, answering, methods=[operation.method])

    @site.route("/v1/<path:path>", methods=["GET", "POST", "DELETE", "PUT", "PATCH"])
    def unknown(path: str) -> tuple[Response, int]:
        words = f"Unrecognized request URL ({request.method}: /v1/{path}), or one this double does not know."
        refusal = Refusal(words, 404)
        return jsonify(refusal.body), 404

    for add in (controls, home_pages, checkout_pages, portal_pages, invoice_pages, step_pages):
        add(site, account)

    @site.after_request
    def close(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return site


def answerer(account: Account, operation: Operation) -> Any:
    return lambda **path: door.call(account, operation, request, path)
