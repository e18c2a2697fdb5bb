"""Reads one segment: its indicator phrase, comparator, verb and qualifier.

The noun stands before the number (企业达到10家) or behind a verb and the number (新增10家企业); each way is one rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parkloop.domain.plan.held_measures import SPEEDS, of_place, under_head, without_measure
from parkloop.domain.plan.model import Comparator
from parkloop.domain.plan.phrases import Segment
from parkloop.domain.plan.quantities import Quantity
from parkloop.domain.plan.vocabulary import BEFORE, INCREMENT_VERBS, INNER_VERBS, LEVEL_VERBS, STATE_WORDS
from parkloop.domain.plan.vocabulary_units import PERCENT_UNITS
from parkloop.domain.plan.wording import (
    AFTER_NUMBER,
    BEFORE_NUMBER,
    ENUMERATION,
    GROWTH_TAIL,
    OWNED,
    VERB_TAIL,
    any_of,
    clause_start,
    comparator_of,
    noun_after,
    noun_end,
    strip_before,
    strip_lead,
    strip_tail,
    strip_verb,
)

_SUBJECT = re.compile(
    r"^(?P<subject>[^，。；：]{2,24}?)(?:稳步|持续|不断|显著|明显|快速|大幅|进一步|逐年|加快|稳定|实现|增长|提升|提高|扩大|壮大|增加(?!值)|较|比(?![重例率值])|同比)"
)
_COMPARED = re.compile(rf"(?:{any_of(list(BEFORE))})")
_PREPOSITION = re.compile(r"(?:[与和对为向给在]|覆盖|带动)$")
_DONE_THERE = re.compile(r"开展|推广|试点|布局|落地|应用|推行")
_PORTION = re.compile(
    r"(?P<part>[^，]{2,24}?)(?:要|应|将)?(?P<word>达到?|占|超过|不低于|突破)(?:到)?(?P<whole>[^，]{2,16})的"
)
_DIRECTION = re.compile(r"^(?:提高|提升|扩大|增加|降低|压缩|缩短|减少)(?!率)(?=..)")
_RATE = re.compile(r"(?:率|占比|比重|比例|强度|PUE值?)$")
_DETERMINER = re.compile(r"(?:首批|第一批|前期|每批|等)$")
_VERBS_LEFT = re.compile(
    rf"(?:(?:重点|着力|择优)?(?:{any_of([*INCREMENT_VERBS, *LEVEL_VERBS])}|选拔|遴选|鼓励|组织)?(?:[和、并]|重点|择优)?)+$"
)
_EMPHASIS = re.compile(r"^(?:重点|集中|逐步|分批|鼓励并|支持并|引导并)+")
_LATER_HEAD = re.compile(
    r"(?:[、和及][^，。；：、\n级]{1,12}级){0,4}?[、和及][^，。；：、\n级]{1,12}级(?P<head>[^，。；：、\n级（）]{2,16})"
)
_SIZED = re.compile(r"(?:及?以上|以下|左右)?规模的([^，。；、\n0-9]{2,20})")
_LEVEL = re.compile(r"(?:国家|省|市|区|县|州)级(?:及?以上)?")
_LEVELLED = re.compile(r"(?:国家|省|市|区|县|州)级(?:及?以上)?(?=..)")
_TOTALS = ("总量", "规模", "总规模", "总数", "总数量", "数量")
_OF_PROJECTS = (
    "总投资",
    "总投资额",
    "投资总额",
    "计划总投资",
    "协议总投资",
    "总面积",
    "总建筑面积",
    "面积",
    "建筑面积",
)
_PROJECTS = re.compile(r"(?:项目|工程|基地|园|园区|平台|载体|厂房|中心|公寓|车间|工厂|仓库|楼宇|住房|公寓）|用房)$")
_OWNER = re.compile(r"(?:及?以上|以下|左右)?的([^，。；、\n]{2,20})")


#: …亿元和一批营收超过10亿元的企业: the noun of a count behind another sum
_BATCH = re.compile(r"(?:和|及|以及|、)一大?批[^，。；、\n]{2,24}?(?P<of>的[^，。；、\n0-9]{2,16})")
#: 全市30个高频事项实现…: a count of what somewhere is brought to something
#: 树立3个标杆: two characters between a comma and a count that has its noun behind it are a verb
_TWO_CHARACTERS = re.compile(
    r"(?![全每各首第前这该其共近约达超为是有前后上下不至])[\u4e00-\u9fff]{2}(?<![等中内外级类型里余])"
)
_PLACES = re.compile(r"(?:全[国省市区县域]|[省市县区乡镇、]{1,8}(?:各级|三级|两级)?|(?:国家|省|市|区|县)级)")
_PUSHING = re.compile(r"推动|支持|引导|组织|培训|服务|助力|帮助|扶持")
_DONE = re.compile(r"实现|达到|完成|接入|纳入|入驻|进驻|具备|全部|建成|建立|设立|开展")
_SHORT_NAME = re.compile(r"（[^（）]{0,4}简称[^（）]{1,30}）")

_VERB = any_of([*INCREMENT_VERBS, *LEVEL_VERBS])
_REGION_LEAD = re.compile(
    r"^(?:全[市区县省镇州域])?(?:累计|总?共|力争|每年|年均|重点|集中|逐步|分批)*"
    rf"(?=(?:累计)?(?:{_VERB}))(?!服务|组织|开发区)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a segment says; ``end`` is where its words end."""

    indicator: str
    comparator: Comparator
    word: str
    verb: str
    qualifier: str | None
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Parts:
    """A segment taken apart: ``stem`` is what stands before comparator and growth word, ``head`` its bare phrase."""

    text: str
    piece: Segment
    quantity: Quantity
    before: str
    comparator: Comparator
    word: str
    first_word: str
    growth: str
    stem: str
    head: str
    noun: str
    tail_at: int
    last_verb: str
    last_indicator: str


