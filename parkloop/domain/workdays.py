"""The workday table: which days are worked, counting in working days, and how far the answer can be trusted.

The year's notice (国务院办公厅关于节假日安排的通知) names days off and weekend days worked instead; a year without its notice
follows the week's rule and is provisional. Where the rows come from is not known here.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, order=True)
class SpecialDay:
    """A day named by the notice: off, or worked although it is a weekend day."""

    day: dt.date
    is_workday: bool
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Deadline:
    """A computed day; provisional when a year it was counted through has no notice yet."""

    day: dt.date
    is_provisional: bool


@dataclass(frozen=True)
class WorkdayTable:
    """All special days with the years whose notice is known. Immutable; counts are kept per year once computed."""

    special: dict[dt.date, SpecialDay]
    known_years: frozenset[int]
    _years: dict[int, tuple[dt.date, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, days: Iterable[SpecialDay], known_years: Iterable[int]) -> "WorkdayTable":
        """The table of these special days; years not in `known_years` stay provisional."""
        return cls({d.day: d for d in days}, frozenset(known_years))

    def is_workday(self, day: dt.date) -> bool:
        """Whether the day is worked: the notice first, else Monday to Friday."""
        named = self.special.get(day)
        return named.is_workday if named else day.weekday() < SATURDAY

    def is_provisional(self, first: dt.date, last: dt.date | None = None) -> bool:
        """Whether any year from `first` to `last` has no notice yet."""
        years = sorted((first.year, (last or first).year))
        return any(year not in self.known_years for year in range(years[0], years[1] + 1))

    def working_days_of(self, year: int) -> tuple[dt.date, ...]:
        """The working days of a year, in order."""
        if year not in self._years:
            first = dt.date(year, 1, 1)
            days = (first + n * ONE_DAY for n in range((dt.date(year, 12, 31) - first).days + 1))
            self._years[year] = tuple(day for day in days if self.is_workday(day))
        return self._years[year]

    def add(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `day` (not counting `day` itself); negative counts go back.

        Zero gives `day` itself when it is worked, else the next working day. OverflowError past the year 9999.
        """
        if count == 0:
            return day if self.is_workday(day) else self.add(day, 1)
        return self._forward(day, count) if count > 0 else self._back(day, -count)

    def subtract(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day before `day`."""
        return self.add(day, -count)

    def deadline(self, day: dt.date, count: int) -> Deadline:
        """`add`, saying whether the result may still move with a coming notice."""
        due = self.add(day, count)
        return Deadline(due, self.is_provisional(day, due))

    def between(self, first: dt.date, last: dt.date) -> int:
        """Working days from `first` to `last`: those after `first` up to and with `last`.

        When `last` lies before `first` the count is negative: minus the working days from `last` up to the day before `first`.
        So `between(day, add(day, n)) == n` for every n but zero.
        """
        if last < first:
            return -(self._until(first - ONE_DAY, last.year) - self._until(last - ONE_DAY, last.year))
        return self._until(last, first.year) - self._until(first, first.year)

    def _forward(self, day: dt.date, count: int) -> dt.date:
        year, left = day.year, count + self._index(day)
        while left > len(self.working_days_of(year)):
            left -= len(self.working_days_of(year))
            year = _next_year(year)
        return self.working_days_of(year)[left - 1]

    def _back(self, day: dt.date, count: int) -> dt.date:
        year, left = day.year, self._index(day) - int(self.is_workday(day)) - count
        while left < 0:
            year = _next_year(year, -1)
            left += len(self.working_days_of(year))
        return self.working_days_of(year)[left]

    def _index(self, day: dt.date) -> int:
        """How many working days of its year lie up to and with the day."""
        return bisect_right(self.working_days_of(day.year), day)

    def _until(self, day: dt.date, since: int) -> int:
        """Working days from the start of the year `since` up to and with the day (negative when it lies before)."""
        if day.year < since:
            return self._index(day) - sum(len(self.working_days_of(y)) for y in range(day.year, since))
        return self._index(day) + sum(len(self.working_days_of(y)) for y in range(since, day.year))


def _next_year(year: int, step: int = 1) -> int:
    if not dt.MINYEAR <= year + step <= dt.MAXYEAR:
        raise OverflowError("the working day lies outside the calendar")
    return year + step
