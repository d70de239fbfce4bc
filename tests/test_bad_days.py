"""Valkey is gone, a host is unknown, a body is far too long, and the same application over https."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app import create_app, schedule
from app.config import Settings
from dev import ports
from tenants.db import db
from tests.browser import Browser
from tests.world import PASSWORD, House


@contextmanager
def another(servers, **changes: str) -> Iterator[Flask]:
    """The application once more on the same database, configured otherwise."""
    variables = servers.variables | changes
    fields = {name: variables[name.upper()] for name in Settings.model_fields if name.upper() in variables}
    app = create_app(Settings(**fields))
    with app.app_context():
        yield app
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def opens(app: Flask, method: str, path: str, host: str, **options):
    """One request with nothing of the test's around it."""
    return Context().run(app.test_client().open, path, method=method, base_url=f"http://{host}", **options)


@pytest.mark.parametrize(
    "host", ["nobody.localhost:8000", "a.harbour.localhost:8000", "harbour.localhost:9", "withkin.example", "harbour"]
)
def test_an_unknown_host_gets_one_plain_answer(app, harbour, host):
    answers = [opens(app, "GET", path, host) for path in ("/", "/home", "/nothing", f"/families/{harbour.clinic}")]
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.text for answer in answers} == {"There is no page at this address.\n"}


def test_valkey_gone_pages_work_limits_hold_and_the_mail_goes_later(
    app, harbour, servers, validator, statements, outbox_now, work
):
    before = len(outbox_now.mails("dana@harbour.example"))
    with another(servers, REDIS_URL=f"redis://127.0.0.1:{ports.free()}/0") as without:
        dana = Browser(without, validator, statements, harbour)
        dana.get("/sign-in")
        dana.post("/sign-in", {"address": "dana@harbour.example"})
        assert "a mail is on its way" in dana.text
        staff = Browser(without, validator, statements, harbour).sign_in_staff()
        assert "Nothing waits for you." in staff.text
        seen = set()
        for _ in range(25):
            dana.get("/sign-in")
            answer = dana.client.post(
                "/sign-in", data=dana.hidden("/sign-in") | {"address": "x@harbour.example"}, base_url=dana.base
            )
            seen.add(answer.status_code)
        assert 429 in seen, "the limit is kept in memory"
    with app.app_context():
        assert schedule.sweep() > 0
        work()
    assert len(outbox_now.mails("dana@harbour.example")) == before + 1


@pytest.mark.parametrize("path", ["/sign-in", "/staff/sign-in"])
def test_a_body_far_too_long_is_a_page_that_says_so(app, harbour, path):
    answer = opens(app, "POST", path, harbour.host, data={"address": "x" * 10_000_000})
    assert answer.status_code == 413
    assert "That was too much for one page." in answer.text


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"address=%ff%00%f0", b"=" * 2000, b"&".join([b"a=1"] * 1500)])
def test_a_body_that_is_no_form_is_answered_like_any_without_a_token(app, harbour, body):
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert opens(app, "POST", "/sign-in", harbour.host, data=body, headers=kind).status_code in (400, 401, 413)


SECURE = {"PUBLIC_URL": "https://withkin.example", "ENVIRONMENT": "production"}


def https(app: Flask, house: House):
    """A browser's client over https: what it sends, it sends from the clinic's own pages."""
    client, base = app.test_client(), f"https://{house.subdomain}.withkin.example"

    def ask(method: str, path: str, referrer: str = base, **form: str):
        headers = {"Referer": f"{referrer}/"} if method == "POST" else {}
        return Context().run(client.open, path, method=method, base_url=base, data=form or None, headers=headers)

    return ask


def test_over_https_cookies_are_the_hosts_alone_and_forms_are_taken_from_there_only(app, harbour, servers):
    with another(servers, **SECURE) as secure:
        ask = https(secure, harbour)
        page = ask("GET", "/staff/sign-in")
        cookie = page.headers["Set-Cookie"]
        assert cookie.startswith("__Host-withkin=")
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
        assert "Domain" not in cookie
        assert page.headers["Strict-Transport-Security"].startswith("max-age=63072000")
        form = {
            "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1],
            "address": "okafor@harbour.example",
            "password": PASSWORD,
        }
        assert ask("POST", "/staff/sign-in", "https://evil.example", **form).status_code == 401
        assert ask("POST", "/staff/sign-in", "https://meadow.withkin.example", **form).status_code == 401
        assert ask("POST", "/staff/sign-in", **form).status_code == 303
        assert ask("GET", "/today").status_code == 200


def test_a_session_of_one_clinic_opens_nothing_at_another(app, harbour, meadow, browser):
    """The same cookie, copied by hand to the other host."""
    dana = browser(harbour).sign_in("dana")
    cookie = dana.client.get_cookie("withkin", domain="harbour.localhost")
    thief = app.test_client()
    thief.set_cookie("withkin", cookie.value, domain="meadow.localhost")
    answer = Context().run(thief.get, "/home", base_url=f"http://{meadow.host}")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/sign-in")


def test_every_answer_carries_its_headers(app, harbour):
    for host in (harbour.host, "localhost:8000"):
        for path in ("/", "/sign-in", "/nothing-here"):
            headers = opens(app, "GET", path, host).headers
            policy = headers["Content-Security-Policy"]
            for rule in ("default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
                assert rule in policy
            assert "unsafe" not in policy
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "same-origin"


def test_leaving_works_with_the_database_away(app, harbour, browser, monkeypatch):
    """Without script the button is a form: it must never end on a page of ours (must 14)."""
    dana = browser(harbour).sign_in("dana")

    def away(*_):
        raise OperationalError("select", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr("app.portal.present.transaction", away)
        answer = Context().run(dana.client.post, "/leave", base_url=dana.base)
    assert answer.status_code == 303
    assert answer.headers["Location"] == app.config["SETTINGS"].leave_to
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    dana.get("/home", follow=False, status=303)


@pytest.mark.parametrize(
    "host",
    ["xn--.localhost:8000", "\x00.localhost:8000", "[::1", "a" * 300 + ".localhost:8000", "é.localhost:8000", ""],
)
def test_a_host_that_is_none_is_answered(app, harbour, host):
    """As a server hands it over: nothing between the header and the application."""
    environ = app.test_request_context("/", base_url=f"http://{harbour.host}").request.environ | {"HTTP_HOST": host}
    heard = []
    body = Context().run(app.wsgi_app, environ, lambda status, headers, exc=None: heard.append(status))
    assert list(body)
    assert heard[0][:3] in ("400", "404")
