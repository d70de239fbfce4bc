"""The parent of the demo: order, signals, deaths, and that nothing lives on after `kill -9` of it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dev import pids
from dev.lock import Busy, only_one
from dev.parts import Program
from dev.places import CHECKOUT
from dev.process import PartFailed
from dev.supervisor import Supervisor

VARIABLES = {"PATH": os.defpath}

SERVER = """
import pathlib, signal, subprocess, sys, time
diary, name = pathlib.Path(sys.argv[1]), sys.argv[2]
def note(word):
    with diary.open("a") as file:
        file.write(f"{word} {name}\\n")
def end(number, frame):
    note(signal.Signals(number).name)
    sys.exit(0)
signal.signal(signal.SIGINT, end)
signal.signal(signal.SIGTERM, signal.SIG_IGN if "deaf" in name else end)
child = subprocess.Popen(["sleep", "600"], process_group=0)
diary.with_name(name + ".child").write_text(str(child.pid))
note("up")
time.sleep(600)
"""


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    path = tmp_path / "diary"
    path.touch()
    return path


def server(diary: Path, name: str, stop_signal: signal.Signals = signal.SIGTERM, grace: float = 5) -> Program:
    """A part that notes when it is up and which signal ends it, with a child in a process group of its own."""
    command = [sys.executable, "-c", SERVER, str(diary), name]
    return Program(name, command, VARIABLES, lambda: f"up {name}" in diary.read_text(), stop_signal, grace)


def crew(tmp_path: Path, said: list[str]) -> Supervisor:
    return Supervisor(tmp_path / "run", tmp_path / "log", said.append)


def test_starts_in_order_and_stops_in_reverse_each_with_its_own_signal(tmp_path: Path, diary: Path) -> None:
    with crew(tmp_path, []) as supervisor:
        supervisor.start(server(diary, "first", signal.SIGINT))
        supervisor.start(server(diary, "second"))
        leaders = [process.popen.pid for process in supervisor.processes]
    assert diary.read_text().splitlines() == ["up first", "up second", "SIGTERM second", "SIGINT first"]
    assert [pids.session(leader) for leader in leaders] == [[], []]


def test_a_part_that_does_not_listen_is_killed_after_its_grace_with_its_children(tmp_path: Path, diary: Path) -> None:
    began = time.monotonic()
    with crew(tmp_path, []) as supervisor:
        supervisor.start(server(diary, "deaf", grace=0.3))
        leader = supervisor.processes[0].popen.pid
    assert time.monotonic() - began < 5
    assert pids.session(leader) == []


def test_a_part_that_cannot_start_is_reported_with_the_end_of_its_log(tmp_path: Path, diary: Path) -> None:
    broken = Program(
        "broken", [sys.executable, "-c", "import sys; sys.exit('no such thing')"], VARIABLES, lambda: False
    )
    said = r"(?s)broken ended with exit code 1.*no such thing"
    with pytest.raises(PartFailed, match=said), crew(tmp_path, []) as supervisor:
        supervisor.start(server(diary, "first"))
        supervisor.start(broken)
    assert "SIGTERM first" in diary.read_text()


def test_a_part_that_dies_takes_all_down(tmp_path: Path, diary: Path) -> None:
    with pytest.raises(PartFailed, match="second was killed by SIGKILL"), crew(tmp_path, []) as supervisor:
        supervisor.start(server(diary, "first"), server(diary, "second"))
        orphan = int(diary.with_name("second.child").read_text())
        supervisor.processes[1].popen.kill()
        supervisor.watch()
    assert "SIGTERM first" in diary.read_text()
    assert pids.started(orphan) is None


def test_a_part_that_may_die_starts_again_and_waits_longer_each_time(tmp_path: Path) -> None:
    said: list[str] = []
    brief = Program("brief", [sys.executable, "-c", "print('so soon')"], VARIABLES, restarts=True)
    with crew(tmp_path, said) as supervisor:
        supervisor.start(brief)
        until = time.monotonic() + 15
        while len(said) < 2 and time.monotonic() < until:
            supervisor.look()
            time.sleep(0.05)
    assert "so soon" in said[0] and "brief starts again in 1 s." in said[0]
    assert "brief starts again in 2 s." in said[1]


PARENT = """
import sys
from pathlib import Path
from dev.supervisor import Supervisor
from tests_dev import server
diary = Path(sys.argv[1])
with Supervisor(diary.parent / "run", diary.parent / "log") as supervisor:
    supervisor.start(server(diary, "deaf", grace=float(sys.argv[2])))
    supervisor.start(server(diary, "last"))
    supervisor.watch()
"""


def parent_of_two(diary: Path, grace: float) -> subprocess.Popen[bytes]:
    """A supervisor in a process of its own, with both its parts up."""
    loader = f"import importlib.util, sys; s = importlib.util.spec_from_file_location('tests_dev', {__file__!r}); "
    loader += "m = importlib.util.module_from_spec(s); sys.modules['tests_dev'] = m; s.loader.exec_module(m)\n"
    parent = subprocess.Popen(
        [sys.executable, "-c", loader + PARENT, str(diary), str(grace)], env=VARIABLES | {"PYTHONPATH": str(CHECKOUT)}
    )
    until = time.monotonic() + 20
    while "up last" not in diary.read_text() and time.monotonic() < until:
        time.sleep(0.02)
    return parent


def test_sigterm_stops_everything_and_a_second_one_does_not_wait(tmp_path: Path, diary: Path) -> None:
    parent = parent_of_two(diary, grace=20)
    began = time.monotonic()
    parent.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    parent.send_signal(signal.SIGTERM)
    parent.wait(10)
    assert time.monotonic() - began < 4, "the deaf part has 20 s of grace"
    assert "SIGTERM last" in diary.read_text()
    assert pids.started(int(diary.with_name("deaf.child").read_text())) is None


def test_nothing_lives_on_after_kill_9_and_the_next_start(tmp_path: Path, diary: Path) -> None:
    parent = parent_of_two(diary, grace=0.5)
    parent.kill()
    parent.wait()
    time.sleep(0.3)
    assert "SIGTERM last" in diary.read_text(), "the leash passes on the part's own signal"
    said: list[str] = []
    deaf = int(diary.with_name("deaf.child").read_text())
    assert pids.started(deaf) is not None
    with crew(tmp_path, said):
        pass
    assert "deaf" in said[0]
    assert pids.started(deaf) is None


def test_one_at_a_time(tmp_path: Path) -> None:
    first, second = only_one(tmp_path / "lock", "the first"), only_one(tmp_path / "lock", "the second")
    with first, pytest.raises(Busy, match="the first"):
        second.__enter__()
    with only_one(tmp_path / "lock", "the third"):
        assert (tmp_path / "lock").read_text() == "the third"
