"""The folder door: bounded, follows no links, writes nothing outside."""

import os
from pathlib import Path

import pytest

from parkloop.adapters import park_folder
from parkloop.adapters.park_folder import ParkFolderError, read_folder, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "park"
    (place / "plan").mkdir(parents=True)
    (place / "pack.toml").write_bytes(b"id = 1")
    (place / "plan" / "notice.txt").write_bytes("通知".encode())
    return place


def test_files_come_by_their_path_inside(folder: Path) -> None:
    assert read_folder(folder) == {"pack.toml": b"id = 1", "plan/notice.txt": "通知".encode()}


def test_hidden_files_are_passed_over(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    (folder / ".DS_Store").write_text("x")
    assert len(read_folder(folder)) == 2


def test_no_folder_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ParkFolderError) as caught:
        read_folder(tmp_path / "nowhere")
    assert "nowhere" in caught.value.message["zh"]
    assert "nowhere" in caught.value.message["en"]


@pytest.mark.parametrize("target", ["/etc/hostname", "plan", "missing"])
def test_a_link_is_not_followed(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(target)
    with pytest.raises(ParkFolderError, match="link"):
        read_folder(folder)


def test_the_park_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(folder)
    assert read_folder(tmp_path / "current") == read_folder(folder)


def test_a_pipe_does_not_hang_the_reader(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(ParkFolderError, match="regular"):
        read_folder(folder)


def test_a_file_over_the_limit_is_refused_by_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(park_folder, "MAX_FILE_BYTES", 5)
    with pytest.raises(ParkFolderError, match=r"pack\.toml"):
        read_folder(folder)


@pytest.mark.parametrize(("limit", "value"), [("MAX_FILES", 1), ("MAX_TOTAL_BYTES", 8)])
def test_too_much_in_all_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(park_folder, limit, value)
    with pytest.raises(ParkFolderError, match="limit"):
        read_folder(folder)


def test_too_deep_a_tree_is_refused(folder: Path) -> None:
    (folder / "/".join("abcdefghijk")).mkdir(parents=True)
    with pytest.raises(ParkFolderError, match="deep"):
        read_folder(folder)


def test_an_odd_file_name_is_refused(folder: Path) -> None:
    (folder / "cafe\u0301.yaml").write_text("x")
    with pytest.raises(ParkFolderError, match="name"):
        read_folder(folder)


def test_what_is_written_reads_back_and_other_files_stay(folder: Path) -> None:
    assert write_folder(folder, {"terms/terms.yaml": b"a: 1"}) == ["terms/terms.yaml"]
    assert set(read_folder(folder)) == {"pack.toml", "plan/notice.txt", "terms/terms.yaml"}
    assert not list(folder.rglob("*.part"))


@pytest.mark.parametrize("path", ["../up.yaml", "/etc/x", "plan/../../x", "", "a\\b"])
def test_nothing_is_written_outside(folder: Path, path: str) -> None:
    with pytest.raises(ParkFolderError):
        write_folder(folder, {path: b"x"})


def test_nothing_is_written_through_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (folder / "terms").symlink_to(tmp_path / "out")
    with pytest.raises(ParkFolderError, match="link"):
        write_folder(folder, {"pack.toml": b"new", "terms/terms.yaml": b"x"})
    assert (folder / "pack.toml").read_bytes() == b"id = 1"
