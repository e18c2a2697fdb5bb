"""Takes typed values out of a parsed document and notes each fault with its position.

A reader asks a cursor for what it needs, then calls ``finish`` so that misspelt keys are reported too. After a
fault the cursor hands out a harmless value and reading goes on: the errors decide whether a record is used.
"""

import datetime
from collections.abc import Collection
from typing import Any

from parkloop.packs.documents import Document, Pointer
from parkloop.packs.errors import ErrorList
from parkloop.packs.labels import Label

NO_DATE = datetime.date.min


class Cursor:
    """A place in a document that should be a mapping."""

    def __init__(self, document: Document, errors: ErrorList, pointer: Pointer = (), value: Any = ...) -> None:
        self.document, self.errors, self.pointer = document, errors, pointer
        self.value: dict[str, Any] = {}
        self.asked: set[str] = set()
        raw = document.value if value is ... else value
        if isinstance(raw, dict):
            self.value = raw
        else:
            self.fail("这里应是“键: 值”", "A mapping (key: value) is expected here")

    def fail(self, zh: str, en: str, key: str | int | None = None) -> None:
        """Note a fault at this place, or at one of its keys."""
        pointer = self.pointer if key is None else (*self.pointer, key)
        self.errors.add(self.document.path, self.document.position(pointer), zh, en)

    def _take(self, key: str, types: tuple[type, ...], need: bool, zh: str, en: str) -> Any:
        self.asked.add(key)
        value = self.value.get(key)
        if value is None:
            if need:
                self.fail(f"缺少“{key}”", f"'{key}' is missing")
            return None
        if (isinstance(value, bool) and bool not in types) or not isinstance(value, types):
            self.fail(f"“{key}”应是{zh}", f"'{key}' should be {en}", key)
            return None
        return value

    def has(self, key: str) -> bool:
        """Whether the key is there with a value."""
        return self.value.get(key) is not None

    def maybe_text(self, key: str, *, need: bool = False) -> str:
        """Text without blanks around it; empty when absent."""
        value = self._take(key, (str,), need, "文字（编号类请加引号）", "text (put quotes around codes)")
        if need and value is not None and not value.strip():
            self.fail(f"“{key}”不能为空", f"'{key}' must not be empty", key)
        return (value or "").strip()

    def text(self, key: str) -> str:
        """Required text."""
        return self.maybe_text(key, need=True)

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """One of the allowed words; required unless a default is given."""
        value = self.maybe_text(key, need=default is None)
        if value and value not in allowed:
            words = ", ".join(sorted(allowed))
            self.fail(
                f"“{key}”不能是“{value}”，可用：{words}", f"'{key}' cannot be '{value}'; use one of: {words}", key
            )
        return value or default or ""

    def maybe_number(self, key: str, *, need: bool = False) -> float | int | None:
        """A finite number, or None when absent."""
        value: float | int | None = self._take(key, (int, float), need, "数字", "a number")
        return value

    def number(self, key: str) -> float | int:
        """A required number; 0 after a fault."""
        return self.maybe_number(key, need=True) or 0

    def integer(self, key: str) -> int:
        """A required whole number; 0 after a fault."""
        value: int | None = self._take(key, (int,), True, "整数", "a whole number")
        return value or 0

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self._take(key, (bool,), False, " true 或 false", "true or false")
        return default if value is None else bool(value)

    def maybe_date(self, key: str, *, need: bool = False) -> datetime.date | None:
        """An ISO date, or None when absent."""
        value = self._take(key, (str,), need, "日期，如 2026-01-31", "a date such as 2026-01-31")
        if value is None:
            return None
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，应如 2026-01-31", f"'{value}' is no date; write 2026-01-31", key)
            return None

    def date(self, key: str) -> datetime.date:
        """A required ISO date; the earliest date after a fault."""
        return self.maybe_date(key, need=True) or NO_DATE

    def child(self, key: str) -> "Cursor":
        """The mapping under a key (required)."""
        self.asked.add(key)
        if key not in self.value:
            self.fail(f"缺少“{key}”", f"'{key}' is missing")
            return Cursor(self.document, ErrorList(), (*self.pointer, key), {})
        return Cursor(self.document, self.errors, (*self.pointer, key), self.value[key])

    def maybe_child(self, key: str) -> "Cursor | None":
        """The mapping under a key, or None when absent."""
        self.asked.add(key)
        return self.child(key) if self.has(key) else None

    def label(self, key: str) -> Label:
        """A required ``{zh, en}``."""
        found = self.child(key)
        result = Label(found.text("zh"), found.text("en"))
        found.finish()
        return result

    def maybe_label(self, key: str) -> Label | None:
        """A ``{zh, en}``, or None when absent."""
        self.asked.add(key)
        return self.label(key) if self.has(key) else None

    def rows(self, key: str, *, need: bool = True) -> list["Cursor"]:
        """The mappings of a list."""
        items = self._take(key, (list,), need, "列表", "a list") or []
        return [Cursor(self.document, self.errors, (*self.pointer, key, i), item) for i, item in enumerate(items)]

    def texts(self, key: str, *, need: bool = True) -> tuple[str, ...]:
        """The texts of a list."""
        items = self._take(key, (list,), need, "列表", "a list") or []
        for index, item in enumerate(items):
            if not isinstance(item, str) or not item.strip():
                zh, en = f"“{key}”第 {index + 1} 项应是文字", f"Item {index + 1} of '{key}' should be text"
                self.errors.add(self.document.path, self.document.position((*self.pointer, key, index)), zh, en)
        return tuple(item.strip() for item in items if isinstance(item, str))

    def numbers_by_code(self, key: str) -> dict[str, float | int]:
        """A mapping from codes to numbers; empty when absent."""
        found = self.maybe_child(key)
        if found is None:
            return {}
        return {code: found.number(code) for code in found.value}

    def plain(self, key: str) -> Any:
        """The unchecked value of a key."""
        self.asked.add(key)
        return self.value.get(key)

    def finish(self) -> None:
        """Report keys nobody asked for."""
        for key in self.value:
            if key not in self.asked:
                known = ", ".join(sorted(self.asked))
                self.fail(f"不认识的键“{key}”，可用：{known}", f"Unknown key '{key}'; known here: {known}", key)


def unique(cursors: list[Cursor], values: list[str], zh: str, en: str) -> None:
    """Report every value that was already given by an earlier row."""
    seen: set[str] = set()
    for cursor, value in zip(cursors, values, strict=True):
        if value and value in seen:
            cursor.fail(f"{zh}“{value}”重复", f"The {en} '{value}' is given twice")
        seen.add(value)
