"""Whatever somebody had opened beside the care teams closes when that person stops working here."""

from uuid import UUID

from app.sight.models import Glass, Review
from tenants.db import marked


def leaving(staff: UUID) -> None:
    """No review and no broken glass is open any more, should the person come back within the hour."""
    marked(Review.closed_at, Review.staff_id == staff)
    marked(Glass.closed_at, Glass.staff_id == staff)


def shut(staff: UUID, child: UUID) -> None:
    """The child is closed to this person by name: lifted again, nothing opens by an old reason."""
    marked(Review.closed_at, Review.staff_id == staff, Review.child_id == child)
    marked(Glass.closed_at, Glass.staff_id == staff, Glass.child_id == child)
