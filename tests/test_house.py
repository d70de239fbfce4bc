"""House rules that nothing else holds: documents and deployment say what the code says."""

import re
import tomllib
from pathlib import Path

import pytest

from app.config import Settings
from dev.app_parts import COMMANDS

ROOT = Path(__file__).resolve().parent.parent


def test_fly_runs_what_the_demo_runs():
    processes = tomllib.loads((ROOT / "fly.toml").read_text())["processes"]
    assert {name: command.partition(" --bind")[0] for name, command in processes.items()} == COMMANDS


def test_every_setting_is_documented_and_no_other():
    documented = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs/configuration.md").read_text()))
    assert documented == {name.upper() for name in Settings.model_fields}


def test_every_dependency_has_its_line():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *project["optional-dependencies"]["demo"],
        *project["optional-dependencies"]["test"],
    ]
    lines = (ROOT / "docs/dependencies.md").read_text()
    assert [name for name in wanted if re.split(r"[=\[]", name)[0] not in lines] == []


def test_no_lock_file_names_an_address():
    for file in (*ROOT.glob("requirements/*.txt"), ROOT / "package-lock.json"):
        assert "://" not in file.read_text(), file.name


def test_half_configured_nothing_starts(monkeypatch):
    from app.config import load

    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    with pytest.raises(SystemExit, match="DATABASE_URL_STAFF"):
        load()


def test_every_route_says_who_may_enter(application):
    assert [
        rule.rule
        for rule in application.url_map.iter_rules()
        if not hasattr(application.view_functions[rule.endpoint], "access")
    ] == []
