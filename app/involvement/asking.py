""" "Less for now" and "more again": a caregiver asks, and takes it back; nothing changes until a therapist says yes (must 5).

That somebody asked is no fact about involvement: it makes no `happened` row, and counts against nobody.
"""

from datetime import date
from uuid import UUID

from app import audit
from app.involvement import asks
from app.involvement.asks import AgreementAsk
from app.involvement.involving import agree, alone_with
from app.involvement.models import Agreement, Involvement
from app.people.models import now
from tenants import scope as scopes
from tenants.db import changed, db, stored

MOST = 7


def ask(part: UUID, child: UUID, way: str) -> None:
    """In her own scope. Asked twice, it is one; the other way round, the newer stands."""
    own = AgreementAsk.involvement_id == part, AgreementAsk.answer.is_(None)
    changed(db.delete(AgreementAsk).where(*own, AgreementAsk.way != way))
    if not stored("ix_agreement_ask_open", lambda: db.session.add(AgreementAsk(involvement_id=part, way=way))):
        return
    if way == "less":
        audit.record("asked-for-less", "involvement", part, child=child)
    else:
        audit.record("asked-for-more", "involvement", part, child=child)


def ask_no_more(part: UUID, child: UUID) -> bool:
    """False: there was nothing, or it was answered meanwhile."""
    if not changed(db.delete(AgreementAsk).where(AgreementAsk.involvement_id == part, AgreementAsk.answer.is_(None))):
        return False
    audit.record("asks-no-more", "involvement", part, child=child)
    return True


def asked(part: UUID) -> AgreementAsk | None:
    """What she asks for, and nobody has answered."""
    own = db.select(AgreementAsk).where(AgreementAsk.involvement_id == part, AgreementAsk.answer.is_(None))
    found: AgreementAsk | None = db.session.scalar(own.execution_options(populate_existing=True))
    return found


def holds(part: Involvement) -> tuple[int, str]:
    """What is agreed now, read alone with the part and with what she asks for: check-ins a week, and the words."""
    asks.hold(part.id)
    alone_with(part)
    row = db.session.scalar(db.select(Agreement).where(Agreement.involvement_id == part.id, Agreement.until.is_(None)))
    return (row.checkins, row.words) if row else (0, "")


def less(checkins: int) -> int:
    """In one click: half of it, rounded down."""
    return checkins // 2


def more(checkins: int, before: int | None) -> int:
    """In one click: what it was when it was more, or one more."""
    return min(before if before is not None and before > checkins else checkins + 1, MOST)


def more_before(part: UUID, checkins: int) -> int | None:
    """The last number that was agreed and is more than this."""
    rows = db.select(Agreement.checkins).where(Agreement.involvement_id == part, Agreement.checkins > checkins)
    return db.session.scalar(rows.order_by(Agreement.until.desc(), Agreement.checkins).limit(1))


def change(part: Involvement, checkins: int, today: date) -> None:
    """The words they found stay."""
    agree(part, checkins, holds(part)[1], today)


def talk_first(part: Involvement) -> bool:
    """It stays as it is until they have talked. False: she took it back, or it was answered."""
    own = db.update(AgreementAsk).where(AgreementAsk.involvement_id == part.id, AgreementAsk.answer.is_(None))
    if not changed(own.values(answer="talk", answered_at=now(), answered_by=scopes.current().person)):
        return False
    audit.record("talks-first", "involvement", part.id, child=part.child_id)
    return True
