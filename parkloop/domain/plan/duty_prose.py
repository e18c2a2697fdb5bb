"""Duties in prose: 由A牵头，B、C配合; A会同B负责; A为牵头单位; 在市委的领导下. Each way of saying it is one rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parkloop.domain.plan.model import Role
from parkloop.domain.plan.unit_lists import Unit, looks_like_unit, read_units
from parkloop.domain.plan.vocabulary_duties import COLLECTIVES, GENERIC_ENDINGS, MINISTRIES, VERBS

TOGETHER = re.compile(r"会同|联合|协同|商请|联动")
_LED = re.compile(r"由(?P<lead>[^，。；：“”！？\n由]{2,60}?)牵头(?P<rest>[^。；！？\n]{0,120})")
_JOINED = re.compile(
    r"[，、]?(?:[^，。；]{0,6}?[，、])?(?P<verb>联动|会同|联合|协同|协调|配合单位为)(?P<units>[^，。；]{2,110})"
)
_BY = re.compile(
    r"由(?P<units>[^，。；：“”！？\n由]{2,160}?(?:，各[^，。；：“”！？\n由]{2,40}?)?)(?P<verb>负责|会同|组织实施|承担|主办|承办|统筹推进|统筹)(?P<rest>[^。；！？，\n]{0,60})"
)
_SUBJECT = re.compile(
    r"(?<![^。；，\n])(?:第[一二三四五六七八九十百0-9]{1,4}条|[0-9]{1,3}[.、]|（[一二三四五六七八九十0-9]{1,3}）)?(?P<units>[^，。；：！？\n“”]{2,40}?)(?P<verb>牵头负责|牵头|(?:分别|具体|共同|按职责分工)?负责)(?P<rest>[^。；，！？\n]{0,30})"
)
_HELPED = re.compile(
    r"[^。；！？\n]{0,60}?，(?:由)?(?P<units>[^，。；：！？\n“”]{2,80}?)(?:等)?(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?)?(?:积极|密切|共同|协同|做好)?(?P<verb>配合|参与|协助|协办|支持)(?:实施|落实|推进|做好)?(?=[，。；\n]|\Z)"
)
_TOGETHER_DO = re.compile(
    r"(?<![^。；，\n])(?P<lead>[^，。；：！？\n“”由]{2,40}?)(?:会同|联合)(?P<units>[^，。；：！？\n“”]{2,60}?)(?:等(?:有关|相关)?(?:部门|单位))?"
    r"(?:根据|按照|建立|制定|制订|开展|推进|组织|加强|研究|出台|编制|完善|健全|成立|组建|负责)"
)
_ANSWERS = re.compile(
    r"(?<![^。；，\n])(?P<units>[^，。；：！？\n“”要应]{2,30}?)(?:(?:切实)?(?:落实|承担|履行)(?:属地|主体|监管)(?:管理)?责任|对[^，。；\n]{2,40}负总责|是[^，。；\n]{0,30}的?责任主体(?=[，。；\n]|\Z))"
)
_NAMED = re.compile(
    r"(?<![^。；，\n])(?P<units>[^，。；：！？\n“”]{2,80}?)(?:为|是|作为)(?:该项|本项)?(?:工作|任务)?(?:的)?(?P<label>牵头|责任|配合|协办|主办|参与)(?:单位|部门)(?=[，。；\n]|\Z)"
)
_BODY_LEADS = re.compile(r"依托(?P<unit>[^，。；：！？\n]{2,40}?(?:领导小组|指挥部|工作专班|联席会议))")
_LEADERSHIP = re.compile(
    r"(?:强化|加强|坚持|完善|在|落实|发挥)(?P<units>(?:[省市区县州镇乡党]|中共|园区)[^，。；：！？\n对的强]{1,40}?)(?:(?:对[^，。；\n]{1,40}?)?的(?:统一|集中统一|坚强|全面|正确|直接)?领导|(?:统一|集中统一|坚强)领导下)"
)
_ANY_DEPARTMENT = re.compile(r"有关|相关|各|职能|业务|主管|监管|牵头|责任|行业|财务|^管理部门|政府部门|企业|职责")
_GOVERNING = re.compile(
    r"(?:[省市区县州]|^)(?:委|政府|委员会|人民政府|党委)$|党委|党工委|管委会|领导小组|指挥部|工委|政府$"
)


@dataclass(frozen=True, slots=True)
class Stated:
    role: Role
    unit: Unit
    rule: str


def read_prose(text: str) -> Iterator[Stated]:
    """Duties that sentences state, in the order of their rules."""
    for rule in (_led, _by, _subject, _doing_together, _answering, _named, _leading_bodies):
        yield from rule(text)


def _led(text: str) -> Iterator[Stated]:
    """由A牵头，会同B; 由A牵头，B配合."""
    for match in _LED.finditer(text):
        leads = [unit for unit in read_units(text, *match.span("lead")) if _is_named_unit(unit.surface)]
        for unit in leads:
            yield Stated("lead", unit, "prose:由…牵头")
        joined = _JOINED.match(text, match.start("rest"), match.end("rest"))
        if leads and joined:
            for unit in read_units(text, joined.start("units"), _list_end(text, *joined.span("units"))):
                if looks_like_unit(unit.surface):
                    yield Stated("coop", unit, f"prose:牵头，{joined['verb']}")
        elif leads:
            yield from _helped(text, *match.span("rest"))


def _by(text: str) -> Iterator[Stated]:
    """由A、B负责; 由A会同B."""
    for match in _BY.finditer(text):
        if match["rest"].startswith("解释"):
            continue
        role: Role = "lead" if match["verb"] in ("会同", "主办") else "responsible"
        units = [unit for unit in read_units(text, *match.span("units")) if _is_named_unit(unit.surface)]
        for unit in units:
            yield Stated(role, unit, f"prose:由…{match['verb']}")
        if match["verb"] == "会同" and units:
            for unit in read_units(text, match.start("rest"), _list_end(text, *match.span("rest"))):
                if looks_like_unit(unit.surface):
                    yield Stated("coop", unit, "prose:会同")


def _subject(text: str) -> Iterator[Stated]:
    """A负责…; A牵头…，B配合."""
    for match in _SUBJECT.finditer(text):
        if TOGETHER.search(match["units"], 2):
            yield from _jointly(text, *match.span("units"))
            continue
        rest = match["rest"]
        described = re.match(r"制(?!定|订)|解释", rest) or rest.startswith(("人", "的", "单位", "部门", "作用"))
        units = [] if "由" in match["units"] or described else read_units(text, *match.span("units"))
        if units and all(_is_named_unit(unit.name) and is_official(unit.name) for unit in units):
            for unit in units:
                yield Stated("lead" if "牵头" in match["verb"] else "responsible", unit, f"prose:…{match['verb']}")
            if "牵头" in match["verb"]:
                yield from _helped(text, match.start("rest"), min(len(text), match.end("rest") + 120))


def _named(text: str) -> Iterator[Stated]:
    """A为牵头单位."""
    for match in _NAMED.finditer(text):
        named = read_units(text, *match.span("units"))
        if named and all(_is_named_unit(unit.name) and is_official(unit.name) for unit in named):
            for unit in named:
                yield Stated(VERBS.get(match["label"], "responsible"), unit, f"prose:…为{match['label']}单位")


def _leading_bodies(text: str) -> Iterator[Stated]:
    """依托…领导小组; 在市委的领导下."""
    for match in _BODY_LEADS.finditer(text):
        yield Stated("leader", _unit_at(text, *match.span("unit")), "prose:依托领导机构")
    for match in _LEADERSHIP.finditer(text):
        units = read_units(text, *match.span("units"))
        if units and all(_GOVERNING.search(unit.surface) for unit in units):
            for unit in units:
                yield Stated("leader", unit, "prose:…的领导")


def _doing_together(text: str) -> Iterator[Stated]:
    """A会同B等部门建立…机制: the first leads what they do together."""
    for match in _TOGETHER_DO.finditer(text):
        leads = read_units(text, *match.span("lead"))
        helpers = read_units(text, *match.span("units"))
        if not (leads and helpers and all(is_official(u.name) and _is_named_unit(u.name) for u in leads)):
            continue
        if all(looks_like_unit(unit.surface) for unit in helpers):
            yield from (Stated("lead", unit, "prose:…会同…") for unit in leads)
            yield from (Stated("coop", unit, "prose:…会同…") for unit in helpers)


def _answering(text: str) -> Iterator[Stated]:
    """各区政府落实属地责任, 省级党委和政府对…负总责."""
    for match in _ANSWERS.finditer(text):
        units = read_units(text, *match.span("units"))
        if units and all(is_official(u.name) and looks_like_unit(u.name) for u in units):
            yield from (Stated("responsible", unit, "prose:…负责") for unit in units)


def _helped(text: str, start: int, end: int) -> Iterator[Stated]:
    """由A牵头负责，B、C配合: the helpers behind a leading unit."""
    match = _HELPED.match(text, start, end)
    units = read_units(text, *match.span("units")) if match else []
    if match and units and all(looks_like_unit(unit.surface) for unit in units):
        for unit in units:
            yield Stated("coop", unit, f"prose:牵头，…{match['verb']}")


def _jointly(text: str, start: int, end: int) -> Iterator[Stated]:
    """A会同B负责: the first leads, the others co-operate."""
    word = TOGETHER.search(text, start + 2, end)
    if not word or text.startswith("由", start):
        return
    leads, helpers = read_units(text, start, word.start()), read_units(text, word.end(), end)
    if leads and helpers and all(_is_named_unit(u.name) and is_official(u.name) for u in [*leads, *helpers]):
        for unit in leads:
            yield Stated("lead", unit, "prose:…会同…")
        for unit in helpers:
            yield Stated("coop", unit, "prose:…会同…")


def _unit_at(text: str, start: int, end: int) -> Unit:
    return Unit(text[start:end], text[start:end], start, end)


def _list_end(text: str, start: int, end: int) -> int:
    """A list of units in prose ends with 等, or before what they do together."""
    match = re.search(r"等|共同|，|的“|联合|开展|推进|建立|建设|制定|组织", text[start:end])
    return start + match.start() if match else end


def _is_named_unit(words: str) -> bool:
    if not looks_like_unit(words) and not words.startswith(
        ("各街", "各镇", "各区", "各有关", "各相关", "各部门", "各单位", "各园")
    ):
        return False
    return not words.endswith(GENERIC_ENDINGS) or words.startswith("各")


def is_official(words: str) -> bool:
    """Is it a body of the state (or of a park), by how its name begins or ends?"""
    if words.endswith("部门"):
        return len(words) > 3 and not _ANY_DEPARTMENT.search(words)
    return words.startswith(
        (*COLLECTIVES, "省", "市", "区", "县", "州", "镇", "管委会", "园区", "国务院")
    ) or words.endswith(
        (
            "有限公司",
            "集团",
            "管委会",
            "局",
            "委员会",
            "领导小组",
            "联席会议",
            "办公室",
            "办公厅",
            "人民政府",
            *MINISTRIES,
        )
    )
