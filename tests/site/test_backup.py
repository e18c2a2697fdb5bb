"""Backup and restore: one verified file, either engine, old or new at a kill at any point."""

import io
import json
import os
import signal
import sqlite3
import subprocess
import tarfile
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from parkloop.adapters import snapshots
from parkloop.adapters.snapshots import SnapshotError, SnapshotWriter
from tests.site.conftest import Installation

DATABASE = "parkloop.sqlite3"
COUNTED = (
    "foundation_journalentry",
    "foundation_person",
    "foundation_organisation",
    "foundation_definition",
    "foundation_user",
)


def counts(installation: Installation) -> dict[str, int]:
    """Rows of some tables."""
    url = installation.more.get("PARKLOOP_DATABASE_URL")
    if url:
        with psycopg.connect(url) as server:
            return {t: server.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in COUNTED}
    with closing(sqlite3.connect(f"file:{installation.var / DATABASE}?mode=ro", uri=True)) as database:
        return {t: database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in COUNTED}


def change(installation: Installation) -> None:
    """Something that the backup does not have: a person."""
    with closing(sqlite3.connect(installation.var / DATABASE)) as database, database:
        database.execute(
            "INSERT INTO foundation_person (version, code, name_zh, name_en, pinyin, phone, email, is_active, is_system, is_synthetic)"
            " VALUES (1, 'later', '后来', '', '', '', '', 1, 0, 1)"
        )


def backup(installation: Installation, target: Path) -> str:
    """Back up; the printed chain head."""
    return installation.ok("backup", str(target)).partition("Chain head: ")[2].split()[0]


def test_a_backup_is_restored_whole_and_the_chain_still_holds(demo: Installation, tmp_path: Path) -> None:
    saved, before = tmp_path / "one.parkloop", counts(demo)
    head = backup(demo, saved)
    change(demo)
    assert counts(demo) != before
    text = demo.ok("restore", "--yes", str(saved))
    assert head in text
    assert counts(demo) == before
    assert "The chain holds." in demo.ok("verify-journal", "--head", head)
    assert "Everything needed is well." in demo.ok("doctor", "--files")
    assert not (demo.var / "restoring").exists()


@pytest.mark.kill
def test_a_backup_is_restored_into_an_empty_installation(
    demo: Installation, empty: Installation, tmp_path: Path
) -> None:
    backup(demo, tmp_path / "one.parkloop")
    empty.more = {"PARKLOOP_DEMO": "1", "PARKLOOP_PARK": "example"}
    empty.ok("restore", "--yes", str(tmp_path / "one.parkloop"))
    assert counts(empty) == counts(demo)
    assert "Everything needed is well." in empty.ok("doctor", "--files")


