"""How the notices about teams and sight read."""

from datetime import date

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from app.notices import Says, Told, says


def someone(name: str | None) -> str:
    return name or _("Somebody")


@says("handed-over")
def handed_over(told: Told) -> Says:
    words = _(
        "%(by)s handed %(child)s over to %(who)s.", by=someone(told.by), child=told.child, who=someone(told.about)
    )
    return Says(words, url_for("families.show", child=told.child_id))


@says("joined-team")
def joined_team(told: Told) -> Says:
    words = _(
        "%(by)s added %(who)s to the care team of %(child)s.",
        by=someone(told.by),
        who=someone(told.about),
        child=told.child,
    )
    return Says(words, url_for("team.show", child=told.child_id))


@says("left-team")
def left_team(told: Told) -> Says:
    return Says(_("%(by)s took you off the care team of %(child)s.", by=someone(told.by), child=told.child))


@says("deputy")
def deputy(told: Told) -> Says:
    days = [format_date(date.fromisoformat(told.detail[name]), "d MMM") for name in ("since", "until")]
    words = _(
        "You stand in for %(who)s from %(since)s until %(until)s.",
        who=someone(told.about),
        since=days[0],
        until=days[1],
    )
    return Says(words, url_for("families.caseload"))


@says("deputy-gone")
def deputy_gone(told: Told) -> Says:
    words = _("%(who)s stands in for you no more. Say who answers while you are away.", who=someone(told.about))
    return Says(words, url_for("away.show"))


@says("deputy-off")
def deputy_off(told: Told) -> Says:
    words = _(
        "%(who)s stands in for you no more with %(child)s. Say who answers.", who=someone(told.about), child=told.child
    )
    return Says(words, url_for("team.show", child=told.child_id))


@says("deputy-away")
def deputy_away(told: Told) -> Says:
    words = _("%(who)s, who stands in for you, is away on some of those days, too.", who=someone(told.about))
    return Says(words, url_for("away.show"))


@says("closed-by-name")
def closed_by_name(told: Told) -> Says:
    return Says(_("%(by)s closed a family to a colleague by name.", by=someone(told.by)))


@says("supervision")
def supervision(told: Told) -> Says:
    return Says(_("%(by)s supervises %(who)s from now on.", by=someone(told.by), who=someone(told.about)))


@says("glass")
def glass(told: Told) -> Says:
    words = _(
        "%(by)s opened the record of %(child)s from outside the care team, for an hour.",
        by=someone(told.by),
        child=told.child,
    )
    return Says(words)


@says("glass-miss")
def glass_miss(told: Told) -> Says:
    return Says(_("%(by)s looked for a record outside the care teams and found none.", by=someone(told.by)))


@says("sight-asked")
def sight_asked(told: Told) -> Says:
    return Says(_("%(by)s asks for a second signature.", by=someone(told.by)), url_for("signatures.show"))


@says("sight-coming-role")
def sight_coming_role(told: Told) -> Says:
    return Says(
        _("%(by)s asks for a role that opens records. It waits for a signature, or for a day.", by=someone(told.by))
    )


@says("sight-coming-supervision")
def sight_coming_supervision(told: Told) -> Says:
    words = _(
        "%(by)s asks to supervise %(who)s. It waits for a signature, or for a day.",
        by=someone(told.by), who=someone(told.about),
    )  # fmt: skip
    return Says(words)


@says("sight-coming-caseload")
def sight_coming_caseload(told: Told) -> Says:
    words = _(
        "%(by)s asks for the families of %(who)s to be handed over. It waits for a signature, or for a day.",
        by=someone(told.by), who=someone(told.about),
    )  # fmt: skip
    return Says(words)


@says("sight-failed")
def sight_failed(told: Told) -> Says:
    return Says(_("What you asked for could not take effect: something has changed since. Ask again if you need it."))


@says("sight-signed")
def sight_signed(told: Told) -> Says:
    return Says(_("%(by)s signed what you asked for.", by=someone(told.by)))


@says("sight-refused")
def sight_refused(told: Told) -> Says:
    return Says(_("%(by)s refused what you asked for.", by=someone(told.by)))


@says("role-owner")
def role_owner(told: Told) -> Says:
    return Says(_("%(by)s made %(who)s an owner of the clinic.", by=someone(told.by), who=someone(told.about)))


@says("role-supervisor")
def role_supervisor(told: Told) -> Says:
    return Says(_("%(by)s made %(who)s a supervisor.", by=someone(told.by), who=someone(told.about)))
