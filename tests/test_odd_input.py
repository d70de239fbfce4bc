"""Odd input on every route, by everybody who may pass: an answer that says something, never an error of ours."""

from contextvars import Context

import pytest

from tests.browser import APEX
from tests.test_every_door import doors, told, visitor  # noqa: F401  (told: the fixture)

ODD = [
    "",
    "\x00",
    "%ed%a0%80",
    "x" * 5000,
    "-1",
    "9" * 40,
    "٣",
    "' or 1=1 --",
    "{{ 7*7 }}",
    "🧑‍🧒\u202e",
    "\r\nBcc: a@b.example",
]
FIELDS = [
    "answer",
    "skip",
    "body",
    "topic",
    "row",
    "kind",
    "words",
    "known",
    "child",
    "age",
    "first-name",
    "first-relation",
    "first-home",
    "first-address",
    "second-name",
    "second-address",
    "address",
    "password",
    "code",
    "said",
    "instead",
    "name",
    "short_name",
    "subdomain",
    "own_name",
    "country",
    "time_zone",
    "role",
    "accept",
    "lines-0-label",
    "lines-0-number",
    "reply_days",
    "checkins",
    "back",
    "shown",
    "person",
    "since",
    "until",
    "about",
    "was",
    "old_password",
    "seal",
    "sure_to",
    "sure_password",
    "sure_code",
    "wording",
    "questions",
    "to",
    "put",
    "picked",
    "written",
    "image",
    "days",
    "start",
    "end",
    "cover_name",
    "cover_phone",
    "lines_of",
    "confirmed",
    "roles",
    "join-person",
    "join-part",
    "join-until",
    "shut-person",
    "shut-why",
    "last_day",
    "reason",
    "birth_year",
    "shared",
    "clinic_only",
    "party",
    "from",
    "use",
    "word",
]
LISTS = [
    "q=%00%25&sort=x&way=y",
    "kind=%ff&child=x&late=1",
    "person=x&since=9999-99-99&until=0001-01-01&about=%00",
    "endpoint=x&_external=1&_method=POST",
]
QUERIES = [
    *LISTS,
    "before=x",
    "after=%00",
    "after=WyJ4Il0.abc",
    "before=" + "A" * 3000,
    "thanks=%ff",
    "subdomain=%ed%a0%80",
]


@pytest.mark.parametrize("who", ["nobody", "dana", "okafor", "olga"])
def test_odd_fields_and_queries_are_answered(app, servers, harbour, meadow, told, who):  # noqa: F811
    guest, wrong = visitor(app, who, harbour, meadow), []
    for key, rule in doors(app):
        host, method, _ = key.split(" ", 2)
        base = APEX if host == "apex" else None
        path = told.address(rule)
        tries = [{"query": query} for query in QUERIES] if method == "GET" else [{"odd": odd} for odd in ODD]
        for one in tries:
            servers.valkey.client().flushall()
            form = dict.fromkeys(FIELDS, one["odd"]) if "odd" in one else {}
            if "part" in path or "/parts/" in path:
                form |= {
                    f"{kind}-{told.ids['part']}-{name}": one.get("odd", "")
                    for kind, name in (
                        ("agreed", "checkins"),
                        ("agreed", "words"),
                        ("address", "address"),
                        ("number", "number"),
                        ("call", "word"),
                        ("call", "tag"),
                    )
                }
            answer = guest.ask(method, path + (f"?{one['query']}" if "query" in one else ""), base=base, **form)
            if answer.status_code >= 500:
                wrong.append(f"{key} {one}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize(
    "path",
    [
        "/home/x",
        "/check-in/{child}/0",
        "/check-in/{child}/99999999999999999999",
        "/updates/%00",
        "/in/%ed%a0%80",
        "/in/" + "x" * 3000,
        "/families/None",
    ],
)
def test_odd_addresses_are_not_here(app, harbour, meadow, told, path):  # noqa: F811
    for who in ("nobody", "dana", "okafor"):
        answer = visitor(app, who, harbour, meadow).ask("GET", path.replace("{child}", str(harbour.children["maya"])))
        assert answer.status_code in (303, 404), (who, answer.status_code)


BODIES = {
    "application/json": ['{"address": [1]}', "5", '"x"', "[" * 5000, ""],
    "multipart/form-data; boundary=x": ['--x\r\nContent-Disposition: form-data; name="address"; filename="a"\r\n\r\nx\r\n--x--\r\n'],
    "text/plain": ["x"],
    "application/x-www-form-urlencoded; charset=\u0142": ["a=1"],
}  # fmt: skip


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("who", ["nobody", "dana", "okafor", "olga"])
def test_a_body_that_is_no_form_is_refused_on_every_route(app, servers, harbour, meadow, told, kind, who):  # noqa: F811
    guest, wrong = visitor(app, who, harbour, meadow), []
    for key, rule in doors(app):
        host, method, _ = key.split(" ", 2)
        if method != "POST":
            continue
        for body in BODIES[kind]:
            servers.valkey.client().flushall()
            base = APEX if host == "apex" else guest.base
            guest.enter(base)
            headers = {"Content-Type": kind.encode("ascii", "ignore").decode(), "X-CSRFToken": guest.token()}
            answer = Context().run(guest.client.post, told.address(rule), data=body, headers=headers, base_url=base)
            if answer.status_code >= 500:
                wrong.append(f"{key} {body[:20]}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("current", ["http://[x", "\u00ff", "x" * 5000, "//"])
@pytest.mark.parametrize(
    "path", ["/home", "/in/%E6%97%A5%E6%9C%AC", "/in/x%0d%0aSet-Cookie:a=b", "/updates?before=%E6%97%A5"]
)
def test_odd_headers_of_htmx_are_answered(app, harbour, meadow, path, current):
    guest = visitor(app, "dana", harbour, meadow)
    guest.enter(guest.base)
    headers = {"HX-Request": "true", "HX-Current-URL": current, "HX-Target": "main#main"}
    answer = Context().run(guest.client.get, path, base_url=guest.base, headers=headers)
    assert answer.status_code < 500
    assert answer.headers.get("HX-Push-Url", "").isascii()
    assert "\n" not in str(answer.headers.get("HX-Push-Url"))


def test_an_answer_that_says_nonsense_of_what_it_knew_is_answered(app, harbour, meadow, told):  # noqa: F811
    okafor = visitor(app, "okafor", harbour, meadow)
    for known in ("abc", "9" * 5000, "-1", "٣"):
        assert okafor.ask("POST", f"/answers/{told.ids['update']}", known=known, kind="seen").status_code < 500
