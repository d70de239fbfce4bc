"""The mail server the tests and the demo use: what it keeps, what it refuses, and what it shows."""

import json
import smtplib
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from dev import ports
from dev.outbox.part import outbox
from dev.process import Process, running


@dataclass
class Outbox:
    process: Process
    smtp_port: int
    http_port: int

    def send(self, to: str, subject: str = "Your week", html: str = "") -> dict[str, tuple[int, bytes]]:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "Harbour <mail@withkin.test>", to, subject
        message.set_content("Open http://localhost:8000/l/abc today.\n")
        if html:
            message.add_alternative(html, subtype="html")
        with smtplib.SMTP("127.0.0.1", self.smtp_port, local_hostname="test.localhost", timeout=10) as smtp:
            return smtp.send_message(message)

    def get(self, path: str, host: str = "localhost") -> str:
        request = urllib.request.Request(f"http://127.0.0.1:{self.http_port}{path}", headers={"Host": host})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return str(answer.read().decode())

    def mails(self, to: str = "") -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(self.get("/mails.json?" + urllib.parse.urlencode({"to": to})))
        return found

    def behave(self, **switches: Any) -> None:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.http_port}/behave",
            data=json.dumps(switches).encode(),
            headers={"Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=5).close()


@contextmanager
def started(folder: Path) -> Iterator[Outbox]:
    smtp_port, http_port = ports.free(), ports.free()
    with running(outbox(smtp_port, http_port, folder / "mails"), folder) as process:
        yield Outbox(process, smtp_port, http_port)


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outbox]:
    with started(tmp_path_factory.mktemp("outbox")) as running_outbox:
        yield running_outbox


def test_what_it_accepts_is_there_to_read_newest_first(post: Outbox) -> None:
    post.send("mara@example.test", "Émile’s week")
    post.send("Mara@example.test", "Another")
    newest, older = post.mails(to="MARA@example.test")
    assert (newest["subject"], older["subject"]) == ("Another", "Émile’s week")
    assert older["to"] == "mara@example.test"
    assert older["from"] == "Harbour <mail@withkin.test>"
    assert older["text"] == "Open http://localhost:8000/l/abc today.\n"
    assert older["at"].endswith("+00:00")


def test_filter_is_the_whole_address(post: Outbox) -> None:
    post.send("ann@example.test")
    assert post.mails(to="nn@example.test") == []


def test_a_mail_has_a_page_with_links_one_can_follow(post: Outbox) -> None:
    post.send("page@example.test", "<b>bold</b>", html="<html><head></head><body><p>Hello</p></body></html>")
    (mail,) = post.mails(to="page@example.test")
    page = post.get(f"/mail/{mail['id']}")
    assert '<a href="http://localhost:8000/l/abc"' in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert '<base target="_blank">' in post.get(f"/mail/{mail['id']}/html")
    assert f"/mail/{mail['id']}" in post.get("/?to=page@example.test")


def test_a_foreign_host_name_reads_nothing(post: Outbox) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        post.get("/mails.json", host="elsewhere.test")


@pytest.mark.parametrize(("address", "code"), [("refuse-rcpt-1@example.test", 550), ("defer@example.test", 451)])
def test_an_address_can_ask_for_a_refusal_at_rcpt(post: Outbox, address: str, code: int) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        post.send(address)
    assert refused.value.recipients[address][0] == code
    assert post.mails(to=address) == []


def test_an_address_can_ask_for_a_refusal_at_data(post: Outbox) -> None:
    with pytest.raises(smtplib.SMTPDataError) as refused:
        post.send("refuse-data@example.test")
    assert refused.value.smtp_code == 550
    assert post.mails(to="refuse-data@example.test") == []


def test_a_slow_address_is_answered_late(post: Outbox) -> None:
    began = time.monotonic()
    post.send("slow@example.test")
    assert 3 <= time.monotonic() - began < 5


def test_switched_to_refuse_it_takes_nothing_for_now(post: Outbox) -> None:
    post.behave(refuse=True)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        post.send("later@example.test")
    assert refused.value.recipients["later@example.test"][0] == 421
    post.behave(refuse=False)
    post.send("later@example.test")
    assert len(post.mails(to="later@example.test")) == 1


def test_switched_to_drop_it_keeps_the_mail_and_says_nothing(post: Outbox) -> None:
    post.behave(drop_after_data=True)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        post.send("unknown@example.test")
    post.behave(drop_after_data=False)
    assert len(post.mails(to="unknown@example.test")) == 1


def test_an_unknown_switch_is_named(post: Outbox) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        post.behave(explode=True)


def test_mails_outlive_a_killed_server(tmp_path: Path) -> None:
    with started(tmp_path) as first:
        first.send("kept@example.test")
        first.process.popen.kill()
    with started(tmp_path) as second:
        assert len(second.mails(to="kept@example.test")) == 1


def test_a_taken_port_is_said(tmp_path: Path, post: Outbox) -> None:
    process = Process.start(outbox(post.smtp_port, ports.free(), tmp_path / "mails"), tmp_path)
    assert process.popen.wait(10) == 1
    assert "The outbox cannot listen" in process.tail()
    assert str(post.smtp_port) in process.tail()
