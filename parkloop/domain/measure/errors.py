"""Faults of definitions: a code, a place, a sentence in both languages, carets under the words. All of a file at once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from parkloop.domain.measure.messages import MESSAGES

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """One formula and where it stands: file, line and column (from 1) of its first character, and what it is called."""

    text: str
    path: str = ""
    line: int = 1
    column: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``code`` is stable (``ME-012``); ``span`` counts characters of the formula; hints may be empty."""

    code: str
    source: Source
    span: Span
    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""

    @property
    def line(self) -> int:
        """Line in the file, from 1."""
        return self.source.line + self.source.text[: self.span[0]].count("\n")

    @property
    def column(self) -> int:
        """Column in the file, from 1."""
        before = self.source.text[: self.span[0]]
        return len(before) - before.rfind("\n") if "\n" in before else self.source.column + len(before)

    @property
    def place(self) -> str:
        """``measures/x.yaml:12:5``, as editors and terminals understand it."""
        return f"{self.source.path}:{self.line}:{self.column}" if self.source.path else f"{self.line}:{self.column}"

    def as_dict(self) -> dict[str, object]:
        """JSON form."""
        return {
            "code": self.code,
            "file": self.source.path,
            "line": self.line,
            "column": self.column,
            "span": list(self.span),
            "in": self.source.name,
            "message": {"zh": self.zh, "en": self.en},
            "hint": {"zh": self.hint_zh, "en": self.hint_en} if self.hint_zh else None,
        }

    def render(self, language: str = "en") -> str:
        """Place, sentence, the line of the formula with carets under the span, and the hint."""
        zh = language.startswith("zh")
        lines = [f"{self.place}: {self.code} {self.zh if zh else self.en}"]
        shown, start, end = self._shown()
        if shown:
            width = max(1, wide(shown[start:end]))
            lines += [f"  {shown}", f"  {' ' * wide(shown[:start])}{'^' * width}"]
        if hint := self.hint_zh if zh else self.hint_en:
            lines.append(f"  {'提示：' if zh else 'hint: '}{hint}")
        return "\n".join(lines)

    def _shown(self) -> tuple[str, int, int]:
        """The formula's line that the span begins in, and the span within it."""
        text, (start, end) = self.source.text, self.span
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", start)
        line = text[first : len(text) if last < 0 else last]
        return line, start - first, min(end - first, len(line))


class MeasureError(Exception):
    """Definitions cannot be used; ``faults`` holds everything that is wrong, by file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        unique = dict.fromkeys(faults)
        self.faults = tuple(sorted(unique, key=lambda f: (f.source.path, f.line, f.column, f.code)))
        super().__init__("\n".join(fault.render() for fault in self.faults))


@dataclass
class Faults:
    """Collects faults; reading goes on after each."""

    found: list[Fault] = field(default_factory=list)

    def add(self, code: str, source: Source, span: Span, hint: tuple[str, str] = ("", ""), /, **values: object) -> None:
        """Note one fault; ``values`` fill the sentence of the code in `messages.MESSAGES`."""
        zh, en = MESSAGES[code]
        self.found.append(Fault(code, source, span, zh.format(**values), en.format(**values), *hint))

    def raise_if_any(self) -> None:
        """Raise MeasureError with everything found, if anything was."""
        if self.found:
            raise MeasureError(self.found)


def wide(text: str) -> int:
    """Columns that the text takes in a terminal: East Asian wide and full-width characters take two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def nearest(word: str, known: list[str]) -> str | None:
    """The known word nearest to a misspelt one, or None when nothing is near (at most a third of it differs)."""
    best, least = None, max(1, len(word) // 3) + 1
    for candidate in known:
        if abs(len(candidate) - len(word)) < least:
            distance = _distance(word, candidate)
            if distance < least:
                best, least = candidate, distance
    return best


def did_you_mean(word: str, known: list[str]) -> tuple[str, str]:
    """The hint in both languages; empty when nothing is near."""
    found = nearest(word, known)
    return (f"是不是“{found}”？", f"did you mean “{found}”?") if found else ("", "")


def _distance(a: str, b: str) -> int:
    """Edit distance (insert, delete, replace), with a swap of neighbours counted once."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
