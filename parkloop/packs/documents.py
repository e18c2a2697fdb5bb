"""Reads YAML and TOML bytes into plain values that remember where each one stood.

Builds values from the node graph itself, so that aliases (and the bombs made of them), duplicate keys and
unknown tags are refused with a position. Dates become ISO strings. No knowledge of any park file lives here.
"""

import datetime
import io
import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from parkloop.packs.errors import ErrorList

Pointer = tuple[str | int, ...]
Position = tuple[int, int]
_TAG = "tag:yaml.org,2002:"
_SCALARS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": lambda text: int(text.replace("_", ""), 0),
    "float": lambda text: float(text.replace("_", "")),
    "bool": lambda text: text.lower() == "true",
    "null": lambda text: None,
    "timestamp": lambda text: datetime.date.fromisoformat(text).isoformat(),
}


@dataclass
class Document:
    """A parsed file: its plain value and, per pointer, the (line, column) where the value stands (at its quotation mark, if any)."""

    path: str
    value: Any
    positions: dict[Pointer, Position] = field(default_factory=dict)
    quoted: set[Pointer] = field(default_factory=set)

    def position(self, pointer: Pointer) -> Position | None:
        """Where the value at ``pointer`` stands, or the nearest value around it."""
        while pointer not in self.positions and pointer:
            pointer = pointer[:-1]
        return self.positions.get(pointer)


class _Builder:
    """Walks one node graph once, filling a document."""

    def __init__(self, document: Document, errors: ErrorList) -> None:
        self.document, self.errors, self.seen = document, errors, set[int]()

    def refuse(self, node: Node, zh: str, en: str) -> None:
        self.errors.add(self.document.path, _start(node), zh, en)

    def build(self, node: Node, pointer: Pointer) -> Any:
        self.document.positions[pointer] = _start(node)
        if id(node) in self.seen:
            self.refuse(node, "不支持 YAML 别名（*），请把内容写全", "YAML aliases (*) are not read: write it out")
            return None
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, pointer)
        if isinstance(node, SequenceNode):
            return [self.build(child, (*pointer, index)) for index, child in enumerate(node.value)]
        if isinstance(node, ScalarNode) and node.style in ("'", '"'):
            self.document.quoted.add(pointer)
        return self.scalar(node) if isinstance(node, ScalarNode) else None

    def mapping(self, node: MappingNode, pointer: Pointer) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
            if not key or key == "<<":
                self.refuse(key_node, "键必须是普通文字", "A key must be plain text")
            elif key in result:
                self.refuse(key_node, f"键“{key}”重复", f"The key '{key}' is given twice")
            else:
                result[key] = self.build(value_node, (*pointer, key))
        return result

    def scalar(self, node: ScalarNode) -> Any:
        kind = str(node.tag).removeprefix(_TAG)
        try:
            value = _SCALARS[kind](node.value)
            if (isinstance(value, float) and not math.isfinite(value)) or (isinstance(value, str) and "\0" in value):
                raise ValueError(node.value)
        except (KeyError, ValueError):
            self.refuse(node, f"不能读作数据：{node.value[:40]}", f"Cannot be read as data: {node.value[:40]}")
            return None
        return value


def _start(node: Node) -> Position:
    return node.start_mark.line + 1, node.start_mark.column + 1


def decode(path: str, data: bytes, errors: ErrorList) -> str | None:
    """UTF-8 text of a file (a byte-order mark is dropped), or None with an error noted."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        errors.add(path, (line, 1), "文件不是 UTF-8 编码，请另存为 UTF-8", "The file is not UTF-8: save it as UTF-8")
        return None


def read_yaml(path: str, data: bytes, errors: ErrorList) -> Document | None:
    """Parse one YAML file; None when it cannot be parsed at all (the errors say why)."""
    text = decode(path, data, errors)
    if text is None:
        return None
    document = Document(path, None)
    try:
        root = YAML(typ="safe", pure=True).compose(io.StringIO(text))
        document.value = None if root is None else _Builder(document, errors).build(root, ())
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = (mark.line + 1, mark.column + 1) if mark else None
        errors.add(path, position, f"YAML 语法错误：{error.problem}", f"YAML syntax: {error.problem}")
        return None
    except YAMLError as error:
        errors.add(path, None, f"YAML 语法错误：{error}", f"YAML syntax: {error}")
        return None
    except RecursionError:
        errors.add(path, None, "嵌套太深", "Nested too deeply")
        return None
    return document


def read_toml(path: str, data: bytes, errors: ErrorList) -> Document | None:
    """Parse one TOML file; positions are those of lines that start with the key."""
    text = decode(path, data, errors)
    if text is None:
        return None
    try:
        value = _plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        position = (int(found[1]), int(found[2])) if found else None
        errors.add(path, position, f"TOML 语法错误：{error}", f"TOML syntax: {error}")
        return None
    return Document(path, value, _toml_positions(text))


def _toml_positions(text: str) -> dict[Pointer, Position]:
    table: Pointer = ()
    positions: dict[Pointer, Position] = {(): (1, 1)}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([\w.-]+)\]", line):
            table = tuple(header[1].split("."))
            positions[table] = (number, 1)
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            positions[(*table, key[1])] = (number, 1)
    return positions


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value
