"""Check-in questions as an owner changes them and as a caregiver is asked them."""

import re

from app.updates import arranging
from app.updates.models import Answer
from tenants.db import db, transaction

PATH = "/clinic/settings/questions"


def listed(house, child=None):
    with transaction(house.jobs()):
        return [(one.id, one.kind, one.wording, one.active) for one in arranging.listed(child)]


def first(text: str) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", text, re.S)[1]


def asks(dana, house) -> list[str]:
    """Each step of Maya's check-in, skipped."""
    maya, seen = house.children["maya"], []
    dana.get(f"/check-in/{maya}/1")
    while "/check-in/" in dana.page.request.path:
        seen.append(first(dana.text))
        dana.post(dana.page.request.path, {"skip": "1"})
    return seen


def change(olga, question, wording: str, active: bool, status: int = 200):
    form = {f"q-{question}-wording": wording} | ({f"q-{question}-active": "y"} if active else {})
    olga.post(f"{PATH}/{question}", form, status=status)


def answers(house) -> list[tuple[str, str]]:
    with transaction(house.jobs()):
        return [tuple(row) for row in db.session.execute(db.select(Answer.asked, Answer.words).order_by(Answer.asked))]
