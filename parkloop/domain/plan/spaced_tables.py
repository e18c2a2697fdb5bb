"""Tables whose cells are divided by blanks only, as a page of a PDF gives them: the blanks of their rows become tabs.

The header is a line of three or more known column heads. A row begins with its number (where the header has 序号) and has
as many words as the header has columns; a cell without words cannot be seen in it, so a row that does not fit, or whose
cells do not stand under the right heads, is reported (TABLE-GLUED) and binds nobody; so is a header without any blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parkloop.domain.plan.findings import Findings
from parkloop.domain.plan.table_heads import bears_elements, is_head, is_number_head
from parkloop.domain.plan.vocabulary_duties import LABELS
from parkloop.domain.text.shadow import Shadow

_NUMBER = re.compile(r"[（]?[0-9]{1,3}[）.、]?")
_LINE = re.compile(r"(?<![^\n]) *[^\n]+")
_DUE = re.compile(r"20[0-9]{2}年|[0-9]{1,2}月|年底|季度|长期|持续|常年|常态|全年")
_SENTENCE = re.compile(r"[。；]")


@dataclass(frozen=True, slots=True)
class _Header:
    """The heads in their order."""

    heads: tuple[str, ...]

    @property
    def numbered(self) -> bool:
        return is_number_head(self.heads[0])

    def fits(self, cells: list[str]) -> bool:
        """As many cells as heads, the number in front, and a date under the head of dates and nowhere else."""
        if len(cells) != len(self.heads) or (self.numbered and not _NUMBER.fullmatch(cells[0])):
            return False
        due = [LABELS.get(head) == "deadline" for head in self.heads]
        return all(bool(_DUE.search(cell)) == is_due for cell, is_due in zip(cells, due, strict=True)) or not any(due)


def part_cells(shadow: Shadow, findings: Findings) -> Shadow:
    """The text with one tab between the cells of each row of such a table (other characters stay in place)."""
    rows = list(_rows(shadow, findings))
    if not rows:
        return shadow
    text = list(shadow.text)
    for start, end in rows:
        for blank in re.finditer(r"(?<=[^ ]) +(?=[^ ])", shadow.text[start:end]):
            text[start + blank.start()] = "\t"
    return shadow.replace(lambda _: "".join(text))


def _rows(shadow: Shadow, findings: Findings) -> Iterator[tuple[int, int]]:
    """The header and the rows that fit it; others that open with a number are reported."""
    header: _Header | None = None
    for line in _LINE.finditer(shadow.text):
        cells = line[0].split()
        if "\t" in line[0]:
            header = None
        elif found := _header(cells):
            header = found
            yield line.span()
        elif header and header.fits(cells):
            yield line.span()
        elif _is_glued_header(line[0].strip()):
            findings.add("TABLE-GLUED", shadow.span(*line.span()), text=line[0].strip()[:60])
            header = None
        elif header and header.numbered and len(cells) > 1 and _NUMBER.fullmatch(cells[0]):
            findings.add("TABLE-GLUED", shadow.span(*line.span()), text=" ".join(cells)[:60])
        else:
            header = None


def _is_glued_header(words: str) -> bool:
    """序号重点任务责任部门时间进度: heads without anything between them; their rows cannot be told apart."""
    if not words.startswith("序号") or len(words) > 60 or " " in words:
        return False
    rest, heads = words[2:], 0
    while rest:
        size = next((size for size in range(min(len(rest), 10), 0, -1) if is_head(rest[:size])), 0)
        if not size:
            return False
        rest, heads = rest[size:], heads + 1
    return heads >= 2


def _header(cells: list[str]) -> _Header | None:
    if len(cells) < 3 or len(cells) > 12 or _SENTENCE.search("".join(cells)):
        return None
    heads = tuple(cell.rstrip("：") for cell in cells)
    known = all(is_head(head) or (index == 0 and is_number_head(head)) for index, head in enumerate(heads))
    return _Header(heads) if known and bears_elements(heads) else None
