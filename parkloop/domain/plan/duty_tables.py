"""Duties in table columns: rows of tab-separated cells under a header that names 责任单位, 牵头单位, 配合单位.

A row belongs to the heading that it holds or names, by its words or its number; a numbered row that names none is a task
of its own. A row with another number of cells than its header binds nobody and is reported.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parkloop.domain.plan.anatomy import ANNEX_LABEL
from parkloop.domain.plan.context import Context
from parkloop.domain.plan.model import Heading, Role
from parkloop.domain.plan.outline import Outline, Section
from parkloop.domain.plan.vocabulary_duties import INDICATOR_HEADS, LABELS, NUMBER_HEADS, TASK_HEADS

Cell = tuple[int, int]
_NUMBER = re.compile(r"[（(]?(?P<label>[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}|[一二三四五六七八九十]{1,3})[）)]?[、.。]?")
_LONGEST_TITLE = 40
_SUBHEAD = 60


@dataclass(slots=True)
class _Table:
    """What a header says: columns with duty labels, and where numbers and tasks stand."""

    labels: dict[int, str]
    width: int
    number: int | None
    task: int | None
    indicators: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells of one row under a header, the heading it belongs to, and its own number where it is a task of its own."""

    table: _Table
    cells: list[Cell]
    path: str
    own: str = ""
    odd: bool = False
    task: Cell | None = None


def read_tables(context: Context) -> Iterator[tuple[str, Role, int, int, str]]:
    """(path, role, start, end, rule) for each cell that lists units; rows that do not fit their header are reported."""
    for row in _rows(context):
        if row.odd:
            start, end = row.cells[0][0], row.cells[-1][1]
            context.findings.add(
                "DUTY-ROW", context.span(start, end), text=" ".join(context.text[start:end].split())[:60]
            )
            continue
        for index, label in row.table.labels.items():
            role = LABELS[label]
            start, end = row.cells[index]
            if role not in ("person", "deadline") and end > start and row.path:
                yield row.path, role, start, end, f"table:label:{label}"  # type: ignore[misc]


def header_rows(context: Context) -> Iterator[Cell]:
    """The header rows themselves; their labels lead no list."""
    for match in re.finditer(r"[^\n]+", context.text):
        if "\t" in match[0] and _header(context.text, _cells(match[0], match.start())):
            yield match.span()


def deadline_cells(context: Context) -> Iterator[Cell]:
    """The cells of columns that say until when (完成时限)."""
    for row in _rows(context):
        if not row.odd:
            for index, label in row.table.labels.items():
                if LABELS[label] == "deadline" and row.cells[index][1] > row.cells[index][0]:
                    yield row.cells[index]


def add_row_headings(context: Context) -> None:
    """Numbered rows that name no heading become headings of level 3: the plan's tasks may stand in a table alone."""
    extra: list[Heading] = []
    for row in _rows(context):
        if not row.own or (row.table.task is None and row.task is None):
            continue
        start, end = row.task or row.cells[row.table.task or 0]
        title, stop = _title(context.text, start, end)
        derived = stop < end and context.text[stop:end].strip("。；") != ""
        span = context.span(row.cells[0][0], stop)
        extra.append(Heading(row.path, 3, row.own, title, derived, span, "table:row"))
        if "#" in row.path.rpartition("/")[2]:
            context.findings.add("NUM-REPEAT", span, text=row.own)
        if derived:
            context.findings.add("TITLE-DERIVED", span, label=row.own, title=title)
    if extra:
        context.outline.headings = sorted([*context.outline.headings, *extra], key=lambda heading: heading.span)


def _title(text: str, start: int, end: int) -> tuple[str, int]:
    """The whole cell where it is short, else its first clause."""
    words = text[start:end].rstrip("。；，")
    if len(words) <= _LONGEST_TITLE and not re.search(r"[。；]", words):
        return words, start + len(words)
    clause = re.match(r"[^。；：，\n]{1,80}", words)
    return (clause[0], start + clause.end()) if clause else (words[:_LONGEST_TITLE], start + _LONGEST_TITLE)


