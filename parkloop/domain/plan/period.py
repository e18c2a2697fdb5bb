"""The period a plan runs: from its title, from “2012年起5年内”, from one year; what is inferred is flagged."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Literal

from parkloop.domain.plan.findings import Findings
from parkloop.domain.plan.model import Document
from parkloop.domain.text.numerals import parse_number
from parkloop.domain.text.shadow import Shadow

_SPAN = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年?(?:—{1,2}|-|～|至|到)((?:19|20)[0-9]{2}|[0-9]{2})年?(?![0-9])")
_FROM = re.compile(
    r"(?:自|从)?((?:19|20)[0-9]{2})年(?:起|开始|以后)[，]?(?:用)?([0-9一二两三四五六七八九十]{1,3})年(?:内|左右|时间|的时间)"
)
_THREE_YEAR = re.compile(r"([一二两三四五六七八九十0-9]{1,2})年(?:行动|滚动|攻坚|提升|倍增)")
_ONE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:年度?(?![0-9月])|(?=[版本]）))")
_FIVE_YEAR = re.compile(r"“?十([三四五六七])五”?(?:时期|期间|规划|发展)")
_FIVE_YEAR_TITLE = re.compile(r"“?十([三四五六七])五”?(?=[^，。]{0,30}(?:规划|计划|方案|纲要))")
_GOAL_YEAR = re.compile(r"(?:到|至)((?:19|20)[0-9]{2})年")


def find_period(document: Document, shadow: Shadow, body_start: int, body_end: int, findings: Findings) -> Document:
    """The document with its period, and a finding where the period is inferred or missing."""
    for title in (document.title, document.notice_title):
        found = _in_title(title or "")
        if found:
            period, source = found
            return replace(document, period=period, period_source=source)
    text = shadow.text[:body_end]
    found_text = _in_text(text, document, body_start)
    if found_text is None:
        if document.title:
            findings.add("PERIOD-NONE", (0, 0))
        return document
    period, at, end = found_text
    findings.add("PERIOD-INFERRED", shadow.span(at, end), first=period[0], last=period[1])
    return replace(document, period=period, period_source="text")


def _in_title(title: str) -> tuple[tuple[int, int], Literal["title", "single"]] | None:
    if match := _SPAN.search(title):
        first, last = int(match[1]), int(match[2])
        last += first // 100 * 100 if last < 100 else 0
        return ((first, last), "title") if first <= last else None
    if match := _FIVE_YEAR.search(title) or _FIVE_YEAR_TITLE.search(title):
        first = 2001 + 5 * ("三四五六七".index(match[1]) + 3)
        return (first, first + 4), "title"
    if match := _ONE.search(title):
        return (int(match[1]), int(match[1])), "single"
    return None


def _in_text(text: str, document: Document, body_start: int) -> tuple[tuple[int, int], int, int] | None:
    if match := _FROM.search(text):
        years = parse_number(match[2])
        if isinstance(years, int) and years > 0:
            first = int(match[1])
            return (first, first + years - 1), match.start(), match.end()
    issued = document.issued_on or document.drafted_on
    match = _THREE_YEAR.search(document.title or "")
    if match and issued:
        years = parse_number(match[1])
        if isinstance(years, int) and years > 0:
            first = int(issued[:4])
            return (first, first + years - 1), 0, 0
    goals = [(int(m[1]), m.start(), m.end()) for m in _GOAL_YEAR.finditer(text, body_start)]
    if not goals:
        return _this_year(text, document, body_start)
    named = Counter(year for year, _, _ in goals)
    last, at, end = max(goals, key=lambda goal: (named[goal[0]], goal[0]))
    first = int(issued[:4]) if issued else min(goals)[0]
    return ((first, last), at, end) if first <= last else None


def _this_year(text: str, document: Document, body_start: int) -> tuple[tuple[int, int], int, int] | None:
    """今年, 全年: a paper that names no year of its goals speaks of the year it was issued in."""
    number = re.search(r"[〔（【]((?:19|20)[0-9]{2})[〕）】]", document.doc_no or "")
    issued = (document.issued_on or document.drafted_on or "")[:4] or (number[1] if number else "")
    said = re.compile(r"今年|全年|年内|本年度").search(text, body_start)
    return ((int(issued), int(issued)), said.start(), said.end()) if issued and said else None
