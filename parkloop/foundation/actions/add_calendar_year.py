"""Add or replace a calendar year on the desk, as a person copies it from the notice."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.domain.workdays import SpecialDay
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.actions.record_calendar_year import record_calendar_year
from parkloop.foundation.models import WorkdayYear

DAY = r"\d{4}-\d{2}-\d{2}"
LINE = re.compile(
    rf"(?P<first>{DAY})(?:\s*(?:\.\.|~|—|至|\s)\s*(?P<last>{DAY}))?(?:\s+(?P<zh>[^/]*?)\s*(?:/\s*(?P<en>.+))?)?\Z"
)
LONGEST_DAYS = 31


@action(
    "directory.add_calendar_year",
    label=_("Add calendar year"),
    on=WorkdayYear,
    creates=True,
    icon="plus",
    labels={
        "holidays": _("Days off"),
        "make_up_days": _("Weekend days worked instead"),
        "notice": _("Number of the notice"),
    },
    help={
        "holidays": _("One run a line: first day, last day, name; e.g. 2031-10-01 2031-10-07 国庆节 / National Day"),
        "make_up_days": _("One day a line."),
        "notice": _("Left empty, the year stays provisional."),
    },
    long=("holidays", "make_up_days"),
)
def add_calendar_year(
    person: Any,
    *,
    year: int,
    holidays: str,
    notice: str = "",
    make_up_days: str = "",
    reason: str = "",
    version: int | None = None,
) -> WorkdayYear:
    """Read the lines and record the year; InvalidInput names the line that cannot be read."""
    require(person, "directory.add_calendar_year", None)
    days = [*_days(holidays, "holidays", False), *_days(make_up_days, "make_up_days", True)]
    return record_calendar_year(
        person,
        year=year,
        days=days,
        notice=notice.strip(),
        is_provisional=not notice.strip(),
        reason=reason,
        version=version,
    )


def _days(text: str, field: str, is_workday: bool) -> Iterator[SpecialDay]:
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = LINE.match(line)
        try:
            first = dt.date.fromisoformat(found["first"]) if found else None
            last = dt.date.fromisoformat(found["last"]) if found and found["last"] else first
        except ValueError:
            first = last = None
        if found is None or first is None or last is None or not 0 <= (last - first).days < LONGEST_DAYS:
            raise InvalidInput(
                _("“%(line)s” cannot be read. Write first day, last day and name, like 2031-10-01 2031-10-07 国庆节."),
                field=field,
                line=line,
            )
        for n in range((last - first).days + 1):
            yield SpecialDay(
                first + dt.timedelta(n), is_workday, (found["zh"] or "").strip(), (found["en"] or "").strip()
            )
