"""The vendored front end: what is committed is what the lock pins, without asking a network."""

import base64
import json
import re
import shutil
from pathlib import Path

import pytest

from tools import icons, vendor


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `web/vendor` and its lock that a test may spoil."""
    shutil.copytree(vendor.ROOT / "web", tmp_path / "web")
    monkeypatch.setattr(vendor, "ROOT", tmp_path)
    monkeypatch.setattr(vendor, "LOCK", tmp_path / "web" / "vendor.lock")
    monkeypatch.setattr(vendor, "VENDOR", tmp_path / "web" / "vendor")
    return tmp_path / "web" / "vendor"


def test_every_vendored_file_is_the_one_that_the_lock_pins() -> None:
    assert vendor.problems() == []


def test_a_changed_a_missing_and_a_strange_file_are_found(copied: Path) -> None:
    changed = next(copied.rglob("htmx.min.js"))
    changed.write_text(changed.read_text(encoding="utf-8") + "\n// changed", encoding="utf-8")
    next(copied.rglob("leaflet.css")).unlink()
    (copied / "stranger.js").write_text("", encoding="utf-8")
    found = "\n".join(vendor.problems())
    assert "htmx.min.js differs from the lock" in found
    assert "leaflet.css is missing" in found
    assert "stranger.js is not in the lock" in found


def test_every_package_names_its_licence_and_the_hash_of_its_tarball() -> None:
    for name, pin in vendor.read_lock()["packages"].items():
        assert pin["licence"] in {"MIT", "Apache-2.0", "BSD-2-Clause", "0BSD", "BSD-0-Clause"}, name
        algorithm, digest = pin["integrity"].split("-", 1)
        assert algorithm == "sha512"
        assert len(base64.b64decode(digest)) == 64


def test_the_lock_is_written_the_way_it_is_read() -> None:
    text = vendor.LOCK.read_text(encoding="utf-8")
    assert json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n" == text


def test_the_sprite_is_built_from_the_vendored_icons() -> None:
    assert icons.SPRITE.read_text(encoding="utf-8") == icons.sprite()


def test_no_vendored_or_own_style_sheet_asks_another_host() -> None:
    sheets = [*vendor.VENDOR.rglob("*.css"), *(vendor.ROOT / "web" / "theme").glob("*.css")]
    assert sheets
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert not re.search(r"""url\(["']?(https?:)?//""", text), sheet.name
