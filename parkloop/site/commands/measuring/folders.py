"""Definitions and inputs from disk, for commands that need no Django."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from parkloop.adapters.park_folder import ParkFolderError, read_folder
from parkloop.packs.documents import read_yaml
from parkloop.packs.errors import ErrorList
from parkloop.packs.measures import Library, read_library

ROOT = Path(__file__).resolve().parents[4]
FOLDERS = ("measures/", "ladders/")


def park_folder() -> Path:
    """The installation's park: PARKLOOP_PARK (a name under parks/ or a path), else the first that has ladders."""
    named = os.environ.get("PARKLOOP_PARK", "")
    if named:
        return Path(named) if Path(named).is_dir() else ROOT / "parks" / named
    found = sorted(path for path in (ROOT / "parks").iterdir() if (path / "ladders").is_dir())
    if not found:
        raise ParkFolderError("没有找到园区文件夹", "There is no park folder; name one with --definitions")
    return found[0]


def library(place: Path | None = None) -> Library:
    """The definitions of a park folder, of a plain folder of YAML files, or of one file. Raises MeasureError, ParkFolderError."""
    place = place or park_folder()
    if place.is_file():
        return read_library({place.name: place.read_bytes()})
    files = {path: data for path, data in read_folder(place).items() if path.endswith((".yaml", ".yml"))}
    of_park = {path: data for path, data in files.items() if path.startswith(FOLDERS)}
    return read_library(of_park or files)


def inputs_of(file: Path) -> tuple[dict[str, Any], str | None]:
    """(plain values, day) of a YAML file: a mapping of fields, or one with the key ``inputs`` and perhaps ``on``."""
    errors = ErrorList()
    document = read_yaml(file.name, file.read_bytes(), errors)
    if errors.found:
        error = errors.found[0]
        raise ParkFolderError(f"{error.place}: {error.zh}", str(error))
    value = document.value if document else None
    if not isinstance(value, dict):
        raise ParkFolderError(f"{file.name} 应是“字段: 值”", f"{file.name} must be a mapping of field: value")
    if isinstance(value.get("inputs"), dict):
        on = value.get("on")
        return value["inputs"], str(on) if on is not None else None
    return value, None
