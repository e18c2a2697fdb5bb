"""A folded copy of a text that remembers where each character came from.

Folding is one character to one character by an explicit table (never NFKC, which would turn ①② into 12); deletions
(blanks, bold marks, joined lines) keep an offset per remaining character, so every span leads back to the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_HALF = ",;:()!?[]"
_FULL = "，；：（）！？〔〕"
_SMALL = "﹐﹔﹕﹙﹚﹗﹖﹝﹞"
_SAME = {
    "［": "〔",
    "］": "〕",
    "％": "%",
    "﹪": "%",
    "＋": "+",
    "＜": "<",
    "＞": ">",
    "＝": "=",
    "~": "～",
    "〜": "～",
    "∼": "～",
    "－": "-",
    "–": "-",
    "‐": "-",
    "‑": "-",
    "﹣": "-",
    "−": "-",
    "―": "—",
    "─": "—",
    "．": ".",
    "﹒": ".",
    "｡": "。",
    "､": "、",
    "﹑": "、",
    "＂": '"',
    "＇": "'",
    "／": "/",
    "＊": "*",
    "＃": "#",
    "∶": "：",
    "︰": "：",
    "｢": "「",
    "｣": "」",
    "○": "〇",
    "＆": "&",
}
_BLANKS = " \t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"

_TABLE = str.maketrans(
    dict(zip(_HALF, _FULL, strict=True))
    | dict(zip(_SMALL, _FULL, strict=True))
    | _SAME
    | {
        chr(code): chr(code - 0xFEE0)
        for start, end in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
        for code in range(start, end)
    }
    | {blank: " " for blank in _BLANKS if blank != "\t"}
    | dict.fromkeys(_LINE_ENDS, "\n")
)
# A dot that ends a sentence: after Chinese text or a closing mark; after letters or digits only before Chinese or the end.
_DOT = re.compile(
    r"(?<=[\u3400-\u9fff”’）》〕」%])\.(?![0-9.])"
    r"|(?<=[A-Za-z])\.(?=[\u3400-\u9fff“”\n]|\Z)"
    r"|(?<=[0-9])\.(?= *(?:\n|\Z))"
)
_DASH_IN_RANGE = re.compile(r"(?<=[0-9年月%])-(?=[0-9])|(?<![^\n])--")


def fold(text: str) -> str:
    """Same length, one form of every punctuation mark, digit, letter and line end."""
    folded = text.translate(_TABLE)
    folded = _DOT.sub("。", folded)
    return _DASH_IN_RANGE.sub(lambda match: "—" * len(match[0]), folded)


@dataclass(frozen=True, slots=True)
class Shadow:
    """``text[i]`` was read from ``raw[offsets[i]]``."""

    raw: str
    text: str
    offsets: list[int]

    @classmethod
    def of(cls, raw: str) -> Shadow:
        """The folded text with nothing deleted yet."""
        return cls(raw, fold(raw), list(range(len(raw))))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) of this text as [start, end) of the raw text; outer blanks are not part of it."""
        while start < end and self.text[start] in " \t\n":
            start += 1
        while end > start and self.text[end - 1] in " \t\n":
            end -= 1
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.raw)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1

    def gap(self, index: int) -> str:
        """What was deleted between the characters ``index - 1`` and ``index``."""
        if index <= 0 or index >= len(self.offsets):
            return ""
        return self.raw[self.offsets[index - 1] + 1 : self.offsets[index]]

    def without(self, cuts: Iterable[tuple[int, int]]) -> Shadow:
        """A shadow without the given ascending, disjoint pieces."""
        text: list[str] = []
        offsets: list[int] = []
        last = 0
        for start, end in cuts:
            text.append(self.text[last:start])
            offsets.extend(self.offsets[last:start])
            last = end
        if not text:
            return self
        text.append(self.text[last:])
        offsets.extend(self.offsets[last:])
        return Shadow(self.raw, "".join(text), offsets)

    def delete(self, pattern: re.Pattern[str]) -> Shadow:
        """A shadow without the matches of ``pattern`` (of its group 1, where it has one)."""
        group = 1 if pattern.groups else 0
        return self.without(match.span(group) for match in pattern.finditer(self.text))

    def replace(self, change: Callable[[str], str]) -> Shadow:
        """A shadow with changed characters; ``change`` must keep the length."""
        changed = change(self.text)
        if len(changed) != len(self.text):
            raise ValueError("a change of a shadow must keep its length")
        return Shadow(self.raw, changed, self.offsets)
