"""Dates by which something is due: stated, relative to the paper's own date, or recurring.

Meeting dates, signature dates and base years are no deadlines: a bare date counts only behind a label (完成时限：).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace

from parkloop.domain.plan.context import Context
from parkloop.domain.plan.duty_tables import deadline_cells, row_paths
from parkloop.domain.plan.model import Deadline, Document
from parkloop.domain.text.numerals import DIGITS, month_end, parse_number

_Y = r"(?P<y>(?:19|20)[0-9]{2})年"
_N = r"[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
_HALF = {
    "上半年": 6,
    "下半年": 12,
    "一季度": 3,
    "二季度": 6,
    "三季度": 9,
    "四季度": 12,
    "第一季度": 3,
    "第二季度": 6,
    "第三季度": 9,
    "第四季度": 12,
}
_STATED = re.compile(
    rf"(?:(?P<to>到|至|于|在|力争|确保)?{_Y}度?"
    rf"(?:(?P<m>1[0-2]|0?[1-9])月(?:(?P<d>[12][0-9]|3[01]|0?[1-9])日)?|(?P<part>{'|'.join(_HALF)}))?"
    r"(?P<tail>年?(?:底|末)(?:之前|以前|前)?|之前|以前|前|内|中旬(?:前)?|上旬(?:前)?|下旬(?:前)?)?)"
)
_RELATIVE = re.compile(
    rf"(?P<this>今年|本年|年内|年底前|年底之前|今年底|本年度内)(?:(?P<m>1[0-2]|[1-9])月)?(?P<tail>底|末)?(?:之前|以前|前)?"
    rf"|(?P<next>明年|次年)(?:(?P<nm>1[0-2]|[1-9])月|(?P<npart>{'|'.join(_HALF)}))?(?:底|末|份)?(?:之前|以前|前)?"
    rf"|(?<![0-9一二三四五六七八九十第每])(?P<n>{_N})(?P<unit>年|个月|个工作日|工作日|日|天)(?:之内|以内|内)(?!容|部)"
)
#: a month, quarter or half-year without its year: the year before it in the sentence holds, else that of the paper
_BARE = re.compile(
    r"(?<![0-9年月])(?:(?P<m>1[0-2]|[1-9])月(?:(?P<d>3[01]|[12][0-9]|[1-9])日)?|(?P<part>上半年|(?:第)?[一二三四]季度))(?:份)?"
    r"(?P<tail>底之?前|末之?前|之?前|以前|底(?=完成)|[上中下]旬之?前|(?=完成))(?!往|期|后)"
)
_DONE = re.compile(r"(?:份|底|末)?(?:全面|基本|率先)?(?:完成|建成|投产|投用|竣工|开工|启动|印发|出台|实现|形成|投入)")
_PLAN_END = re.compile(r"(?:到|至)?“?十(?P<n>[三四五六七])五”?(?:时期)?(?:规划)?(?:期?末)(?:之?前)?")
_ISSUED = re.compile(r"印发|发布|下发|公布|发文|本?方案|本?通知|文件")
_AFTER_EVENT = re.compile(r"(?P<event>[^，。；、：！？\n]{1,24}?)(?:之日起?|之?后|起)的?$")
_RECURRING = re.compile(
    r"每个?(?P<state>季度|半年|年|月|周|双月|两周)(?:度)?(?:(?:末|底|初)(?!前|[0-9])|(?=(?:至少|均|要|应|需)?(?:开展|组织|进行)?[一二两0-9]?次?(?:报送|上报|通报|评估|考核|调度|督查|督导|报告|汇报|更新|总结)))"
    r"|每个?(?P<every>季度|半年|年|月|周|两周|双月)(?P<rest>度?(?:首月|末月|末|底|初|结束后|第[一二三四五六七八九十0-9]{1,2}个?(?:月|周)|次月)?[^，。；：！？\n]{0,12}?(?:前|日前|内|以内))"
    r"|(?:按|逐)(?P<by>季度|季|月|年|周)(?:报送|上报|通报|报告|调度|公布|考核|评估)"
)
_EVERY = {
    "季度": "quarter",
    "季": "quarter",
    "半年": "half-year",
    "年": "year",
    "月": "month",
    "周": "week",
    "两周": "two-weeks",
    "双月": "two-months",
}
_LABEL = re.compile(
    r"(?:时间安排|实施期限|完成年限|完成时限|完成时间|完成期限|时间节点|时限要求|时间要求|进度安排|实施时间|推进时间|时限)(?:：|\t|\n)(?P<value>[^；。\n\t）〕]{2,40})"
)
_LASTING = re.compile(r"长期坚持|持续推进|持续实施|长期|常态化|贯穿全年|全年")
_BENEFIT = re.compile(
    r"(?:可|均可|继续|连续|每年)?(?:享受|享有|给予|免收|减免|不得|免费|保持|有效|补贴|补助|资助|奖励)"
)
_PAST = re.compile(r"(?:截至|截止|自|从|较|比|以|与)$")


def read_deadlines(context: Context) -> list[Deadline]:
    """All deadlines of the plan's body, in order of place, one per stretch of text."""
    found: list[Deadline] = []
    rows = row_paths(context)
    taken: set[int] = set()
    for reader in (_labelled, _in_columns, _recurring, _stated, _relative, _bare):
        for start, end, deadline in reader(context):
            row = rows.at(start)
            if (deadline.path or row) and not deadline.path.startswith("通知/") and taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                found.append(replace(deadline, path=row) if row else deadline)
    found.sort(key=lambda deadline: deadline.span)
    return found


