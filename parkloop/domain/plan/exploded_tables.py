"""Tables that lost their cells to one line each: put back into tab-separated rows.

The header is three or more known column heads on lines of their own. Where the first is 序号, each row begins with the
next number, and a row with another number of lines than the header has columns is reported by whoever reads it. Where it
is 指标, a row is a name and as many values as there are columns behind it, and the table ends at the first that is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parkloop.domain.plan.findings import Findings
from parkloop.domain.plan.quantities import UNIT
from parkloop.domain.plan.table_heads import bears_elements, is_head
from parkloop.domain.plan.vocabulary_duties import INDICATOR_HEADS, NUMBER_HEADS
from parkloop.domain.text.shadow import Shadow

_NUMBER = re.compile(r"(?P<n>[0-9]{1,3})[.、]?")
_VALUE = re.compile(
    rf"(?:[比较]20[0-9]{{2}}年(?:下降|降低|减少|提高|增长))?[≥>≤<约〔（\[]{{0,2}}[0-9][0-9.，]{{0,12}}(?:{UNIT})?[%‰〕）\]]?(?:以上|以内|以下|左右)?(?:（[^（）]{{1,10}}）)?"
    rf"|{UNIT}|[—\-/]{{1,3}}|约束性|预期性|引导性|(?:持续|显著|明显|大幅|稳步|不断|进一步|基本)[\u4e00-\u9fff]{{2,4}}"
)
_MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def assemble_tables(shadow: Shadow, findings: Findings) -> Shadow:
    """The text with the line ends inside each row turned into tabs (one character for one)."""
    if not any(head in shadow.text for head in (*NUMBER_HEADS, *INDICATOR_HEADS)):
        return shadow
    lines = [_Line(m.start(), m.end(), m[0]) for m in re.finditer(r"[^\n]+", shadow.text)]
    joins: list[int] = []
    index = 0
    while index < len(lines):
        width = _header_width(lines, index)
        if width:
            joins += _ends(lines[index : index + width])
            index = _rows(shadow, lines, index, width, joins, findings)
        elif width := _values_header(lines, index):
            joins += _ends(lines[index : index + width])
            index = _value_rows(shadow, lines, index, width, joins, findings)
        else:
            index += 1
    if not joins:
        return shadow
    text = list(shadow.text)
    for at in joins:
        text[at] = "\t"
    return shadow.replace(lambda _: "".join(text))


def _header_width(lines: list[_Line], index: int) -> int:
    """Number of column heads from a 序号 line on; 0 where there are fewer than three or no duty or indicator head."""
    if lines[index].text not in NUMBER_HEADS:
        return 0
    width = 1
    while index + width < len(lines) and is_head(lines[index + width].text):
        width += 1
    known = bears_elements(line.text for line in lines[index : index + width])
    first = lines[index + width].text if index + width < len(lines) else ""
    return width if width >= 3 and known and _NUMBER.fullmatch(first) else 0


def _values_header(lines: list[_Line], index: int) -> int:
    """Number of column heads from a 指标 line on; 0 where there are fewer than three or the first row is no name with values."""
    if lines[index].text not in INDICATOR_HEADS:
        return 0
    width = 1
    while index + width < len(lines) and is_head(lines[index + width].text):
        width += 1
    first = index + width
    rows = (lines[first : first + width], lines[first + 1 : first + 1 + width])
    return width if width >= 3 and any(_is_value_row(row, width) for row in rows) else 0


def _is_value_row(row: list[_Line], width: int) -> bool:
    """A name, and in every cell behind it a number, a unit, a nature, a dash or words of change; at least one number."""
    if len(row) != width or len(row[0].text) < 3 or _VALUE.fullmatch(row[0].text):
        return False
    cells = [line.text for line in row[1:]]
    return all(_VALUE.fullmatch(cell) for cell in cells) and any(re.search("[0-9]", cell) for cell in cells)


def _value_rows(
    shadow: Shadow, lines: list[_Line], header: int, width: int, joins: list[int], findings: Findings
) -> int:
    """Adds the joins of every row of a name and values; the index of the first line behind the table."""
    at = header + width
    while True:
        if _is_value_row(lines[at : at + width], width):
            joins += _ends(lines[at : at + width])
            at += width
        elif _is_value_row(lines[at + 1 : at + 1 + width], width):
            at += 1
        else:
            break
    findings.add("TABLE-EXPLODED", shadow.span(lines[header].start, lines[at - 1].end), text=lines[header].text)
    return at


def _ends(lines: list[_Line]) -> list[int]:
    return [line.end for line in lines[:-1]]


def _rows(shadow: Shadow, lines: list[_Line], header: int, width: int, joins: list[int], findings: Findings) -> int:
    """Adds the joins of every row under a header; the index of the first line behind the table."""
    at = header + width
    number = _number(lines[at])
    while at < len(lines) and number is not None and _number(lines[at]) == number:
        following = next(
            (i for i in range(at + 1, min(len(lines), at + _MOST_LINES)) if _number(lines[i]) == number + 1), None
        )
        stop = following if following is not None else min(at + width, len(lines))
        row = lines[at:stop]
        joins += _ends(row)
        at, number = stop, number + 1
    span = shadow.span(lines[header].start, lines[min(at, len(lines)) - 1].end)
    findings.add("TABLE-EXPLODED", span, text=lines[header].text)
    return at


def _number(line: _Line) -> int | None:
    match = _NUMBER.fullmatch(line.text)
    return int(match["n"]) if match else None
