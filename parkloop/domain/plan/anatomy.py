"""Anatomy of the paper: titles, number, dates, issuer, addressees, period, and where the plan's body begins and ends.

Works on the joined text line by line; the numbered body is the business of `outline`. Nothing is guessed silently: what
is inferred or damaged becomes a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parkloop.domain.plan.addressees import split_units
from parkloop.domain.plan.findings import Findings
from parkloop.domain.plan.front import (
    BRACKET,
    DATE_DAMAGED,
    DATE_ONLY,
    DOC_NO,
    META,
    NOTICE_END,
    ORG_END,
    PLAN_WORDS,
    front_facts,
    is_signature,
)
from parkloop.domain.plan.lines import Line
from parkloop.domain.plan.model import Document
from parkloop.domain.plan.period import find_period
from parkloop.domain.text.numerals import find_date
from parkloop.domain.text.shadow import Shadow

_PLAN_TITLE = re.compile(rf"[^\n。；！？]{{2,90}}{PLAN_WORDS}{BRACKET}{{0,3}}")
_ONLY_BRACKET = re.compile(rf"{BRACKET}")
_COPIED = re.compile(r"抄送[：机关]{0,3}")
#: 附件1, 附表, 附录二; 附表5G… is 附表
ANNEX_LABEL = re.compile(r"(?:附件|附表|附录)(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2}(?![0-9A-Za-z年]))?")
_ANNEX = re.compile(ANNEX_LABEL.pattern + "[：.、]?")
#: 附件：1.方案 2.指标: the list of what is attached, which opens no annex
ANNEX_LIST = re.compile(
    r"(?<![^\n])附件：?\n?1[.、](?![0-9])[^。；\n]{2,80}(?:\n[0-9]{1,2}[.、](?![0-9])[^。；\n]{2,80}(?=\n|\Z))*"
)
_BASIS_LEAD = re.compile(r"贯彻|落实|根据|按照|依据|遵照|对照|结合")
_QUOTED = re.compile(r"《([^《》\n]{2,120})》")
_PASSED_ON = re.compile(
    rf"(?:印发|转发|征求)(?P<title>[^《》\n]{{4,90}}?{PLAN_WORDS}{BRACKET}{{0,2}})的?(?:通知|公告|函)"
)


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
    annexes = _annexes(lines, body_start, at_head) or _annex_alone(lines, heads)
    body_end = _end_behind_annexes(closing, annexes, body_end, len(shadow.text))
    document = front_facts(shadow, top, notice_lines, title_lines, findings)
    if document.title is None:
        document = replace(document, title=_title_in_notice(document.notice_title or ""))
    document = _closing_facts(document, closing, bool(notice_lines), findings, shadow)
    anatomy = Anatomy(document, plan_start, body_start, body_end, (front_end, min(body_start, body_end)))
    anatomy.annexes = annexes
    preamble = shadow.text[anatomy.preamble[0] : anatomy.preamble[1]]
    document = replace(document, bases=_bases(preamble))
    anatomy.document = find_period(document, shadow, anatomy.body_start, body_end, findings)
    _report_pairs(anatomy.document, shadow, notice_lines, title_lines, findings)
    return anatomy


def _title_in_notice(notice: str) -> str | None:
    """The plan's title as the notice that passes it on names it, with or without 《》."""
    quoted = _QUOTED.search(notice)
    if quoted:
        return quoted[1] if re.search(rf"{PLAN_WORDS}{BRACKET}{{0,2}}$", quoted[1]) else None
    passed = _PASSED_ON.search(notice)
    return passed["title"] if passed else None