@dataclass(slots=True)
class _Paths:
    """Finds the heading of a row, remembering which paths exist."""

    context: Context
    titles: dict[str, str]
    numbers: dict[str, str]
    titles_of: dict[str, str]
    taken: set[str] = field(default_factory=set)
    last: str = ""
    last_task: tuple[str, str] = ("", "")

    def of(self, table: _Table, cells: list[Cell]) -> tuple[str, str]:
        """(path, own number): the number is set where the row makes a heading of its own."""
        context, text = self.context, self.context.text
        for index, (start, end) in enumerate(cells):
            words = text[start:end].strip("。；")
            if index < table.width and index not in table.labels and words in self.titles:
                return self.titles[words], ""
        inside = _heading_inside(context.outline, cells)
        if inside:
            return inside, ""
        number = self._number(table, cells)
        if number in self.numbers and self._may_name(table, cells, self.numbers[number]):
            return self.numbers[number], ""
        if number and table.task is not None and cells[table.task][1] > cells[table.task][0]:
            task = (number, text[slice(*cells[table.task])])
            if self.last and task == self.last_task:
                return self.last, ""
            self.last, self.last_task = self._fresh(_base(context, cells[0][0]), number), task
            return self.last, number
        if table.number is not None and not number and self.last:
            return self.last, ""
        return context.outline.path_at(cells[0][0]) or _base(context, cells[0][0]).rstrip("/"), ""

    def of_odd(self, table: _Table, cells: list[Cell]) -> tuple[str, str]:
        """Of a row that does not fit, the number and the task still stand in front, before any column is lost."""
        front = table.number == 0 and table.task == 1 and 0 not in table.labels and 1 not in table.labels
        if front and len(cells) > 2:
            return self.of(table, cells)
        number = self._number(table, cells) if table.number == 0 else ""
        if not number or not self.task_of_odd(cells):
            return "", ""
        self.last = self._fresh(_base(self.context, cells[0][0]), number)
        return self.last, number

    def task_of_odd(self, cells: list[Cell]) -> Cell | None:
        """The first cell that is a sentence; without columns it is the only one known to be the task."""
        return next((cell for cell in cells[1:] if self.context.text[slice(*cell)].endswith("。")), None)

    def _number(self, table: _Table, cells: list[Cell]) -> str:
        index = 0 if table.number is None else table.number
        if index in table.labels:
            return ""
        match = _NUMBER.fullmatch(self.context.text[slice(*cells[index])])
        return match["label"] if match else ""

    def _may_name(self, table: _Table, cells: list[Cell], path: str) -> bool:
        """Does a number alone name the heading? Not in a table of indicators, nor where the task speaks of something else."""
        if table.task is None:
            return not table.indicators
        words, title = self.context.text[slice(*cells[table.task])], self.titles_of.get(path, "")
        pairs = {title[at : at + 2] for at in range(len(title) - 1)}
        return not words or sum(pair in words for pair in pairs) * 3 >= len(pairs)

    def _fresh(self, base: str, number: str) -> str:
        path, again = f"{base}{number}", 2
        while path in self.taken:
            path, again = f"{base}{number}#{again}", again + 1
        self.taken.add(path)
        return path


def _heading_inside(outline: Outline, cells: list[Cell]) -> str:
    """Path of a numbered heading that begins inside the row's cells."""
    index = bisect.bisect_left(outline.starts, cells[0][0])
    if index < len(outline.starts) and outline.starts[index] < cells[-1][1]:
        return outline.sections[index].path
    return ""


def _base(context: Context, position: int) -> str:
    """What the path of a row begins with: its heading, or the annex it stands in."""
    path = context.outline.path_at(position)
    if path:
        return f"{path}/"
    at = bisect.bisect_right(context.anatomy.annexes, position) - 1
    label = ANNEX_LABEL.match(context.text, context.anatomy.annexes[at]) if at >= 0 else None
    return f"{label[0]}/" if label else ""


