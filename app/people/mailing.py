"""How much mail a clinic may cause: nobody writes to strangers in our name, confirmed or not (product.md, Sign-up)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.people.models import PortalLink, now
from app.people.staff import owner_confirmed
from tenants.db import db
from tenants.holding import one_after_another

A_DAY = timedelta(days=1)
CONFIRMATIONS = ((timedelta(hours=1), 4), (A_DAY, 12))
"""Mails to confirm an address: within each time, so many at most. The first is the sign-up's own."""
INVITATIONS = 30
"""People a day, caregivers and colleagues together."""
TO_ONE = 6
"""Mails a day to one of them."""


def made(purpose: str, within: timedelta) -> int:
    """Links of this purpose that the clinic made since then."""
    count = db.select(db.func.count()).select_from(PortalLink)
    return db.session.scalar(count.where(PortalLink.purpose == purpose, PortalLink.made_at > now() - within)) or 0


def too_many_confirmations() -> str | None:
    """Why no further mail to confirm leaves now. Whoever presses at the same moment is counted, too."""
    one_after_another()
    if all(made("confirm", within) < most for within, most in CONFIRMATIONS):
        return None
    return _(
        "We have sent several mails already. Look into your inbox, also among unwanted mail. You can send another one "
        "later: at most %(hour)s an hour, and %(day)s a day.",
        hour=CONFIRMATIONS[0][1], day=CONFIRMATIONS[1][1],
    )  # fmt: skip


def too_many_invitations(to: UUID | None = None) -> str | None:
    """Why no further invitation leaves today. `to`: the part or the colleague it is for, who may have had some already."""
    one_after_another()
    of = db.func.coalesce(PortalLink.involvement_id, PortalLink.staff_id)
    sent = PortalLink.purpose.in_(("invitation", "join")), PortalLink.made_at > now() - A_DAY
    mails = dict(db.session.execute(db.select(of, db.func.count()).where(*sent).group_by(of)).all())
    if mails.get(to, 0) >= TO_ONE:
        return _(
            "%(most)s mails have gone to this person today. Ask whether they arrived, or send one tomorrow.",
            most=TO_ONE,
        )
    if to in mails or len(mails) < INVITATIONS:
        return None
    return _("At most %(most)s people are invited in a day. Invite this one tomorrow.", most=INVITATIONS)


def no_colleague_yet(to: UUID | None = None) -> str | None:
    """Why no colleague is invited now. `to`: whoever it is, invited before or at this very moment."""
    if not owner_confirmed():
        return _("Confirm your own e-mail address first: open “Clinic”, then press the button in the mail we sent you.")
    return too_many_invitations(to)


def may_invite(form: Any, row: UUID) -> bool:
    """Whether a colleague may be invited now, under this row; if not, the form says why."""
    why = no_colleague_yet(row)
    if why:
        form.form_errors.append(why)
    return why is None