def _notice_title(lines: list[Line], at_head: set[int]) -> list[Line]:
    """The lines from “…关于” to “通知”; at most five of them, in the first forty lines."""
    for first, line in enumerate(lines[:40]):
        if line.start in at_head or "关于" not in line.text or line.text[-1] in "。；：，":
            continue
        if META.match(line.text) or "。" in line.text:
            continue
        for last in range(first, min(first + 5, len(lines))):
            text = lines[last].text
            if last > first and (lines[last].start in at_head or text[-1] in "。；：" or DATE_ONLY.fullmatch(text)):
                break
            if NOTICE_END.search(text):
                return lines[first : last + 1]
    return next(
        (
            [line]
            for line in lines[:12]
            if NOTICE_END.search(line.text)
            and 8 < len(line.text) < 90
            and line.start not in at_head
            and not META.match(line.text)
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
    dated = next((i for i in range(start, found[-1]) if DATE_ONLY.fullmatch(lines[i].text)), None) if notice else None
    at = next((i for i in found if dated is None or i > dated), found[0])
    first = last = at
    while first > start and at - first < 2 and _is_upper_half(lines[first - 1], at_head):
        first -= 1
    while last + 1 < len(lines) and last - at < 2 and _belongs_to_title(lines[last + 1].text):
        last += 1
    return lines[first : last + 1]


def _belongs_to_title(text: str) -> bool:
    """Is the line a bracket that goes with the title (a period, 试行), and not the date of issue?"""
    return bool(_ONLY_BRACKET.fullmatch(text)) and not DATE_ONLY.fullmatch(text)


def _is_plan_title(line: Line, at_head: set[int]) -> bool:
    if line.start in at_head or _ANNEX.match(line.text) or META.match(line.text) or len(line.text) > 90:
        return False
    match = _PLAN_TITLE.fullmatch(line.text)
    return bool(match) and line.text.count("，") <= 1 and not line.text.startswith(("各", "为", "根据", "《"))


_RUN_IN_TITLE = re.compile(
    rf"[^，。；：！？\n]{{4,80}}?{PLAN_WORDS}{BRACKET}{{0,2}}(?=为|根据|按照|近年|当前|依据|结合)"
)


def _run_in_title(lines: list[Line], at_head: set[int]) -> list[Line]:
    """A title with the preamble right behind it, in text without line breaks."""
    for line in lines:
        match = _RUN_IN_TITLE.match(line.text)
        if match and line.start not in at_head and not line.text.startswith(("为", "根据", "按照", "（")):
            return [Line(line.start, line.start + match.end(), match[0])]
    return []


def _is_upper_half(line: Line, at_head: set[int]) -> bool:
    text = line.text
    if line.start in at_head or len(text) > 40 or text[-1] in "。；：，）！" or "：" in text or ORG_END.search(text):
        return False
    return not (
        DATE_ONLY.fullmatch(text)
        or DATE_DAMAGED.fullmatch(text)
        or DOC_NO.search(text)
        or text.endswith(("文件", "通知"))
        or META.match(text)
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
    while first > 0 and is_signature(after[first - 1]) and after[first - 1].start not in at_head:
        first -= 1
    end = after[first].start
    return after[first:], end


def _end_behind_annexes(closing: list[Line], annexes: list[int], body_end: int, length: int) -> int:
    """Annexes behind the signature belong to the body; only the distribution lines behind the last one do not."""
    if not closing or not annexes or annexes[-1] < closing[0].start:
        return body_end
    return next((line.start for line in closing if line.start > annexes[-1] and _COPIED.match(line.text)), length)


def _is_closing_date(line: Line) -> bool:
    return bool(DATE_ONLY.fullmatch(line.text) or DATE_DAMAGED.fullmatch(line.text))


def _closing_facts(
    document: Document, closing: list[Line], has_notice: bool, findings: Findings, shadow: Shadow
) -> Document:
    drafter = signed = None
    copied: tuple[str, ...] = ()
    for index, line in enumerate(closing):
        if _COPIED.match(line.text):
            copied = tuple(split_units(_COPIED.sub("", line.text, count=1).rstrip("。")))
        elif signed is None and DATE_ONLY.fullmatch(line.text):
            found = find_date(line.text)
            signed = found[0] if found else None
            if not found:
                findings.add("DATE-IMPOSSIBLE", shadow.span(line.start, line.end), text=line.text)
            if index and is_signature(closing[index - 1]):
                drafter = closing[index - 1].text
        elif signed is None and DATE_DAMAGED.fullmatch(line.text):
            findings.add("DATE-DAMAGED", shadow.span(line.start, line.end), text=line.text)
    if drafter is None and closing and is_signature(closing[0]):
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
        and not ANNEX_LIST.match(line.text)
    ]


def _annex_alone(lines: list[Line], heads: list[int]) -> list[int]:
    """A paper without numbered headings that opens with 附件 is that annex alone (a table of tasks)."""
    return [lines[0].start] if lines and not heads and ANNEX_LABEL.fullmatch(lines[0].text.rstrip("：")) else []


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
        for match in DATE_ONLY.finditer(shadow.text):
            found = find_date(match[0])
            if found and found[0] == document.drafted_on:
                at = match.start()
        span = shadow.span(at, min(at + 11, len(shadow.text)))
        findings.add("DATES-TWO", span, issued=document.issued_on, drafted=document.drafted_on)
