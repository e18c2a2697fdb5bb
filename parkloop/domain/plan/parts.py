"""A long text in parts that a screen shows one at a time: cut before headings, else at line ends, else behind sentences.

Pure. Parts depend on the text and on what the compiler read in it, never on decisions, so that an address keeps its meaning.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parkloop.domain.plan.model import Heading
from parkloop.domain.plan.places import heading_at

MOST_CHARACTERS = 12_000
"""Characters of one part."""
MOST_ELEMENTS = 240
"""Elements and findings of one part; more only where that many begin at one place."""
_EARLIEST = 0.4
"""A cut before a higher heading is preferred from this share of the possible length on."""
_STOPS = "。；！？;!?"


@dataclass(frozen=True, slots=True)
class Part:
    """Characters [start, end) of a text. ``number`` counts from 1; ``title`` is a heading with its number, or empty."""

    number: int
    start: int
    end: int
    title: str = ""


def parts_of(
    text: str,
    headings: Sequence[Heading],
    starts: Sequence[int],
    *,
    characters: int = MOST_CHARACTERS,
    elements: int = MOST_ELEMENTS,
) -> tuple[Part, ...]:
    """The parts in order; together they are the text, each once. ``starts`` are where elements and findings begin.

    At most ``characters`` characters and, unless they begin at one place, ``elements`` elements in each. An empty text has one
    empty part.
    """
    begins = sorted(starts)
    marks = sorted((heading.span[0], heading.level) for heading in headings)
    bounds, at = [0], 0
    while (limit := _limit(len(text), begins, at, characters, elements)) < len(text):
        at = _cut(text, marks, at, limit)
        bounds.append(at)
    bounds.append(len(text))
    return tuple(
        Part(number, start, end, _title(headings, start, end))
        for number, (start, end) in enumerate(pairwise(bounds), 1)
    )


def part_at(parts: Sequence[Part], position: int) -> Part:
    """The part that holds a position; the last one for the end of the text and beyond."""
    return parts[max(bisect_right(parts, position, key=lambda part: part.start) - 1, 0)]


def _limit(length: int, begins: Sequence[int], at: int, characters: int, elements: int) -> int:
    """The last place at which the part that begins at ``at`` may end."""
    first = bisect_left(begins, at) if at else 0
    end = min(at + characters, length)
    beyond = max(first + elements, bisect_right(begins, at))
    return min(end, begins[beyond]) if beyond < len(begins) else end


def _cut(text: str, marks: Sequence[tuple[int, int]], at: int, limit: int) -> int:
    """Where the next part begins, in (at, limit]."""
    earliest = at + max(int((limit - at) * _EARLIEST), 1)
    near = marks[bisect_left(marks, (earliest, -1)) : bisect_right(marks, (limit, 99))]
    if near:
        highest = min(level for _, level in near)
        return max(start for start, level in near if level == highest)
    line = text.rfind("\n", earliest, limit)
    if line >= 0:
        return line + 1
    return max(text.rfind(stop, earliest - 1, limit) for stop in _STOPS) + 1 or limit


def _title(headings: Sequence[Heading], start: int, end: int) -> str:
    """The first heading in the part, else the one that governs its beginning."""
    found = next((heading for heading in headings if start <= heading.span[0] < end), None) or heading_at(
        headings, start
    )
    return f"{found.number} {found.title}".strip() if found else ""
