"""Duties in table columns: rows of tab-separated cells under a header that names 责任单位, 牵头单位, 配合单位."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from parkloop.domain.plan.context import Context
from parkloop.domain.plan.model import Role
from parkloop.domain.plan.vocabulary_duties import LABELS

Cell = tuple[int, int]


def read_tables(context: Context) -> Iterator[tuple[str, Role, int, int, str]]:
    """(path, role, start, end, rule) for each cell that lists units. A row belongs to the heading it names, else to its place."""
    for cells, columns, path in _rows(context):
        for index, label in columns.items():
            role = LABELS[label]
            start, end = cells[index]
            if role not in ("person", "deadline") and end > start and path:
                yield path, role, start, end, f"table:label:{label}"  # type: ignore[misc]


def _rows(context: Context) -> Iterator[tuple[list[Cell], dict[int, str], str]]:
    """Rows under a header of duties: their cells, the columns with labels, and the heading they belong to."""
    columns: dict[int, str] = {}
    width = 0
    titles = {s.title: s.path for s in reversed(context.outline.sections) if s.title}
    numbers = {
        s.marker.label: s.path for s in reversed(context.outline.sections) if s.marker and s.marker.form.level == 3
    }
    for match in re.finditer(r"[^\n]+", context.text):
        cells = _cells(match[0], match.start())
        if len(cells) < 2:
            columns = {}
            continue
        header = _header(context.text, cells)
        if header:
            columns, width = header, len(cells)
            continue
        if not columns or len(cells) < max(columns) + 1 or len(cells) > width:
            continue
        yield cells, columns, _row_path(context, cells, columns, titles, numbers)


@dataclass(frozen=True, slots=True)
class RowPaths:
    """Which heading a row of a duty table belongs to, by position in the joined text."""

    starts: list[int]
    ends: list[int]
    paths: list[str]

    def at(self, position: int) -> str:
        """Path of the row that holds a position; empty outside such rows."""
        index = bisect.bisect_right(self.starts, position) - 1
        return self.paths[index] if index >= 0 and position <= self.ends[index] else ""


def row_paths(context: Context) -> RowPaths:
    """The rows of every duty table with the headings they name."""
    found = RowPaths([], [], [])
    for cells, _, path in _rows(context):
        found.starts.append(cells[0][0])
        found.ends.append(cells[-1][1])
        found.paths.append(path)
    return found


def _cells(line: str, offset: int) -> list[Cell]:
    cells, start = [], 0
    for part in line.split("\t"):
        cells.append((offset + start, offset + start + len(part)))
        start += len(part) + 1
    return cells


def _header(text: str, cells: list[Cell]) -> dict[int, str]:
    found = {index: text[start:end].rstrip("：") for index, (start, end) in enumerate(cells)}
    return {index: words for index, words in found.items() if words in LABELS}


def _row_path(
    context: Context, cells: list[Cell], columns: dict[int, str], titles: dict[str, str], numbers: dict[str, str]
) -> str:
    for index, (start, end) in enumerate(cells):
        words = context.text[start:end].strip("。；")
        if index not in columns and words in titles:
            return titles[words]
    first = context.text[cells[0][0] : cells[0][1]].strip("、.")
    if first in numbers and 0 not in columns:
        return numbers[first]
    return context.outline.path_at(cells[0][0])
