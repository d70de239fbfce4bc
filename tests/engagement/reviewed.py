"""Sade's review of Theo: begun, written in, and what was done."""

from datetime import timedelta

from app.audit import AuditEvent
from app.sight.models import Review
from app.sight.supervision import AgreedAction, SupervisionNote
from tenants.db import db, transaction

NOTE = "He leaves Ben too little room"
ACTION = "Ask Ben how mornings go"


def begun(house, who, child="theo", reason="due"):
    """The id of the review that this supervisor opens."""
    who.get(f"/reviews/of/{house.children[child]}")
    who.post(f"/reviews/of/{house.children[child]}", {"reason": reason})
    with transaction(house.jobs()):
        newest = db.select(Review.id).where(Review.closed_at.is_(None)).order_by(Review.at.desc())
        return db.session.scalars(newest.limit(1)).one()


def writes(who, review, page=None):
    if page:
        who.get(page)
    who.post(f"/reviews/{review}/notes", {"body": NOTE})


def agrees(house, sade, days=3, who="reyes", page=None):
    """An action of Theo's, agreed in a review of Sade's. Its id."""
    review = begun(house, sade)
    sade.get(page or f"/engagement/families/{house.children['theo']}")
    due = str(house.today + timedelta(days=days))
    form = {"what": ACTION, "who": str(house.people[who]), "due": due}
    sade.post(f"/reviews/{review}/actions", form)
    with transaction(house.jobs()):
        return db.session.scalars(db.select(AgreedAction.id).order_by(AgreedAction.at.desc()).limit(1)).one()


def notes(house):
    with transaction(house.jobs()):
        return list(db.session.scalars(db.select(SupervisionNote.body)))


def deeds_about(house, child="theo"):
    with transaction(house.jobs()):
        about = db.select(AuditEvent.action).where(AuditEvent.child_id == house.children[child])
        return list(db.session.scalars(about.order_by(AuditEvent.at)))
