"""Four measures of eight weeks: what families do with us, and our own side of it. Each names its denominator."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.engagement.dashboard import Week


@dataclass(frozen=True)
class Measure:
    title: str
    value: str
    note: str
    values: list[float | None]
    """Oldest first; None for a week of which nothing can be said."""
    said: list[str]
    """The same, for those who do not see the line."""


def measures(weeks: Sequence[Week]) -> list[Measure]:
    """None without any week."""
    if not weeks:
        return []
    return [
        measure(_("Families taking part this week"), weeks, share("active", "families"), families, _("Of those from whom anything is expected.")),
        measure(_("Check-ins, of those agreed"), weeks, share("done", "agreed"), check_ins, _("A week is rarely whole: less is no failure.")),
        measure(_("Of what home told, seen by us"), weeks, share("seen", "told"), seen, _("This one is ours.")),
        measure(_("Until a first answer, usually"), weeks, lambda week: week.minutes, waited, _("The middle of all that had one. This one is ours.")),
    ]  # fmt: skip


def measure(
    title: str, weeks: Sequence[Week], number: Callable[[Week], float | None], say: Callable[[Week], str], note: str
) -> Measure:
    return Measure(title, say(weeks[-1]), note, [number(week) for week in weeks], [say(week) for week in weeks])


def share(part: str, whole: str) -> Callable[[Week], float | None]:
    def of(week: Week) -> float | None:
        return getattr(week, part) / getattr(week, whole) if getattr(week, whole) else None

    return of


def families(week: Week) -> str:
    return _("%(part)s of %(whole)s", part=week.active, whole=week.families) if week.families else _("none expected")


def check_ins(week: Week) -> str:
    return _("%(part)s of %(whole)s", part=week.done, whole=week.agreed) if week.agreed else _("none agreed")


def seen(week: Week) -> str:
    return _("%(part)s of %(whole)s", part=week.seen, whole=week.told) if week.told else _("nothing told")


def waited(week: Week) -> str:
    return usually(week.minutes)


def usually(minutes: int | None) -> str:
    """How long an answer took, as people say it."""
    if minutes is None:
        return _("no answer yet")
    hours = round(minutes / 60)
    if hours < 1:
        return _("within the hour")
    if hours < 48:
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    return ngettext("%(num)s day", "%(num)s days", round(hours / 24))


def headline(counts: dict[str, int]) -> str:
    """One sentence or two, worst first; calm where nothing is."""
    quiet, look = counts.get("reach-out", 0), counts.get("look", 0)
    said = []
    if quiet:
        said.append(ngettext("%(num)s has gone quiet.", "%(num)s have gone quiet.", quiet))
    if look:
        said.append(
            ngettext("%(num)s more needs a look.", "%(num)s more need a look.", look)
            if quiet
            else ngettext("%(num)s needs a look.", "%(num)s need a look.", look)
        )
    return " ".join(said) or _("Nobody has gone quiet.")
