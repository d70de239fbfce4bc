"""Every mail that the whole suite ever sent is read at its end: no name of anybody, no clinical word (musts 12, 13)."""

import re
from pathlib import Path

from dev.outbox.mailbox import Mail, Mailbox

NAMES = (
    "Maya", "Theo", "Sam", "Noor", "Dee", "Lena", "Petra", "Kai", "Tess", "Dana", "Rosa", "Chris", "Lee", "Gwen", "Ben",
    "Okafor", "Reyes", "Mills", "Novak", "Olga", "Otis", "Sade", "Ines", "Roth", "Lang",
)  # fmt: skip
CLINICAL = (
    "therap", "psych", "counsel", "diagnos", "treatment", "patient", "symptom", "disorder", "anxi", "trauma", "autis",
    "session", "child", "mother", "father", "parent", "check-in", "worry", "worries", "safety",
    "terapia", "terapeut", "psic", "tratamiento", "paciente", "niñ", "hij[oa]", "madre", "padre", "preocupa", "segurid",
)  # fmt: skip
SIGNS = re.compile(rf"\b(?:{'|'.join(NAMES)})\b|\b(?i:{'|'.join(CLINICAL)})\w*")
OURS = re.compile(r"https?://\S+|<style\b.*?</style>|<[^>]+>", re.S)
"""Addresses are looked at by the tests of links; marks are no words."""
LONGEST_SUBJECT = 40


def tell_tales(folder: Path) -> list[str]:
    """What a mail says that none may say, each with the mail's subject."""
    return [f"{mail.subject!r}: {found}" for mail in Mailbox(folder).newest_first() for found in told(mail)]


def told(mail: Mail) -> list[str]:
    subject = [f"{len(mail.subject)} characters"] if len(mail.subject) > LONGEST_SUBJECT else []
    words = [
        mail.subject,
        str(mail.message.get("From", "")),
        *(OURS.sub(" ", mail.part(kind)) for kind in ("plain", "html")),
    ]
    return subject + sorted({found[0] for text in words for found in SIGNS.finditer(text)})
