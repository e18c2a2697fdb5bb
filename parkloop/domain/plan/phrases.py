"""Cuts a sentence into one segment per quantity; quantities that only qualify a noun become its threshold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parkloop.domain.plan.quantities import Quantity
from parkloop.domain.plan.vocabulary_units import PERCENT_UNITS
from parkloop.domain.plan.wording import AFTER_NUMBER, BREAK, OWNED, clause_start

_QUOTED = re.compile(
    r"“[^“”，；\n]{0,40}”|《[^《》\n]{0,120}》|[（〔](?:牵头|责任|配合|主办|协办|完成时限|牵头单位|责任单位)[^（）〔〕\n]{0,300}[）〕]"
)


#: 8个断面中水质优良比例达到25%
_AMONG = re.compile(
    rf"[^{BREAK}、（]{{2,30}}?(?:[中里][^{BREAK}]{{1,30}}?)?(?:率|占比|比重|比例)(?![^{BREAK}、（]{{0,8}}[家个项名件])"
)
#: 3家以上营收超过100亿元和一批营收超过10亿元的企业: the sum goes on in words before its noun
_AND_A_BATCH = re.compile(r"(?:及?以上)?(?:和|及|以及|、)一大?批")
_OF_RATE = re.compile(r"(?:及?以上|以下)的?[^，。；、]{1,16}?(?:率|占比|比重|比例)")


@dataclass(frozen=True, slots=True)
class Segment:
    """The words [start, end) around one quantity. ``is_part``: led by 其中; ``after_comma``: opens a clause."""

    start: int
    end: int
    quantity: Quantity
    is_part: bool
    after_comma: bool
    has_suffix: bool
    threshold: str = ""
    previous_clause: str = ""


def covered(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches whose numbers are names or duties: quotations, titles, duty brackets."""
    return [match.span() for match in _QUOTED.finditer(text, start, end)]


def segments(text: str, start: int, end: int, quantities: list[Quantity]) -> list[Segment]:
    """One segment per quantity that is a value; quantities that qualify a noun (超1000亿元的) become thresholds."""
    attributes = _attributes(text, end, quantities)
    values = [q for index, q in enumerate(quantities) if index not in attributes]
    out: list[Segment] = []
    part_clause = -1
    for index, quantity in enumerate(values):
        clause = clause_start(text, start, quantity.start)
        begin = clause
        if index and values[index - 1].end > clause:
            begin = _first_join(text, values[index - 1].end, quantity.start)
        stop = _segment_end(text, quantity.end, end, values[index + 1] if index + 1 < len(values) else None)
        words = text[begin : quantity.start]
        if "其中" in words or text[clause - 3 : clause] == "其中：":
            part_clause = clause
        previous = _clause_before(text, start, clause)
        threshold = _threshold(text, quantities, attributes, quantity, begin)
        out.append(
            Segment(
                begin, stop, quantity, part_clause == clause, begin == clause,
                bool(AFTER_NUMBER.match(text, quantity.end)), threshold, previous,
            )
        )  # fmt: skip
    return out


def _attributes(text: str, end: int, quantities: list[Quantity]) -> set[int]:
    """Indices of quantities that only qualify a counted noun."""
    found: set[int] = set()
    for index, quantity in enumerate(quantities):
        tail = text[quantity.end : min(end, quantity.end + 24)]
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        between = text[quantity.end : following.start] if following else ""
        same = following is not None and not re.search(rf"[{BREAK}、（）]", between)
        bound = re.match(r"(?:及?以上|以下|以内|左右)?(?:的|级|规模的?|量级)", tail)
        before = quantities[index - 1] if index else None
        if bound and quantity.kind == "measure":
            owned = OWNED.search(text[max(0, quantity.start - 14) : quantity.start]) or "规模" in bound[0]
            if (quantity.unit in PERCENT_UNITS or owned) and not same:
                continue
            found.add(index)
        elif bound and same and following and following.kind == "count" and quantity.kind != "count":
            found.add(index)
        elif (
            same
            and following
            and quantity.kind == "measure"
            and following.kind == "count"
            and quantity.unit not in PERCENT_UNITS
        ):
            found.add(index)
        elif (
            same
            and following
            and following.unit in PERCENT_UNITS
            and quantity.kind == "measure"
            and _OF_RATE.match(between)
        ):
            found.add(index)
        elif following and following.unit in PERCENT_UNITS and quantity.kind == "count" and _AMONG.match(between):
            found.add(index)
        elif bound and bound[0].endswith("级"):
            found.add(index)
        elif before and index - 1 not in found and before.kind == "count" and quantity.kind == "measure":
            gap = text[before.end : quantity.start]
            bounded = re.match(r"(?:及?以上|以下)(?:的)?[^，。；、]{1,12}", tail) or _AND_A_BATCH.match(tail)
            if not re.search(rf"[{BREAK}、]", gap) and bounded:
                found.add(index)
    return found


def _threshold(text: str, quantities: list[Quantity], attributes: set[int], quantity: Quantity, begin: int) -> str:
    for index in attributes:
        other = quantities[index]
        if begin <= other.start < quantity.start:
            return text[begin : quantity.start].rstrip("的")
    return ""


def _first_join(text: str, start: int, end: int) -> int:
    """Where the next item of a list begins: after 、 和 及 与 or a closing bracket; at the number where one stands before it."""
    if text[end - 1] in "、和与及":
        return end
    for index in range(start, end):
        if text[index] in "、）（" + BREAK:
            return index + 1
        if text[index] in "和与及" and index + 1 < end:
            return index + 1
    return start


def _segment_end(text: str, start: int, end: int, following: Quantity | None) -> int:
    limit = min(end, following.start) if following else end
    for index in range(start, limit):
        if text[index] in BREAK or (text[index] == "（" and following and "）" not in text[index : following.start]):
            return index
        if text[index] == "、" and following and not re.search(rf"[{BREAK}]", text[index : following.start]):
            return index
    if following and limit == following.start:
        joins = [text.rfind(mark, start, limit) for mark in "、和与及，"]
        return max([*joins, start])
    return limit


def _clause_before(text: str, start: int, clause: int) -> str:
    if clause <= start:
        return ""
    begin = clause_start(text, start, clause - 1)
    return text[begin : clause - 1]
