"""Places in the text of a plan: the key of an element, the heading that governs a place, words looked up in the text.

A key is made of what is there (`target@815-837`), so that it means the same element in page, address, journal and interface.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from parkloop.domain.plan.model import Heading, Span

T = TypeVar("T")
MOST_OF_PATH = 20
"""Characters of a title that become part of a path."""
MOST_BETWEEN = 2000
"""Characters that may stand between the first and the last words of a quotation."""
_DOTS = re.compile(r"…+|\.{3,}|。{3,}")


def keyed(found: Iterable[tuple[str, Span, T]]) -> list[tuple[str, T]]:
    """Each thing with its key ``word@start-end``; further ones of the same word and place get ``.2``, ``.3``."""
    seen: Counter[str] = Counter()
    out = []
    for word, span, thing in found:
        base = f"{word}@{span[0]}-{span[1]}"
        seen[base] += 1
        out.append((base if seen[base] == 1 else f"{base}.{seen[base]}", thing))
    return out


def heading_at(headings: Sequence[Heading], position: int) -> Heading | None:
    """The heading that governs a position: the last one that begins at or before it; None before the first."""
    before = [heading for heading in headings if heading.span[0] <= position]
    return max(before, key=lambda heading: heading.span[0], default=None)


def new_path(headings: Sequence[Heading], position: int, level: int, number: str, title: str) -> str:
    """A path for a heading that is added at a position: below the nearest one before it that stands higher.

    A path that is taken gets ``~2`` and so on.
    """
    above = heading_at([h for h in headings if h.level < level and h.span[0] < position], position)
    last = (number or title).strip().replace("/", "／")[:MOST_OF_PATH]
    path = f"{above.path}/{last}" if above else last
    taken, count = {h.path for h in headings}, 1
    found = path
    while found in taken:
        count += 1
        found = f"{path}~{count}"
    return found


def places_of(text: str, words: str, *, most: int = 20) -> list[Span]:
    """Where words stand in a text, whatever blanks and line ends lie between their characters; at most ``most`` places.

    ``first words……last words`` means everything from the first to the nearest last ones.
    """
    parts = [pattern for part in _DOTS.split(words) if (pattern := _spaced(part))]
    if not parts:
        return []
    gap = rf"[\s\S]{{0,{MOST_BETWEEN}}}?"
    matches = re.finditer(gap.join(parts), text)
    return [match.span() for match, _number in zip(matches, range(most), strict=False)]


def trimmed(text: str, span: Span) -> Span | None:
    """The span without blanks at its ends; None when it lies outside the text or holds nothing but blanks."""
    start, end = span
    if not 0 <= start < end <= len(text):
        return None
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return (start, end) if start < end else None


def _spaced(words: str) -> str:
    return r"\s*".join(re.escape(character) for character in words if not character.isspace())
