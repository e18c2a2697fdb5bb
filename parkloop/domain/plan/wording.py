"""The wording of goals: what leads and trails an indicator, verbs, and comparators around a number. Pure string work."""

from __future__ import annotations

import re

from parkloop.domain.plan.model import Comparator
from parkloop.domain.plan.quantities import Quantity
from parkloop.domain.plan.vocabulary import (
    AFTER,
    AMBITION,
    BEFORE,
    GROWTH_WORDS,
    INCREMENT_VERBS,
    INNER_VERBS,
    LEVEL_VERBS,
    MONEY_VERBS,
    NOUN_VERBS,
)


def any_of(items: tuple[str, ...] | list[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(items, key=len, reverse=True))


_AMBITION = re.compile("|".join(AMBITION))
BREAK = "，；。：！？\n\t"
AFTER_NUMBER = re.compile(rf"(?:的)?({any_of(list(AFTER))})")
BEFORE_NUMBER = re.compile(
    rf"(?:(?<![签合违契条节制预集租])(?=约)|(?<![附邻临])(?=近)|(?<![通到直抵表])(?=达)|(?=[^约近达]))({any_of(list(BEFORE))})$"
)
_VERBS = any_of([*INCREMENT_VERBS, *LEVEL_VERBS]).replace("建设", "建设(?!施)")
_VERB_HEAD = re.compile(rf"(?:重点|集中|全力|率先|优先|分批|逐步|统筹|有序|规划|支持)?(?P<verb>{_VERBS})")
VERB_TAIL = re.compile(rf"(?:(?<![创更革翻])(?=新)|(?!新))({_VERBS})(?:了|出|不少于|至少)?$")
GROWTH_TAIL = re.compile(rf"(?:{any_of([w for w in GROWTH_WORDS if w not in ('增速', '增幅', '涨幅')])})了?$")
_YEAR_LEAD = (
    r"(?:到|至|在|于)?(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?(?:底|末|年底|年末)?(?:前|之前|以前)?|(?:到|于|在)?[0-9]{1,2}月(?:底|末|中旬)?(?:之?前)|(?:上半年|下半年|第?[一二三四]季度|年底|今年底)(?:之?前|内)?|“[^“”]{1,4}”上|(?:19|20)[0-9]{2}—(?:19|20)[0-9]{2}年(?:期间)?"
    r"|“?十[三四五六七]五”?(?:期间|时期|期内)|到期末|届时|年内|今年|期内|[0-9一二两三四五六七八九十]{1,2}年(?:内|累计|共|总计)"
)
_LEAD = re.compile(
    rf"(?:{_YEAR_LEAD}|力争|争取|力求|努力|奋力|确保|基本实现|实现|并且|并(?![购网])|且|同时|其中|使得?(?!用)|推动|推进|促进|加快|累计|每年|年均|全年|总共|共(?![性享同建治有])|均(?!衡)|再(?![生制])|将|预计(?!划)|拟(?!定|订|态|合|建|任)|要(?!素)|"
    r"[^，。；]{0,20}?(?:主要|预期|发展|总体|具体|工作)*目标(?:是|为)|做到|完成|比如|例如|包含|——|—|[•●■◆▪·◇□★▲➢\-*]|[一二三四五六七八九十]{1,2}是|（[0-9]{1,2}）|[①-⑳]|[，、：]|以及|及|和(?![谐平])|与|通过|进一步|不断|持续|"
    r"积极|大力|着力|直接|共同|择优|跟踪|全面|深入|围绕[^，。；]{2,12}?(?=建|培|引|打|新)|高标准|高质量|高水平|提级)+"
)
_TAIL = re.compile(
    r"(?:(?:由|从)[^，、]{0,12}?[0-9][0-9.]*[^，、0-9]{1,6}|(?:达到?|超过?)?每[天日月年周]|分别|平均|均|都|也|将|要|力争|争取|预计|总共|合计|累计|已|每年|年均|平均每年|各|稳步|持续|有望|拟按|按|原则上|须|应当?|将?实现|不断|基本|同比|同口径|按?可比口径|按可比价格?|较[^，]{2,8}|(?<![之占])比(?![重例率值由从])[^，]{2,8}|与[^，]{2,8}相比|在[^，在]{2,16}(?:基础上|的基础))$"
)
ENUMERATION = re.compile(
    r"^(?P<list>[^，。；]{2,60}?、[^，。；]{1,60}?)等(?P<head>(?![在于的对])(?:[^，。；、等“”（）]|（[^（）]*）){3,20})$"
)
OWNED = re.compile(rf"(总?规模|总?投资额?|总面积|面积|总额|总?产能|总?容量)(?:{any_of(list(BEFORE))})*$")
_NOUN_AFTER = re.compile(r"(?:的)?((?:[^，。；：！？\n\t（）()]|（[^（）0-9其]{1,16}）)+)")
_CUT_AFTER = re.compile(
    rf"(?:并(?![网购])|且|，|以及|及其|；|同时|、(?=(?:加快|推进|完善|一大?批|若干|{_VERBS}))|[和及与](?=[新建培引打集形]|一大?批|若干)"
    r"|(?<![存潜现内外所正旨])在(?![孵建营线研职读校岗册])|赴|参加|从事|出国|到(?=国|境外|海外|农村|基层|一线|企业|位)|来(?=[^，。]{0,4}(?:进行|开展|创业|投资))|(?<=[业民户构])提供|(?<=[业户构厂园])(?:实施|开展|完成|进行|参与)(?![率度量])|取得|形成(?=突破)|获得(?!者)|实现|纳入|列入|(?:全面|全部)?建成(?=$|[，。；]))"
)


#: beginnings of a clause that qualifies the noun behind its 的
_CLAUSE_LEADS = ("能够", "能", "具有", "具备", "拥有", "从事", "可", "掌握", "站在", "在")


def clause_start(text: str, start: int, position: int) -> int:
    """Where the clause that holds a position begins, not before ``start``."""
    for index in range(position - 1, start - 1, -1):
        if text[index] in BREAK:
            digits = text[index] == "，" and text[index - 1 : index].isdigit() and text[index + 1].isdigit()
            if not digits:
                return index + 1
        if text[index] == "（" and text.find("）", index, position) < 0:
            return index + 1
    return start


def comparator_of(before: str, after: str, quantity: Quantity) -> tuple[Comparator, str]:
    """Comparator and its surface word from the words around a number; bare numbers are eq."""
    suffix = AFTER_NUMBER.match(after)
    prefix = BEFORE_NUMBER.search(before)
    front: Comparator | None = BEFORE[prefix[1]] if prefix else None
    if quantity.high is not None:
        if front == "keep" and prefix:
            return "keep", prefix[1]
        return "range", suffix[1] if suffix else (prefix[1] if prefix else "")
    if suffix:
        back = AFTER[suffix[1]]
        if front in ("gt", "keep") and back == "ge" and prefix:
            return front, prefix[1]
        if front in ("le", "lt") and back == "le":
            return "le", suffix[1]
        return back, suffix[1]
    if front == "le" and after.startswith(("内", "之内")):
        return "le", prefix[1] if prefix else ""
    if prefix and front:
        earlier = BEFORE_NUMBER.search(before[: prefix.start()])
        if front == "eq" and earlier and prefix[1] in ("有", "共", "计"):
            return BEFORE[earlier[1]], earlier[1]
        if quantity.about and front in ("ge", "eq"):
            return "gt", quantity.about
        return front, prefix[1]
    if quantity.about:
        return "gt", quantity.about
    return "eq", ""


def strip_lead(words: str) -> str:
    """Words without years, ambition, connectives and list marks in front."""
    while True:
        if words.startswith("“") and "”" not in words:
            words = words[1:]
        match = _LEAD.match(words)
        if not match or not match[0]:
            return words
        words = words[match.end() :]


def strip_tail(words: str) -> str:
    while match := _TAIL.search(words):
        words = words[: match.start()]
    return words


def strip_before(words: str) -> str:
    while prefix := BEFORE_NUMBER.search(words):
        words = words[: prefix.start()]
    return words


#: 培训基地, 申报项目: behind such a noun a second verb belongs to the name
_NOUN_OF_VERB = re.compile(
    r"(?:项目|基地|中心|平台|机构|活动|设施|站点?|点位?|场所|系统|网络|体系|课程|班|仪式|大会|专场|清单|合同|协议|载体|空间|联盟|场景)(?:$|[^名人])"
)


def strip_verb(words: str, stated: bool = False) -> tuple[str, str]:
    """引进和培养…人才 -> (…人才, 引进): verbs in front go one after the other."""
    first = ""
    for _ in range(3):
        rest, verb = _strip_one_verb(words)
        if not verb or (stated and verb in NOUN_VERBS) or (first and verb in INNER_VERBS):
            break
        if first and _NOUN_OF_VERB.match(rest):
            break
        first = first or verb
        words = rest
        joined = re.match(r"[和、及并与]", rest)
        if joined and _VERB_HEAD.match(rest, 1):
            words = rest[1:]
    return words, first


def _strip_one_verb(words: str) -> tuple[str, str]:
    """集聚…企业 -> (…企业, 集聚); a verb inside the phrase counts only after a directive lead."""
    match = _VERB_HEAD.match(words)
    if match and (words.startswith("器", match.end()) or words.startswith(("开发区", "建成区"), match.start("verb"))):
        return words, ""
    if match and len(words) - match.end() >= 2:
        rest = words[match.end() :]
        if match["verb"] in MONEY_VERBS and re.match(r"(?:[^，。]{0,8}?)(?:投资|资金)", rest):
            return rest, match["verb"]
        if not re.match(r"数(?:[量达为超]|$)|率|量|额|面积|规模(?!以上)|用地|强度|投资|资金|业|值", rest):
            return rest.lstrip("：、了"), match["verb"]
    if re.match(r"围绕|面向|通过|依托|聚焦|支持|鼓励|推动|加强|在|以|对|为", words):
        found = list(_VERB_HEAD.finditer(words))
        if found and len(words) - found[-1].end() >= 2:
            return words[found[-1].end() :], found[-1]["verb"]
    return words, ""


def noun_after(text: str, start: int, end: int) -> str:
    match = _NOUN_AFTER.match(text, start, end)
    if not match:
        return ""
    noun = match[1]
    cut = _CUT_AFTER.search(noun, 2)
    if cut and noun.startswith(_CLAUSE_LEADS) and (end_of_clause := noun.rfind("的")) > cut.start():
        cut = _CUT_AFTER.search(noun, end_of_clause + 2)
    noun = noun[: cut.start()] if cut else noun
    if noun.endswith("”") and "“" in noun[2:]:
        noun = noun[: noun.index("“", 2)]
    noun = noun.removesuffix("等").removesuffix("以")
    return (
        noun[:40]
        if len(noun) >= 2
        and noun not in ("规模", "大关", "关口")
        and not noun.startswith(("以上", "左右", "以内", "以下", "，"))
        else ""
    )


def noun_end(text: str, start: int, noun: str) -> int:
    at = text.find(noun, start, start + len(noun) + 2)
    return (at if at >= 0 else start) + len(noun)


def last_of(pattern: re.Pattern[str], text: str, start: int, end: int) -> str | None:
    """The last match of a pattern in [start, end)."""
    found = pattern.findall(text, start, end)
    return found[-1] if found else None


def last_ambition(text: str, start: int, end: int) -> str | None:
    """The ambition (力争, 争取) that leads a goal, the last in [start, end)."""
    return last_of(_AMBITION, text, start, end)
