"""What Theo's foster carer told; nobody reads it who may not. And what was done to a child's record."""

from app.audit import AuditEvent
from tenants.db import db, transaction

WORDS = "He hid under the bed"


def deeds(house, child):
    with transaction(house.jobs()):
        about = db.select(AuditEvent.action).where(AuditEvent.subject_id == house.children[child])
        return list(db.session.scalars(about.order_by(AuditEvent.at)))
