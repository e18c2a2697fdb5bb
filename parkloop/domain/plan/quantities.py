"""Numbers with units as they stand in folded text; decides nothing about whether they are goals.

Each quantity knows its numbers, its unit as printed, the factor of the unit, and whether it counts or measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from parkloop.domain.plan.vocabulary_units import COUNT_UNITS, MAGNITUDES, MEASURE_UNITS, TIME_UNITS
from parkloop.domain.text.numerals import parse_number

UnitKind = Literal["count", "measure", "time"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """``low`` (and ``high`` of a range) as printed, at [start, end) including the unit."""

    start: int
    end: int
    low: int | float
    high: int | float | None
    unit: str
    scale: int | float
    kind: UnitKind
    about: str = ""


def _alternation(units: Iterable[tuple[str, str]]) -> str:
    ordered = sorted(units, key=lambda item: len(item[0]), reverse=True)
    guard = {"个": "(?!百分点)"}
    return "|".join(re.escape(name) + guard.get(name, "") + (f"(?!{stop})" if stop else "") for name, stop in ordered)


_MAGNITUDE = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
_ALL = {**COUNT_UNITS, **MEASURE_UNITS, **TIME_UNITS}
_BASE = _alternation(_ALL.items())
_COUNT = _alternation(COUNT_UNITS.items())
_PER = rf"(?:/(?:{_MAGNITUDE})?(?:{_BASE})|/[年月日天])?"
UNIT = rf"(?:(?:{_MAGNITUDE})?(?:{_BASE}){_PER}|(?:万亿|亿|万)(?![元里家]))"
_ARABIC = r"[0-9]{1,3}(?:，[0-9]{3})+(?![0-9])(?:\.[0-9]{1,6})?|[0-9]{1,12}(?:\.[0-9]{1,6})?"
_CHINESE = r"[二两三四五六七八九][十百千]?[一二三四五六七八九]?|十[一二三四五六七八九]?|一百|一千|百|千"
_QUANTITY = re.compile(
    rf"(?<![0-9A-Za-z.+×〔第/])(?:(?P<low>{_ARABIC})(?P<first>{UNIT})?(?:—{{1,2}}|-|～|至|到)(?P<high>{_ARABIC})(?P<range>{UNIT})"
    rf"|(?P<one>{_ARABIC})(?P<about>[余多])?(?P<unit>{UNIT}))"
    rf"|(?<![一二两三四五六七八九十百千第每0-9“数])(?P<cn>{_CHINESE})(?P<cn_about>[余多])?(?P<cn_unit>(?:亿|万)?(?:{_COUNT})|亿元|万元|(?:万亿|亿|万)(?=规模(?!的)|大关|以上规模))"
)

#: 8/10万: so many of each hundred thousand
_OF_MANY = re.compile(
    r"(?<![0-9./])(?P<n>[0-9]{1,4}(?:\.[0-9]{1,2})?)(?P<unit>/(?:1?0万|万|百万|千))(?![\u4e00-\u9fff](?<![以左，。；、）]))"
)
_PERCENT = re.compile(r"百分之(?P<n>[一二三四五六七八九十]{1,4}|[0-9]{1,3}(?:\.[0-9]{1,2})?)(?![百点])")

#: 千人床位数, 百户家庭: so many of something for each thousand
_PER_HEAD = re.compile(r"(?:人|户|家)(?=[\u4e00-\u9fff])(?!以[上下内]|左右|的)")
_INDEX = re.compile(
    r"(?:与[^，。；、0-9]{2,14}比|PUE值?|电能利用效率(?:（PUE）)?|能效值|指数|系数|得分|评分|分值|之比|比值|倍差|(?P<term>(?<!使用)年限))(?:[^，。；：！？\n0-9]{0,6}?)(?:达到|达|提高到|提升到|提升至|提高至|缩小到|缩小至|降低到|降低至|降到|小于|低于|不高于|不超过|超过|突破|不低于|保持在|稳定在|控制在|降至|下降到)"
    r"(?P<n>[0-9]{1,6}(?:\.[0-9]{1,4})?)(?(term)(?P<unit>年)|(?P<none>))(?=(?:以上|左右|以内|以下)?(?:[，；、）。\n]|$))(?![，。][0-9])"
)


def unit_scale(unit: str) -> int:
    """Factor carried by a unit as printed: 亿元 -> 100000000, 万平方米 -> 10000, 家 -> 1; of a ratio, its numerator's."""
    upper = unit.split("/")[0]
    if upper in MEASURE_UNITS and upper.startswith("千"):
        return 1
    for name in sorted(MAGNITUDES, key=len, reverse=True):
        if upper.startswith(name) and upper != name + "分点":
            return MAGNITUDES[name] if upper not in ("百分点",) else 1
    return 1


