"""Periods for which numbers are reported (期间): months, quarters, halves and years, each known by its last day.

Pure calendar arithmetic; working days live in `domain.workdays`, curves in `domain.schedule`.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

Every = Literal["month", "quarter", "half", "year"]
EVERY: tuple[Every, ...] = ("month", "quarter", "half", "year")
_MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def end_of_period(day: dt.date, every: Every = "month") -> dt.date:
    """Last day of the period in which the day lies."""
    months = _MONTHS[every]
    return _last_of_month(day.year, (day.month - 1) // months * months + months)


def start_of_period(day: dt.date, every: Every = "month") -> dt.date:
    """First day of the period in which the day lies."""
    months = _MONTHS[every]
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def last_closed(day: dt.date, every: Every = "month") -> dt.date:
    """Last day of the newest period that ended before the day: on 12 October the month of September."""
    return start_of_period(day, every) - dt.timedelta(days=1)


def ends_between(first: dt.date, last: dt.date, every: Every = "month") -> Iterator[dt.date]:
    """Last days of periods from the one holding `first` up to `last`, inclusive, in order."""
    end = end_of_period(first, every)
    while end <= last:
        yield end
        end = end_of_period(end + dt.timedelta(days=1), every)


def is_period_end(day: dt.date, every: Every = "month") -> bool:
    """Whether the day closes a period."""
    return day == end_of_period(day, every)


def label(end: dt.date, every: Every = "month") -> dict[str, str]:
    """How a period is called: 2026年9月 / Sep 2026."""
    if every == "year":
        return {"zh": f"{end.year}年", "en": str(end.year)}
    if every == "half":
        return {"zh": f"{end.year}年{'上' if end.month == 6 else '下'}半年", "en": f"H{end.month // 6} {end.year}"}
    if every == "quarter":
        return {"zh": f"{end.year}年{'一二三四'[end.month // 3 - 1]}季度", "en": f"Q{end.month // 3} {end.year}"}
    return {"zh": f"{end.year}年{end.month}月", "en": f"{_MONTH_NAMES[end.month - 1]} {end.year}"}


def _last_of_month(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)