_Read = Iterator[tuple[int, int, Deadline]]


def _make(
    context: Context, start: int, end: int, kind: str, due: str | None, every: str | None, rule: str
) -> tuple[int, int, Deadline]:
    path = context.outline.path_at(start)
    deadline = Deadline(path, context.text[start:end], kind, due, every, context.span(start, end), rule)  # type: ignore[arg-type]
    return start, end, deadline


def _labelled(context: Context) -> _Read:
    for match in _LABEL.finditer(context.text):
        yield from _value(context, *match.span("value"))


def _in_columns(context: Context) -> _Read:
    for start, end in deadline_cells(context):
        yield from _value(context, start, end)


def _value(context: Context, start: int, end: int) -> _Read:
    """What stands behind a label or in a column of deadlines: a date, a span of dates, a term, or that it goes on."""
    dates = list(_STATED.finditer(context.text, start, end))
    through = len(dates) > 1 and re.search(r"[—至到]$", context.text[: dates[1].start()][-1:] + (dates[1]["to"] or ""))
    date = dates[1 if through else 0] if dates else None
    relative = _RELATIVE.search(context.text, start, end)
    if date:
        due, kind = _due(context, date)
        yield _make(context, start, end, kind, due, None, "label")
    elif bare := _BARE.search(context.text, start, end):
        yield _make(context, start, end, "month", _bare_due(context, bare), None, "label:month")
    elif relative and (found := _relative_due(context, relative)):
        yield _make(context, start, end, "relative", found, None, "label:relative")
    elif _RECURRING.search(context.text, start, end) or _LASTING.search(context.text, start, end):
        yield _make(context, start, end, "recurring", None, "continuous", "label:lasting")


def _stated(context: Context) -> _Read:
    document = context.anatomy.document
    stands = document.period and (document.period_source != "text" or document.issued_on or document.drafted_on)
    first = document.period[0] if document.period and stands else 0
    for match in _STATED.finditer(context.text):
        tail = match["tail"] or ""
        leads = match["to"] in ("到", "至")
        before = context.text[max(0, match.start() - 2) : match.start()]
        done = bool(match["m"] or match["part"]) and _DONE.match(context.text, match.end())
        ends = tail.endswith(("底", "末")) and not _PAST.search(before)
        if not (leads or "前" in tail or tail in ("内",) or ends or done):
            continue
        year = int(match["y"])
        if _PAST.search(before) or (first and year < first) or re.search(r"[0-9]$|(?<!—)—$", before):
            continue
        if leads and context.text[match.end() : match.end() + 2] == "为止":
            continue
        due, kind = _due(context, match)
        yield _make(context, match.start(), match.end(), kind, due, None, "stated")
    for match in _PLAN_END.finditer(context.text):
        year = 2005 + 5 * DIGITS[match["n"]]
        if not first or year >= first:
            yield _make(context, match.start(), match.end(), "year", f"{year:04d}-12-31", None, "plan-end")


def _bare(context: Context) -> _Read:
    for match in _BARE.finditer(context.text):
        clause = context.text[max(0, match.start() - 16) : match.start()]
        if re.search(r"每[^，。；]{0,14}$|[—至]$", clause):
            continue
        yield _make(context, match.start(), match.end(), "month", _bare_due(context, match), None, "month-without-year")


def _bare_due(context: Context, match: re.Match[str]) -> str | None:
    """Last day of a month without a year; None where neither the sentence nor the paper gives one."""
    year = _year_before(context, match.start())
    month = int(match["m"]) if match["m"] else _HALF[match["part"]]
    if year is None:
        year = _paper_year(context.anatomy.document, month)
        if year is None:
            return None
    if match["m"] and match["d"]:
        return _day(year, month, int(match["d"]))
    return month_end(year, month)


