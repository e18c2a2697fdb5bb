"""Seed the workday table with the years whose notices the installed holiday source knows. Years recorded otherwise stay."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.adapters import official_holidays
from parkloop.foundation.acting import action, require
from parkloop.foundation.actions.record_calendar_year import record_calendar_year
from parkloop.foundation.models import WorkdayYear


@action("directory.seed_calendar", label=_("Seed calendar"), on=WorkdayYear, bulk=True)
def seed_calendar(person: Any, *, first_year: int = 0) -> list[int]:
    """Record each covered year from `first_year` on that is missing, provisional or seeded before; returns the years looked at."""
    require(person, "directory.seed_calendar", None)
    kept = WorkdayYear.objects.filter(is_provisional=False).exclude(origin__startswith=official_holidays.ORIGIN)
    own = set(kept.values_list("year", flat=True))
    years = [y for y in official_holidays.known_years() if y >= first_year and y not in own]
    for year in years:
        record_calendar_year(
            person, year=year, days=official_holidays.special_days(year), origin=official_holidays.origin()
        )
    return years
