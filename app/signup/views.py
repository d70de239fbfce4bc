"""The apex: what Withkin is, and signing a clinic up."""

from dataclasses import fields

from flask import current_app, request
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.people.forms import choices
from app.signup import countries
from app.signup.forms import SHAPE, SignupForm
from app.signup.models import VERSIONS
from app.signup.opening import AlreadyOpen, Opening, Taken, open_clinic, way_in
from app.web.door import Anyone, Portal
from app.web.headers import form_may_end_on, limiter
from app.web.once import filled_in, row_again
from app.web.page import page
from app.web.zones import zones
from tenants.db import transaction
from tenants.provision import is_free, suggestion
from tenants.scope import Audience, Scope

portal = Portal("signup", __name__, host="apex")


@portal.get("/", access=Anyone())
def landing() -> Response:
    return page("signup/landing.html", "Withkin")


@portal.get("/terms", access=Anyone())
def terms() -> Response:
    return page("signup/terms.html", _("Terms"), version=VERSIONS["terms"])


@portal.get("/agreement", access=Anyone())
def agreement() -> Response:
    return page("signup/agreement.html", _("Business-associate agreement"), version=VERSIONS["business-associate"])


def form() -> SignupForm:
    form = SignupForm()
    form.country.choices = choices(countries.countries(str(get_locale() or "en")))
    form.time_zone.choices = choices(zones())
    return form


def ask(form: SignupForm, status: int = 200) -> Response:
    apex = current_app.config["PUBLIC_URL"].partition("://")[2]
    return page("signup/form.html", _("Sign up"), status, form=form, row=row_again("signup"), apex=apex)


@portal.get("/signup", access=Anyone())
def show() -> Response:
    return ask(form())


@portal.get("/signup/address", access=Anyone())
@limiter.limit("120 per minute")
def check() -> Response:
    """While typing: whether the address is free; and, from a short name, one that is."""
    wanted = request.args.get("subdomain", "").strip().lower()
    if not SHAPE.match(wanted) or not 3 <= len(wanted) <= 40:
        return page("signup/address.html", _("Sign up"), state="shape", wanted=wanted, free="")
    with transaction(Scope(None, Audience.SYSTEM)):
        state = "free" if is_free(wanted) else "taken"
        free = (
            wanted
            if state == "free"
            else next((f"{wanted[:36]}-{n}" for n in range(2, 30) if is_free(f"{wanted[:36]}-{n}")), "")
        )
    return page("signup/address.html", _("Sign up"), state=state, wanted=wanted, free=free)


def opening(form: SignupForm) -> Opening:
    return Opening(**{each.name: form[each.name].data for each in fields(Opening)})


@portal.post("/signup", access=Anyone())
@limiter.limit("20 per hour")
def sign_up() -> Response:
    """Answers a known e-mail address as a new one. The page's one button goes to the clinic's own host."""
    sent = form()
    if not sent.subdomain.data:
        sent.subdomain.data = suggestion(sent.short_name.data or "")
    row = filled_in(sent, "signup")
    if row is None:
        return ask(sent, 422)
    try:
        clinic = open_clinic(row, opening(sent))
    except AlreadyOpen:
        sent.form_errors.append(_("This form has opened a clinic already. Sign in at the clinic's own address."))
        return ask(sent, 422)
    except Taken:
        sent.subdomain.errors = [_("This address is taken. Choose another.")]
        return ask(sent, 422)
    scheme, apex = current_app.config["PUBLIC_URL"].split("://")
    host = f"{scheme}://{clinic.subdomain}.{apex}"
    form_may_end_on(host)
    return page("signup/ready.html", _("Ready"), opened=clinic, action=f"{host}/in/{way_in(clinic.id)}")
