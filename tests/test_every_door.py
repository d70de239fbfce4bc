"""Every door tried: each route with Dana's ids, by everybody who has no business there, and by those who have.

A route that takes an id grows this test by itself: without a row in OWN it fails and says so.
"""

from contextvars import Context

import pytest
from flask import Flask

from app.web.door import Portal
from tests.world import House

WHO = {
    "dana": "her",
    "rosa": "same home",
    "chris": "other home",
    "lee": "limited",
    "gwen": "ended",
    "ben": "neighbour",
    "okafor": "her therapist",
    "reyes": "other therapist",
    "olga": "owner only",
    "nobody": "anonymous",
}
STAFF = ("okafor", "reyes", "olga")
TO_SIGN_IN, NOT_HERE, PAGE = 303, 404, 403
CHILDS = ("dana", "rosa", "chris")
"""Those who write about Maya: her own caregivers, each on their own page."""

OWN = {
    "/home/<uuid:child>": CHILDS,
    "/check-in/<uuid:child>/<int:n>": CHILDS,
    "/updates/about/<uuid:child>": CHILDS,
    "/questions/about/<uuid:child>": CHILDS,
    "/updates/<uuid:update>": ("dana",),
    "/answers/<uuid:update>": ("okafor",),
    "/families/<uuid:child>": ("okafor",),
    "/families/<uuid:child>/people": ("okafor",),
    "/parts/<uuid:part>/agreement": ("okafor",),
    "/parts/<uuid:part>/invitation": ("okafor",),
    "/parts/<uuid:part>/invitation/delete": ("okafor",),
}
"""Route → who is let in. For everybody else it isn't here; whoever is of the other kind is asked to sign in."""
FOR_STAFF = ("/answers", "/families", "/parts")
SECRETS = ("hers alone", "dana@harbour.example")


def with_ids(app: Flask) -> list[tuple[str, str]]:
    rules = (rule for rule in app.url_map.iter_rules() if "<uuid:" in rule.rule)
    return sorted((method, rule.rule) for rule in rules for method in rule.methods & {"GET", "POST"})


def expected(who: str, rule: str) -> int:
    """From the table: let in (0), asked to sign in, a page for others, or not here."""
    if who in OWN[rule]:
        return 0
    if rule.startswith(FOR_STAFF):
        return NOT_HERE if who in STAFF[:2] else PAGE if who == "olga" else TO_SIGN_IN
    return TO_SIGN_IN if who in STAFF or who == "nobody" else NOT_HERE


def try_all(app, house: House, browser, who: str, of: House) -> list[str]:
    """Opens every door with Dana's ids of `of`; gives what was not as the table says."""
    ids = {"child": of.children["maya"], "part": of.parts["dana"], "update": dana_tells(of, browser)}
    page = browser(house)
    if who in STAFF:
        page.sign_in_staff(who)
    elif who != "nobody":
        page.sign_in(who)
    wrong = []
    for method, rule in with_ids(app):
        path = rule.replace("<int:n>", "1")
        for noun, id in ids.items():
            path = path.replace(f"<uuid:{noun}>", str(id))
        wanted = expected(who, rule) if house is of else max(expected(who, rule), NOT_HERE if who in OWN[rule] else 0)
        page.get("/sign-in")
        token = page.hidden("/sign-in")
        answer = Context().run(
            page.client.open, path, method=method, base_url=page.base, data=token if method == "POST" else None
        )
        if method == "POST" and wanted == TO_SIGN_IN:
            wanted = 401
        if (answer.status_code not in (200, 303, 422)) if wanted == 0 else (answer.status_code != wanted):
            wrong.append(f"{who}: {method} {rule} gives {answer.status_code}, not {wanted or 'in'}")
        if who not in ("dana", "okafor") or house is not of:
            wrong += [f"{who}: {method} {rule} tells {secret!r}" for secret in SECRETS if secret in answer.text]
    return wrong


def dana_tells(house: House, browser) -> str:
    dana = browser(house).sign_in("dana")
    path = f"/updates/about/{house.children['maya']}"
    dana.get(path)
    return dana.post(path, {"body": "hers alone", "topic": "mood"}).request.path.rpartition("/")[2]


def test_every_route_with_an_id_has_its_row(app):
    missing = {rule for _, rule in with_ids(app)} ^ set(OWN)
    assert not missing, f"say in OWN who is let in: {sorted(missing)}"


@pytest.mark.parametrize("who", WHO)
def test_every_door_lets_in_whom_the_table_says(app, harbour, browser, who):
    assert try_all(app, harbour, browser, who, harbour) == []


@pytest.mark.parametrize("who", ["dana", "okafor", "olga"])
def test_another_clinics_people_find_nothing(app, harbour, meadow, browser, who):
    found = [line for line in try_all(app, meadow, browser, who, harbour) if "tells" in line or "gives 200" in line]
    assert found == []


@pytest.mark.parametrize("who", ["chris", "ben", "reyes", "gwen"])
def test_pythons_wall_holds_alone_where_no_policy_does(app, harbour, browser, bypassing, who):
    with bypassing("staff", "family"):
        wrong = try_all(app, harbour, browser, who, harbour)
    assert wrong == []


def test_a_route_without_an_access_decision_does_not_exist():
    with pytest.raises(TypeError):
        Portal("open", __name__).get("/open")(lambda: "")
