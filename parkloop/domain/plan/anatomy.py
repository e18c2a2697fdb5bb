"""Anatomy of the paper: titles, number, dates, issuer, addressees, period, and where the plan's body begins and ends.

Works on the joined text line by line; the numbered body is the business of `outline`. Nothing is guessed silently: what
is inferred or damaged becomes a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parkloop.domain.plan.findings import Findings
from parkloop.domain.plan.model import Document
from parkloop.domain.plan.period import find_period
from parkloop.domain.text.numerals import find_date
from parkloop.domain.text.shadow import Shadow

_PLAN = r"(?:方案|计划|规划|意见|措施|办法|纲要|要点|清单|指南|行动|细则|安排|举措|政策|任务书|路线图|蓝图)"
_BRACKET = r"(?:（[^（）\n]{1,30}）)"
_PLAN_TITLE = re.compile(rf"[^\n。；！？]{{2,90}}{_PLAN}{_BRACKET}{{0,3}}")
_ONLY_BRACKET = re.compile(rf"{_BRACKET}")
_NOTICE_END = re.compile(r"(?:通知|公告|批复|通报|决定|的函)(?:（[^（）]{1,12}）)?》?$")
_DOC_NO = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z]{0,14}[〔（【][12][0-9]{3}[〕）】]第?[0-9]{1,4}号")
_DOC_NO_DAMAGED = re.compile(
    r"[\u4e00-\u9fff]{2,10}(?:〔[0-9]{4,8}号?|[0-9]{4}〕[0-9]{1,4}号?|〔[0-9]{1,3}〕[0-9]{1,4}号?|〔[0-9]{4}〕号?)$"
)
_META_KEYS = (
    "发文字号|发布文号|文件编号|文号|发布日期|成文日期|印发日期|发文日期|生成日期|公开日期|发布时间|发布机构|发文机关|发文机构|制发机关|发布部门"
    "|索引号|主题分类|组配分类|信息分类|体裁分类|服务对象分类|生命周期分类|信息名称|文件名称|标题|名称|有效性|信息来源|来源|关键词|主题词|浏览次数|浏览量|字体|分享到|分类"
)
_META = re.compile(rf"(?:{_META_KEYS})：?")
_META_PAIR = re.compile(rf"(?P<key>{_META_KEYS})：?(?P<value>.*?)(?={_META_KEYS}|$)")
_COPIED = re.compile(r"抄送[：机关]{0,3}")
_ANNEX = re.compile(r"(?:附件|附表|附录)[一二三四五六七八九十0-9]{0,3}[：.、]?")
_DATE_ONLY = re.compile(
    r"[（]?[12二一][0-9〇零一二三四五六七八九]{3}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日[）]?(?:印发)?"
)
_DATE_DAMAGED = re.compile(
    r"20[0-9]{4,6}|20[0-9]{2}年(?:[0-9]{1,2}日|[0-9]{1,2}月|月[0-9]{0,2}日?|[0-9]{3,4}日?)|20[0-9]{0,2}年[0-9]{0,2}月[0-9]{0,2}"
)
_ORG_END = re.compile(r"(?:政府|办公室|办公厅|委员会|管委会|党组|局|厅|委|部|院|公司|集团|指挥部|领导小组|办|署|会)$")
_BASIS_LEAD = re.compile(r"贯彻|落实|根据|按照|依据|遵照|对照|结合")
_QUOTED = re.compile(r"《([^《》\n]{2,120})》")
_COMMITTEES = re.compile(
    r"各?(?:委、办、局|部、委、办、局|部门、各单位|部委、各直属机构|县、区|区、县|市、县|县（市、区）|市、区)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line [start, end) of the joined text."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Anatomy:
    """The document's facts and the bounds of its parts in the joined text."""

    document: Document
    plan_start: int = 0
    body_start: int = 0
    body_end: int = 0
    preamble: tuple[int, int] = (0, 0)
    annexes: list[int] = field(default_factory=list)


