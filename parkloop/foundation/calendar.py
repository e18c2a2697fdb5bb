"""The installation's workday table, read from its rows and kept in memory until one of them changes.

Counting is `domain.workdays`; rows come from the seed (`actions.seed_calendar`), from the park's data or from the desk.
"""

import datetime as dt

from django.db.models import Count, Max, Sum

from parkloop.domain.workdays import Deadline, SpecialDay, WorkdayTable
from parkloop.foundation.models import Workday, WorkdayYear

Stamp = tuple[int | None, int | None, int]

_kept: dict[Stamp, WorkdayTable] = {}


def table() -> WorkdayTable:
    """The table of all recorded years; one small query when nothing changed."""
    stamp = _stamp()
    if stamp not in _kept:
        fresh = _read()
        _kept.clear()
        _kept[stamp] = fresh
    return _kept[stamp]


def forget() -> None:
    """Read the rows again at the next question (the action that changes them says so; other processes see the versions)."""
    _kept.clear()


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The `count`-th working day after `day`; negative counts go back."""
    return table().add(day, count)


def deadline(day: dt.date, count: int) -> Deadline:
    """The same, saying whether it is provisional."""
    return table().deadline(day, count)


def working_days_between(first: dt.date, last: dt.date) -> int:
    """Working days after `first` up to and with `last`; negative when `last` lies before."""
    return table().between(first, last)


def is_workday(day: dt.date) -> bool:
    """Whether the day is worked."""
    return table().is_workday(day)


def _stamp() -> Stamp:
    found = WorkdayYear.objects.aggregate(last=Max("pk"), versions=Sum("version"), count=Count("pk"))
    return found["last"], found["versions"], found["count"]


def _read() -> WorkdayTable:
    rows = Workday.objects.values_list("day", "is_workday", "name_zh", "name_en")
    known = WorkdayYear.objects.filter(is_provisional=False).values_list("year", flat=True)
    return WorkdayTable.of((SpecialDay(*row) for row in rows), known)
