"""The test phases together run every test, and each on the databases it is meant for."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from _pytest.mark.expression import Expression

from tests.architecture.sources import ROOT


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module `tools/run_tests.py`, imported as it is when it runs."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import run_tests

    yield run_tests
    sys.modules.pop("run_tests", None)


def phases_of(runner: ModuleType, *marks: str) -> list[str]:
    """Titles of the phases that run a test with these marks."""
    return [
        phase.title
        for phase in (*runner.TEST, *runner.EXTRA)
        if Expression.compile(phase.markers).evaluate(lambda name, **_values: name in marks)
    ]


def test_a_test_without_marks_runs_once_on_sqlite(runner: ModuleType) -> None:
    assert phases_of(runner) == ["SQLite"]


def test_a_test_of_the_database_runs_on_both(runner: ModuleType) -> None:
    assert phases_of(runner, "db") == ["SQLite", "PostgreSQL"]
    assert phases_of(runner, "db", "sqlite_only") == ["SQLite"]
    assert phases_of(runner, "db", "postgres_only") == ["PostgreSQL"]


def test_a_journey_runs_once_in_the_browser_phase(runner: ModuleType) -> None:
    assert phases_of(runner, "browser", "db") == ["browser journeys"]


@pytest.mark.parametrize("mark", ["race", "kill", "engines", "upgrade"])
def test_what_takes_long_runs_only_in_the_extra_phases(runner: ModuleType, mark: str) -> None:
    assert phases_of(runner, mark) == ["races, kills, engines, upgrades on SQLite"]
    assert len(phases_of(runner, mark, "db")) == 2
    assert not set(phases_of(runner, mark, "db")) & {phase.title for phase in runner.TEST}


def test_time_driven_tests_run_on_three_dates(runner: ModuleType) -> None:
    assert len(phases_of(runner, "time_driven")) == 3


def test_a_persons_own_database_and_date_never_reach_the_tests(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARKLOOP_DATABASE_URL", "postgresql://precious/data")
    monkeypatch.setenv("PARKLOOP_TODAY", "2031-01-01")
    values = runner.environment(runner.TEST[0], None)
    assert "PARKLOOP_DATABASE_URL" not in values
    assert "PARKLOOP_TODAY" not in values


def test_ci_runs_every_check_and_ends_with_pytest() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "set -euo pipefail" in script
    steps = [line.split()[1] for line in script.splitlines() if line.startswith("make ")]
    assert steps == ["setup-dev", "lint", "test", "test-extra"]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100


def test_make_help_explains_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    declared = next(line for line in makefile.splitlines() if line.startswith(".PHONY:")).split()[1:]
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    assert [line.split()[1] for line in shown.splitlines()] == declared


def test_the_postgres_of_a_killed_run_does_not_stay(tmp_path: Path) -> None:
    source = (
        "import os, sys\n"
        "from tests.support.postgres import postgres_server\n"
        "with postgres_server() as url:\n"
        "    print(url, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True)
    port = killed.stdout.strip().rpartition(":")[2].split("/")[0]
    assert port.isdigit(), killed.stderr
    assert wait_until_closed(int(port))


def wait_until_closed(port: int) -> bool:
    """Whether nobody listens on a loopback port any more, asked for at most ten seconds."""
    import socket
    import time

    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return True
        time.sleep(0.1)
    return False
