"""Runs the test phases behind `make test` and `make test-all`; each phase is one pytest run with its own closing line.

`test`: everything on SQLite, everything that touches the database again on PostgreSQL, journeys in a browser.
`extra`: races, kills at any point, other engines, upgrades from stored data on both databases, and the time-driven
tests on other dates. All phases run even if an earlier one fails; the exit status tells.
"""

import argparse
import os
import subprocess
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from bootstrap import ROOT

sys.path.insert(0, str(ROOT))
from tests.support.postgres import PostgresUnavailable, postgres_server

NO_TESTS_COLLECTED = 5
SLOW_MARKERS = ("race", "kill", "engines", "upgrade")
QUICK = "not browser and " + " and ".join(f"not {marker}" for marker in SLOW_MARKERS)
SLOW = "(" + " or ".join(SLOW_MARKERS) + ")"
OTHER_DATES = ("2027-01-04", "2028-02-29")


@dataclass(frozen=True)
class Phase:
    """One pytest run: `markers` select its tests, `today` fixes the date, `workers` is the number of processes."""

    title: str
    markers: str
    on_postgres: bool = False
    today: str | None = None
    workers: int = 2
    options: tuple[str, ...] = field(default=())


TEST = (
    Phase("SQLite", f"{QUICK} and not postgres_only"),
    Phase("PostgreSQL", f"{QUICK} and db and not sqlite_only", on_postgres=True),
    Phase("browser journeys", "browser", workers=0),
)
# The dated phases come first, so that the last closing line stands for the longest of the extra phases.
EXTRA = (
    *(Phase(f"time-driven tests on {date}", f"{QUICK} and time_driven", today=date) for date in OTHER_DATES),
    Phase(
        "races, kills, engines, upgrades on PostgreSQL",
        f"{SLOW} and db and not sqlite_only",
        on_postgres=True,
        workers=0,
    ),
    Phase("races, kills, engines, upgrades on SQLite", f"{SLOW} and not postgres_only", workers=0),
)
PHASES = {"test": TEST, "extra": EXTRA}


def main() -> int:
    """Run the asked groups; 0 only if every phase passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="+", choices=sorted(PHASES))
    parser.add_argument("--only", help="run only phases whose title contains this")
    arguments = parser.parse_args()
    phases = [phase for group in arguments.groups for phase in PHASES[group]]
    phases = [phase for phase in phases if not arguments.only or arguments.only.lower() in phase.title.lower()]
    if any(phase.markers == "browser" for phase in phases):
        subprocess.run([sys.executable, ROOT / "tools" / "install_browser.py"], check=False)
    failed = [phase.title for phase in phases if not passes(phase)]
    if failed:
        print(f"Failed: {'; '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def passes(phase: Phase) -> bool:
    """Run one phase with the server it needs. Nothing to run counts as passed and prints no closing line."""
    if not has_tests(phase):
        return True
    print(f"\n--- {phase.title}", flush=True)
    started = time.monotonic()
    server: AbstractContextManager[str | None] = postgres_server() if phase.on_postgres else nullcontext()
    try:
        with server as url:
            status = subprocess.run(command(phase), cwd=ROOT, env=environment(phase, url)).returncode
    except PostgresUnavailable as error:
        print(f"{error} (after {time.monotonic() - started:.0f} s)", file=sys.stderr)
        return False
    return status == 0


def has_tests(phase: Phase) -> bool:
    """Ask pytest whether a phase selects anything; a collection error counts as yes, so that the run reports it."""
    listing = [*command(phase, collect_only=True)]
    done = subprocess.run(
        listing, cwd=ROOT, env=environment(phase, None), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return done.returncode != NO_TESTS_COLLECTED


def command(phase: Phase, *, collect_only: bool = False) -> list[str]:
    """The pytest command line of a phase."""
    base = [sys.executable, "-m", "pytest", "-m", phase.markers]
    if collect_only:
        return [*base, "--collect-only", "-qq"]
    spread = ["-n", str(phase.workers), "--dist", "loadscope"] if phase.workers else []
    return [*base, "--durations=10", "--durations-min=0.5", *spread, *phase.options]


def environment(phase: Phase, database_url: str | None) -> dict[str, str]:
    """This process's environment with the phase's database and date, and never the person's own database."""
    values = {
        name: value for name, value in os.environ.items() if name not in ("PARKLOOP_DATABASE_URL", "PARKLOOP_TODAY")
    }
    if database_url:
        values["PARKLOOP_DATABASE_URL"] = database_url
    if phase.today:
        values["PARKLOOP_TEST_TODAY"] = phase.today
    return values


if __name__ == "__main__":
    sys.exit(main())