def read_indicator(text: str, piece: Segment, last_verb: str, last_indicator: str = "") -> Reading:
    """What a segment says; ``last_verb`` and ``last_indicator`` go on from the segment before it in the sentence."""
    parts = _take_apart(text, piece, last_verb, last_indicator)
    reading = next((found for rule in _RULES if (found := rule(parts))), None) or _noun_before(parts)
    return (
        replace(reading, indicator=_SHORT_NAME.sub("", reading.indicator)) if "简称" in reading.indicator else reading
    )


def _take_apart(text: str, piece: Segment, last_verb: str, last_indicator: str) -> _Parts:
    quantity = piece.quantity
    before, after = text[piece.start : quantity.start], text[quantity.end : piece.end]
    comparator, word = comparator_of(before, after, quantity)
    suffix = AFTER_NUMBER.match(after)
    tail_at = quantity.end + (suffix.end() if suffix else 0)
    first = BEFORE_NUMBER.search(before)
    stem = strip_before(before)
    growth = GROWTH_TAIL.search(stem)
    stem = strip_tail(stem[: growth.start()] if growth else stem)
    item = stem.endswith("、") and quantity.unit == "%"
    return _Parts(
        text, piece, quantity, before, comparator, word, first[1] if first else "", growth[0] if growth else "", stem,
        "" if item else strip_lead(stem), noun_after(text, tail_at, piece.end), tail_at, last_verb, last_indicator,
    )  # fmt: skip


def _shared_head(parts: _Parts) -> Reading | None:
    """2个国家级、5个省级创新平台 -> 国家级创新平台: an item that ends on 级 borrows the noun of a later item."""
    if not re.fullmatch(r"[^，。；、]{1,10}级", parts.noun):
        return None
    later = _LATER_HEAD.match(parts.text, parts.tail_at + len(parts.noun))
    if not later:
        return None
    verb = VERB_TAIL.search(parts.stem)
    doing = verb[1] if verb else parts.last_verb
    end = parts.tail_at + len(parts.noun)
    return Reading(parts.noun + later["head"], parts.comparator, parts.word, doing, None, end, "shared-head")