def read_anatomy(shadow: Shadow, lines: list[Line], heads: list[int], findings: Findings) -> Anatomy:
    """Find the parts. ``lines`` are cut at headings too; ``heads`` are the positions where a numbered heading starts."""
    at_head = set(heads)
    notice_lines = _notice_title(lines, at_head)
    title_lines = _plan_title(lines, at_head, notice_lines)
    plan_start = title_lines[0].start if title_lines else 0
    front_end = title_lines[-1].end if title_lines else (notice_lines[-1].end if notice_lines else 0)
    body_start = next((head for head in heads if head >= front_end), len(shadow.text))
    top = [line for line in lines if line.start < (plan_start if notice_lines and title_lines else body_start)]
    closing, body_end = _closing(lines, body_start, len(shadow.text), at_head)
    document = _front_facts(shadow, top, notice_lines, title_lines, findings)
    quoted = _QUOTED.search(document.notice_title or "")
    if document.title is None and quoted and re.search(rf"{_PLAN}{_BRACKET}{{0,2}}$", quoted[1]):
        document = replace(document, title=quoted[1])
    document = _closing_facts(document, closing, bool(notice_lines), findings, shadow)
    anatomy = Anatomy(document, plan_start, body_start, body_end, (front_end, min(body_start, body_end)))
    anatomy.annexes = _annexes(lines, body_start, at_head)
    preamble = shadow.text[anatomy.preamble[0] : anatomy.preamble[1]]
    document = replace(document, bases=_bases(preamble))
    anatomy.document = find_period(document, shadow, anatomy.body_start, body_end, findings)
    _report_pairs(anatomy.document, shadow, notice_lines, title_lines, findings)
    return anatomy


def _join(lines: list[Line]) -> str:
    return "".join(line.text for line in lines)


def _notice_title(lines: list[Line], at_head: set[int]) -> list[Line]:
    """The lines from “…关于” to “通知”; at most five of them, in the first forty lines."""
    for first, line in enumerate(lines[:40]):
        if line.start in at_head or "关于" not in line.text or line.text[-1] in "。；：，":
            continue
        if _META.match(line.text) or "。" in line.text:
            continue
        for last in range(first, min(first + 5, len(lines))):
            text = lines[last].text
            if last > first and (lines[last].start in at_head or text[-1] in "。；：" or _DATE_ONLY.fullmatch(text)):
                break
            if _NOTICE_END.search(text):
                return lines[first : last + 1]
    return next(
        (
            [line]
            for line in lines[:12]
            if _NOTICE_END.search(line.text)
            and 8 < len(line.text) < 90
            and line.start not in at_head
            and not _META.match(line.text)
            and "。" not in line.text
        ),
        [],
    )


def _plan_title(lines: list[Line], at_head: set[int], notice: list[Line]) -> list[Line]:
    """The plan's own title with the lines it is wrapped over and the bracket of its period."""
    start = lines.index(notice[-1]) + 1 if notice else 0
    found = [i for i in range(start, min(len(lines), start + 400)) if _is_plan_title(lines[i], at_head)]
    if not found:
        return _run_in_title(lines[start : start + 12], at_head)
    dated = next((i for i in range(start, found[-1]) if _DATE_ONLY.fullmatch(lines[i].text)), None) if notice else None
    at = next((i for i in found if dated is None or i > dated), found[0])
    first = last = at
    while first > start and at - first < 2 and _is_upper_half(lines[first - 1], at_head):
        first -= 1
    while last + 1 < len(lines) and last - at < 2 and _ONLY_BRACKET.fullmatch(lines[last + 1].text):
        last += 1
    return lines[first : last + 1]


def _is_plan_title(line: Line, at_head: set[int]) -> bool:
    if line.start in at_head or _ANNEX.match(line.text) or _META.match(line.text) or len(line.text) > 90:
        return False
    match = _PLAN_TITLE.fullmatch(line.text)
    return bool(match) and line.text.count("，") <= 1 and not line.text.startswith(("各", "为", "根据", "《"))


_RUN_IN_TITLE = re.compile(rf"[^，。；：！？\n]{{4,80}}?{_PLAN}{_BRACKET}{{0,2}}(?=为|根据|按照|近年|当前|依据|结合)")


def _run_in_title(lines: list[Line], at_head: set[int]) -> list[Line]:
    """A title with the preamble right behind it, in text without line breaks."""
    for line in lines:
        match = _RUN_IN_TITLE.match(line.text)
        if match and line.start not in at_head and not line.text.startswith(("为", "根据", "按照", "（")):
            return [Line(line.start, line.start + match.end(), match[0])]
    return []


def _is_upper_half(line: Line, at_head: set[int]) -> bool:
    text = line.text
    if line.start in at_head or len(text) > 40 or text[-1] in "。；：，）！" or _ORG_END.search(text):
        return False
    return not (
        _DATE_ONLY.fullmatch(text)
        or _DATE_DAMAGED.fullmatch(text)
        or _DOC_NO.search(text)
        or text.endswith(("文件", "通知"))
        or _META.match(text)
        or _ANNEX.match(text)
    )


