"""What each form's door takes at each level, against lists written by hand: must 29, clause by clause."""

import pytest

from tenants.plans import Level
from tests.billing.standing import ends, unpaid
from tests.test_every_door import ROUTES, TABLE, WHO, doors, told, visitor

__all__ = ["told"]
ALWAYS = [
    "/staff/sure",
    "/staff/you/password",
    "/staff/you/address",
    "/staff/devices/<uuid:device>/delete",
    "/staff/devices/others/delete",
    "/staff/devices/<uuid:device>/answer",
    "/staff/you/lost/delete",
    "/staff/lost/<uuid:lost>",
    "/staff/second-step",
    "/staff/second-step/codes",
    "/staff/second-step/delete",
    "/worries/<uuid:worry>",
    "/withdrawn/<uuid:withdrawal>",
    "/notices/<uuid:notice>/read",
    "/notices/read",
    "/alerts/<uuid:alert>",
    "/families/search",
    "/engagement/search",
    "/clinic/audit",
    "/clinic/confirmation",
    "/clinic/address",
    "/clinic/settings/place",
    "/reviews/of/<uuid:child>",
    "/reviews/<uuid:review>/finish",
    "/break-glass",
    "/break-glass/open",
    "/break-glass/<uuid:glass>/finish",
    "/held-back/<uuid:held>",
    "/parts/<uuid:part>/standing",
    "/parts/<uuid:part>/standing/delete",
    "/parts/<uuid:part>/sensitive",
    "/parts/<uuid:part>/shared-use",
    "/parts/<uuid:part>/homes",
    "/stays/<uuid:stay>/delete",
    "/parts/<uuid:part>/end",
    "/families/<uuid:child>/end",
    "/parts/<uuid:part>/sharing/delete",
    "/parts/<uuid:part>/pause",
    "/parts/<uuid:part>/pause/delete",
    "/parts/<uuid:part>/less",
    "/parts/<uuid:part>/words",
    "/parts/<uuid:part>/phone",
    "/parts/<uuid:part>/call",
    "/parts/<uuid:part>/address",
    "/parts/<uuid:part>/address/change",
    "/entries/<uuid:entry>/not-them",
    "/parts/<uuid:part>/invitation/delete",
    "/families/<uuid:child>/closed-to",
    "/families/<uuid:child>/desk/delete",
    "/team/<uuid:membership>/delete",
    "/clinic/staff/<uuid:member>/roles",
    "/clinic/staff/<uuid:member>/end",
    "/clinic/staff/<uuid:member>/caseload",
    "/families/<uuid:child>/hand-over",
    "/signatures/<uuid:widening>/sign",
    "/clinic/staff/<uuid:member>/invitation/delete",
    "/clinic/supervision/<uuid:pair>/delete",
    "/signatures/<uuid:widening>/refuse",
    "/signatures/<uuid:widening>/withdraw",
    "/clinic/billing/checkout",
    "/clinic/billing/portal",
    "/clinic/billing/plan",
    "/clinic/billing/farewell",
]
"""Safety, a way in or out, what closes and never what opens, one's own sign-in, what only looks, and paying."""
ANSWERS = [
    "/answers/<uuid:update>",
    "/parts/<uuid:part>/talk",
    "/families/<uuid:child>/team",
    "/staff/you/away",
    "/away/<uuid:absence>/delete",
    "/clinic/settings/answering",
]
GROWS = [
    "/clinic/staff",
    "/clinic/staff/<uuid:member>/invitation",
    "/clinic/staff/<uuid:member>/return",
    "/families",
    "/families/<uuid:child>/people",
]
BY_WHOM = {"/parts/<uuid:part>/invitation", "/parts/<uuid:part>/slip"}
"""For whoever has been here, always; for whoever is new, while the clinic may grow: below."""
TO_BE_READ = """
GET /check-in|GET /check-in/<uuid:child>/<int:n>|POST /check-in/<uuid:child>/<int:n>|POST /check-in/<uuid:child>/<int:n>/draft
|GET /updates/about/<uuid:child>|POST /updates/about/<uuid:child>|POST /updates/about/<uuid:child>/draft
|GET /questions/about/<uuid:child>|POST /questions/about/<uuid:child>|POST /questions/about/<uuid:child>/draft
|GET /updates/<uuid:update>/correction|POST /updates/<uuid:update>/correction|GET /safety|POST /safety
|POST /you/agreed/<uuid:child>/less|POST /you/agreed/<uuid:child>/more
""".replace("\n", "").split("|")
STAFF = [("okafor", Level.ANSWER), ("olga", Level.WORK), ("sade", Level.NOTHING), ("otis", Level.NOTHING)]
"""Each level, by each role; what each route needs is compared besides."""


def needs(path: str) -> Level:
    if path in ALWAYS:
        return Level.NOTHING
    return Level.ANSWER if path in ANSWERS else Level.GROW if path in GROWS else Level.WORK


def walk(app, servers, who, told, harbour, meadow, takes):
    """What was not as it should be. `takes`: whether a door takes it, by method and path; None for one of the rest."""
    wrong, column, guest = [], WHO.index(who), visitor(app, who, harbour, meadow)
    guest.ask("POST", "/welcome", use="nobody")
    for key, rule in doors(app):
        host, method, path = key.split(" ", 2)
        if host == "apex" or path in BY_WHOM:
            continue
        servers.valkey.client().flushall()
        answer, usual = guest.ask(method, told.address(rule)), TABLE[ROUTES[key]][column]
        wanted = takes(method, path, usual)
        if answer.status_code != wanted:
            wrong.append(f"{key} answers {who} {answer.status_code}, not {wanted}")
    return wrong


@pytest.mark.parametrize(("who", "level"), STAFF)
def test_must_29_staff_write_what_is_left_and_read_all_of_it(app, servers, harbour, meadow, told, who, level):
    unpaid(harbour, level)
    staffs = {key for key, view in staff_routes(app)}

    def takes(method: str, path: str, usual: int) -> int:
        shut = method == "POST" and f"{method} {path}" in staffs and needs(path) > level
        return 402 if shut and usual not in (401, 403) else usual

    assert walk(app, servers, who, told, harbour, meadow, takes) == []


def staff_routes(app):
    for key, rule in doors(app):
        access = app.view_functions[rule.endpoint].access
        if type(access).__name__ == "Staff":
            yield key.removeprefix("clinic "), access


def test_must_29_caregivers_write_while_somebody_can_answer(app, servers, harbour, meadow, told):
    unpaid(harbour, Level.ANSWER)
    assert walk(app, servers, "dana", told, harbour, meadow, lambda method, path, usual: usual) == []


def test_must_29_nobody_writes_into_an_empty_room_and_all_else_is_open_to_her(app, servers, harbour, meadow, told):
    ends(harbour, -2)

    def takes(method: str, path: str, usual: int) -> int:
        return 410 if f"{method} {path}" in TO_BE_READ else usual

    assert walk(app, servers, "dana", told, harbour, meadow, takes) == []


def test_every_form_of_staff_is_thought_of(app):
    paths = {key.removeprefix("POST ") for key, _ in staff_routes(app) if key.startswith("POST")}
    listed = {*ALWAYS, *ANSWERS, *GROWS}
    assert listed <= paths, f"no routes of staff any more: {listed - paths}"
    by_hand = {path: access for path, access in staff_routes(app) if path.startswith("POST")}
    assert {path for path, access in by_hand.items() if access.takes is not needs(path.removeprefix("POST "))} == {
        f"POST {path}" for path in BY_WHOM
    }
