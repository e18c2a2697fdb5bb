"""Published holiday notices up to the newest that the installed chinesecalendar knows: the seed of the workday table."""

import datetime as dt
from collections.abc import Mapping
from importlib.metadata import version

from parkloop.domain.workdays import SpecialDay

ORIGIN = "chinesecalendar"


def origin() -> str:
    """Name and version of the source, as stored with each seeded year."""
    return f"{ORIGIN} {version(ORIGIN)}"


def known_years() -> range:
    """The years it covers, without gaps."""
    from chinese_calendar import constants

    years = {day.year for day in constants.holidays}
    return range(min(years), max(years) + 1)


def special_days(year: int) -> tuple[SpecialDay, ...]:
    """Days off and weekend days worked instead, by day."""
    from chinese_calendar import constants

    chinese = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    days = _days(constants.holidays, year, False, chinese) + _days(constants.workdays, year, True, chinese)
    return tuple(sorted(days))


def _days(named: Mapping[dt.date, str], year: int, is_workday: bool, chinese: Mapping[str, str]) -> list[SpecialDay]:
    return [SpecialDay(day, is_workday, chinese.get(name, ""), name) for day, name in named.items() if day.year == year]
