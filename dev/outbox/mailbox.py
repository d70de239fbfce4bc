"""The mails that were accepted: one `.eml` file each, still there after a restart."""

import os
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

ENVELOPE_TO = "Delivered-To"
ENVELOPE_FROM = "Return-Path"


@dataclass(frozen=True)
class Mail:
    """A kept mail. Its id begins with the moment it was accepted, so that ids sort by time."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.stem

    @property
    def at(self) -> datetime:
        """In UTC."""
        return datetime.fromtimestamp(int(self.id.split("-")[0]) / 1e9, UTC)

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.path.read_bytes(), policy=policy.default)

    @cached_property
    def recipients(self) -> list[str]:
        """Whom the envelope named, whatever the To line says."""
        return [str(value) for value in self.message.get_all(ENVELOPE_TO, [])]

    @property
    def subject(self) -> str:
        return str(self.message.get("Subject", ""))

    def part(self, kind: str) -> str:
        """The text of the `text/<kind>` body, with plain line ends; empty when there is none."""
        body = self.message.get_body((kind,))
        return str(body.get_content()).replace("\r\n", "\n") if body else ""

    def summary(self) -> dict[str, str]:
        return {
            "id": self.id,
            "to": ", ".join(self.recipients),
            "from": str(self.message.get("From", "")),
            "subject": self.subject,
            "at": self.at.isoformat(),
            "message_id": str(self.message.get("Message-ID", "")),
            "text": self.part("plain"),
        }


class Mailbox:
    """The folder and what is known of it. Added to by the SMTP server's thread, read by the site's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.lock = threading.Lock()
        self.kept = {path.stem: Mail(path) for path in sorted(folder.glob("*.eml"))}

    def add(self, sender: str, recipients: Sequence[str], content: bytes) -> Mail:
        """Keeps one mail with its envelope in front, as a mail server would write it."""
        with self.lock:
            path = self.folder / f"{time.time_ns():020d}-{secrets.token_hex(3)}.eml"
            envelope = [f"{ENVELOPE_FROM}: <{sender}>", *(f"{ENVELOPE_TO}: {one}" for one in recipients)]
            half = path.with_suffix(".half")
            half.write_bytes("".join(f"{line}\r\n" for line in envelope).encode(errors="surrogateescape") + content)
            os.replace(half, path)
            mail = self.kept[path.stem] = Mail(path)
            return mail

    def newest_first(self, to: str = "") -> list[Mail]:
        """All of them, or those to one address: exactly it, but for upper and lower case."""
        with self.lock:
            mails = sorted(self.kept.values(), key=lambda mail: mail.id, reverse=True)
        wanted = to.strip().casefold()
        return [mail for mail in mails if not wanted or wanted in map(str.casefold, mail.recipients)]

    def find(self, mail_id: str) -> Mail | None:
        return self.kept.get(mail_id)
