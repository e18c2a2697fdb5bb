"""Lists of units: split outside brackets, collective phrases whole, an elided prefix passed on (市A局、B局)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parkloop.domain.plan.vocabulary_duties import (
    BUREAU_ENDINGS,
    BUREAU_WORDS,
    COLLECTIVES,
    INNER_AND,
    PARK_PREFIXES,
    PREFIXES,
    PROVINCES,
    UNIT_ENDINGS,
)

_PROTECTED = re.compile(
    r"[省市区县州]?(?:直|级|政府)?(?:各|有关|相关)*(?:部门、(?:各)?单位|单位、(?:各)?部门)"
    r"|各(?![^、，；]{0,12}(?:局|委|厅|部)、)[^、，；（）]{0,8}(?:（[^（）]{1,10}）)?[^、，；（）]{0,6}(?:党委|党工委|政府)、(?:人民)?(?:政府|管委会|街道办事处|街道办|办事处|乡镇政府|镇政府|街道)(?=[、，；。）)\n]|$|按|配合|负责|等)"
    r"|各省、自治区、直辖市(?:人民政府)?(?:、新疆生产建设兵团)?"
    r"|各?(?:县（市）、区|市（县）、区|委、办、局|部、委、办、局|县、区|区、县(?:级市)?|市、区|市、县|县、市(?:、区)?|镇、街道|街道、镇|乡镇、街道|街道、乡镇|镇、乡)(?:（[^（）]{1,20}）)?"
    r"|各(?:乡镇|镇|街道|街镇)(?:、(?:街道|镇))?、(?:社区|村居|村（社区）|村)"
    r"|各(?![^、，；]{0,6}政府、)[^、，；]{1,6}、(?:县级市|直属单位|直属机构|功能区|管委会|开发区|高新区|园区)"
    r"|(?:、)?各有关(?:单位|部门)"
)
_DATED = re.compile(r"(?<=.)(?:于|在|力争|确保|要求)?(?:20[0-9]{2}年|[0-9]{1,2}月[底初末中]|今?年底).*$")
_ETC = re.compile(
    r"(?:等)?(?:等(?:[一二三四五六七八九十0-9]{1,3}个(?:牵头|责任|配合)?(?:单位|部门)|部门和(?:单位|地方)|[^、，；等]{0,8}(?:单位|部门|公司|企业|机构|平台|属地))?)$"
)
_LEADING = re.compile(r"^(?:[☆★*△▲#※◎]+|由|及其|以及|和|与|及|会同|联合|联动|协同|：|为)+")
_TRAILING = re.compile(
    r"(?:[，、*＊△▲#☆★※◎]|按(?:照)?(?:各自)?(?:职责|职能)?分工(?:负责)?|分别|共同|具体|按(?:照)?(?:各自)?职(?:责|能)|结合(?:工作|自身)?(?:实际|职责|职能)|依职责|根据职责(?:分工)?|按要求)+$"
)
_ENDS = re.compile(rf"(?:{'|'.join(sorted(UNIT_ENDINGS, key=len, reverse=True))})(?:[（〔][^（）〔〕]{{1,40}}[）〕])?$")
_BODY = re.compile(r"(?:[局委办厅院会部署府司心行]|[省市区县镇乡])$")
_BUREAU = re.compile(rf"(?:{'|'.join(sorted(BUREAU_ENDINGS, key=len, reverse=True))})(?:（[^（）]{{1,40}}）)?$")
_PREFIX = re.compile(rf"^({'|'.join(PREFIXES)})(?=[^、]{{1,20}})(?<!市(?=场))(?<!区(?=域))")
_PARK_PREFIX = re.compile(rf"^({'|'.join(PARK_PREFIXES)})(?=[^、]{{1,12}}(?:局|办|部|中心|委)$)(?!管委会|党工委)")
_BUREAU_WORD = re.compile(rf"^(?:{'|'.join(BUREAU_WORDS)})")
_PLACE_ALONE = re.compile(r"(?!各|全|本|有关|相关)[\u4e00-\u9fff]{1,6}[市区县州旗镇]")
_GOVERNMENT = re.compile(r"(?<=[市区县州旗镇])(?:人民)?政府$")
_PLACE = re.compile(rf"^(?:{'|'.join(PROVINCES)})")
_FIELD_OFFICE = re.compile(r"(?:街办|街道办|办事处|管理局|监管局|分局|海关|海事局|管委会|分行|支行|支队|大队)$")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: ``name`` with its passed-on prefix, ``surface`` as printed at [start, end)."""

    name: str
    surface: str
    start: int
    end: int


def looks_like_unit(text: str) -> bool:
    """Has the text the shape of a unit's name or of a collective phrase?"""
    if not 2 <= len(text) <= 40 or re.search(r"[。；：，？！“”《》0-9]{1}", text.replace("“", "").replace("”", "")):
        return False
    return bool(_ENDS.search(text))


