"""The demo: made once, kept, made anew after a killed or half-written run; real data are never replaced."""

import json
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.site.conftest import Installation

DATABASE = "parkloop.sqlite3"


def ask(installation: Installation, sql: str) -> object:
    """One value out of the demo's database."""
    with closing(sqlite3.connect(f"file:{installation.var / DATABASE}?mode=ro", uri=True)) as database:
        return database.execute(sql).fetchone()[0]


def test_the_demo_states_its_date_and_its_people_are_invented(demo: Installation) -> None:
    kept = json.loads((demo.var / "demo.json").read_text(encoding="utf-8"))
    assert kept == {"PARKLOOP_DEMO": "1", "PARKLOOP_PARK": "example", "PARKLOOP_TODAY": "2026-10-12"}
    assert ask(demo, "SELECT count(*) FROM foundation_person WHERE NOT is_synthetic AND NOT is_system") == 0


def test_what_the_cast_did_stands_in_the_journal_at_its_dates(demo: Installation) -> None:
    days = "SELECT count(DISTINCT date(at)) FROM foundation_journalentry JOIN foundation_person p ON p.id = person_id WHERE NOT is_system"
    assert int(ask(demo, days)) > 3
    assert ask(demo, "SELECT max(date(at)) FROM foundation_journalentry") <= "2026-10-12"
    assert ask(demo, "SELECT count(*) FROM foundation_delivery WHERE state <> 'done'") == 0


def test_a_second_run_keeps_the_data(demo: Installation) -> None:
    before = ask(demo, "SELECT count(*) FROM foundation_journalentry")
    text = demo.ok("demo", "--prepare-only")
    assert "ready" in text
    assert "Making" not in text
    assert ask(demo, "SELECT count(*) FROM foundation_journalentry") == before


def test_another_park_in_the_same_folder_is_refused(demo: Installation) -> None:
    done = demo.run("demo", "--park", "baoshan", "--prepare-only")
    assert done.returncode == 2
    assert "--fresh" in done.stderr


def test_real_data_are_never_replaced_by_a_demo(demo: Installation) -> None:
    (demo.var / "demo.json").unlink()
    with closing(sqlite3.connect(demo.var / DATABASE)) as database, database:
        database.execute("UPDATE foundation_person SET is_synthetic = 0 WHERE code = 'leader'")
    done = demo.run("demo", "--prepare-only")
    assert done.returncode == 2
    assert "not of a demo" in done.stderr
    assert demo.run("demo", "--fresh", "--prepare-only").returncode == 2


@pytest.mark.kill
@pytest.mark.parametrize("after_s", [0.5, 2.0, 4.0, 6.0])
def test_a_killed_first_run_leaves_nothing_and_the_next_one_just_works(empty: Installation, after_s: float) -> None:
    running = empty.start("demo", "--park", "example", "--prepare-only")
    time.sleep(after_s)
    for pid in (running.pid, *_below(running.pid)):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    running.wait()
    text = empty.ok("demo", "--park", "example", "--prepare-only")
    assert "ready" in text
    assert not (empty.var / "building").exists()
    assert int(ask(empty, "SELECT count(*) FROM foundation_journalseal")) > 50


@pytest.mark.kill
@pytest.mark.parametrize("rubbish", [b"", b"not a database, just some bytes " * 100])
def test_a_half_written_folder_is_made_anew(empty: Installation, rubbish: bytes) -> None:
    empty.var.mkdir(parents=True)
    (empty.var / DATABASE).write_bytes(rubbish)
    (empty.var / "demo.json").write_text('{"PARKLOOP_DEMO": "1", "PARKLOOP_PARK"', encoding="utf-8")
    (empty.var / "building").mkdir()
    empty.ok("demo", "--park", "example", "--prepare-only")
    assert int(ask(empty, "SELECT count(*) FROM foundation_person")) > 10


def _below(pid: int) -> list[int]:
    """Processes under a process."""
    folder = Path("/proc")
    found = []
    for entry in folder.iterdir() if folder.exists() else ():
        if entry.name.isdigit():
            try:
                if f"\nPPid:\t{pid}\n" in (entry / "status").read_text():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found