def test_a_backup_streams_to_standard_output(demo: Installation, tmp_path: Path) -> None:
    words = [*("python", "-m", "parkloop.site.cli")][1:]
    done = subprocess.run(
        [os.sys.executable, *words, "backup", "-"],
        env=demo.environment,
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    (tmp_path / "streamed").write_bytes(done.stdout)
    assert snapshots.verify(tmp_path / "streamed").head["park"] == "example"


def test_a_running_installation_is_not_overwritten(demo: Installation, tmp_path: Path) -> None:
    backup(demo, tmp_path / "one.parkloop")
    with closing(sqlite3.connect(demo.var / DATABASE)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("SELECT count(*) FROM foundation_person").fetchone()
        done = demo.run("restore", "--yes", str(tmp_path / "one.parkloop"))
    assert done.returncode == 2
    assert "stop Parkloop first" in done.stderr


@pytest.mark.kill
def test_another_journal_key_is_refused_and_nothing_changes(demo: Installation, tmp_path: Path) -> None:
    backup(demo, tmp_path / "one.parkloop")
    change(demo)
    before = counts(demo)
    done = demo.run("restore", "--yes", str(tmp_path / "one.parkloop"), PARKLOOP_JOURNAL_KEY="k" * 40)
    assert done.returncode == 2
    assert "PARKLOOP_JOURNAL_KEY" in done.stderr
    assert counts(demo) == before


def test_an_existing_file_is_not_overwritten_by_mistake(demo: Installation, tmp_path: Path) -> None:
    target = tmp_path / "kept"
    target.write_bytes(b"kept")
    assert demo.run("backup", str(target)).returncode == 2
    assert target.read_bytes() == b"kept"


def sample(path: Path) -> bytes:
    """A small whole snapshot."""
    with path.open("wb") as stream:
        writer = SnapshotWriter(stream, {"park": "sample", "migrations": []})
        writer.add_rows("foundation_person", [["id", "code"], [1, "a"], [2, "b\n\u2028"]])
        writer.close(chain_head=f"0:{'0' * 64}", rows={"foundation_person": 3})
    return path.read_bytes()


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    sample(tmp_path / "s")
    assert snapshots.verify(tmp_path / "s").head["park"] == "sample"
    ((name, data),) = snapshots.contents(tmp_path / "s")
    assert name == "tables/foundation_person/00000.jsonl"
    assert list(snapshots.rows_of(data)) == [["id", "code"], [1, "a"], [2, "b\n\u2028"]]


@pytest.mark.parametrize("kept", [0.0, 0.2, 0.5, 0.9, 0.99])
def test_a_cut_backup_is_refused(tmp_path: Path, kept: float) -> None:
    whole = sample(tmp_path / "s")
    (tmp_path / "cut").write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(SnapshotError):
        snapshots.verify(tmp_path / "cut")


def test_every_changed_byte_is_refused(tmp_path: Path) -> None:
    whole = sample(tmp_path / "s")
    for place in range(10, len(whole) - 8, 7):
        (tmp_path / "odd").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            verified = snapshots.verify(tmp_path / "odd")
        except SnapshotError:
            continue
        assert verified == snapshots.verify(tmp_path / "s"), "padding only"


def tar(entries: dict[str, bytes]) -> bytes:
    """An archive of anything."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w|gz") as archive:
        for name, data in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize(
    "entries",
    [
        {"../../etc/passwd": b"x"},
        {"head.json": b"{}", "manifest.json": b"{}"},
        {"head.json": b'{"format": 99}', "manifest.json": b'{"parts": []}'},
        {"head.json": b'{"format": 1}', "tables/x/00000.jsonl": b"", "manifest.json": b'{"parts": []}'},
        {"head.json": b"no json", "manifest.json": b"{}"},
    ],
)
def test_what_is_no_backup_is_refused_with_a_sentence(tmp_path: Path, entries: dict[str, bytes]) -> None:
    (tmp_path / "odd").write_bytes(tar(entries))
    with pytest.raises(SnapshotError) as refused:
        snapshots.verify(tmp_path / "odd")
    assert set(refused.value.message) == {"zh", "en"}


def test_a_backup_of_a_newer_version_is_refused(demo: Installation, tmp_path: Path) -> None:
    with (tmp_path / "newer").open("wb") as stream:
        writer = SnapshotWriter(stream, {"migrations": ["foundation.0099_from_the_future"]})
        writer.close(chain_head=f"0:{'0' * 64}", rows={})
    before = counts(demo)
    done = demo.run("restore", "--yes", str(tmp_path / "newer"))
    assert (done.returncode, counts(demo)) == (2, before)
    assert "newer version" in done.stderr


def kill_group(running: "subprocess.Popen[str]") -> None:
    """End a command and the processes it started, at once."""
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()


@pytest.mark.kill
def test_a_restore_killed_at_any_point_leaves_the_old_or_the_new_data(demo: Installation, tmp_path: Path) -> None:
    saved, new = tmp_path / "one.parkloop", counts(demo)
    backup(demo, saved)
    change(demo)
    old = counts(demo)
    began = time.monotonic()
    demo.ok("restore", "--yes", str(saved))
    whole = time.monotonic() - began
    seen = set()
    for step in range(8):
        change_or_keep(demo, old)
        running = start_in_group(demo, "restore", "--yes", str(saved))
        time.sleep(whole * (step + 1) / 8.5)
        kill_group(running)
        now = counts(demo)
        assert now in (old, new)
        seen.add(json.dumps(now))
        assert "The chain holds." in demo.ok("verify-journal")
    demo.ok("restore", "--yes", str(saved))
    assert counts(demo) == new
    assert json.dumps(old) in seen


def change_or_keep(installation: Installation, wanted: dict[str, int]) -> None:
    """Bring the installation back to its changed state."""
    if counts(installation) != wanted:
        change(installation)


def start_in_group(installation: Installation, *words: str) -> "subprocess.Popen[str]":
    """Start a command in a process group of its own."""
    command = [os.sys.executable, "-m", "parkloop.site.cli", *words]
    return subprocess.Popen(
        command,
        env=installation.environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )


@pytest.mark.db
@pytest.mark.postgres_only
def test_a_backup_of_sqlite_is_restored_on_postgresql_and_back(
    demo: Installation, tmp_path: Path, second_database: str
) -> None:
    saved = tmp_path / "one.parkloop"
    head = backup(demo, saved)
    other = Installation(tmp_path / "other", {**DEMO, "PARKLOOP_DATABASE_URL": second_database})
    other.ok("restore", "--yes", str(saved))
    assert counts(other) == counts(demo)
    assert "The chain holds." in other.ok("verify-journal", "--head", head)
    assert "Everything needed is well." in other.ok("doctor", "--files")
    assert backup(other, tmp_path / "two.parkloop") == head
    demo.ok("restore", "--yes", str(tmp_path / "two.parkloop"))
    assert counts(demo) == counts(other)
    assert "The chain holds." in demo.ok("verify-journal", "--head", head)


DEMO = {"PARKLOOP_DEMO": "1", "PARKLOOP_PARK": "example", "PARKLOOP_TODAY": "2026-10-12"}


@pytest.mark.db
@pytest.mark.kill
@pytest.mark.postgres_only
def test_a_restore_killed_on_postgresql_leaves_the_old_or_the_new_data(
    demo: Installation, tmp_path: Path, second_database: str
) -> None:
    saved = tmp_path / "one.parkloop"
    backup(demo, saved)
    other = Installation(tmp_path / "other", {**DEMO, "PARKLOOP_DATABASE_URL": second_database})
    began = time.monotonic()
    other.ok("restore", "--yes", str(saved))
    whole, new = time.monotonic() - began, counts(other)
    add = (
        "INSERT INTO foundation_person (version, code, name_zh, name_en, pinyin, phone, email, is_active, is_system, is_synthetic)"
        " VALUES (1, 'later', 'x', '', '', '', '', true, false, true) ON CONFLICT DO NOTHING"
    )
    for step in range(6):
        with psycopg.connect(second_database) as server:
            server.execute(add)
        old = counts(other)
        running = start_in_group(other, "restore", "--yes", str(saved))
        time.sleep(whole * (step + 1) / 6.5)
        kill_group(running)
        assert counts(other) in (old, new)
    other.ok("restore", "--yes", str(saved))
    assert counts(other) == new