def _attribute_of_noun(parts: _Parts) -> Reading | None:
    """设立总规模不低于50亿元的基金 -> 基金总规模."""
    sized = _SIZED.match(parts.text, parts.quantity.end, parts.piece.end)
    if sized and parts.quantity.kind == "measure":
        return Reading(sized[1] + "规模", parts.comparator, parts.word, "", None, sized.end(), "attribute-of-noun")
    owned = OWNED.search(parts.before)
    owner = _OWNER.match(parts.text, parts.quantity.end, parts.piece.end)
    if not owned or not owner:
        return None
    return Reading(owner[1] + owned[1], parts.comparator, parts.word, "", None, owner.end(), "attribute-of-noun")


def _counting_verb(parts: _Parts) -> Reading | None:
    """突破5项技术 counts; 产值突破100亿元 compares."""
    if parts.first_word != "突破" or parts.head or not parts.noun or parts.quantity.kind != "count":
        return None
    comparator: Comparator = "eq" if parts.word == "突破" else parts.comparator
    end = parts.tail_at + len(parts.noun)
    return Reading(parts.noun, comparator, parts.word, "突破", None, end, "verb-number-noun")


def _threshold_and_count(parts: _Parts) -> Reading | None:
    """年营收超1000亿元的1个: the first number belongs to the indicator."""
    if not parts.piece.threshold:
        return None
    indicator = strip_lead(strip_verb(strip_lead(strip_before(parts.piece.threshold)))[0])
    if _COMPARED.match(indicator):
        indicator = _threshold_stem(parts.text, parts.piece) + indicator
    verb = strip_verb(parts.head)[1] or ("" if parts.piece.after_comma and not parts.piece.is_part else parts.last_verb)
    return Reading(indicator, parts.comparator, parts.word, verb, None, parts.tail_at, "threshold-count")


def _noun_behind(parts: _Parts) -> Reading | None:
    """新增10家企业, 与1000家企业合作: the indicator follows."""
    if not parts.noun:
        return None
    end = noun_end(parts.text, parts.tail_at, parts.noun)
    noun = parts.noun.removesuffix("建设") if parts.stem.endswith("完成") and len(parts.noun) > 4 else parts.noun
    noun += batch["of"] if (batch := _BATCH.match(parts.text, end)) else ""
    verb = VERB_TAIL.search(parts.stem)
    there = parts.stem.endswith("在") and not parts.word
    if not verb and there and not _DONE_THERE.search(parts.text, parts.tail_at, end + 8):
        return Reading("", parts.comparator, parts.word, "", None, parts.tail_at, "verb-number-noun")
    if not verb and _PREPOSITION.search(parts.stem):
        word = parts.last_verb or "与"
        return Reading(noun, parts.comparator, parts.word, word, None, end, "preposition-number-noun")
    bare_scale = parts.quantity.unit in ("万", "亿") or (
        parts.quantity.unit == "%"
        and not (parts.first_word or parts.growth)
        and parts.text.startswith("的", parts.tail_at)
    )
    placed = (
        parts.quantity.kind == "count"
        and _PLACES.fullmatch(parts.head)
        and (_DONE.match(parts.text, end) or _PUSHING.search(parts.before))
    )
    verb_like = not verb and parts.quantity.kind == "count" and bool(_TWO_CHARACTERS.fullmatch(parts.head))
    if not verb and parts.head and not (_DETERMINER.search(parts.head) or placed or verb_like) and not bare_scale:
        return None
    if verb_like:
        return Reading(noun, parts.comparator, parts.word, parts.head, None, end, "verb-number-noun")
    qualifier = strip_lead(parts.stem[: verb.start()]) if verb else parts.head
    qualifier = _VERBS_LEFT.sub("", _EMPHASIS.sub("", qualifier))
    doing = verb[1] if verb else strip_verb(parts.head)[1] or parts.last_verb
    return Reading(noun, parts.comparator, parts.word, doing, qualifier or None, end, "verb-number-noun")


