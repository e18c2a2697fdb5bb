"""The present is asked of `parkloop.foundation.clock` only, so that the demo and the tests can run on a stated date."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

RUFF = str(Path(sys.executable).with_name("ruff"))


def ruff_says(source: str, name: str) -> subprocess.CompletedProcess[str]:
    """Ruff's verdict on a source that would stand at `name`."""
    command = [RUFF, "check", "--select", "TID251", "--no-cache", "--stdin-filename", name, "-"]
    return subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()\n",
        "import datetime\ndatetime.datetime.now()\n",
        "from datetime import date\ndate.today()\n",
        "from django.utils import timezone\ntimezone.now()\n",
        "import time\ntime.time()\n",
    ],
)
def test_asking_any_other_clock_turns_ruff_red(source: str) -> None:
    result = ruff_says(source, "parkloop/apps/plan/planted.py")
    assert result.returncode == 1
    assert "foundation.clock" in result.stdout


def test_measuring_a_duration_is_allowed() -> None:
    assert ruff_says("import time\ntime.monotonic()\n", "parkloop/apps/plan/planted.py").returncode == 0


def test_only_the_two_clock_modules_are_exempt() -> None:
    source = "from datetime import datetime\ndatetime.now()\n"
    assert ruff_says(source, "parkloop/adapters/wall_clock.py").returncode == 0
    assert ruff_says(source, "parkloop/adapters/other.py").returncode == 1


def test_no_source_asks_another_clock_or_silences_the_ban() -> None:
    result = subprocess.run([RUFF, "check", "--select", "TID251", "parkloop"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
    silenced = subprocess.run(
        ["git", "grep", "-nE", "noqa:.*TID251", "--", "parkloop", ":!parkloop/adapters/wall_clock.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert silenced.stdout == ""
