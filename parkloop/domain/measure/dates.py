"""Arithmetic of dates as the rules count it: whole months, the last day of a short month."""

from __future__ import annotations

import calendar
import datetime as dt


def add_months(day: dt.date, count: int) -> dt.date | None:
    """The date so many months later, at most the last day of that month; None beyond the calendar."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: dt.date, count: int) -> dt.date | None:
    """The date so many days later; None beyond the calendar."""
    try:
        return day + dt.timedelta(days=count)
    except OverflowError:
        return None


def months_between(first: dt.date, last: dt.date) -> int:
    """Whole months from the first date to the last; negative when it lies before."""
    if last < first:
        return -months_between(last, first)
    count = (last.year - first.year) * 12 + last.month - first.month
    reached = add_months(first, count)
    return count if reached is not None and reached <= last else count - 1
