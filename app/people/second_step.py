"""The second step of signing in: a code from the person's phone, or one of ten written down."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import choice
from uuid import UUID

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app
from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import StaffLogin, now
from app.permissions import Role
from tenants.db import Moment, TenantModel, belongs_to, changed, db, marked, stored

SECONDS = 30
DRIFT = (-1, 0, 1)
"""Steps by which a phone's clock may be wrong."""
HOW_MANY = 10
FIRST_WEEK = timedelta(days=7)
"""In which owners and supervisors set it up."""
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are read for another."""


class StaffTotp(TenantModel):
    """That a member of staff has an authenticator app. Read at the door only."""

    __tablename__ = "staff_totp"
    __table_args__ = (belongs_to("staff_member", "staff_id"), UniqueConstraint("clinic_id", "staff_id"))

    staff_id: Mapped[UUID]
    seed: Mapped[str] = mapped_column(String(300), deferred=True)
    """Encrypted under a key outside the database."""
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_step: Mapped[int] = mapped_column(BigInteger)
    """The step of the code that was taken last: no code of it or of an earlier one is taken again."""


class RecoveryCode(TenantModel):
    """One of ten, for when the phone is not at hand. Used once."""

    __tablename__ = "recovery_code"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        Index("ix_recovery_code_staff", "clinic_id", "staff_id"),
    )

    staff_id: Mapped[UUID]
    code_hash: Mapped[str] = mapped_column(String(64), deferred=True)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


def keys() -> MultiFernet:
    """The newest encrypts, each decrypts: so a key can be rotated."""
    secrets = current_app.config["SETTINGS"].totp_key.split(",")
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(secret.strip().encode()).digest())) for secret in secrets])


def sealed(text: str) -> str:
    return keys().encrypt(text.encode()).decode()


def unsealed(text: str) -> str | None:
    """What was sealed here, under this or an earlier key; None for anything else."""
    try:
        return keys().decrypt(text.encode()).decode()
    except InvalidToken:
        return None


def step_of(seed: str, typed: str) -> int | None:
    """The step whose code this is, at this moment and within the drift."""
    digits, here = "".join(typed.split()), int(now().timestamp()) // SECONDS
    codes = pyotp.TOTP(seed, interval=SECONDS)
    found = [
        here + by for by in DRIFT if hmac.compare_digest(codes.at((here + by) * SECONDS).encode(), digits.encode())
    ]
    return found[0] if found else None


TRUSTED = frozenset({Role.OWNER, Role.SUPERVISOR})
"""Who must have a second step."""


def wanted_by(on: bool, trusted_since: datetime | None, by: datetime | None) -> datetime | None:
    """Until when somebody must have a second step. `trusted_since`: an owner or supervisor from then on; `by`: said besides."""
    moments = [at for at in (by, trusted_since + FIRST_WEEK if trusted_since else None) if at]
    return None if on or not moments else min(moments)


def is_on(staff: UUID) -> bool:
    return db.session.scalar(db.select(StaffTotp.id).where(StaffTotp.staff_id == staff)) is not None


def code_is_right(staff: UUID, typed: str) -> bool:
    """Whether this is a code of now that was not taken before; taken by it."""
    seed = db.session.scalar(db.select(StaffTotp.seed).where(StaffTotp.staff_id == staff))
    step = step_of(unsealed(seed) or "", typed) if seed else None
    if step is None:
        return False
    newer = db.update(StaffTotp).where(StaffTotp.staff_id == staff, StaffTotp.last_step < step)
    return bool(changed(newer.values(last_step=step)))


def turn_on(staff: UUID, seed: str, step: int) -> list[str] | None:
    """Stores the seed, confirmed by the code of `step`. Answers with ten new recovery codes; None: somebody was quicker."""
    row = StaffTotp(staff_id=staff, seed=sealed(seed), last_step=step)
    if not stored("uq_staff_totp", lambda: db.session.add(row)):
        return None
    due_by(staff, None)
    return new_codes(staff)


def turn_off(staff: UUID, again_by: datetime | None = None) -> None:
    """`again_by`: when it must be on again."""
    db.session.execute(db.delete(StaffTotp).where(StaffTotp.staff_id == staff))
    db.session.execute(db.delete(RecoveryCode).where(RecoveryCode.staff_id == staff))
    due_by(staff, again_by)


def due_by(staff: UUID, at: datetime | None) -> None:
    db.session.execute(db.update(StaffLogin).where(StaffLogin.staff_id == staff).values(second_step_by=at))


def plain(code: str) -> str:
    """A recovery code as it is compared: people type blanks, hyphens and capitals as they like."""
    return "".join(sign for sign in code.lower() if sign.isalnum())


def code_hash(staff: UUID, code: str) -> str:
    key = current_app.config["SETTINGS"].code_key.encode()
    return hmac.digest(key, f"recovery:{staff}:{plain(code)}".encode(), "sha256").hex()


def new_codes(staff: UUID) -> list[str]:
    """Ten new ones, to be shown once; all earlier ones end."""
    db.session.execute(db.delete(RecoveryCode).where(RecoveryCode.staff_id == staff))
    codes = ["-".join("".join(choice(SIGNS) for _ in range(4)) for _ in range(3)) for _ in range(HOW_MANY)]
    db.session.add_all(RecoveryCode(staff_id=staff, code_hash=code_hash(staff, code)) for code in codes)
    db.session.flush()
    return codes


def recovery_code_is_right(staff: UUID, typed: str) -> bool:
    """Whether this is one that was not used; used up by it."""
    mine = RecoveryCode.staff_id == staff, RecoveryCode.code_hash == code_hash(staff, typed)
    return marked(RecoveryCode.used_at, *mine)