def _verb_behind(parts: _Parts) -> Reading | None:
    """存量用地盘活1000亩: the noun before its verb."""
    verb = VERB_TAIL.search(parts.stem)
    if not verb or parts.noun or len(parts.head) <= len(verb[0]):
        return None
    head = strip_lead(parts.stem[: verb.start()])
    if head in (*INCREMENT_VERBS, *LEVEL_VERBS):
        return Reading(verb[1], parts.comparator, parts.word, head, None, parts.tail_at, "verb-noun-number")
    if verb[1] in INNER_VERBS and re.search(
        rf"(?:完成|实现|实施|推进|开展)[^，]{{0,2}}{re.escape(head)}$", parts.stem[: verb.start()]
    ):
        return None
    if verb[1] == "培训" and parts.quantity.kind == "count":
        head += verb[1]
    return Reading(head, parts.comparator, parts.word, verb[1], None, parts.tail_at, "noun-verb-number")


def _listed(parts: _Parts) -> Reading | None:
    """建设北岸产业、南岸产业2个示范区: a list of as many names as the count says is the qualifier of the noun behind."""
    if not parts.noun or "、" not in parts.head or parts.quantity.kind != "count":
        return None
    names, verb = strip_verb(parts.head)
    if parts.quantity.high is not None or len(names.split("、")) != parts.quantity.low:
        return None
    end = noun_end(parts.text, parts.tail_at, parts.noun)
    return Reading(parts.noun, parts.comparator, parts.word, verb or parts.last_verb, names, end, "listed-count")


def _portion(parts: _Parts) -> Reading | None:
    """护理型床位要达到总床位的60% -> 护理型床位占总床位."""
    if parts.quantity.unit != "%" or not (match := _PORTION.fullmatch(parts.head)):
        return None
    comparator = BEFORE.get(match["word"], parts.comparator)
    indicator = f"{match['part']}占{match['whole']}"
    return Reading(indicator, comparator, match["word"], "", None, parts.tail_at, "portion-of-whole")


_RULES = (
    _shared_head, _attribute_of_noun, _counting_verb, _threshold_and_count, _listed, _portion, _noun_behind, _verb_behind,
)  # fmt: skip


def _noun_before(parts: _Parts) -> Reading:
    """园区企业达到10家; without a noun the subject of the clause before it, or the last indicator, holds on."""
    head = _REGION_LEAD.sub("", parts.head)
    if parts.first_word in ("至", "到"):
        head = _DIRECTION.sub("", head)
    stated = not parts.first_word or parts.first_word in STATE_WORDS or parts.first_word.endswith(("到", "至"))
    is_rate = stated and head.startswith("新") and _RATE.search(head)
    indicator, verb = (head, "") if is_rate else strip_verb(head, parts.first_word in STATE_WORDS)
    if not verb and (alone := strip_lead(indicator)) in (*INCREMENT_VERBS, *LEVEL_VERBS):
        indicator, verb = "", alone
    if verb in INCREMENT_VERBS and indicator == "就业":
        indicator = "新增就业"
    if _names_nothing(parts, verb):
        return Reading("", parts.comparator, parts.word, "", None, parts.tail_at, "noun-number")
    listed = ENUMERATION.match(indicator)
    if listed:
        indicator = listed["head"]
    if not indicator or (indicator in ("其", "年", *_TOTALS) and not verb):
        indicator = _held_on(parts, indicator) or verb
    elif _names_last_again(parts, indicator):
        indicator = parts.last_indicator
    elif indicator in _OF_PROJECTS and _PROJECTS.search(parts.last_indicator):
        indicator = parts.last_indicator + indicator
    elif (level := _sibling_level(parts, indicator)) and (held := _LEVELLED.match(parts.last_indicator)):
        indicator = level[0] + parts.last_indicator[held.end() :]
    elif indicator in SPEEDS and parts.last_indicator:
        indicator = without_measure(parts.last_indicator) + indicator
    elif (placed := _of_place(parts, indicator)) is not None:
        indicator = placed
    elif (named := under_head(indicator, parts.text, parts.piece.start)) is not None:
        indicator = named
    elif indicator.startswith("占") and not verb and parts.last_indicator:
        indicator = _base(parts.last_indicator) + indicator
    word = parts.word or parts.growth
    verb = verb or ("" if parts.piece.after_comma or parts.first_word or parts.growth else parts.last_verb)
    qualifier = listed["list"] if listed else None
    indicator = indicator.removesuffix("的") if "占" in indicator else indicator
    return Reading(indicator, parts.comparator, word, verb, qualifier, parts.tail_at, "noun-number")