def _closing(lines: list[Line], body_start: int, length: int, at_head: set[int]) -> tuple[list[Line], int]:
    """Signature, date and distribution lines after the body, and the position where the body ends."""
    after = [line for line in lines if line.start >= body_start]
    date_at = next((i for i in range(len(after) - 1, -1, -1) if _is_closing_date(after[i])), None)
    copied_at = next((i for i in range(len(after) - 1, -1, -1) if _COPIED.match(after[i].text)), None)
    starts = [i for i in (date_at, copied_at) if i is not None]
    if not starts:
        return [], length
    first = min(starts)
    while first > 0 and _is_signature(after[first - 1]) and after[first - 1].start not in at_head:
        first -= 1
    end = after[first].start
    return after[first:], end


def _is_closing_date(line: Line) -> bool:
    return bool(_DATE_ONLY.fullmatch(line.text) or _DATE_DAMAGED.fullmatch(line.text))


def _is_signature(line: Line) -> bool:
    return len(line.text) <= 40 and bool(_ORG_END.search(line.text)) and not re.search(r"[。；：]", line.text)


def _front_facts(
    shadow: Shadow, top: list[Line], notice: list[Line], title: list[Line], findings: Findings
) -> Document:
    meta = _metadata(top)
    notice_title = _bare_title(_join(notice)) or None
    doc_no = _doc_no(shadow, top, meta, findings)
    issued = _issue_date(shadow, top, meta, bool(notice), findings)
    return Document(
        title=_join(title) or None,
        notice_title=notice_title,
        doc_no=doc_no,
        issued_on=issued,
        issuer=_issuer(top, meta, notice_title),
        addressees=_addressees(top, notice),
    )


def _metadata(top: list[Line]) -> dict[str, str]:
    """The site's own fields above the paper (文号：…, 发文日期：…), several to a line; the first of a name counts."""
    found: dict[str, str] = {}
    for line in top[:60]:
        if _META.match(line.text):
            for match in _META_PAIR.finditer(line.text):
                value = match["value"].strip("：[]〔 \t")
                if value:
                    found.setdefault(match["key"], match["value"].strip("： \t"))
    return found


def _bare_title(title: str) -> str:
    """A title without a number in front and without the marks of a quotation around the whole."""
    number = _DOC_NO.match(title)
    title = title[number.end() :] if number and number.end() < len(title) else title
    if title.startswith("《") and title.endswith("》") and "》" not in title[1:-1].replace("〉", ""):
        return title[1:-1]
    return title


def _doc_no(shadow: Shadow, top: list[Line], meta: dict[str, str], findings: Findings) -> str | None:
    for line in top[:40]:
        if _DOC_NO_DAMAGED.fullmatch(_strip_meta(line.text)):
            findings.add("DOCNO-DAMAGED", shadow.span(line.start, line.end), text=line.text)
            break
    for key in ("发文字号", "文号", "发布文号", "文件编号"):
        if match := _DOC_NO.search(meta.get(key, "")):
            return match[0]
    for line in top[:40]:
        match = _DOC_NO.search(_strip_meta(line.text))
        if match and len(match[0]) >= 0.6 * len(_strip_meta(line.text)):
            return match[0]
    return None


def _strip_meta(text: str) -> str:
    match = _META.match(text)
    return text[match.end() :] if match else text


def _issue_date(
    shadow: Shadow, top: list[Line], meta: dict[str, str], has_notice: bool, findings: Findings
) -> str | None:
    for line in reversed(top):
        if _DATE_ONLY.fullmatch(line.text):
            found = find_date(line.text)
            if found:
                return found[0]
            findings.add("DATE-IMPOSSIBLE", shadow.span(line.start, line.end), text=line.text)
    for key in ("成文日期", "发文日期", "印发日期", "生成日期", "发布日期", "公开日期", "发布时间"):
        if found := find_date(meta.get(key, "")):
            return found[0]
    for line in top:
        if has_notice and _DATE_DAMAGED.fullmatch(line.text):
            findings.add("DATE-DAMAGED", shadow.span(line.start, line.end), text=line.text)
    return None


def _issuer(top: list[Line], meta: dict[str, str], notice_title: str | None) -> str | None:
    for line in top[:12]:
        if (
            line.text.endswith("文件")
            and not _META.match(line.text)
            and 5 < len(line.text) <= 40
            and "《" not in line.text
        ):
            return line.text[:-2]
    for key in ("发文机关", "发文机构", "制发机关", "发布机构", "发布部门"):
        if 2 <= len(meta.get(key, "")) <= 40:
            return meta[key]
    named = re.match(r"(.{4,60}?)(?:关于|印发|转发)", notice_title or "")
    if named:
        return named[1]
    dated = next((i for i, line in enumerate(top) if _DATE_ONLY.fullmatch(line.text)), None)
    if dated and _is_signature(top[dated - 1]):
        return top[dated - 1].text
    return None


