"""Record a year of the workday table: its special days and the number of the notice that names them."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.domain.workdays import SpecialDay
from parkloop.foundation import calendar, journal
from parkloop.foundation.acting import InvalidInput, action, bump_version, require
from parkloop.foundation.models import Workday, WorkdayYear

FIRST_YEAR, LAST_YEAR = 1949, 2200


@action("directory.record_calendar_year", label=_("Record calendar year"), on=WorkdayYear, bulk=True)
def record_calendar_year(
    person: Any,
    *,
    year: int,
    days: Sequence[SpecialDay],
    notice: str = "",
    origin: str = "desk",
    is_provisional: bool = False,
    reason: str = "",
    version: int | None = None,
) -> WorkdayYear:
    """Set the year's special days (all of them); a year recorded before is replaced, and left alone when nothing differs."""
    require(person, "directory.record_calendar_year", None)
    _check(year, days)
    with transaction.atomic():
        row = WorkdayYear.objects.filter(year=year).first()
        facts = _facts(notice, origin, is_provisional, days)
        if row is not None and (before := facts_of(row)) == facts:
            return row
        before = {} if row is None else before
        row = _save(row, year, notice, origin, is_provisional, version)
        row.days.all().delete()
        Workday.objects.bulk_create(
            Workday(year=row, day=d.day, is_workday=d.is_workday, name_zh=d.name_zh, name_en=d.name_en) for d in days
        )
        calendar.forget()
        journal.write(
            person, "directory.record_calendar_year", row, before=before, after=facts, reason=reason, basis=notice
        )
    return row


def facts_of(row: WorkdayYear) -> dict[str, Any]:
    """What the journal and the comparison know of a year."""
    days = [SpecialDay(d.day, d.is_workday, d.name_zh, d.name_en) for d in row.days.all()]
    return _facts(row.notice, row.origin, row.is_provisional, days)


def _facts(notice: str, origin: str, is_provisional: bool, days: Sequence[SpecialDay]) -> dict[str, Any]:
    return {
        "notice": notice,
        "origin": origin,
        "is_provisional": is_provisional,
        "off": [[d.day.isoformat(), d.name_zh, d.name_en] for d in sorted(days) if not d.is_workday],
        "worked": [[d.day.isoformat(), d.name_zh, d.name_en] for d in sorted(days) if d.is_workday],
    }


def _check(year: int, days: Sequence[SpecialDay]) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(_("%(year)d is no year of this calendar."), field="year", year=year)
    seen = set()
    for special in days:
        if special.day.year != year:
            raise InvalidInput(
                _("%(day)s does not lie in %(year)d."), field="holidays", day=special.day.isoformat(), year=year
            )
        if special.day in seen:
            raise InvalidInput(_("%(day)s is named twice."), field="holidays", day=special.day.isoformat())
        seen.add(special.day)


def _save(
    row: WorkdayYear | None, year: int, notice: str, origin: str, is_provisional: bool, version: int | None
) -> WorkdayYear:
    if row is None:
        return WorkdayYear.objects.create(year=year, notice=notice, origin=origin, is_provisional=is_provisional)
    bump_version(row, version)
    row.notice, row.origin, row.is_provisional = notice, origin, is_provisional
    row.save(update_fields=["notice", "origin", "is_provisional"])
    return row
