"""Goals whose value is a rank, a reference or full coverage: 前N位, 与经济增长同步, 不低于全市平均, 实现…全覆盖."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parkloop.domain.plan.model import Comparator, TargetKind
from parkloop.domain.text.numerals import parse_number

_RANK = re.compile(
    r"(?<![目以之提从此空])(?P<mark>前|第)(?P<n>[0-9]{1,3}|[一二三四五六七八九十]{1,3}|百)(?P<unit>位|名|强)?"
    r"(?![季个年期款届批次家项条节章部方大代阶产线轮三0-9])"
)
_RANK_VERB = re.compile(
    r"(?:稳定|力争|争取|继续|始终)*(?:进入|跃居|跃升至|进位至|提升至|达到(?=[全省市]|国内)|提升到|跻身|位居|位列|居于|居|排名|排在|名列|稳居|保持在?|列)"
)
_SYNC = re.compile(
    r"(?P<subject>[^，。；：！？\n]{2,40}?)(?:与|和|同)(?P<ref>[^，。；：！？\n]{2,20}?)(?:基本|保持)?同步(?P<tail>增长|提高|提升|发展)?"
)
_MEASURE = r"(?:增长速度|增长幅度|下降幅度|增速|增幅|降幅|增长率|占比|比重|平均水平|平均值)"
_REFERENCE = re.compile(
    r"(?P<subject>[^，。；：！？\n]{0,40}?)(?:明显|显著|大幅|稍|略)?(?P<word>不低于|不高于|高于|低于|大于|小于|超过|优于|好于|达到|快于|领先)"
    r"(?P<ref>(?:全国|全省|全市|全区|全县|全社会|国家|省|市|区|同期|上年|同类|地区|GDP|经济|国内|国际|世界)[^，。；：！？\n0-9]{0,14}?"
    r"(?:平均增长速度|平均增长率|平均增速|平均增幅|平均水平|平均值|平均|先进水平|领先水平|水平|增速|增长速度|增长率|增幅|降幅|下降幅度|增长幅度|增长|要求|标准|目标))"
    r"(?:的?(?P<n>[0-9]{1,3}(?:\.[0-9]{1,4})?)(?P<u>个?百分点|%|位|倍)(?P<more>以上|左右)?)?"
)
_FASTER = re.compile(
    rf"(?P<subject>[^，。；：！？\n]{{1,40}}?{_MEASURE})(?:明显|显著|大幅|稍|略)?(?P<word>不低于|不高于|高于|低于|大于|小于|超过|快于|优于)"
    rf"(?P<ref>[^，。；：！？\n0-9]{{2,24}}?{_MEASURE})(?=[，。；]|$|(?P<n>[0-9]{{1,3}}(?:\.[0-9]{{1,4}})?)(?P<u>个?百分点|%)(?P<more>以上|左右)?)"
)
_STRONG = re.compile(
    r"(?P<verb>进入|跻身|入围|迈入|进位至?|冲刺|冲击|列入|入选)(?P<where>[^，。；0-9]{0,10}?)(?P<n>百|千|[0-9]{2,4}|[一二三五]十)(?P<unit>强)(?=[，。；、\n]|$)"
)
_EVEN = re.compile(
    r"(?P<subject>[^，。；：！？\n]{2,40}?)(?P<word>与)(?P<ref>(?:上年|去年|上一年|同期|20[0-9]{2}年)[^，。；：！？\n]{0,6}?)(?:基本)?(?:持平)"
)
_ASSIGNED_TASKS = re.compile(
    r"(?P<word>完成)(?P<ref>(?:国家|省|市|上级|区)[^，。；：！？\n0-9]{0,4}下达的)(?P<subject>[^，。；：！？\n0-9]{4,30}?)等?(?:目标)?(?:任务|指标)(?=[，。；]|$)"
)
_SET = re.compile(
    r"(?P<subject>[^，。；：！？\n]{2,60}?)(?P<word>完成|达到|控制在)(?P<ref>(?:国家|省|市|区|上级)(?:定|级|里|规定|确定|考核)(?:的)?(?:目标|任务|指标|要求)(?:任务)?)(?P<in>之?内|以内)?(?=[，。；]|$)"
)
_ASSIGNED = re.compile(
    r"(?P<subject>[^，。；：！？\n]{2,40}?)(?:确保|力争)?(?P<word>完成|达到|控制在)(?P<ref>(?:国家|省|市|上级|区)[^，。；：！？\n0-9]{0,8}?下达的?[^，。；：！？\n0-9]{0,8}?(?:指标|任务|目标|范围))(?:任务)?(?P<in>之?内|以内)?"
)
_COVER = re.compile(r"(?:基本)?(?:实现|达到|做到)(?P<subject>[^，。；：！？\n]{2,40}?)(?P<word>全覆盖|全面覆盖)")
_COVERED = re.compile(r"(?<![^，；、。\n])(?P<subject>[^，。；：！？、\n]{4,30}?)(?P<word>全覆盖|全面覆盖)(?=[，。；])")
_COVERED_FULLY = re.compile(
    r"(?<![^，；。\n])(?P<subject>[^，。；：！？\n]{4,40}?)(?:均|都|基本|全部)*(?:实现|达到|做到)(?P<word>全覆盖|全面覆盖)(?=[，。；])"
)
_COUNTED = re.compile(r"“?(?:[二两三四五六七八九十]|[0-9]{1,2})个?$")
_PUSHED = re.compile(r"^(?:推动|推进|促进|加快|基本|逐步|实现|达到|做到|确保|力争|坚持|强化|开展|落实)")
_DOUBLE = re.compile(
    r"(?P<subject>[^，。；：！？\n]{2,40}?)(?:在[^，。]{2,16}?基础上(?:数量)?)?(?:要|将|总体)?(?:实现|力争|较[^，。]{2,12}?|比(?![重例率值])[^，。]{2,12}?)*“?(?P<word>翻(?P<n>一|两|三|[0-9])?番|翻倍|倍增)(?![计工行])"
)
#: 10个达到国家标准的综合体: the reference describes a noun and promises nothing of its own
_OF_NOUN = re.compile(r"的(?!目标|要求|水平|增速|速度|成绩)")
_WORDS: dict[str, Comparator] = {
    "不低于": "ge",
    "不高于": "le",
    "高于": "gt",
    "超过": "gt",
    "优于": "gt",
    "好于": "gt",
    "快于": "gt",
    "低于": "lt",
    "达到": "ge",
    "大于": "gt",
    "小于": "lt",
    "领先": "gt",
}
_MORE: dict[str, Comparator] = {"以上": "ge", "左右": "approx"}
_GROWING = ("增速", "增长", "增幅", "降幅", "增长率", "增长速度", "增长幅度", "下降幅度")
_LEAD = re.compile(r"(?:(?:到|至)?(?:19|20)[0-9]{2}年(?:底|末)?(?:前)?|力争|争取|确保|实现|推动|使|比如|例如|——|—|、)+")


@dataclass(frozen=True, slots=True)
class Relative:
    """A relative goal at [start, end)."""

    start: int
    end: int
    word_start: int
    indicator: str
    comparator: Comparator
    word: str
    value: int | float | None
    unit: str
    kind: TargetKind
    reference: str | None
    rule: str


def read_relative(text: str, start: int, end: int) -> Iterator[Relative]:
    """Relative goals of one sentence, in the order of their rules; a rule is tried where one of its words stands."""
    window = text[start:end]
    for words, rule in _RULES:
        if any(word in window for word in words):
            yield from rule(text, start, end)


def _in_step(text: str, start: int, end: int) -> Iterator[Relative]:
    """居民收入与经济增长同步."""
    for match in _SYNC.finditer(text, start, end):
        if match["tail"] or re.search(r"增长|提高|收入|速度", match["subject"] + match["ref"]):
            subject = _bare(match["subject"])
            if subject:
                yield _relative(match, subject, "sync", "同步" + (match["tail"] or ""), "growth", match["ref"], "sync")


def _even(text: str, start: int, end: int) -> Iterator[Relative]:
    """与上年持平."""
    for match in _EVEN.finditer(text, start, end):
        yield _relative(match, _bare(match["subject"]), "keep", "持平", "level", match["ref"], "sync")


def _assigned_tasks(text: str, start: int, end: int) -> Iterator[Relative]:
    """完成国家下达的减排任务."""
    for match in _ASSIGNED_TASKS.finditer(text, start, end):
        yield _relative(match, match["subject"], "ge", match["word"], "level", match["ref"], "assigned")


def _doubled(text: str, start: int, end: int) -> Iterator[Relative]:
    """规模翻一番, 倍增."""
    for match in _DOUBLE.finditer(text, start, end):
        subject = _bare(match["subject"])
        value = parse_number(match["n"]) if match["n"] else 1
        if subject:
            yield Relative(
                match.start("subject"), match.end(), match.start("word"), subject, "eq", match["word"], value, "番", "growth",
                None, "doubling",
            )  # fmt: skip


def _covered(text: str, start: int, end: int) -> Iterator[Relative]:
    """实现…全覆盖; …实现全覆盖; …全覆盖."""
    for match in _COVER.finditer(text, start, end):
        subject = _COUNTED.sub("", match["subject"])
        if len(subject) >= 2:
            yield _relative(match, subject, "all", match["word"], "coverage", None, "coverage")
    for match in _COVERED_FULLY.finditer(text, start, end):
        subject = _bare(match["subject"])
        if subject and not _PUSHED.match(subject):
            yield _relative(match, subject, "all", match["word"], "coverage", None, "coverage")
    for match in _COVERED.finditer(text, start, end):
        if not (_PUSHED.match(match["subject"]) or re.search("实现|达到|做到", match["subject"])):
            yield _relative(match, match["subject"], "all", match["word"], "coverage", None, "coverage")


def _references(text: str, start: int, end: int) -> Iterator[Relative]:
    """高于全市平均水平2个百分点, 增长幅度高于财政收入增长幅度: a reference, with the distance from it where one is given."""
    taken = start
    for match in sorted(
        [*_REFERENCE.finditer(text, start, end), *_FASTER.finditer(text, start, end)],
        key=lambda found: (found.start(), -found.end()),
    ):
        if match.start() < taken or (not match["n"] and _OF_NOUN.match(text, match.end())):
            continue
        taken = match.end()
        subject = re.sub(r"(?:要|应|应当|须|必须|基本|总体)$", "", _bare(match["subject"]))
        kind: TargetKind = "growth" if subject.endswith(_GROWING) else "level"
        relative = _relative(match, subject, _WORDS[match["word"]], match["word"], kind, match["ref"], "reference")
        if not match["n"]:
            yield relative
            continue
        comparator = _MORE[match["more"]] if match["more"] else relative.comparator
        value, stop = parse_number(match["n"]), match.end("more") if match["more"] else match.end("u")
        yield replace(relative, end=max(stop, relative.end), value=value, unit=match["u"], comparator=comparator)


def _assigned(text: str, start: int, end: int) -> Iterator[Relative]:
    """排放完成国家下达指标, 控制在省下达目标以内: the reference is what was assigned from above."""
    for match in _ASSIGNED.finditer(text, start, end):
        subject = re.sub(r"(?:确保|力争|争取)+$", "", _bare(match["subject"]))
        comparator: Comparator = "le" if match["word"] == "控制在" else "ge"
        if subject and not re.search(
            r"^(?:全面|确保|按期|如期|圆满|超额|高质量|按时)+$|(?:领导|各单位|部门|各[镇街区县市]|要)$", subject
        ):
            kind: TargetKind = "limit" if comparator == "le" else "level"
            yield _relative(match, subject, comparator, match["word"], kind, match["ref"], "assigned")


def _relative(
    match: re.Match[str], subject: str, comparator: Comparator, word: str, kind: TargetKind, ref: str | None, rule: str
) -> Relative:
    at = match.start() + match[0].find(subject)
    return Relative(
        max(at, match.start()),
        match.end(),
        match.start("word") if "word" in match.re.groupindex else match.end() - len(word),
        subject,
        comparator,
        word,
        None,
        "",
        kind,
        ref,
        rule,
    )


def _set(text: str, start: int, end: int) -> Iterator[Relative]:
    """失业率、价格涨幅控制在市定目标内: each of the named is held to what was set from above."""
    for match in _SET.finditer(text, start, end):
        comparator: Comparator = "le" if match["word"] == "控制在" else "ge"
        kind: TargetKind = "limit" if comparator == "le" else "level"
        for subject in _bare(match["subject"]).split("、"):
            if len(subject) >= 2:
                yield _relative(match, subject, comparator, match["word"], kind, match["ref"], "assigned")


def _strong(text: str, start: int, end: int) -> Iterator[Relative]:
    """综合实力进入全国百强: a rank by the size of a list."""
    for match in _STRONG.finditer(text, start, end):
        clause = max(text.rfind(mark, start, match.start()) for mark in "，。；：、！？")
        begin = max(clause + 1, start, match.start() - 60)
        subject = re.sub(r"(?:力争|争取|稳定|有望|成功)+$", "", _bare(text[begin : match.start()]))
        value = parse_number(match["n"])
        if value is not None and subject:
            yield Relative(
                begin, match.end(), match.start(), subject, "rank", match["verb"], value, "强", "rank",
                match["where"] or None, "rank",
            )  # fmt: skip


def _ranks(text: str, start: int, end: int) -> Iterator[Relative]:
    for match in _RANK.finditer(text, start, end):
        clause = max(text.rfind(mark, start, match.start()) for mark in "，。；：、！？")
        begin = max(clause + 1, start, match.start() - 60)
        verbs = list(_RANK_VERB.finditer(text, begin, match.start()))
        verb = verbs[-1] if verbs else None
        value = parse_number(match["n"])
        if value is None or not (verb or (match["unit"] and match["mark"] == "前")):
            continue
        stop = verb.start() if verb else match.start()
        subject = _bare(text[begin:stop].removeprefix("在")) or _subject_before(text, start, clause)
        where = text[verb.end() : match.start()] if verb else None
        if verb and verb[0].startswith("排名") and subject in ("全国", "全省", "全市", "全区"):
            subject += "排名"
        if subject or verb:
            word = (verb[0] if verb else "") + match["mark"]
            at = begin + text[begin:stop].find(subject)
            unit = match["unit"] or ""
            yield Relative(
                at, match.end(), match.start(), subject, "rank", word, value, unit, "rank", where or None, "rank"
            )


_HELD_SUBJECT = re.compile(
    r"^(?P<subject>[^，。；：0-9]{4,24}?)(?:实现|稳步|持续|不断|显著|明显|大幅|进一步|逐年|加快|快速)"
)


def _subject_before(text: str, start: int, clause: int) -> str:
    """…评价实现进位，跃居全省前30位: the subject of the clause before, where that has no number of its own."""
    if clause < start or text[clause] != "，":
        return ""
    begin = max(text.rfind(mark, start, clause) for mark in "，。；：！？") + 1
    match = _HELD_SUBJECT.match(_bare(text[max(begin, start) : clause]))
    return match["subject"] if match else ""


def _bare(subject: str) -> str:
    while match := _LEAD.match(subject):
        subject = subject[match.end() :]
    return subject if len(subject) >= 2 and not re.fullmatch(r"[0-9一二两三]{1,4}[家个所名项]?", subject) else ""


_RULES = (
    (("前", "第"), _ranks),
    (("同步",), _in_step),
    (("于", "过", "达到", "领先"), _references),
    (("强",), _strong),
    (("持平",), _even),
    (("定目标", "定任务", "定指标", "定的"), _set),
    (("下达",), _assigned_tasks),
    (("下达",), _assigned),
    (("翻",), _doubled),
    (("覆盖",), _covered),
)
