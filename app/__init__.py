"""Withkin: `create_app` reads like a table of contents."""

from pathlib import Path

from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import commands, config, jobs, log, navigation, notices, schedule
from app.billing import commands as billing_commands
from app.billing import events as billing_events
from app.billing import farewell, pricing, seats
from app.billing import letters as plan_letters
from app.billing import refused as plan_refused
from app.billing import turning as plan_turning
from app.billing import views as billing_views
from app.billing import webhook as stripe_webhook
from app.boundaries import commands as boundary_commands
from app.clinic import answering, asking, deeds_views, digest_time, logo, look, names, noticing, place
from app.clinic import commands as clinic_commands
from app.clinic import settings as settings_pages
from app.clinic import views as clinic_views
from app.colleagues import leaving as leaving_clinic
from app.colleagues import letters as colleague_letters
from app.colleagues import signatures, supervision
from app.colleagues import views as colleague_views
from app.desk import views as desk_views
from app.digests import commands as digest_commands
from app.digests import letters as digest_letters
from app.digests import line_views, making, owner_views, stopping, week_views
from app.digests import views as digest_views
from app.engagement import actions as agreed_actions
from app.engagement import alert_views, folding, glass, glass_log, held_views, reviews
from app.engagement import commands as engagement_commands
from app.engagement import family as supervised_family
from app.engagement import turning as engagement_turning
from app.engagement import views as engagement_views
from app.families import agreed as agreed_views
from app.families import asking as child_asking
from app.families import calls as call_views
from app.families import (
    changing_views,
    ending,
    handing_words,
    joining,
    lifting_views,
    offering_views,
    standing,
    withdrawn,
)
from app.families import part as part_views
from app.families import people as people_of_views
from app.families import slips as slip_views
from app.families import views as family_views
from app.home import views as home_views
from app.involvement import bounced, turning
from app.mail import sweeping
from app.mail import webhook as mail_webhook
from app.notices import views as notice_views
from app.people import (
    account,
    guessing,
    letters,
    lost_views,
    new_address,
    new_password,
    proving,
    second_step_views,
    staff_letters,
    sure,
)
from app.people import commands as people_commands
from app.people import views as people_views
from app.portal import agreed as asking_views
from app.portal import arrival, entries, language_views, leaving, mail_views, present, recognising, requests, used, you
from app.portal import letters as portal_letters
from app.safety import letters as safety_letters
from app.safety import staff_views as worries
from app.safety import sweeping as safety_sweeping
from app.safety import views as safety_views
from app.sight import widening
from app.signup import mails
from app.signup import views as signup_views
from app.team import away_views, closing_views, handing_views, told
from app.team import views as team_views
from app.today import views as today_views
from app.updates import (
    checkin,
    drafts,
    handed_words,
    mending,
    opened,
    sharing_told,
    sharing_views,
    telling,
    words_views,
)
from app.web import assets, dates, errors, gallery, headers, health, hosts, metrics, moved, page
from app.web.refusals import NotPaid, Unsure
from tenants import commands as tenant_commands
from tenants.db import db