def _paper_year(document: Document, month: int = 12) -> int | None:
    """The one year a plan is for, else that of its issue where the month is not past by then; None where unknown."""
    if document.period and document.period[0] == document.period[1] and document.period_source in ("title", "single"):
        return document.period[0]
    issued = document.issued_on or document.drafted_on
    return int(issued[:4]) if issued and month >= int(issued[5:7]) else None


def _year_before(context: Context, position: int) -> int | None:
    """The last year named before a position in its sentence."""
    text = context.text
    start = max(text.rfind(mark, max(0, position - 200), position) for mark in "。；\n") + 1
    found = re.findall(
        r"(?<![0-9—])(?<![0-9][至到])(?<![0-9]年[至到])((?:19|20)[0-9]{2})年(?!以来|[—至到]20)",
        text[max(start, position - 200) : position],
    )
    return int(found[-1]) if found else None


def _day(year: int, month: int, day: int) -> str | None:
    """ISO date of a day; None where the month has no such day."""
    return f"{year:04d}-{month:02d}-{day:02d}" if day <= int(month_end(year, month)[-2:]) else None


def _due(context: Context, match: re.Match[str]) -> tuple[str | None, str]:
    """Last day named by a date, and how exact it is; a day that does not exist is reported and gives None."""
    year = int(match["y"])
    if match["m"] and match["d"]:
        due = _day(year, int(match["m"]), int(match["d"]))
        if due is None:
            context.findings.add("DATE-IMPOSSIBLE", context.span(*match.span()), text=match[0])
        return due, "day"
    if match["m"]:
        return month_end(year, int(match["m"])), "month"
    if match["part"]:
        return month_end(year, _HALF[match["part"]]), "month"
    return f"{year:04d}-12-31", "year"


def _relative(context: Context) -> _Read:
    for match in _RELATIVE.finditer(context.text):
        if match["this"] in ("今年", "本年") and not (match["m"] or match["tail"] or match[0].endswith("前")):
            continue
        if match["next"] and not (match["nm"] or match["npart"] or match[0].endswith("前")):
            continue
        before = context.text[max(0, match.start() - 6) : match.start()]
        if (match["this"] or "").startswith("年") and re.search(r"[0-9一二三四五六七八九十今本每前近半]$", before):
            continue
        if match["n"] and _BENEFIT.match(context.text, match.end()):
            continue
        if match["n"] and re.search(
            r"近|过去|最近|前$|成立|[0-9]$|(?:压缩|缩短|压减|控制|减少|降低|不超过)[^，。]{0,4}$", before
        ):
            continue
        due = _relative_due(context, match)
        yield _make(context, match.start(), match.end(), "relative", due, None, "relative")


def _relative_due(context: Context, match: re.Match[str]) -> str | None:
    """The date a relative term leads to, counted from the date of issue; None where that is unknown."""
    document = context.anatomy.document
    number, period = parse_number(match["n"] or ""), document.period
    if match["unit"] == "年" and period and number == period[1] - period[0] + 1:
        return f"{period[1]:04d}-12-31"
    if match["this"] and match["this"].startswith("年") and (before := _year_before(context, match.start())):
        return f"{before:04d}-12-31"
    if match["this"] and (year := _paper_year(document, int(match["m"] or 12))):
        return month_end(year, int(match["m"])) if match["m"] else f"{year:04d}-12-31"
    issued = document.issued_on or document.drafted_on
    event = _AFTER_EVENT.search(context.text[max(0, match.start() - 30) : match.start()])
    if issued is None or (match["n"] and event and not _ISSUED.search(event["event"])):
        return None
    year = int(issued[:4])
    if match["this"]:
        return month_end(year, int(match["m"])) if match["m"] else f"{year:04d}-12-31"
    if match["next"]:
        month = int(match["nm"]) if match["nm"] else _HALF.get(match["npart"] or "", 12)
        return month_end(year + 1, month)
    if not isinstance(number, int):
        return None
    month, day = int(issued[5:7]), int(issued[8:10])
    if match["unit"] == "年":
        return _clip(year + number, month, day)
    if match["unit"] == "个月":
        months = month - 1 + number
        return _clip(year + months // 12, months % 12 + 1, day)
    if match["unit"] in ("日", "天"):
        return (datetime.date(year, month, day) + datetime.timedelta(days=number)).isoformat()
    return None


def _clip(year: int, month: int, day: int) -> str:
    last = month_end(year, month)
    return f"{year:04d}-{month:02d}-{min(day, int(last[-2:])):02d}"


def _recurring(context: Context) -> _Read:
    for match in _RECURRING.finditer(context.text):
        every = _EVERY[match["every"] or match["by"] or match["state"]]
        yield _make(context, match.start(), match.end(), "recurring", None, every, "recurring")
