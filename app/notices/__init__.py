"""What staff are told: `notices.tell(reader, "kind", child=…)`, and `@notices.says("kind")` for its sentence."""

from app.notices.telling import Says, Told, says, tell, unread

__all__ = ["Says", "Told", "says", "tell", "unread"]
