"""Odd input on every route, by everybody who may pass: an answer that says something, never an error of ours."""

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
]
QUERIES = ["before=x", "after=%00", "after=WyJ4Il0.abc", "before=" + "A" * 3000, "thanks=%ff", "subdomain=%ed%a0%80"]


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
                    for kind, name in (("agreed", "checkins"), ("agreed", "words"), ("address", "address"))
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
