"""What the care team is told of ways in: who came in by a slip or a code, and who made it; whose link was used by another;
whose part is sensitive from now on (musts 17 and 18)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app import notices
from app.audit import AuditEvent
from app.involvement.care_team import members
from app.involvement.models import Involvement
from app.involvement.same_person import hers
from app.jobs import clinic_job, done, due, seen
from app.notices import Says, Told, says
from app.notices.models import Notice
from app.people.models import PortalLink, now
from app.people.sensitive import SharedUse
from tenants.db import db, transaction
from tenants.holding import one_after_another, today
from tenants.scope import Audience, Scope

LATELY = timedelta(days=2)
"""How far back the sweep looks for what was lost."""


def to_be_told() -> None:
    """Beside what happened: the care team hears of it."""
    due("entries")
    tell_of_entries.later()


@clinic_job()
def tell_of_entries(clinic: UUID) -> None:
    """Each is told once, whoever runs this twice or at the same time."""
    with transaction(Scope(clinic, Audience.STAFF)):
        one_after_another()
        rows, day = seen("entries"), today()
        for link in came_in():
            made_by = link.by_id if link.by_id and not came_in_before(link) else None
            tell("came-in", parts_of(link), day, link.id, link.by_id, but=made_by)
        for link in denied():
            tell("link-not-me", parts_of(link), day, link.id, None)
        for caregiver in shared():
            tell("shared-use", hers(caregiver), day, caregiver, None)
        done(rows)


def told(kind: str) -> set[UUID | None]:
    """What was told lately."""
    lately = Notice.kind == kind, Notice.at > now() - LATELY - LATELY
    return set(db.session.scalars(db.select(Notice.about_id).where(*lately)))


def came_in() -> Sequence[PortalLink]:
    ways = PortalLink.purpose.in_(("slip", "phone")), PortalLink.used_at > now() - LATELY
    found = db.session.scalars(db.select(PortalLink).where(*ways).order_by(PortalLink.used_at)).all()
    before = told("came-in")
    return [link for link in found if link.id not in before]


def denied() -> Sequence[PortalLink]:
    said = AuditEvent.action == "link-not-me", AuditEvent.at > now() - LATELY
    before = told("link-not-me")
    ids = set(db.session.scalars(db.select(AuditEvent.subject_id).where(*said))) - before
    return db.session.scalars(db.select(PortalLink).where(PortalLink.id.in_(ids))).all()


def shared() -> Iterable[UUID]:
    yes = SharedUse.phone | SharedUse.inbox
    found = db.session.scalars(db.select(SharedUse.caregiver_id).where(yes, SharedUse.at > now() - LATELY))
    return set(found) - told("shared-use")


def came_in_before(link: PortalLink) -> bool:
    """Whether this person had come in by something else: then whoever made the slip is told, too."""
    earlier = PortalLink.caregiver_id == link.caregiver_id, PortalLink.used_at < link.used_at
    return db.session.scalar(db.select(PortalLink.id).where(*earlier).limit(1)) is not None


def parts_of(link: PortalLink) -> object:
    """Of the person whom it lets in: it opens all of them, and what she has not said yes to is none of hers."""
    assert link.caregiver_id
    return hers(link.caregiver_id)


def tell(kind: str, parts: object, day: date, about: UUID, by: UUID | None, but: UUID | None = None) -> None:
    """Once to everybody on the care teams of these parts' children. `but`: who need not be told."""
    reached = {but}
    children = db.select(Involvement.child_id).where(parts, Involvement.ended_at.is_(None))
    for child in db.session.scalars(children.order_by(Involvement.made_at)).all():
        for row in members(child, day):
            if row.staff_id not in reached:
                reached.add(row.staff_id)
                notices.tell(row.staff_id, kind, child=child, about=about, by=by)


@says("came-in")
def says_came_in(told: Told) -> Says:
    words = {"device": told.used_on, "whom": told.whom, "child": told.child, "by": told.by}
    where = url_for("people_of.show", child=told.child_id)
    if told.way == "phone":
        return Says(
            _(
                "%(whom)s (%(child)s) came in on a device (%(device)s), by a code that %(by)s read out. Was it them?",
                **words,
            ),
            where,
        )
    return Says(
        _("%(whom)s (%(child)s) came in on a device (%(device)s), by a slip that %(by)s made. Was it them?", **words),
        where,
    )


@says("link-not-me")
def says_link_not_me(told: Told) -> Says:
    words = _(
        "A link of %(whom)s (%(child)s) was used by somebody else, says whoever has it. Talk with them.",
        whom=told.whom,
        child=told.child,
    )
    return Says(words, url_for("people_of.show", child=told.child_id))


@says("shared-use")
def says_shared_use(told: Told) -> Says:
    words = _(
        "Somebody else uses the phone or inbox of %(whom)s (%(child)s). Mail lets nobody in from now on.",
        whom=told.whom,
        child=told.child,
    )
    return Says(words, url_for("people_of.show", child=told.child_id))