ROOT = Path(__file__).resolve().parent.parent
PORTALS = (
    people_views.portal,
    new_password.portal,
    account.portal,
    new_address.portal,
    second_step_views.portal,
    lost_views.portal,
    sure.portal,
    arrival.portal,
    used.portal,
    leaving.portal,
    language_views.portal,
    home_views.portal,
    checkin.portal,
    telling.portal,
    mending.portal,
    sharing_views.portal,
    opened.portal,
    words_views.portal,
    you.portal,
    asking_views.portal,
    mail_views.portal,
    digest_views.portal,
    stopping.portal,
    mail_webhook.portal,
    metrics.portal,
    line_views.portal,
    week_views.portal,
    owner_views.portal,
    recognising.portal,
    safety_views.portal,
    worries.portal,
    notice_views.portal,
    today_views.portal,
    family_views.portal,
    people_of_views.portal,
    standing.portal,
    changing_views.portal,
    joining.portal,
    ending.portal,
    part_views.portal,
    agreed_views.portal,
    offering_views.portal,
    handing_words.portal,
    lifting_views.portal,
    slip_views.portal,
    call_views.portal,
    withdrawn.portal,
    team_views.portal,
    closing_views.portal,
    handing_views.portal,
    away_views.portal,
    desk_views.portal,
    engagement_views.portal,
    supervised_family.portal,
    reviews.portal,
    agreed_actions.portal,
    glass.portal,
    glass_log.portal,
    held_views.portal,
    clinic_views.portal,
    colleague_views.portal,
    supervision.portal,
    leaving_clinic.portal,
    signatures.portal,
    deeds_views.portal,
    child_asking.portal,
    settings_pages.portal,
    place.portal,
    answering.portal,
    noticing.portal,
    digest_time.portal,
    alert_views.portal,
    asking.portal,
    look.portal,
    logo.portal,
    names.portal,
    signup_views.portal,
    pricing.portal,
    billing_views.portal,
    farewell.portal,
    stripe_webhook.portal,
)
LETTERS = (
    bounced,
    letters,
    staff_letters,
    portal_letters,
    colleague_letters,
    safety_letters,
    digest_letters,
    told,
    plan_letters,
)
"""Imported so that each kind of mail has its writer, each kind of notice its sentence."""
ON_EVERY_HOST = (assets.portal, health.portal)


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application, configured from the environment when no settings are given."""
    settings = settings or config.load()
    app = hosts.Withkin(__name__, static_folder=None, template_folder=str(ROOT / "templates"), subdomain_matching=True)
    app.config.update(config.flask_config(settings))
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *(settings.proxies,) * 4)  # type: ignore[method-assign]

    log.install(app)
    jobs.install(app)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    dates.install(app, str(ROOT / "translations"))
    app.before_request(hosts.find_clinic)
    moved.install(app)
    headers.install(app)
    errors.install(app)
    sign_in(app)

    assets.install(app, ROOT / "static")
    page.install(app, ROOT / "templates")
    app.extensions["navigation"] = navigation.items
    app.extensions["name_of"] = present.name_of
    app.jinja_env.globals["notices"] = notices.unread
    app.extensions["is_sure"] = proving.is_sure
    app.register_error_handler(Unsure, sure.ask)
    app.register_error_handler(NotPaid, plan_refused.say)
    for portal in PORTALS:
        app.register_blueprint(portal)
    for portal in ON_EVERY_HOST:
        for host in ("apex", "clinic"):
            app.register_blueprint(portal, subdomain=host, name=f"{host}_{portal.name}")
    if settings.environment == "development":
        app.register_blueprint(gallery.portal)

    schedule.SWEEPS.update(
        {
            "mail": sweeping.sweep_mail,
            "links": requests.sweep_links,
            "passwords": new_password.sweep_passwords,
            "drafts": drafts.sweep_drafts,
            "words-asked": handed_words.tell_of_asked_words,
            "opened": opened.fold_openings,
            "home-choices": sharing_told.tell_teams,
            "guesses": guessing.sweep_guesses,
            "greeting": mails.greet,
            "owners": mails.file_owners,
            "recognised": recognising.sweep_recognised,
            "entries": entries.tell_of_entries,
            "sight": widening.carry_out,
            "safety": safety_sweeping.safety,
            turning.SWEEP: turning.turn_homes,
            folding.SWEEP: folding.fold_engagement,
            making.SWEEP: making.make_digests,
            billing_events.SWEEP: billing_events.work_billing,
            seats.SWEEP: seats.keep_seats,
            plan_turning.SWEEP: plan_turning.turn_plan,
            engagement_turning.DAY: engagement_turning.turn_engagement,
            engagement_turning.NIGHT: engagement_turning.reconcile_engagement,
        }
    )
    for group in (
        tenant_commands.tenants,
        boundary_commands.boundaries,
        clinic_commands.audit,
        people_commands.staff,
        engagement_commands.engagement,
        digest_commands.digests,
        billing_commands.billing,
        commands.jobs,
    ):
        app.cli.add_command(group)
    return app


def sign_in(app: Flask) -> None:
    """Flask-Login's id is the device row's and its nonce; there is no remember cookie."""
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # templates get `person`, and none when the database is away
    manager.session_protection = None
    manager.user_loader(present.who)
