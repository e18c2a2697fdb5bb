"""Turns a park of an older format into today's, one pure step per format. Today's format is :data:`FORMAT`.

Formats: 0 (kept only in the tests' stored park) had flat names, one root-level organisations file and two bare
thresholds for the lights; 1 is described in docs/concepts/park-data.md.
"""

import tomllib
from collections.abc import Callable, Mapping
from typing import Any

from parkloop.packs.definitions import dump_definition
from parkloop.packs.documents import read_toml, read_yaml
from parkloop.packs.errors import BadPack, ErrorList, PackError

FORMAT = 1
Files = Mapping[str, bytes]
_PATH = "pack.toml"


def migrate(files: Files) -> dict[str, bytes]:
    """The same park in today's format; raises BadPack when the format is unknown or an old file cannot be read."""
    current = dict(files)
    for number in range(_format(files), FORMAT):
        current = STEPS[number](current)
    return current


def _format(files: Files) -> int:
    """The stated format; FORMAT when ``pack.toml`` is missing or broken, so that reading reports it."""
    try:
        head = tomllib.loads(files.get(_PATH, b"").decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return FORMAT
    number = head.get("format", FORMAT)
    if type(number) is not int or not 0 <= number <= FORMAT:
        zh = f"数据格式 {number} 不认识，本软件读到格式 {FORMAT}；请升级软件，或改正 format"
        en = f"Format {number!r} is unknown; this software reads up to {FORMAT}. Upgrade it, or correct 'format'"
        raise BadPack([PackError(_PATH, 1, 1, zh, en)])
    return number


def _from_0(files: Files) -> dict[str, bytes]:
    """0 -> 1: labels become {zh, en}, files move into folders, thresholds become a rule table."""
    current = dict(files)
    for old_path, kind, ident, convert in (
        ("pack.toml", "pack", "pack", _pack_0),
        ("organisations.yaml", "organisations", "organisations", _organisations_0),
        ("lights.yaml", "lights", "plan", _lights_0),
    ):
        if old_path in current:
            body = convert(_load(old_path, current.pop(old_path)))
            path, data = dump_definition(kind, ident, body)
            current[path] = data
    return current


def _load(path: str, data: bytes) -> dict[str, Any]:
    errors = ErrorList()
    document = (read_toml if path.endswith(".toml") else read_yaml)(path, data, errors)
    if document and not isinstance(document.value, dict):
        errors.add(path, None, "这里应是“键: 值”", "A mapping (key: value) is expected here")
    errors.raise_if_any()
    return dict(document.value) if document else {}


def _labelled(body: dict[str, Any], key: str) -> dict[str, Any]:
    """``name_zh``, ``name_en`` -> ``name: {zh, en}``, in place of the first of them."""
    if f"{key}_zh" not in body and f"{key}_en" not in body:
        return body
    label = {"zh": body.get(f"{key}_zh"), "en": body.get(f"{key}_en")}
    return {key: label} | {k: v for k, v in body.items() if k not in (f"{key}_zh", f"{key}_en")}


def _pack_0(body: dict[str, Any]) -> dict[str, Any]:
    rest = {k: v for k, v in body.items() if k not in ("format", "first_year", "last_year")}
    period = {"first": body.get("first_year"), "last": body.get("last_year")}
    return {"format": 1, **_labelled(_labelled(rest, "name"), "short"), "period": period}


def _organisations_0(body: dict[str, Any]) -> dict[str, Any]:
    rows = body.get("organisations")
    if not isinstance(rows, list):
        return body
    return body | {"organisations": [_organisation_0(row) if isinstance(row, dict) else row for row in rows]}


def _organisation_0(row: dict[str, Any]) -> dict[str, Any]:
    return _labelled(_labelled(row, "name"), "short")


def _lights_0(body: dict[str, Any]) -> dict[str, Any]:
    given = body.get("thresholds")
    thresholds = given if isinstance(given, dict) else {}
    head = {k: v for k, v in body.items() if k != "thresholds"}
    rows = [
        _light_row("missing", "none", "缺报", "No data", [("missing", "eq", 1)]),
        _light_row("over", "over", "严重滞后", "Far behind", [("gap_pp", "lt", thresholds.get("over"))]),
        _light_row("lag", "lag", "滞后", "Behind", [("gap_pp", "lt", thresholds.get("lag"))]),
        _light_row("ok", "ok", "正常", "On track", []),
    ]
    return head | {"targets": rows, "tasks": rows}


def _light_row(ident: str, light: str, zh: str, en: str, conditions: list[tuple[str, str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {"id": ident, "light": light, "label": {"zh": zh, "en": en}}
    if conditions:
        row["all"] = [{"quantity": quantity, "op": op, "value": value} for quantity, op, value in conditions]
    return row


STEPS: tuple[Callable[[Files], dict[str, bytes]], ...] = (_from_0,)
