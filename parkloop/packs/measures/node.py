"""A place in a parsed file: typed values out of it, faults with code and position into the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from parkloop.domain.measure.errors import Faults, Source, did_you_mean
from parkloop.packs.documents import Document, Pointer

Text = Mapping[str, str]
_WORDS = {
    "mapping": ("“键: 值”", "a mapping (key: value)"),
    "list": ("列表", "a list"),
    "text": ("文字", "text"),
    "number": ("数字", "a number"),
    "date": ("日期，如 2026-01-31", "a date such as 2026-01-31"),
    "flag": (" true 或 false", "true or false"),
    "label": ("{zh: …, en: …}", "{zh: …, en: …}"),
}


class Node:
    """A value with its place. ``name`` is what messages call it."""

    def __init__(self, document: Document, faults: Faults, pointer: Pointer, value: Any) -> None:
        self.document, self.faults, self.pointer, self.value = document, faults, pointer, value

    @property
    def name(self) -> str:
        """The key that leads here."""
        return str(self.pointer[-1]) if self.pointer else self.document.path

    @property
    def source(self) -> Source:
        """The value as a formula's text, with its place."""
        line, column = self.document.position(self.pointer) or (1, 1)
        text = self.value if isinstance(self.value, str) else _printed(self.value)
        column += self.pointer in self.document.quoted
        name = ".".join(str(part) for part in self.pointer)
        return Source(text, self.document.path, line, column, name)

    def fault(self, code: str, hint: tuple[str, str] = ("", ""), /, **values: object) -> None:
        """Note a fault at this place."""
        source = self.source
        length = len(source.text) if isinstance(self.value, str) else 1
        self.faults.add(code, source, (0, length), hint, **values)

    def wrong(self, wanted: str) -> None:
        """Note that something else is expected here."""
        zh, en = _WORDS[wanted]
        self.fault("ME-071", key=self.name, wanted_zh=zh, wanted_en=en)

    def child(self, key: str | int) -> Node:
        """What stands under a key."""
        value = self.value.get(key) if isinstance(self.value, dict) else self.value[key]
        return Node(self.document, self.faults, (*self.pointer, key), value)

    def items(self) -> Iterator[tuple[str, Node]]:
        """Keys and what stands under them; a fault when this is no mapping."""
        if self.value is None:
            return
        if not isinstance(self.value, dict):
            self.wrong("mapping")
            return
        for key in self.value:
            yield key, self.child(key)

    def entries(self) -> list[Node]:
        """The members of a list; a fault when this is none."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            self.wrong("list")
            return []
        return [self.child(index) for index in range(len(self.value))]

    def keys(self, *known: str, need: tuple[str, ...] = ()) -> dict[str, Node]:
        """The children of a mapping; unknown keys and missing needed ones are faults."""
        found = dict(self.items())
        for key, node in found.items():
            if key not in known:
                node.fault("ME-070", did_you_mean(key, list(known)), key=key, known=", ".join(known))
        for key in need:
            if found.get(key) is None or found[key].value is None:
                self.fault("ME-069", key=key)
        return {key: node for key, node in found.items() if key in known and node.value is not None}

    def text(self) -> str:
        """Text; numbers are taken as printed."""
        if isinstance(self.value, bool) or not isinstance(self.value, (str, int, float)):
            self.wrong("text")
            return ""
        return str(self.value).strip()

    def date(self) -> dt.date:
        """An ISO date."""
        try:
            return dt.date.fromisoformat(str(self.value))
        except ValueError:
            self.wrong("date")
            return dt.date.min

    def flag(self) -> bool:
        """true or false."""
        if not isinstance(self.value, bool):
            self.wrong("flag")
        return self.value is True

    def whole(self) -> int:
        """A whole number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.wrong("number")
            return 0
        return self.value

    def label(self) -> Text:
        """A label in two languages; plain text stands for both."""
        if isinstance(self.value, str):
            return {"zh": self.value, "en": self.value}
        if (
            isinstance(self.value, dict)
            and set(self.value) == {"zh", "en"}
            and all(isinstance(v, str) for v in self.value.values())
        ):
            return dict(self.value)
        self.wrong("label")
        return {"zh": "", "en": ""}

    def texts(self) -> tuple[str, ...]:
        """A list of texts, or one text."""
        if isinstance(self.value, str):
            return (self.value,)
        return tuple(node.text() for node in self.entries())


def exact(value: float | str) -> Fraction:
    """A number as it is printed: 0.06 is six hundredths."""
    return Fraction(str(value))


def _printed(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else ""
