"""Starts both sides of the outbox and runs until it is stopped."""

import argparse
import asyncio
import logging
import sys
import threading
from pathlib import Path

from werkzeug.serving import make_server

from dev.outbox.behaviour import Behaviour
from dev.outbox.mailbox import Mailbox
from dev.outbox.site import create_site
from dev.outbox.smtp import listen


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dev.outbox")
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    return parser.parse_args()


async def serve(smtp_port: int, http_port: int, folder: Path) -> None:
    """The pages in a thread of their own, the mails here, until a signal ends the process.

    Nothing is saved at the end: a mail is on disk before it is answered for.
    """
    mailbox, switches = Mailbox(folder), Behaviour()
    site = make_server("127.0.0.1", http_port, create_site(mailbox, switches), threaded=True)
    smtp = await listen(smtp_port, mailbox, switches)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    await smtp.serve_forever()


def main() -> None:
    asked = arguments()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a line a request, with the address asked for
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    try:
        asyncio.run(serve(asked.smtp_port, asked.http_port, asked.folder))
    except OSError as reason:
        sys.exit(f"The outbox cannot listen: {reason}")


if __name__ == "__main__":
    main()
