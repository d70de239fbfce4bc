"""When something is in the way: a sentence, what to do next, and what was typed, kept."""

from typing import Any

from flask import Flask, Response, current_app, flash, g, make_response, redirect, render_template, request, session
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from app.web.dates import day
from app.web.hosts import UnknownHost
from app.web.page import htmx, page
from app.web.paid import standing
from app.web.refusals import InQuestion, NobodyReads, OnlyOnePage, SecondStepFirst, SignedOut
from tenants import scope as scopes
from tenants.scope import Audience

UNSAID = {"csrf_token", "password", "old_password", "sure_password", "sure_code", "sure_to"}
SIGNED = ("row", "was", "put", "seal")
"""Ours, not typed: they go along unseen when a form is sent again."""


def install(app: Flask) -> None:
    app.register_error_handler(UnknownHost, unknown_host)
    app.register_error_handler(SignedOut, signed_out)
    app.register_error_handler(SecondStepFirst, second_step_first)
    app.register_error_handler(InQuestion, in_question)
    app.register_error_handler(OnlyOnePage, only_one_page)
    app.register_error_handler(NobodyReads, nobody_reads)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(OperationalError, database_away)
    app.register_error_handler(InterfaceError, database_away)
    app.register_error_handler(HTTPException, plain)
    app.register_error_handler(500, plain)


def typed() -> list[tuple[str, str]]:
    """What was in the form, so that nothing typed is lost with an error page; nothing of one too long to be read."""
    try:
        sent = request.form.items(multi=True)
    except RequestEntityTooLarge:
        return []
    return [(name, value) for name, value in sent if name not in UNSAID and name not in SIGNED and value.strip()]


def signed() -> list[tuple[str, str]]:
    """What came with the form that nobody typed."""
    try:
        return [(name, request.form[name]) for name in SIGNED if name in request.form]
    except RequestEntityTooLarge:
        return []


def unknown_host(error: UnknownHost) -> Response:
    return Response(_("There is no page at this address.") + "\n", 404, mimetype="text/plain")


def sentence(text: str, status: int, then: str = "", **more: Any) -> Response:
    """An error page: what is in the way, and what to do then; for HTMX one line above the form, which stays as it is."""
    if htmx.wants_fragment:
        answer = make_response(render_template("errors/line.html", text=f"{text} {then}".strip(), **more), status)
        answer.headers.update({"HX-Retarget": "#net", "HX-Reswap": "innerHTML"})
        return answer
    phone = bool(g.get("clinic")) and session.get("family", False)
    return page(
        "errors/page.html",
        _("Notes"),
        status,
        menu=True,
        phone=phone,
        text=text,
        then=then,
        typed=typed(),
        signed=signed(),
        **{"moved": False} | more,
    )


def signed_out(error: SignedOut) -> Answer | Response:
    """A page asks to sign in. A form says so above what was typed, with the sign-in page to open beside it."""
    way_in = "/staff/sign-in" if error.audience is Audience.STAFF else "/sign-in"
    if request.method == "GET" and not htmx.wants_fragment:
        return redirect(way_in, 303)
    return sentence(
        _("You are signed out."),
        401,
        _("Sign in on a new page, then come back here and send this again."),
        sign_in=way_in,
    )


def second_step_first(error: SecondStepFirst) -> Answer | Response:
    """A page leads to where it is set up. A form says so above what was typed, with that page to open beside it."""
    if request.method == "GET" and not htmx.wants_fragment:
        return redirect("/staff/second-step", 303)
    return sentence(
        _("Your second step must be set up first."),
        401,
        _("Set it up on a new page, then come back here and send this again."),
        sign_in="/staff/second-step",
        way_in=_("Set it up on a new page"),
    )


def only_one_page(error: OnlyOnePage) -> Answer:
    flash(_("The link in that mail opens this page alone. For all the rest, sign in."))
    return redirect(f"/digests/{error.digest}", 303)


def nobody_reads(error: NobodyReads) -> Response:
    since = day(standing().answers_until or scopes.moment())
    return sentence(
        _("Nobody at %(clinic)s reads here any more, since %(day)s.", clinic=g.clinic.short_name, day=since),
        410,
        f"{_('Nothing was sent.') if request.method == 'POST' else ''} "
        + _("If it cannot wait, use the numbers below. If you need the clinic, call them."),
        moved=True,
    )


def in_question(error: InQuestion) -> Response:
    """With the way out for somebody who has no other device any more."""
    if error.family:
        return sentence(
            _("This device is new here."),
            403,
            _("Say “That was me” on a device you used before, or come back in a day."),
        )
    return sentence(
        _("This device is new. We cannot know yet that it is yours."),
        403,
        _(
            "Say “That was me” on a device you used before. Have you none any more? Choose a new password by a mail that we "
            "send you, here on this device. Then sign in with it."
        ),
        sign_in="/staff/password",
        way_in=_("Send me the mail"),
    )


def stale_form(error: CSRFError) -> Response:
    way_in = "/sign-in" if g.get("clinic") else None
    return sentence(
        _("This page was open for too long, or you signed out."),
        401,
        _("What you typed is still here."),
        sign_in=way_in,
    )


def database_away(error: Exception) -> Response:
    g.database_away = True
    current_app.logger.error("database away", extra={"error": type(error).__name__})
    return sentence(
        _("Something on our side is not answering."), 503, _("Nothing was saved. Try again in a moment."), again=True
    )


def plain(error: HTTPException | Exception) -> Response | HTTPException:
    status = error.code if isinstance(error, HTTPException) and error.code else 500
    if status < 400:
        return error  # type: ignore[return-value]
    texts = {
        403: (_("This page is for other people at your clinic."), _("Ask whoever runs the clinic if you need it.")),
        404: (_("This isn't here, or not any more."), ""),
        405: (_("This address can't be opened like that."), _("Go back and try the button again.")),
        413: (_("That was too much for one page."), _("Shorten it and try again.")),
        429: (_("That was a lot of tries in a short time."), _("Wait a few minutes, then try again.")),
        500: (_("Something went wrong on our side."), _("Nothing was saved. Try again in a moment.")),
    }
    text, then = texts.get(status, (_("That did not work."), _("Go back and try again.")))
    return sentence(text, status, then=then, again=status >= 500)
