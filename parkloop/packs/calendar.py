"""``calendar/workdays.yaml``: years added to the workday table once their notice is out. The seed lives elsewhere."""

import datetime
from dataclasses import dataclass

from parkloop.packs.cursor import Cursor, unique
from parkloop.packs.header import STATUSES, read_header
from parkloop.packs.labels import Label

PATH = "calendar/workdays.yaml"


@dataclass(frozen=True)
class Holiday:
    """A named run of days off, both ends included."""

    name: Label
    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> tuple[datetime.date, ...]:
        """Every day of the run."""
        return tuple(self.first + datetime.timedelta(n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True)
class WorkdayYear:
    """One year by its notice (文号): holidays and the weekend days worked instead."""

    year: int
    notice: str
    holidays: tuple[Holiday, ...]
    workdays: tuple[datetime.date, ...]
    status: str


def read_calendar(cursor: Cursor) -> tuple[WorkdayYear, ...]:
    """Read the added years; every day must lie in its year, no day may be both."""
    header = read_header(cursor)
    rows = cursor.rows("years")
    cursor.finish()
    years = [_year(row, header.status) for row in rows]
    unique(rows, [str(y.year) for y in years], "年份", "year")
    return tuple(years)


def _year(cursor: Cursor, status: str) -> WorkdayYear:
    year = WorkdayYear(
        year=cursor.integer("year"),
        notice=cursor.text("notice"),
        holidays=tuple(_holiday(row) for row in cursor.rows("holidays")),
        workdays=tuple(_day(cursor, text) for text in cursor.texts("workdays")),
        status=cursor.choice("status", STATUSES, status),
    )
    cursor.finish()
    _check_days(cursor, year)
    return year


def _holiday(cursor: Cursor) -> Holiday:
    first = cursor.date("first")
    holiday = Holiday(cursor.label("name"), first, cursor.maybe_date("last") or first)
    if holiday.last < holiday.first or (holiday.last - holiday.first).days > 31:
        cursor.fail("假期起止不合理", "The holiday's dates cannot be right", "last")
        holiday = Holiday(holiday.name, first, first)
    cursor.finish()
    return holiday


def _day(cursor: Cursor, text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        cursor.fail(f"“{text}”不是日期", f"'{text}' is no date", "workdays")
        return datetime.date.min


def _check_days(cursor: Cursor, year: WorkdayYear) -> None:
    off = {day for holiday in year.holidays for day in holiday.days}
    for day in sorted(off | set(year.workdays)):
        if day.year not in (year.year, datetime.date.min.year):
            cursor.fail(f"{day} 不在 {year.year} 年", f"{day} does not lie in {year.year}")
    for day in sorted(off & set(year.workdays)):
        cursor.fail(f"{day} 既放假又上班", f"{day} is both a holiday and a workday")
