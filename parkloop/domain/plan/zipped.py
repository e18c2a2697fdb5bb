"""分别: lists of equal length are paired; of unequal length they are reported and give no goal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parkloop.domain.plan.quantities import UNIT, Quantity, unit_kind, unit_scale
from parkloop.domain.plan.wording import strip_lead
from parkloop.domain.text.numerals import parse_number

_CLAUSE = re.compile(
    r"(?P<names>[^，；。：！？\n]{3,160}?(?:，|(?=分别)))分别(?:再|各|均)?(?:[比较](?:(?:19|20)[0-9]{2}年底?|上年|去年)(?:水平)?)?(?P<word>达到|达|突破|超过|不低于|不少于|提高到|提高至|提升到|提升至|增长到|增长|新增|提高|增加|减少|上升|下降|降低|为|至|到|建成|培育|引进|增至|控制在|保持在)?(?:到)?"
    rf"(?P<values>(?:[0-9][0-9.]{{0,12}}(?:{UNIT})?(?:以上|左右|以内)?(?:、|和|与|及)?){{1,12}})"
)
#: 分别培育链主企业、协同平台30家、20个
_VERB_FIRST = re.compile(
    r"分别(?P<word>培育|建成|建设|引进|新增|打造|新建|形成|实施|开展|培养|集聚)(?P<names>[^，。；：！？\n0-9]{3,80}?)"
    rf"(?P<values>(?:[0-9][0-9.]{{0,12}}(?:{UNIT})?(?:以上|左右|以内)?(?:、|和|与|及)?){{2,12}})"
)
_ITEM = re.compile(rf"(?P<n>[0-9]+(?:\.[0-9]+)?)(?P<unit>{UNIT})?")
_COMPARED = re.compile(r"[比较](?:(?:19|20)[0-9]{2}年底?|上年|去年)(?:水平)?(?=，?$)")
_YEARS_LEAD = re.compile(r"(?:到|至)?(?:19|20)[0-9]{2}年?底?(?:(?:、|和|，)(?:19|20)[0-9]{2}年?底?)+")
_TAIL = re.compile(
    r"(?:(?:研发|科技|教育)?(?:经费|资金)?(?:支出|投入)(?:总额|强度|占比|比重)?|(?:重点工程)?(?:排放|减排|消费|消耗|使用|供应|交易|产生|处理|用水|取水|用电|发电|货运|客运|吞吐)(?:总量|量)|总量|总?数量|总?数|占比|比重|比例|覆盖率|增长率|率|总面积|面积|总产值|产值|增加值|营业收入|收入|规模|强度|水平|总额|额|能耗|物耗|水耗|(?:人均)?(?:财政)?(?:补助|补贴|保障|缴费)?标准)$"
)


@dataclass(slots=True)
class Zipped:
    """One 分别 clause: pairs of (indicator, quantity, own year)."""

    start: int
    end: int
    word: str
    unequal: bool = False
    is_part: bool = False
    subject: str = ""
    values: list[Quantity] = field(default_factory=list)
    pairs: list[tuple[str, Quantity, int | None]] = field(default_factory=list)


def read_all_zipped(text: str, start: int, end: int) -> list[Zipped]:
    """Every 分别 clause with numbers of a sentence; the years that led the first lead the later ones too."""
    out: list[Zipped] = []
    at = start
    years: list[int] = []
    while (zipped := _read_zipped(text, start, at, end)) is not None:
        if zipped.unequal and zipped.subject and len(zipped.values) == len(years):
            zipped.unequal = False
            zipped.pairs = [(zipped.subject, value, year) for value, year in zip(zipped.values, years, strict=True)]
        years = [year for _, _, year in zipped.pairs if year] or years
        out.append(zipped)
        at = zipped.end
    return out


def _read_zipped(text: str, start: int, position: int, end: int) -> Zipped | None:
    """The first 分别 clause with numbers at or behind a position, or None."""
    at = text.find("分别", position, end)
    match = _CLAUSE.search(text, max(position, at - 160), end) if at >= 0 else None
    if not match:
        return _verb_first(text, position, end) if at >= 0 else None
    begin = match.start()
    zipped = Zipped(begin, match.end(), match["word"] or "")
    values = _values(match)
    if len(values) == 1:
        return _same_for_all(match, zipped, values[0])
    dated = _YEARS_LEAD.match(match["names"])
    previous = _YEARS_LEAD.fullmatch(_clause_before(text, start, begin)) if not dated else None
    if previous:
        years = re.findall(r"(?:19|20)[0-9]{2}", previous[0])
        if len(years) == len(values):
            subject = strip_lead(match["names"].rstrip("，"))
            zipped.pairs = [(subject, quantity, int(year)) for quantity, year in zip(values, years, strict=True)]
            return zipped
    if dated:
        years = re.findall(r"(?:19|20)[0-9]{2}", dated[0])
        subject = strip_lead(match["names"][dated.end() :]) or strip_lead(_clause_before(text, start, begin))
        if subject and len(years) == len(values):
            zipped.pairs = [(subject, quantity, int(year)) for quantity, year in zip(values, years, strict=True)]
            return zipped
    subject, zipped.is_part = _bare(_subject(match["names"]))
    names = _with_tail(_split(subject, len(values)))
    if len(names) == 1 and len(values) == 2 and names[0].startswith("城乡"):
        names = ["城镇" + names[0][2:], "农村" + names[0][2:]]
    if len(names) != len(values):
        zipped.unequal, zipped.values = True, values
        zipped.subject = names[0] if len(names) == 1 else ""
        return zipped
    zipped.pairs = [(name, quantity, None) for name, quantity in zip(names, values, strict=True)]
    return zipped


def _verb_first(text: str, position: int, end: int) -> Zipped | None:
    """The names behind 分别 and its verb; lists of unequal length are reported like the others."""
    match = _VERB_FIRST.search(text, position, end)
    if not match:
        return None
    zipped = Zipped(match.start(), match.end(), match["word"])
    values = _values(match)
    names = _with_tail(_split(match["names"], len(values)))
    zipped.unequal = len(names) != len(values)
    if not zipped.unequal:
        zipped.pairs = [(name, quantity, None) for name, quantity in zip(names, values, strict=True)]
    return zipped


def _same_for_all(match: re.Match[str], zipped: Zipped, value: Quantity) -> Zipped | None:
    """A、B分别下降15%以上: one value that each of the names has to reach; with one name it is no such list."""
    subject, zipped.is_part = _bare(_subject(match["names"]))
    names = shared_names(subject)
    if len(names) < 2 or re.search(r"[0-9]", subject):
        return None
    zipped.pairs = [(name, value, None) for name in names]
    return zipped


def _bare(names: str) -> tuple[str, bool]:
    """The names without what leads them, and whether 其中 does."""
    part = re.match(r"[^，]{0,4}其中[：，]?", names)
    return strip_lead(names[part.end() :] if part else names), part is not None


def _subject(names: str) -> str:
    """A、B在…基础上实现…，分别: the subject stands before what happens to it."""
    names = _COMPARED.sub("", names)
    if not names.endswith("，"):
        return names
    return re.split(r"在.{2,20}?基础上|实现|稳步|持续|不断|较|比", names.rstrip("，"), maxsplit=1)[0]


def _clause_before(text: str, start: int, begin: int) -> str:
    return text[max(start, text.rfind("，", start, max(begin - 1, start)) + 1) : begin].rstrip("，")


def _with_tail(names: list[str]) -> list[str]:
    """A、B、C比例 -> A比例、B比例、C比例: what the last name alone carries holds for all."""
    for kind in ("级", "类"):
        if len(names) > 1 and all(name.endswith(kind) for name in names[:-1]) and kind in names[-1][:-1]:
            head = names[-1][names[-1].index(kind) + 1 :]
            return [*(name + head for name in names[:-1]), names[-1]]
    if len(names) == 2 and names[0] in ("城镇", "城镇居民") and names[1].startswith("农村"):
        return [names[0][:2] + names[1][2:], names[1]]
    if len(names) < 2 or not (tail := _TAIL.search(names[-1])) or any(_TAIL.search(name) for name in names[:-1]):
        return names
    shared = tail[0]
    for name in names[:-1]:
        at = names[-1].find(name[-2:])
        if len(name) >= 2 and 0 < at < len(names[-1]) - 2:
            shared = names[-1][at + 2 :]
            break
    return [*(name + shared for name in names[:-1]), names[-1]]


def shared_names(names: str) -> list[str]:
    """A、B、C比例 as three names, each with what only the last one carries."""
    return _with_tail([part for part in names.split("、") if part])


def _split(names: str, count: int) -> list[str]:
    """The names, divided where that gives as many as there are values: at 、 before 和 and 与, and 及 (普及率) last."""
    parts: list[str] = []
    for marks in (r"、", r"、|以及|(?<![普涉])及(?!以上|其)", r"[、和与]|以及", r"[、和与及]|以及"):
        parts = [part for part in re.split(marks, names) if part]
        if len(parts) == count:
            break
    return parts


def _values(match: re.Match[str]) -> list[Quantity]:
    """Quantities of the list; a number without a unit takes the next unit (10、20、30家)."""
    base = match.start("values")
    items = list(_ITEM.finditer(match["values"]))
    unit = ""
    out: list[Quantity] = []
    for item in reversed(items):
        unit = item["unit"] or unit
        number = parse_number(item["n"])
        if number is None:
            continue
        out.append(
            Quantity(base + item.start(), base + item.end(), number, None, unit, unit_scale(unit), unit_kind(unit))
        )
    return out[::-1]
