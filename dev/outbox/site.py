"""The pages on which the mails are read, and the addresses tests ask."""

import re
from typing import Any

from flask import Flask, Response, abort, jsonify, render_template, request

from dev.outbox.behaviour import Behaviour
from dev.outbox.mailbox import Mail, Mailbox

SHOWN = 200
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'"
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
)


def create_site(mailbox: Mailbox, switches: Behaviour) -> Flask:
    site = Flask(__name__)
    # Mails hold links that sign people in: another site must not read them by pointing its own name here.
    site.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1"]

    site.jinja_env.trim_blocks = site.jinja_env.lstrip_blocks = True

    def mail(mail_id: str) -> Mail:
        return mailbox.find(mail_id) or abort(404)

    @site.get("/")
    def listing() -> str:
        to = request.args.get("to", "")
        mails = mailbox.newest_first(to)
        return render_template("list.html", mails=mails[:SHOWN], total=len(mails), to=to)

    @site.get("/mail/<mail_id>")
    def page(mail_id: str) -> str:
        return render_template("mail.html", mail=mail(mail_id))

    @site.get("/mail/<mail_id>/html")
    def html(mail_id: str) -> Response:
        """The HTML part as it came, but for its links: they open beside the outbox, not inside the frame."""
        body = mail(mail_id).part("html")
        there, count = re.subn(r"(<head[^>]*>)", r'\1<base target="_blank">', body, count=1, flags=re.IGNORECASE)
        answer = Response(there if count else f'<base target="_blank">{body}')
        answer.headers["Content-Security-Policy"] = MAIL_POLICY
        return answer

    @site.get("/mail/<mail_id>/source")
    def source(mail_id: str) -> Response:
        return Response(mail(mail_id).path.read_bytes(), mimetype="text/plain")

    @site.get("/mails.json")
    def mails() -> list[dict[str, str]]:
        return [each.summary() for each in mailbox.newest_first(request.args.get("to", ""))]

    @site.get("/behave")
    def behaviour() -> dict[str, Any]:
        return vars(switches)

    @site.post("/behave")
    def behave() -> Response | tuple[Response, int]:
        """Takes JSON only, which no page of another site can send here without being allowed to."""
        try:
            switches.change(request.get_json())
        except (ValueError, TypeError, AttributeError) as reason:
            return jsonify(error=str(reason)), 400
        return jsonify(vars(switches))

    @site.get("/healthz")
    def healthz() -> dict[str, Any]:
        return {"ok": True, "mails": len(mailbox.kept)}

    @site.after_request
    def close(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return site