def base_unit(unit: str) -> str:
    """The unit without the factor it carries: 亿元 and 万元 -> 元; 万件/年 -> 件/年; a unit that is a factor stays (万)."""
    upper, slash, lower = unit.partition("/")
    for name in sorted(MAGNITUDES, key=len, reverse=True):
        if upper.startswith(name) and upper not in MEASURE_UNITS:
            upper = upper[len(name) :] or upper
            break
    return upper + slash + lower


def unit_kind(unit: str) -> UnitKind:
    """count, measure or time."""
    base = base_unit(unit.split("/")[0])
    if base in TIME_UNITS:
        return "time"
    return "measure" if base in MEASURE_UNITS or "/" in unit else "count"


def find_quantities(text: str, start: int, end: int) -> list[Quantity]:
    """All quantities in [start, end), in order; a numeral 一 is an article and no number."""
    found = [quantity for match in _QUANTITY.finditer(text, start, end) if (quantity := _quantity(match))]
    if "/" in text[start:end]:
        found += [_of_many(match) for match in _OF_MANY.finditer(text, start, end)]
        found.sort(key=lambda quantity: quantity.start)
    if "百分之" in text[start:end]:
        found += [quantity for match in _PERCENT.finditer(text, start, end) if (quantity := _percent(match))]
        found.sort(key=lambda quantity: quantity.start)
    return found


def _of_many(match: re.Match[str]) -> Quantity:
    """8/10万 -> 8 of each 100,000; the unit is kept as printed."""
    value = parse_number(match["n"]) or 0
    return Quantity(match.start(), match.end(), value, None, match["unit"], 1, "measure")


def _percent(match: re.Match[str]) -> Quantity | None:
    """百分之十五 -> 15 %."""
    value = parse_number(match["n"])
    return None if value is None else Quantity(match.start(), match.end(), value, None, "%", 1, "measure")


def find_indices(text: str, start: int, end: int) -> list[Quantity]:
    """综合指数达到160以上: numbers without a unit behind indices, scores and coefficients."""
    out = []
    for match in _INDEX.finditer(text, start, end):
        number = parse_number(match["n"])
        if number is not None:
            unit = match["unit"] or ""
            out.append(
                Quantity(
                    match.start("n"), match.end("unit") if unit else match.end("n"), number, None, unit, 1, "measure"
                )
            )
    return out


def _quantity(match: re.Match[str]) -> Quantity | None:
    if match["low"]:
        low, high = parse_number(match["low"]), parse_number(match["high"])
        unit = match["range"]
        if low is None or high is None or not low < high:
            return None
    else:
        low = parse_number(match["one"] or match["cn"])
        high, unit = None, match["unit"] or match["cn_unit"]
    if low is None or (match["cn"] in ("百", "千") and _PER_HEAD.match(match.string, match.start("cn_unit"))):
        return None
    if match["cn"] and unit == "届":
        return None
    about = match["about"] or match["cn_about"] or ""
    return Quantity(match.start(), match.end(), low, high, unit, unit_scale(unit), unit_kind(unit), about)
