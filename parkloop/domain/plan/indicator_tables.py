"""Goals in table rows: a header that names 指标 and a year or 目标值, then one goal a cell (tab-separated cells).

Columns of base years and of what was done are facts. 属性 (约束性, 预期性) becomes the qualifier; 其中 makes a child row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parkloop.domain.plan.quantities import UNIT
from parkloop.domain.plan.table_heads import is_head, is_number_head
from parkloop.domain.text.numerals import DIGITS, parse_number

_NAME = re.compile(r"(?:主要|核心|具体|考核|评价)?(?:指标|目标)(?:名称|内容|项目)?(?:（单位）)?")
_UNIT_HEAD = re.compile(r"(?:计量)?单位")
_NATURE_HEAD = re.compile(r"(?:指标)?(?:属性|性质|类型)")
_GROWTH_HEAD = re.compile(
    r"(?:“?十[三四五六]五”?(?:时期|期间)?)?(?P<word>年均)(?:增速|增长率?|增幅)?(?:（(?P<unit>%)）|〔累计〕|（累计）|\[累计\])?"
)
_GOAL_HEAD = re.compile(
    r"(?:到|至)?(?:(?P<year>20[0-9]{2})年?|“?十(?P<plan>[三四五六七])五”?期?末)(?P<word>目标值?|计划数?|目标|预期值?|预计)?(?:（[^0-9（）]{0,12}）)?"
    r"|(?:规划|预期)?目标值?(?:（(?:(?P<in>20[0-9]{2})年?|[^（）]{0,12})）)?"
)
_BASE_HEAD = re.compile(r"现状|基期|基准|完成|实际|基数|现有")
_NO_VALUE = re.compile(r"[—\-/～〜*＊.。·]*|无|暂无|另行下达")
_VALUE = re.compile(
    r"(?P<change>[比较]20[0-9]{2}年(?:下降|降低|减少|提高|增长))?(?P<word>≥|>|≤|<|达到?|超过?|突破|不低于|不少于|不超过|约|＞|＜|控制在)?(?P<cum>[〔\[【（])?(?P<n>[0-9]+(?:\.[0-9]+)?)"
    r"(?:(?:—{1,2}|-|～|至)(?P<high>[0-9]+(?:\.[0-9]+)?))?(?(cum)[〕\]】）])"
    rf"(?P<unit>{UNIT}|[\u4e00-\u9fff/%]{{0,8}}?)(?P<after>以上|左右|以内|以下)?"
)
_ASSIGNED = re.compile(
    r"(?:完成|达到|控制在)?(?P<ref>(?:国家|省|市|区|上级)[^0-9，。]{0,8}下达的?[^0-9，。]{0,8}(?:目标|任务|指标|要求|范围))(?:之?内|以内)?"
)
#: a line between rows that names a group of them
_LONGEST_CAPTION = 16
_PART = re.compile(r"^(?:其中[：，]?|#)")


@dataclass(frozen=True, slots=True)
class Row:
    """One cell with a goal: name, printed value with its unit and words, year, and where it stands.

    ``code`` names the finding of a cell that could not be read; it then gives no goal.
    """

    start: int
    end: int
    name: str
    number: int | float | None = None
    high: int | float | None = None
    unit: str = ""
    before: str = ""
    after: str = ""
    year: int | None = None
    parent: str | None = None
    qualifier: str | None = None
    reference: str | None = None
    growth: bool = False
    code: str = ""


@dataclass(slots=True)
class _Header:
    name: int
    unit: int | None
    nature: int | None
    goals: list[tuple[int, int | None]]
    growth: list[int]
    width: int
    parent: tuple[str, str] = ("", "")


def read_rows(text: str) -> Iterator[Row]:
    """Every goal in tables of indicators, in order."""
    header: _Header | None = None
    for line in re.finditer(r"[^\n]+", text):
        if "\t" not in line[0]:
            if len(line[0]) > _LONGEST_CAPTION or line[0].endswith(("。", "；", "：")):
                header = None
            continue
        cells = line[0].split("\t")
        found = _header(cells)
        if found or _heads_another_table(cells):
            header = found
        elif header:
            yield from _row(line.start(), line.end(), cells, header)


def _heads_another_table(cells: list[str]) -> bool:
    """A row of column heads that are not those of indicators: what stands below it is no goal."""
    heads = sum(is_head(cell) or is_number_head(cell) for cell in cells)
    return heads >= 2 and not any(re.search("[0-9]", cell) for cell in cells)


def _header(cells: list[str]) -> _Header | None:
    names = [index for index, cell in enumerate(cells) if _NAME.fullmatch(cell)]
    goals = []
    for index, cell in enumerate(cells):
        match = _GOAL_HEAD.fullmatch(cell)
        if match and not _BASE_HEAD.search(cell) and index not in names[:1]:
            year = match["year"] or match["in"]
            goals.append((index, 2005 + 5 * DIGITS[match["plan"]] if match["plan"] else int(year) if year else None))
    if not names or not goals:
        return None
    growth = [index for index, cell in enumerate(cells) if _GROWTH_HEAD.fullmatch(cell)]
    return _Header(names[0], _column(_UNIT_HEAD, cells), _column(_NATURE_HEAD, cells), goals, growth, len(cells))


def _column(pattern: re.Pattern[str], cells: list[str]) -> int | None:
    return next((index for index, cell in enumerate(cells) if pattern.fullmatch(cell)), None)


def _row(start: int, end: int, cells: list[str], header: _Header) -> Iterator[Row]:
    """A row as wide as its header; one cell short (a merged cell in front) only where all others then stand in place."""
    if len(cells) == header.width - 1 and header.name and _in_place(["", *cells], header):
        yield from _goals(start - 1, ["", *cells], header)
    elif len(cells) == header.width:
        yield from _goals(start, cells, header)
    elif sum(bool(re.search("[0-9]", cell)) for cell in cells) > 1:
        yield Row(start, end, cells[0], code="TGT-ROW")


def _in_place(cells: list[str], header: _Header) -> bool:
    """Does every column behind the name hold what its header says?"""
    for index in range(header.name + 1, header.width):
        cell = cells[index].strip()
        if index == header.unit:
            fits = re.fullmatch(rf"{UNIT}|[—/]|", cell)
        elif index == header.nature:
            fits = re.fullmatch(r"[^0-9]{0,6}", cell)
        else:
            fits = _VALUE.fullmatch(cell) or _NO_VALUE.fullmatch(cell) or _ASSIGNED.fullmatch(cell)
        if not fits:
            return False
    return not re.fullmatch(r"[0-9.%]*", cells[header.name].strip())


def _goals(start: int, cells: list[str], header: _Header) -> Iterator[Row]:
    starts = [start]
    for cell in cells[:-1]:
        starts.append(starts[-1] + len(cell) + 1)
    name = re.sub(r"^(?:[0-9]{1,2}[.、]|（[0-9]{1,2}）)", "", cells[header.name].strip()).strip()
    named = re.search(r"（([^（）]{1,10})）$", name)
    own = named[1] if named and re.fullmatch(rf"{UNIT}|年|岁|1?/1?0万", named[1]) else ""
    title = name[: named.start()] if named and own else name
    part = _PART.match(title)
    title = title[part.end() :] if part else title
    if not title:
        return
    unit = (
        (cells[header.unit].strip(" —-/") if header.unit is not None else "")
        or own
        or (header.parent[1] if part else "")
    )
    parent = header.parent[0] if part else None
    if not part:
        header.parent = (title, unit)
    nature = cells[header.nature].strip() if header.nature is not None else ""
    columns = [(index, year, False) for index, year in header.goals] + [(index, None, True) for index in header.growth]
    for index, year, growth in columns:
        cell = cells[index].strip()
        if not _NO_VALUE.fullmatch(cell):
            row = _cell(cell, starts[index], starts[index] + len(cells[index]), title, "%" if growth else unit, year)
            if row:
                yield _with(row, parent, nature or None, growth)


def _cell(cell: str, start: int, end: int, title: str, unit: str, year: int | None) -> Row | None:
    match = _VALUE.fullmatch(cell)
    if not match:
        assigned = _ASSIGNED.fullmatch(cell)
        if assigned:
            return Row(start, end, title, before=cell[: assigned.start("ref")], year=year, reference=assigned["ref"])
        return Row(start, end, title, code="NUM-BROKEN") if re.search("[0-9]", cell) else None
    number, high = parse_number(match["n"]), parse_number(match["high"]) if match["high"] else None
    unit = match["unit"] or unit
    qualifier = "累计" if match["cum"] else None
    changed = bool(match["change"])
    unit = "%" if changed and not match["unit"] else unit
    qualifier = match["change"] or qualifier
    return Row(
        start,
        end,
        title,
        number,
        high,
        unit,
        match["word"] or "",
        match["after"] or "",
        year,
        None,
        qualifier,
        growth=changed,
    )


def _with(row: Row, parent: str | None, nature: str | None, growth: bool) -> Row:
    words = "，".join(
        word
        for word in ("年均" if growth and not row.growth and not row.qualifier else "", row.qualifier, nature)
        if word
    )
    return Row(
        row.start, row.end, row.name, row.number, row.high, row.unit, row.before, row.after, row.year, parent,
        words or None, row.reference, growth or row.growth, row.code,
    )  # fmt: skip