def _rows(context: Context) -> Iterator[_Row]:
    """Rows under a header of duties with the headings they belong to; a short line between rows is a caption."""
    sections = context.outline.sections
    paths = _Paths(
        context,
        {s.title: s.path for s in reversed(sections) if s.title},
        {s.marker.label: s.path for s in reversed(sections) if s.marker and s.marker.form.level == 3},
        {s.path: s.title for s in sections},
        {s.path for s in sections},
    )
    table: _Table | None = None
    for match in re.finditer(r"[^\n]+", context.text):
        if "\t" not in match[0]:
            if table and (len(match[0]) > _SUBHEAD or match[0].endswith("。")):
                table = None
            continue
        cells = _cells(match[0], match.start())
        header = _header(context.text, cells)
        if header:
            table, paths.last = header, ""
        elif table and sum(end > start for start, end in cells) >= 2:
            if len(cells) == table.width:
                yield _Row(table, cells, *paths.of(table, cells))
            else:
                front = table.number == 0 and table.task == 1
                task = None if front else paths.task_of_odd(cells)
                yield _Row(table, cells, *paths.of_odd(table, cells), odd=True, task=task)


@dataclass(frozen=True, slots=True)
class RowPaths:
    """Which heading a row of a duty table belongs to, by position in the joined text."""

    starts: list[int]
    ends: list[int]
    paths: list[str]
    years: list[int | None]

    def due(self, position: int) -> int | None:
        """The year in which the row that holds a position is due (完成时限), where its cell names one."""
        index = bisect.bisect_right(self.starts, position) - 1
        return self.years[index] if index >= 0 and position <= self.ends[index] else None

    def at(self, position: int) -> str:
        """Path of the row that holds a position; empty outside such rows."""
        index = bisect.bisect_right(self.starts, position) - 1
        return self.paths[index] if index >= 0 and position <= self.ends[index] else ""


def row_paths(context: Context) -> RowPaths:
    """The rows of every duty table with the headings they belong to."""
    found = RowPaths([], [], [], [])
    for row in _rows(context):
        found.starts.append(row.cells[0][0])
        found.ends.append(row.cells[-1][1])
        found.paths.append(row.path)
        found.years.append(_due_year(context.text, row))
    return found


def _due_year(text: str, row: _Row) -> int | None:
    cells = [row.cells[i] for i, label in row.table.labels.items() if LABELS[label] == "deadline" and not row.odd]
    years = [int(year) for start, end in cells for year in re.findall(r"(?<![0-9])(20[0-9]{2})年", text[start:end])]
    return max(years, default=None)


def loose_rows(context: Context) -> list[Section]:
    """Rows that stand under no heading (in an annex of tables alone), each as a section of its own path."""
    preamble = context.anatomy.preamble
    return [
        Section(row.path, "", row.cells[0][0], row.cells[-1][1], row.cells[0][0], 1, goals_start=row.cells[0][0])
        for row in _rows(context)
        if row.path and context.outline.section_at(row.cells[0][0]) is None and row.cells[0][0] >= preamble[1]
    ]


def _cells(line: str, offset: int) -> list[Cell]:
    cells, start = [], 0
    for part in line.split("\t"):
        cells.append((offset + start, offset + start + len(part)))
        start += len(part) + 1
    return cells


def _header(text: str, cells: list[Cell]) -> _Table | None:
    """A row with a duty label and no sentence in any cell."""
    words = [re.sub(r"（[^（）]{1,20}）$", "", text[start:end].rstrip("：")) for start, end in cells]
    labels = {index: word for index, word in enumerate(words) if word in LABELS}
    if not labels or any(len(word) > 16 or "。" in word for word in words):
        return None
    number = next((i for i, word in enumerate(words) if word in NUMBER_HEADS), None)
    task = next((i for i, word in enumerate(words) if word in TASK_HEADS), None)
    return _Table(labels, len(cells), number, task, any(word in INDICATOR_HEADS for word in words))
