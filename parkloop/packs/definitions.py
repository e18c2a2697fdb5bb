"""Lists a park's files as definitions (kind, id, body, digest) and writes a definition back as a file.

The digest is taken over the canonical JSON of the body, so comments and layout make no new version.
"""

import base64
import datetime
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

from parkloop.packs.layout import kind_of, path_of

AS_FILES = frozenset({"notice", "form"})
"""Kinds whose definition is the file itself."""
_FOLDED = "\r\t\x85\u2028\u2029\ufeff"


@dataclass(frozen=True)
class DefinitionFile:
    """One file as a definition; ``body`` holds JSON-able values only."""

    kind: str
    id: str
    path: str
    sha256: str
    body: dict[str, Any]
    valid_from: datetime.date


def body_sha256(body: Mapping[str, Any]) -> str:
    """Hex digest of the canonical JSON of a body."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def definitions_of(
    files: Mapping[str, bytes], values: Mapping[str, Any], valid_from: datetime.date
) -> tuple[DefinitionFile, ...]:
    """Definitions of checked files, ordered by path.

    ``values`` are the parsed values by path; ``valid_from`` stands in where a file says none.
    """
    found = []
    for path in sorted(files):
        if known := kind_of(path):
            kind, ident = known
            body = _file_body(path, files[path]) if kind in AS_FILES else dict(values[path])
            found.append(DefinitionFile(kind, ident, path, body_sha256(body), body, _valid_from(body, valid_from)))
    return tuple(found)


def dump_definition(kind: str, ident: str, body: Mapping[str, Any]) -> tuple[str, bytes]:
    """Path and bytes of a definition as a park file, the inverse of reading it.

    Raises KeyError for a kind or id that no park file has.
    """
    path = path_of(kind, ident, body)
    if kind in AS_FILES:
        return path, _file_bytes(body)
    return path, (_toml(body) if path.endswith(".toml") else _yaml(body)).encode()


def _file_body(path: str, data: bytes) -> dict[str, Any]:
    """Text that UTF-8 gives back byte for byte stays readable; everything else, and NUL (no database takes it), is base64."""
    name = path.rpartition("/")[2]
    if b"\0" not in data:
        try:
            return {"name": name, "text": data.decode()}
        except UnicodeDecodeError:
            pass
    return {"name": name, "base64": base64.b64encode(data).decode()}


def _file_bytes(body: Mapping[str, Any]) -> bytes:
    return str(body["text"]).encode() if "text" in body else base64.b64decode(body["base64"])


def _valid_from(body: Mapping[str, Any], default: datetime.date) -> datetime.date:
    valid = body.get("valid")
    given = body.get("valid_from", valid.get("from") if isinstance(valid, dict) else None)
    return datetime.date.fromisoformat(given) if isinstance(given, str) else default


class _Representer(SafeRepresenter):
    """Writes repeated values out instead of aliases, and quotes text whose line ends YAML would fold away."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_text(self, text: str) -> ScalarNode:
        style = '"' if any(character in text for character in _FOLDED) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Representer.add_representer(str, _Representer.represent_text)


def _yaml(body: Mapping[str, Any]) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.allow_unicode, yaml.width = False, True, 120
    yaml.Representer = _Representer
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    out = io.StringIO()
    yaml.dump(dict(body), out)
    return out.getvalue()


def _toml(body: Mapping[str, Any]) -> str:
    """TOML of scalars and tables of scalars, which is all that pack.toml holds."""
    lines = [f"{key} = {_toml_value(value)}" for key, value in body.items() if not isinstance(value, dict)]
    for key, table in body.items():
        if isinstance(table, dict):
            lines += ["", f"[{key}]", *(f"{name} = {_toml_value(value)}" for name, value in table.items())]
    return "\n".join(lines) + "\n"


def _toml_value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
