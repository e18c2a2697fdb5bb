"""Numbers and years that have lost or changed characters. What stands here is reported and never becomes a value.

Reads the folded text: letters in the place of digits (1O0家), placeholders (5□0家), broken punctuation (12..5亿元),
a dash read as 一 (300一400亿元), a value without a unit or a unit without a value, and years such as 2O26年.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from parkloop.domain.plan.quantities import UNIT

_WORDS = (
    r"(?:不少于|不低于|不小于|至少|达到|突破|超过|超出|高于|大于|多于|不超过|不高于|不大于|控制在|低于|少于|小于|"
    r"提高到|提高至|提升到|提升至|增加到|增加至|增长到|增长至|扩大到|下降到|下降至|降至|增至|稳定在|保持在|压缩至|缩短至)"
)
_STATE = rf"(?:{_WORDS}|[≥≤><])"
_LIKE = "OoIlΟО"
_HOLE = "□■△●◯◇◆▲×＊*？_¿�"
_END = r"(?=[；、：！？）\n\t]|[，。](?![0-9])|\Z)"
_UNITLESS = re.compile(
    r"(?:指数|系数|得分|评分|分值|均值|排名|比例?|比值|指标值|等级|级别|数值|水平)(?:总体|综合|稳定|保持|力争|将)?$"
)

#: code and pattern; the whole match is the damaged stretch
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "NUM-BROKEN",
        re.compile(
            rf"(?<![A-Za-z0-9{_LIKE}])(?:[0-9.]{{1,8}}[{_LIKE}]|[{_LIKE}]{{1,4}}[0-9]|[一二三四五六七八九][{_LIKE}])"
            rf"[0-9.{_LIKE}]{{0,8}}(?:(?:—{{1,2}}|一|至|-)[0-9{_LIKE}]{{1,8}})?(?:余|多)?{UNIT}"
        ),
    ),
    ("NUM-BROKEN", re.compile(rf"{_STATE}[{_LIKE}]{{2,6}}{UNIT}")),
    ("NUM-BROKEN", re.compile(rf"(?:[0-9.]{{0,12}}[{_HOLE}]{{1,6}}[0-9.]{{1,12}}|[0-9.]{{1,12}}[{_HOLE}]{{1,6}})(?:余|多)?{UNIT}")),
    ("NUM-BROKEN", re.compile(rf"(?:{_STATE}|新增|引进|培育|建成)(?:[{_HOLE}]{{1,6}}|[XxＸ某]{{1,4}}|…{{1,2}})(?:余|多)?{UNIT}")),
    ("NUM-BROKEN", re.compile(rf"[0-9]{{1,12}}(?:\.\.|\.，|，\.|，，|··?|・)[0-9]{{1,12}}{UNIT}")),
    ("NUM-BROKEN", re.compile(rf"(?:{_STATE}|增长|下降|占比)[0-9]{{1,12}}\.{UNIT}")),
    ("NUM-BROKEN", re.compile(rf"(?<![0-9年])[0-9]{{1,4}}。(?![12][0-9]{{3}}年)[0-9]{{1,12}}{UNIT}")),
    (
        "NUM-BROKEN",
        re.compile(
            rf"(?<![0-9，.])[0-9]{{1,3}}(?:，[0-9]{{3}}){{0,4}}，(?:[0-9]{{1,2}}|[0-9]{{4,9}})(?:\.[0-9]{{1,6}})?{UNIT}"
        ),
    ),
    ("NUM-BROKEN", re.compile(rf"{_STATE}[0-9]{{1,3}}、[0-9]{{1,2}}(?:%|‰|个百分点)")),
    ("NUM-BROKEN", re.compile(rf"(?<![0-9/.])[0-9]{{1,9}}[一_][0-9]{{1,9}}{UNIT}")),
    ("NUM-BROKEN", re.compile(rf"{_STATE}(?:—{{1,2}}|-|～)[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?{UNIT}|[0-9]{{1,12}}(?:—{{1,2}}|-|～)(?![0-9]){UNIT}")),
    ("NUM-BROKEN", re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?(?:%%|%‰|‰%|亿亿|万万|亿元元|万元元|元元|元亿)")),
    ("NUM-BROKEN", re.compile(rf"[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?{UNIT}(?:以内|以下|之内)(?:以上|左右)|[0-9]{{1,12}}{UNIT}以上以[内下]")),
    ("NUM-BROKEN", re.compile(r"(?<![0-9.])[1-9][0-9]{5,12}亿元")),
    ("NUM-BROKEN", re.compile(rf"[壹贰叁肆伍陆柒捌玖][壹贰叁肆伍陆柒捌玖拾佰仟]{{1,8}}{UNIT}")),
    ("NUM-BROKEN", re.compile(r"(?<![0-9.])[0-9]{1,3}\.[0-9]{2}0(?:家|个(?!百分点|工作日)|名|项|件|座|所|户|条|人(?!次))")),
    ("NUM-BROKEN", re.compile(r"(?<![0-9.])[0-9]{1,9}\.[0-9]{1,6}(?:家|座|所|户)(?!次)")),
    ("NUM-LOST", re.compile(rf"{_STATE}(?:(?:家|个|件|项|名|人|亿元|万元|%|个百分点|亩|平方公里|万平方米)(?:以上|左右|以内)?){_END}")),
    ("NUM-LOST", re.compile(r"(?<=[\u4e00-\u9fff])(?:不少于|不低于|达到|提高到|提高至|提升到|提升至|增加到|控制在)(?=[，。；])")),
    ("NUM-CUT", re.compile(rf"(?:{_WORDS}|增长|新增)[0-9]{{1,12}}(?:\.[0-9]{{0,6}})?(?=\n|\Z)")),
    (
        "NUM-CUT",
        re.compile(
            r"(?<=[^\n]{9})(?:不少于|不低于|至少|达到|超过|不超过|控制在|提高到|提高至|提升到|提升至|增加到|增长到|降至)(?=\n|\Z)"
        ),
    ),
    ("NUM-CUT", re.compile(rf"[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?{UNIT}(?:以)(?=[，。；、\n]|\Z)")),
)  # fmt: skip
_BARE = re.compile(rf"{_WORDS}(?:[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?(?:余|多)?(?:以上|左右|以内)?){_END}")
_ODD = re.compile(
    rf"{_STATE}(?:[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?(?:万亿|亿|万)?(?!{UNIT})"
    r"(?![余多至到和或以左大的级年月日及内前。]|万|亿|千|百|十|工作|关口|规模|同)[\u4e00-\u9fff])(?=[，。；、\n）]|以上|以内|左右|\Z)"
)
#: 车桩比达到2:1, 三次产业结构调整为5:45:50: behind words of a ratio and of its state, two numbers and more
_RATIO = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:比|比例|比重|比值|结构|配比|之比)(?:关系)?"
    r"(?:由|从)?(?:[0-9.]{1,6}(?:(?:[：/]|比)[0-9.]{1,6}){1,3})?(?:总体|基本|稳定|逐步|进一步)?"
    rf"(?:{_WORDS}|[≥≤><]|为|达|优化到|优化为|优化至|调整到|调整为|调整至|改善到|改善至|约|约为)"
    r"[0-9]{1,4}(?:\.[0-9]{1,3})?(?:(?:[：/]|比)[0-9]{1,4}(?:\.[0-9]{1,3})?){1,3}(?![0-9：%])(?:以上|以内|以下|左右)?"
)
_BARE_SCALE = re.compile(rf"{_STATE}(?:[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?(?:万亿|亿|万)[无兀冗])")
_UNEVEN = re.compile(
    rf"(?<![0-9/.—])(?P<low>[0-9]{{1,9}}(?:\.[0-9]{{1,6}})?)(?:—{{1,2}}|-|～|至)(?P<high>[0-9]{{1,9}}(?:\.[0-9]{{1,6}})?){UNIT}"
)
_YEAR = re.compile(
    rf"(?<![0-9A-Za-z第—])(?:(?=[0-9]{{0,4}}[{_LIKE}])[12{_LIKE}][0-9{_LIKE}]{{2,4}}|[12][0-9]{{4}}|0[0-9]{{2}}|2[0-9]{{2}}(?=年底?[前，、])|20[□■*？_][0-9]|20[0-9][□■*？_]|"
    rf"(?:到|至)[3-9][0-9]{{3}}|(?:到|至)1[0-8][0-9]{{2}})年"
)


@dataclass(frozen=True, slots=True)
class Broken:
    """One damaged stretch [start, end) of the folded text."""

    start: int
    end: int
    code: str


class BrokenNumbers:
    """All damaged stretches of a text, for one question: does something damaged stand here?"""

    def __init__(self, text: str) -> None:
        self.items = _merged(find_broken(text))
        self._starts = [item.start for item in self.items]
        self.years = [item.end for item in self.items if item.code == "YEAR-BROKEN"]

    def at(self, start: int, end: int) -> bool:
        """Is any of [start, end) damaged?"""
        index = bisect.bisect_left(self._starts, end) - 1
        while index >= 0 and index >= bisect.bisect_left(self._starts, end) - 3:
            item = self.items[index]
            if item.start < end and start < item.end and item.code != "NUM-CUT":
                return True
            index -= 1
        return False

    def year_between(self, start: int, end: int) -> int:
        """End of the last damaged year in [start, end); -1 without one."""
        index = bisect.bisect_right(self.years, end) - 1
        return self.years[index] if index >= 0 and self.years[index] > start else -1


def find_broken(text: str) -> Iterator[Broken]:
    """Every damaged number, unit or year of a folded text, unordered; stretches may overlap."""
    for code, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Broken(*match.span(), code)
    for match in _BARE.finditer(text):
        if not _UNITLESS.search(text[max(0, match.start() - 14) : match.start()]):
            yield Broken(*match.span(), "UNIT-LOST")
    for pattern in (_ODD, _BARE_SCALE):
        for match in pattern.finditer(text):
            yield Broken(*match.span(), "UNIT-ODD")
    for match in _RATIO.finditer(text):
        yield Broken(*match.span(), "TGT-RATIO")
    for match in _UNEVEN.finditer(text):
        if float(match["low"]) >= float(match["high"]):
            yield Broken(match.start(), match.end(), "NUM-BROKEN")
    for match in _YEAR.finditer(text):
        yield Broken(match.start(), match.end(), "YEAR-BROKEN")


def _merged(items: Iterator[Broken]) -> list[Broken]:
    """In order of place; of overlapping stretches the first and longest stands."""
    out: list[Broken] = []
    for item in sorted(items, key=lambda broken: (broken.start, -broken.end)):
        if out and item.start < out[-1].end:
            continue
        out.append(item)
    return out
