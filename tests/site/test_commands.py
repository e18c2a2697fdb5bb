"""The command line: help worth reading, every command says what it did, trouble is one sentence and an exit code."""

import sqlite3
from contextlib import closing

import pytest

from parkloop.site.cli import COMMANDS
from tests.site.conftest import Installation


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, empty: Installation) -> None:
    text = empty.ok(name, "--help")
    assert "Usage:" in text
    assert len(text) > 300
    if name != "park":
        assert f"parkloop {name}" in text


def test_production_refuses_to_start_without_secrets(empty: Installation) -> None:
    done = empty.run("migrate")
    assert done.returncode == 2
    assert "PARKLOOP_SECRET is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_migrate_says_what_it_applied_and_nothing_the_second_time(empty: Installation) -> None:
    empty.more = {"PARKLOOP_SECRET": "s" * 40, "PARKLOOP_JOURNAL_KEY": "j" * 40}
    first = empty.ok("migrate")
    assert "applied foundation.0001_initial" in first
    assert "0 migrations applied" in empty.ok("migrate")
    assert "up to date" in empty.ok("migrate", "--check")


def test_a_tick_lists_what_it_did_and_ticking_again_does_nothing_twice(demo: Installation) -> None:
    demo.ok("tick", "--at", "2026-10-13")
    again = demo.ok("tick", "--at", "2026-10-13")
    assert "0 pieces of work done" in again.replace("foundation.seal_journal", "")
    assert demo.run("tick", "--at", "tomorrow").returncode == 2


def test_the_journal_of_the_demo_holds_and_its_head_is_printed(demo: Installation) -> None:
    text = demo.ok("verify-journal", "--seal")
    assert "The chain holds." in text
    head = text.partition("Chain head: ")[2].split()[0]
    assert "The chain holds." in demo.ok("verify-journal", "--head", head)


def test_a_tampered_journal_is_reported_at_its_position(demo: Installation) -> None:
    with closing(sqlite3.connect(demo.var / "parkloop.sqlite3")) as database, database:
        database.execute("DROP TRIGGER stop_update_foundation_journalentry")
        entry = database.execute("SELECT entry_id FROM foundation_journalseal WHERE position = 5").fetchone()[0]
        database.execute("UPDATE foundation_journalentry SET reason = 'invented' WHERE id = ?", [entry])
    done = demo.run("verify-journal")
    assert done.returncode == 1
    assert f"BROKEN at position 5, entry {entry}: altered" in done.stderr
    sick = demo.run("doctor")
    assert sick.returncode == 1
    assert "stop_update_foundation_journalentry" in sick.stdout
    assert "broken at position 5" in sick.stdout


def test_another_journal_key_does_not_hold(demo: Installation) -> None:
    done = demo.run("verify-journal", PARKLOOP_JOURNAL_KEY="k" * 40)
    assert done.returncode == 1
    assert "BROKEN at position 1" in done.stderr


def test_the_doctor_finds_a_sound_installation_well(demo: Installation) -> None:
    text = demo.ok("doctor", "--files")
    for about in (
        "settings",
        "database",
        "migrations",
        "triggers",
        "journal",
        "disk",
        "clock",
        "languages",
        "park",
        "files",
    ):
        assert about in text
    assert "Everything needed is well." in text


def test_a_park_that_did_not_change_is_the_same_and_loading_it_does_nothing(demo: Installation) -> None:
    assert " 0 differ." in demo.ok("park", "diff")
    assert "0 definitions published, 0 retired" in demo.ok("load-park")


def test_a_faulty_park_is_refused_with_every_fault_and_its_line(demo: Installation, tmp_path: object) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "pack.toml").write_text('format = 1\nid = "odd"\n', encoding="utf-8")
    done = demo.run("load-park", str(folder))
    assert done.returncode == 2
    assert "pack.toml" in done.stderr
    assert "faults" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_in_force_can_be_exported_whole(demo: Installation, tmp_path: object) -> None:
    text = demo.ok("park", "export", "--all", str(tmp_path / "copy"))
    assert "files written" in text
    assert " 0 differ." in demo.ok("park", "diff", str(tmp_path / "copy"))
