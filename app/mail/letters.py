"""What a mail says. Each kind is registered by its feature; none holds a name, a clinical word or any content (musts 12, 13)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import formataddr
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from app.mail.models import Delivery
from app.web.language import shown
from tenants.resolve import ThisClinic


@dataclass(frozen=True)
class Letter:
    """One mail, ready to be rendered by templates/mail/<kind>.txt and .html."""

    address: str
    subject: str
    button: str
    url: str
    words: dict[str, Any] = field(default_factory=dict)
    stop: str | None = None
    """The address that ends mails of this kind, by one press or by the mail program itself (RFC 8058)."""


class NotYet(Exception):
    """The mail waits until `at`: the person's own hours, or as many as she may have."""

    def __init__(self, at: datetime):
        self.at = at


Writer = Callable[[ThisClinic, Delivery], Letter | None]
WRITERS: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Registers who writes this kind, in a staff scope. It answers None when the mail is no longer to be sent, and raises NotYet."""

    def register(writer: Writer) -> Writer:
        WRITERS[kind] = writer
        return writer

    return register


Reader = Callable[[Delivery], str | None]
READER: list[Reader] = []
"""Says the language of whoever a mail is for, by `app.people`."""


def reads(reader: Reader) -> Reader:
    READER.append(reader)
    return reader


def built(clinic: ThisClinic, delivery: Delivery) -> EmailMessage | None:
    """The mail as it stands now, from the clinic's short name; the same Message-ID whenever it is built again."""
    spoken = next((code for reader in READER if (code := reader(delivery))), clinic.locale)
    with force_locale(spoken):
        return message_of(clinic, delivery)


def message_of(clinic: ThisClinic, delivery: Delivery) -> EmailMessage | None:
    letter = WRITERS[delivery.kind](clinic, delivery)
    if letter is None:
        return None
    mail_from = current_app.config["SETTINGS"].mail_from
    message = EmailMessage()
    message["From"] = formataddr((clinic.short_name, mail_from))
    message["To"] = letter.address
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{delivery.id}.{delivery.clinic_id.hex}@{mail_from.rpartition('@')[2]}>"
    message["Date"] = delivery.made_at
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop:
        message["List-Unsubscribe"] = f"<{letter.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    context = {"letter": letter, "clinic": clinic, "locale": shown()}
    message.set_content(render_template(f"mail/{delivery.kind}.txt", **context))
    message.add_alternative(render_template(f"mail/{delivery.kind}.html", **context), subtype="html")
    return message