def read_units(text: str, start: int, end: int) -> list[Unit]:
    """The units of a list at [start, end); ends on 等… are dropped, prefixes pass from left to right."""
    out: list[Unit] = []
    prefix = ""
    for piece_start, piece_end in _split(text, start, end):
        unit = _unit(text, piece_start, piece_end)
        if unit is None:
            continue
        name = unit.surface
        if own := _PREFIX.match(name) or _PARK_PREFIX.match(name):
            prefix = own[1]
        elif prefix and _BUREAU.search(name) and not name.startswith(COLLECTIVES) and _takes_prefix(name):
            name = prefix + name
        else:
            prefix = prefix if _BUREAU.search(name) else ""
        out.append(Unit(name, unit.surface, unit.start, unit.end))
    return _of_governments(text, _of_departments(text, out))


def _of_governments(text: str, units: list[Unit]) -> list[Unit]:
    """南山区、宝安区政府: the government that only the last of a list of places names is that of each."""
    out = list(units)
    for index in range(len(units) - 2, -1, -1):
        place, following = out[index], out[index + 1]
        body = _GOVERNMENT.search(following.name)
        joined = text[place.end : following.start] in ("、", "和", "与", "及")
        if body and joined and _PLACE_ALONE.fullmatch(place.name):
            out[index] = replace(place, name=place.name + body[0])
    return out


def _of_departments(text: str, units: list[Unit]) -> list[Unit]:
    """市发展改革、财政、税务等部门; 应急管理、安监部门: fields named without their bureaus are their departments."""
    if not units:
        return units
    etc = re.match(r"等(?:有关|相关)?部门", text[units[-1].end : units[-1].end + 5])
    fields = units if etc else units[:-1]
    if not etc and not re.search(r"[^各关属直责能管]部门$", units[-1].surface):
        return units
    first = next((i for i, unit in enumerate(fields) if not _ENDS.search(unit.surface)), len(fields))
    if first == len(fields) or any(_BODY.search(unit.surface) for unit in fields[first:]):
        return units
    head = _PREFIX.match(fields[first].surface)
    prefix = head[1] if head else ""
    named = [
        replace(unit, name=(unit.surface if unit.surface.startswith(prefix) else prefix + unit.surface) + "部门")
        for unit in fields[first:]
    ]
    return [*units[:first], *named, *units[len(fields) :]]


def _takes_prefix(name: str) -> bool:
    """国家…, 人民银行…, names with a place in front and field offices (上海证监局) stand by themselves."""
    if _PLACE.match(name) or (_FIELD_OFFICE.search(name) and not _BUREAU_WORD.match(name)):
        return False
    return (
        not re.match(r"团[省市区县]委|共青团|国家|中国|人民银行|中央|海关|.{2,6}(?:省|市|区|县|镇)", name)
        and len(name) <= 16
    )


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    protected = [(m.start(), m.end()) for m in _PROTECTED.finditer(text, start, end) if not m[0].startswith("、")]
    pieces, depth, begin = [], 0, start
    guard = iter(protected)
    block = next(guard, None)
    for index in range(start, end):
        while block and index >= block[1]:
            block = next(guard, None)
        char = text[index]
        depth += (char in "（〔【") - (char in "）〕】")
        inside = bool(block and block[0] <= index < block[1])
        if depth <= 0 and not inside and (char in "、，；\n\t/ " or _conjunction(text, begin, index, end)):
            pieces.append((begin, index))
            begin = index + 1
    pieces.append((begin, end))
    return pieces


def _conjunction(text: str, begin: int, index: int, end: int) -> bool:
    if text[index] not in "和与及" or index - begin < 2 or index + 2 >= end:
        return False
    if any(text.startswith(inner, index - inner.index("和")) for inner in INNER_AND):
        return False
    rest = text[index + 1 : index + 3]
    listed = re.sub("等$", "", text[begin:index])
    return bool(_ENDS.search(listed)) and (rest[0] in "省市区县州各镇国" or rest in ("有关", "相关", "属地"))


def _unit(text: str, start: int, end: int) -> Unit | None:
    surface = text[start:end]
    if lead := _LEADING.match(surface):
        start += lead.end()
        surface = surface[lead.end() :]
    surface = surface.rstrip("。 \n\t")
    surface = _DATED.sub("", surface)
    surface = _TRAILING.sub("", surface)
    shorter = _ETC.sub("", surface)
    surface = shorter if len(shorter) >= 2 else surface
    surface = _TRAILING.sub("", surface)
    surface = surface.strip()
    if (
        not 2 <= len(surface) <= 60
        or re.fullmatch(r"[（）0-9.]+", surface)
        or surface.startswith("等")
        or surface in ("等", "有关", "相关", "单位", "部门")
    ):
        return None
    return Unit(surface, surface, start, start + len(surface))
