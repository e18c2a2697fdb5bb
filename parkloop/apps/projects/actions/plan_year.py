"""A year's planned investment, spread evenly over its months."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects import checks, months
from parkloop.apps.projects.models import InvestmentMonth, Project
from parkloop.domain import periods
from parkloop.domain.money import spread
from parkloop.foundation import journal
from parkloop.foundation.acting import InvalidInput, action, require
from parkloop.foundation.models import Person

LABELS = {
    "year": _("Year"),
    "total_fen": _("Year's plan (10,000 yuan)"),
    "first_month": _("From month"),
    "last_month": _("To month"),
    "reason": _("Reason of a correction"),
}
HELP = {"total_fen": _("Spread evenly over the months; single months are corrected afterwards.")}


@action("projects.plan_year", label=_("Plan a year"), on=Project, icon="calendar-event", labels=LABELS, help=HELP,
        money=("total_fen",))  # fmt: skip
def plan_year(
    person: Person,
    *,
    project: Project,
    year: int,
    total_fen: int,
    first_month: int = 1,
    last_month: int = 12,
    reason: str = "",
) -> Project:
    """Plan the months of a year in equal parts of a total in fen; what does not divide stands in the last month.

    Errors: NotAllowed; InvalidInput (year, months, amount; months planned before without a reason).
    """
    require(person, "projects.plan_year", project)
    if not months.FIRST_YEAR <= year <= months.LAST_YEAR:
        raise InvalidInput(
            _("The year lies outside %(first)s to %(last)s."), field="year",
            first=months.FIRST_YEAR, last=months.LAST_YEAR,
        )  # fmt: skip
    if not 1 <= first_month <= last_month <= 12:
        raise InvalidInput(_("Months run from 1 to 12, the first not after the last."), field="last_month")
    checks.amount(total_fen, "total_fen")
    ends = [periods.end_of_period(dt.date(year, month, 1)) for month in range(first_month, last_month + 1)]
    with transaction.atomic():
        known = {row.period_end: row for row in InvestmentMonth.objects.filter(project=project, period_end__in=ends)}
        if any(row.planned_fen is not None for row in known.values()) and not reason.strip():
            raise InvalidInput(
                _("Months of this year are planned already. To plan them anew, give the reason."), field="reason"
            )
        _write(person, project, known, dict(zip(ends, spread(total_fen, len(ends)), strict=True)), reason)
    return project


def _write(
    person: Person, project: Project, known: dict[dt.date, InvestmentMonth], shares: dict[dt.date, int], reason: str
) -> None:
    old: dict[str, int | None] = {}
    for end, share in shares.items():
        row = known.get(end) or InvestmentMonth(project=project, period_end=end)
        old[end.isoformat()] = row.planned_fen
        row.planned_fen = share
        row.version += 1 if row.pk else 0
        row.save()
    new: dict[str, int | None] = {end.isoformat(): share for end, share in shares.items()}
    before = {day: fen for day, fen in old.items() if fen is not None}
    journal.write(person, "projects.plan_year", project, before=before, after=new, reason=reason)
