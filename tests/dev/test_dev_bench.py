"""`./bin/bench`: the figures it counts, on fewer families than it takes."""

import json
import sys

from dev import measures
from dev.bench.floor import as_one, renewed
from dev.bench.page import over
from dev.bench.queries import answer, counted, opened
from dev.bench.walls import ratio, switch
from dev.measures import main
from tenants import resolve
from tenants.db import db, transaction
from tenants.scope import Audience, Scope

SIZES = (2, 22)
"""Fewer and more than a page of Today holds."""


def test_a_page_asks_as_often_for_many_families_as_for_few(app, monkeypatch):
    monkeypatch.setattr(resolve, "SECONDS", 600.0)
    with app.test_request_context():
        pages = dict(opened(app, SIZES))
    found = answer({name: counted(ask, 2) for name, ask in pages.items()}, SIZES, 2)
    assert found["figures"].keys() == {"home_1", "home_4"} | {
        f"{page}_{size}" for page in ("today", "families", "child", "dashboard") for size in SIZES
    }
    assert all(figure > 1 for figure in found["figures"].values())
    assert found["ok"], found["figures"]


def test_a_figure_that_grows_or_is_too_high_is_not_ok():
    assert not answer({"home_1": 5, "home_4": 5, "today_2": 6, "today_22": 7}, SIZES, 1)["ok"]
    assert not answer({"home_1": 9, "home_4": 9, "today_2": 6, "today_22": 6}, SIZES, 1)["ok"]
    assert answer({"home_1": 8, "home_4": 8, "today_2": 6, "today_22": 6}, SIZES, 1)["ok"]


def test_a_home_that_asks_more_often_for_more_children_is_not_ok():
    assert not answer({"home_1": 5, "home_4": 6, "today_2": 6, "today_22": 6}, SIZES, 1)["ok"]


def test_the_walls_stand_after_a_measurement_and_each_side_is_measured(servers):
    """The slow side is the one with the walls: a ratio of two, whichever came first."""
    up = []
    assert ratio(lambda: 2.0 if up[-1] else 1.0, up.append, 4, 5) == 2.0
    assert up[-1] and up.count(True) == up.count(False) + 1
    with servers.admin("withkin") as admin:
        for stands in (False, True):
            switch(admin, ["child"], stands)
            assert admin.execute("select relrowsecurity from pg_class where relname = 'child'").fetchone() == (stands,)


def test_the_floor_reads_the_same_in_one_statement_and_writes_under_an_id_of_its_own(app):
    reads = [("select 1 as n where 1 = %(id)s", {"id": 1}), ("select 2 as n where 2 = %(id)s", {"id": 2})]
    with app.app_context(), transaction(Scope(None, Audience.SYSTEM)):
        statement, values = as_one(reads)
        found = db.session.connection().exec_driver_sql(statement, values).one()
    assert tuple(found) == ([{"n": 1}], [{"n": 2}])
    assert renewed("INSERT …", {"id": 1, "at": 2}).keys() == {"id"}
    assert renewed("select …", {"id": 1}) == {}


def test_the_last_line_is_the_answer_and_the_exit_status_says_whether_it_is_ok(monkeypatch, capsys):
    names = {"queries": ("what", lambda quick: {"name": "queries", "ok": quick})}
    for flags, status in ((["--quick"], 0), ([], 1)):
        monkeypatch.setattr(sys, "argv", ["bench", "queries", "--json", *flags])
        assert main("bench", "about", names) == status
        assert json.loads(capsys.readouterr().out.splitlines()[-1])["ok"] is not bool(status)


def test_by_itself_it_lists_the_names(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench"])
    assert main("bench", "about", {"queries": ("what it counts", dict)}) == 0
    assert capsys.readouterr().out.split() == ["queries", "what", "it", "counts"]


def test_what_was_measured_is_named():
    assert measures.commit().strip("+")


def test_a_page_is_measured_against_its_floor_and_what_got_in_the_way_of_some_requests_does_not_count():
    slow = iter([9.0, 2.0, 2.0, 2.0, 2.0, 9.0, 2.0, 9.0])
    assert over(lambda: next(slow), lambda: 1.0, warm=1, rounds=7) == 2.0
