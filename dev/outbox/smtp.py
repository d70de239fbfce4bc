"""The SMTP side: every step of a mail, as aiosmtpd asks for it."""

import asyncio

from aiosmtpd.smtp import SMTP, Envelope, Session

from dev.outbox import behaviour
from dev.outbox.behaviour import Behaviour
from dev.outbox.mailbox import Mailbox

ACCEPTED = "250 2.0.0 Kept"


class Handler:
    """What aiosmtpd asks at each step of a mail. Names and arguments are its own."""

    def __init__(self, mailbox: Mailbox, switches: Behaviour) -> None:
        self.mailbox = mailbox
        self.switches = switches

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.switches.turn_away:
            return "550 5.7.1 Not from you"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Go on"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.switches.delay_welcome)
        if self.switches.refuse:
            return "421 4.3.2 Not taking mail now"
        if refusal := behaviour.to_recipient(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Welcome"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await behaviour.pause(self.switches, envelope.rcpt_tos)
        if refusal := behaviour.to_mail(envelope.rcpt_tos):
            return refusal
        content = envelope.original_content or b""
        self.mailbox.add(envelope.mail_from or "", envelope.rcpt_tos, content)
        if self.switches.drop_after_data and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
            await asyncio.Event().wait()  # until the lost connection cancels this
        await asyncio.sleep(self.switches.delay_answer)
        return ACCEPTED

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "421 4.3.2 Closing, with no good-bye" if self.switches.hang_up else "221 2.0.0 Bye"


async def listen(port: int, mailbox: Mailbox, switches: Behaviour) -> asyncio.Server:
    """On 127.0.0.1. The name is given: finding one out asks the resolver, which may hang."""
    loop = asyncio.get_running_loop()
    handler = Handler(mailbox, switches)
    return await loop.create_server(
        lambda: SMTP(handler, hostname="outbox.localhost", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", port
    )
