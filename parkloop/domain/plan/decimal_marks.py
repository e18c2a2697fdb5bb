"""Numbers of several parts as headings: 1 总体要求, 1.1 指导思想, 2.1.1 建设景区.

They count at line starts only and in sequence; a bare number counts where its parts follow it, or where it goes on from
one that counted. Labels are the numbers as printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PARTS = re.compile(
    r"(?<![^\n])(?P<label>[0-9]{1,2}(?:\.[0-9]{1,2}){1,2})[.、]?(?=[\u4e00-\u9fff“《])(?![万亿千百个家件项名人倍元米吨年月日公平立以])"
)
_BARE = re.compile(r"(?<![^\n])(?P<label>[0-9]{1,2})(?=[\u4e00-\u9fff“《])")
Mark = tuple[int, int, str, str]


def find_decimals(text: str, blank_before: frozenset[int]) -> list[Mark]:
    """(start, end, form, label) of every heading numbered so, in order; none where fewer than two have parts."""
    parts = _in_sequence(text)
    if len(parts) < 2:
        return []
    return sorted([*parts, *_bare(text, {mark[3].split(".")[0] for mark in parts}, blank_before.__contains__)])


def _in_sequence(text: str) -> list[Mark]:
    last: dict[str, int] = {}
    out: list[Mark] = []
    for match in _PARTS.finditer(text):
        prefix, _, position = match["label"].rpartition(".")
        if int(position) != last.get(prefix, 0) + 1:
            continue
        last[prefix] = int(position)
        form = "two_parts" if match["label"].count(".") == 1 else "three_parts"
        out.append((match.start(), match.end(), form, match["label"]))
    return out


def _bare(text: str, prefixes: set[str], after_blank: Callable[[int], bool]) -> list[Mark]:
    """1 总体要求: a number and a blank, where 1.1 follows or the number before it counted."""
    last = 0
    out: list[Mark] = []
    for match in _BARE.finditer(text):
        position = int(match["label"])
        if after_blank(match.end()) and position == last + 1 and (last or match["label"] in prefixes):
            last = position
            out.append((match.start(), match.end(), "number", match["label"]))
    return out