def _of_place(parts: _Parts, indicator: str) -> str | None:
    """The measure of a place before it, outside 其中, where a value or a change is said of the place."""
    said = parts.growth or parts.first_word or parts.quantity.unit in PERCENT_UNITS
    return of_place(indicator, parts.last_indicator) if said and not parts.piece.is_part else None


def _sibling_level(parts: _Parts, indicator: str) -> re.Match[str] | None:
    """国家级平台2个，省级10个: a level that stands alone, outside 其中 and brackets, shares the noun before it."""
    inside = parts.piece.is_part or parts.text[parts.piece.start - 1 : parts.piece.start] == "（"
    return None if inside else _LEVEL.fullmatch(indicator)


def _names_last_again(parts: _Parts, indicator: str) -> bool:
    """软件园产值超80亿元，力争到2028年产值超120亿元: a sum of money named by the end of its name."""
    money = parts.quantity.unit.endswith("元") and bool(parts.first_word)
    return money and parts.last_indicator != indicator and parts.last_indicator.endswith(indicator)


def _names_nothing(parts: _Parts, verb: str) -> bool:
    """A bare number that is followed by its own noun (紧盯全市10个项目), or that opens an item of a list (、45万人（含…）)."""
    if verb or parts.first_word or parts.growth:
        return False
    if parts.head:
        return bool(parts.noun) and parts.quantity.kind == "count" and not parts.word
    return parts.text[parts.quantity.start - 1 : parts.quantity.start] == "、" and not parts.noun


def _held_on(parts: _Parts, own: str) -> str:
    """The subject that goes on: the last indicator where it stands in the clause before, else that clause's subject."""
    last = parts.last_indicator
    if parts.growth and last and "百分点" not in parts.quantity.unit:
        last = _base(last)
    previous = strip_lead(parts.piece.previous_clause)
    goes_on = last and (
        not parts.piece.after_comma or re.search(r"[0-9]", previous) or previous.startswith(parts.last_indicator)
    )
    held = last if goes_on else _elided(parts.piece.previous_clause) or last
    if not held or own not in _TOTALS:
        return held or own
    return held if held.endswith(own) else without_measure(_base(held)).removesuffix("增加值") + own


def _base(indicator: str) -> str:
    """产业产值占GDP比重 -> 产业产值: what a share is a share of the whole by."""
    stem = indicator.split("占", 1)[0]
    return stem if len(stem) >= 2 else indicator


def _threshold_stem(text: str, piece: Segment) -> str:
    """超500亿元的 after 年营收超1000亿元的…: the first threshold's noun holds on."""
    clause = text[clause_start(text, max(0, piece.start - 80), piece.start) : piece.start]
    match = re.match(rf"([^0-9]{{1,20}}?)(?:{any_of(list(BEFORE))})[0-9一二三四五六七八九十百千]", strip_lead(clause))
    return strip_lead(strip_verb(match[1])[0]) if match else ""


def _elided(previous: str) -> str:
    match = _SUBJECT.match(strip_lead(previous))
    return strip_tail(match["subject"]) if match else ""
