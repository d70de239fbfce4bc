"""One mail over SMTP, with the moment marked after which nobody can know whether it arrived."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache
from smtplib import SMTP, SMTP_SSL, SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from ssl import SSLContext, create_default_context
from urllib.parse import unquote, urlsplit

SECONDS = 15.0


@cache
def secure() -> SSLContext:
    """One a process: reading the system's certificates takes longer than sending a mail."""
    return create_default_context()


@contextmanager
def server(url: str) -> Iterator[SMTP]:
    """A connection to smtp://, smtps:// or smtp+starttls://user:password@host:port."""
    at = urlsplit(url)
    host, port = at.hostname or "localhost", at.port or (465 if at.scheme == "smtps" else 25)
    line = (
        SMTP_SSL(host, port, timeout=SECONDS, context=secure())
        if at.scheme == "smtps"
        else SMTP(host, port, timeout=SECONDS)
    )
    try:
        if at.scheme == "smtp+starttls":
            line.starttls(context=secure())
        if at.username:
            line.login(unquote(at.username), unquote(at.password or ""))
        yield line
        with suppress(SMTPException, OSError):  # what is said to a good-bye changes nothing of what was answered before
            line.quit()
    finally:
        line.close()


def send(line: SMTP, message: EmailMessage, handing_over: Callable[[], None]) -> None:
    """Sends; calls `handing_over` right before the mail itself goes. Raises smtplib's errors and OSError."""
    sender, recipient = parseaddr(message["From"])[1], parseaddr(message["To"])[1]
    line.ehlo_or_helo_if_needed()
    accepted = line.mail(sender)
    if accepted[0] != 250:
        raise SMTPSenderRefused(*accepted, sender)
    accepted = line.rcpt(recipient)
    if accepted[0] not in (250, 251):
        raise SMTPRecipientsRefused({recipient: accepted})
    handing_over()
    accepted = line.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
    if accepted[0] != 250:
        raise SMTPDataError(*accepted)