def _addressees(top: list[Line], notice: list[Line]) -> tuple[str, ...]:
    for line in top:
        if notice and line.start < notice[-1].end:
            continue
        match = re.match(r"((?:各|市|区|县|省|有关|相关|本|全)[^。：；]{2,160})：", line.text)
        if match:
            return tuple(split_units(match[1]))
    return ()


def split_units(text: str) -> list[str]:
    """各镇人民政府，各街道办事处，区政府各委、办、局 -> three; collective phrases stay whole."""
    protected = _COMMITTEES.sub(lambda m: m[0].replace("、", "\x00"), text)
    separator = r"[，；]" if re.search(r"[，；]", protected) else r"、"
    parts: list[str] = []
    depth = start = 0
    for index, char in enumerate(protected):
        depth += (char in "（〔") - (char in "）〕")
        if depth <= 0 and re.match(separator, char):
            parts.append(protected[start:index])
            start = index + 1
    parts.append(protected[start:])
    out: list[str] = []
    for part in parts:
        pieces = re.split(r"、(?![^（]*）)", part) if separator != "、" else [part]
        out.extend(piece.replace("\x00", "、").strip() for piece in pieces)
    return [part for part in out if part]


def _closing_facts(
    document: Document, closing: list[Line], has_notice: bool, findings: Findings, shadow: Shadow
) -> Document:
    drafter = signed = None
    copied: tuple[str, ...] = ()
    for index, line in enumerate(closing):
        if _COPIED.match(line.text):
            copied = tuple(split_units(_COPIED.sub("", line.text, count=1).rstrip("。")))
        elif signed is None and _DATE_ONLY.fullmatch(line.text):
            found = find_date(line.text)
            signed = found[0] if found else None
            if not found:
                findings.add("DATE-IMPOSSIBLE", shadow.span(line.start, line.end), text=line.text)
            if index and _is_signature(closing[index - 1]):
                drafter = closing[index - 1].text
        elif signed is None and _DATE_DAMAGED.fullmatch(line.text):
            findings.add("DATE-DAMAGED", shadow.span(line.start, line.end), text=line.text)
    if drafter is None and closing and _is_signature(closing[0]):
        drafter = closing[0].text
    document = replace(document, copied_to=copied, drafter=drafter)
    if signed and not has_notice and document.issued_on is None:
        return replace(document, issued_on=signed, issuer=document.issuer or drafter)
    return replace(document, drafted_on=signed)


def _annexes(lines: list[Line], body_start: int, at_head: set[int]) -> list[int]:
    """Starts of annexes that stand after the body began (附件1 on a line of its own, or with a title)."""
    return [
        line.start
        for line in lines
        if line.start > body_start
        and line.start not in at_head
        and len(line.text) <= 60
        and _ANNEX.match(line.text)
        and line.text[-1] not in "。；，"
    ]


def _bases(preamble: str) -> tuple[str, ...]:
    """《…》 named in the sentences of the preamble that say what the plan implements."""
    found: dict[str, None] = {}
    for sentence in re.split(r"[。\n]", preamble):
        if _BASIS_LEAD.search(sentence):
            found |= {match[1]: None for match in _QUOTED.finditer(sentence)}
    return tuple(found)


def _report_pairs(
    document: Document, shadow: Shadow, notice: list[Line], title: list[Line], findings: Findings
) -> None:
    if document.notice_title and document.title and title:
        span = shadow.span(title[0].start, title[-1].end)
        findings.add("TITLES-TWO", span, notice=document.notice_title, plan=document.title)
        quoted = _QUOTED.search(document.notice_title)
        if quoted and quoted[1] != document.title:
            findings.add("TITLE-DIFFERS", span, quoted=quoted[1], plan=document.title)
    if document.issued_on and document.drafted_on and document.issued_on != document.drafted_on:
        at = len(shadow.text)
        for match in _DATE_ONLY.finditer(shadow.text):
            found = find_date(match[0])
            if found and found[0] == document.drafted_on:
                at = match.start()
        span = shadow.span(at, min(at + 11, len(shadow.text)))
        findings.add("DATES-TWO", span, issued=document.issued_on, drafted=document.drafted_on)
