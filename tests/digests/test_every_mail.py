"""That what reads every mail of the suite finds what it looks for."""

import pytest

from tests.every_mail import tell_tales

MAIL = "From: {sender}\r\nSubject: {subject}\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{body}\r\n"


@pytest.mark.parametrize(
    ("kind", "sender", "subject", "body", "finds"),
    [
        (
            "plain",
            "Harbour <m@x.example>",
            "Your week",
            "There is something to read.\nhttp://harbour.example/in/Maya",
            0,
        ),
        ("plain", "Harbour <m@x.example>", "Your week", "Maya sleeps better.", 1),
        ("plain", "Dr Okafor <m@x.example>", "Your week", "Something to read.", 1),
        ("html", "Harbour <m@x.example>", "Your week", "<p>About your <b>therapist</b></p>", 1),
        ("plain", "Harbour <m@x.example>", "x" * 41, "Something to read.", 1),
        ("plain", "Harbour <m@x.example>", "Su semana", "Una frase de su terapeuta", 1),
    ],
)
def test_a_name_or_a_clinical_word_is_found_and_an_address_is_none(tmp_path, kind, sender, subject, body, finds):
    text = MAIL.format(sender=sender, subject=subject, kind=kind, body=body)
    (tmp_path / "00000000000000000001-aa.eml").write_bytes(text.encode())
    assert len(tell_tales(tmp_path)) == finds
