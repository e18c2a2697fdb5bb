"""The closure of a dated tree: who stood above whom, when, at which distance; and how a move changes it.

A path is (ancestor, descendant, depth) over [start, end); an end of None means until further notice. Keys are integers.
Which rows are stored, and where, is not known here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """From `start` (inclusive) to `end` (exclusive, None = open)."""

    start: dt.date
    end: dt.date | None

    def meet(self, other: "Span") -> "Span | None":
        """What both cover, or None."""
        start = max(self.start, other.start)
        end = min((e for e in (self.end, other.end) if e is not None), default=None)
        return None if end is not None and end <= start else Span(start, end)

    def without(self, other: "Span") -> "list[Span]":
        """What is left when `other` is cut out."""
        shared = self.meet(other)
        if shared is None:
            return [self]
        left = [Span(self.start, shared.start)] if self.start < shared.start else []
        return left + ([Span(shared.end, self.end)] if shared.end is not None and shared.end != self.end else [])


@dataclass(frozen=True)
class Path:
    """`ancestor` stands `depth` levels above `descendant` over `span`; depth 0 is the thing itself."""

    ancestor: int
    descendant: int
    depth: int
    span: Span


def paths_under(above: Iterable[Path], below: Iterable[Path], since: dt.date) -> list[Path]:
    """New paths when the tops of `below` come under the bottoms of `above` from `since` on.

    `above` are the paths down to the new parent (itself with depth 0 among them), `below` those from the moved ones down.
    """
    window = Span(since, None)
    found = []
    lower = [(p, kept) for p in below if (kept := p.span.meet(window))]
    for upper in above:
        for path, kept in lower:
            span = upper.span.meet(kept)
            if span is not None:
                found.append(Path(upper.ancestor, path.descendant, upper.depth + 1 + path.depth, span))
    return found


def cut(
    paths: Iterable[Path], above: Iterable[Path], below: Iterable[Path], since: dt.date
) -> tuple[list[Path], list[Path]]:
    """Take the tops of `below` out from under `above` from `since` on: (paths that fall, what remains of them).

    `above` are the strict ancestors of the moved ones; `paths` all stored ones between an ancestor and a moved descendant.
    A path falls where its ancestor stood above a moved one while its descendant stood below that one.
    """
    windows = _windows(above, below, since)
    fallen, kept = [], []
    for path in paths:
        left = [path.span]
        for window in windows.get((path.ancestor, path.descendant), ()):
            left = [piece for span in left for piece in span.without(window)]
        if left != [path.span]:
            fallen.append(path)
            kept += [Path(path.ancestor, path.descendant, path.depth, span) for span in left]
    return fallen, kept


def _windows(above: Iterable[Path], below: Iterable[Path], since: dt.date) -> dict[tuple[int, int], list[Span]]:
    lower = defaultdict(list)
    for path in below:
        lower[path.ancestor].append(path)
    windows = defaultdict(list)
    for upper in above:
        start = upper.span.meet(Span(since, None))
        for path in lower[upper.descendant] if start else ():
            span = path.span.meet(start) if start else None
            if span is not None:
                windows[upper.ancestor, path.descendant].append(span)
    return windows
