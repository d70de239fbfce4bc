"""A check-in between its first tap and Send. The questions may change meanwhile: no answer is lost or put under another."""

from uuid import UUID

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from app.updates.models import Answer
from app.updates.questions import Asked
from app.updates.withdrawing import Withdrawal
from tenants.db import db

Kept = dict[str, str]
"""For each answered question, by its id, what was said; and under `wording(id)` how it was put."""


def signer(child: UUID) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"put:{child}")


def put_token(child: UUID, one: Asked) -> str:
    """For a form's hidden field: which question its page put, in which words."""
    return str(signer(child).dumps([one.id.hex, one.text]))


def put_here(child: UUID) -> tuple[UUID, str] | None:
    """Which question, in which words, the form at hand answers. None where it does not say."""
    try:
        id, text = signer(child).loads(request.form.get("put", ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return UUID(id), text


def wording(id: UUID) -> str:
    return f"{id} asked"


def answered(kept: Kept) -> list[UUID]:
    return [UUID(key) for key in kept if " " not in key]


def without(kept: Kept, id: UUID) -> Kept:
    return {key: words for key, words in kept.items() if key not in (str(id), wording(id))}


def sent_before(row: UUID) -> Kept:
    """What this very form has sent: pressed again, its draft is gone, and only the last answer comes along. What she withdrew
    does not come back with it."""
    mine = Answer.update_id == row, Answer.update_id.not_in(db.select(Withdrawal.id).where(Withdrawal.id == row))
    stored = db.select(Answer.question_id, Answer.asked, Answer.value, Answer.words).where(*mine)
    kept: Kept = {}
    for id, asked, value, words in db.session.execute(stored):
        kept |= {str(id): words if value is None else str(value), wording(id): asked}
    return kept
