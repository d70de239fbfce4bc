"""The question before what must be sure: the password once more, and the code. What was typed goes with it."""

from flask import current_app, redirect, request
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from app.web.door import Portal, Staff
from app.web.page import asked_address, page
from app.web.refusals import Unsure

portal = Portal("sure", __name__)


def signer() -> URLSafeSerializer:
    """Nobody but us says where it goes on."""
    return URLSafeSerializer(current_app.secret_key or "", salt="sure")


def is_theirs(name: str) -> bool:
    """Whether a field is of the form that was sent, and not of our question."""
    return name != "csrf_token" and (not name.startswith("sure_") or name == "sure_to")


def ask(error: Unsure) -> Response:
    """A page's question is sent to an address of its own, a form's to the address of the form, with all that was typed."""
    if request.method == "POST":
        action, kept = asked_address(), [pair for pair in request.form.items(multi=True) if is_theirs(pair[0])]
    else:
        action, kept = "/staff/sure", [("sure_to", str(signer().dumps(asked_address())))]
    wrong = "sure_password" in request.form
    answer = page("people/sure.html", _("Sign in"), 401, menu=True, action=action, kept=kept, wrong=wrong)
    answer.headers.pop("HX-Push-Url", None)  # the address of a form cannot be opened
    return answer


@portal.post("/staff/sure", access=Staff.any().sure().without_second_step().always())
def go_on() -> Response:
    try:
        return redirect(str(signer().loads(request.form.get("sure_to", ""))), 303)
    except BadSignature:
        return redirect("/", 303)
