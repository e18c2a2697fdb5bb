"""One month of a project's investment: checks and the row, shared by planning, reporting and the import."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from parkloop.apps.projects.models import InvestmentMonth, Project
from parkloop.domain import periods
from parkloop.domain.money import wan_of
from parkloop.foundation import clock
from parkloop.foundation.acting import InvalidInput

FIRST_YEAR, LAST_YEAR = 2000, 2100


def row_of(project: Project, period_end: dt.date) -> InvestmentMonth:
    """The month's row, made in memory when there is none; the project is held, so that two reports do not make two rows."""
    Project.objects.select_for_update().filter(pk=project.pk).first()
    known = InvestmentMonth.objects.filter(project=project, period_end=period_end).select_related("project").first()
    return known or InvestmentMonth(project=project, period_end=period_end)


def check_end(period_end: dt.date) -> None:
    """The day closes a month of a possible year."""
    if not FIRST_YEAR <= period_end.year <= LAST_YEAR:
        raise InvalidInput(_("The year lies outside %(first)s to %(last)s."), field="period_end",
                           first=FIRST_YEAR, last=LAST_YEAR)  # fmt: skip
    if not periods.is_period_end(period_end):
        raise InvalidInput(
            _("A month is named by its last day; did you mean %(day)s?"),
            field="period_end",
            day=periods.end_of_period(period_end).isoformat(),
        )


def check_over(period_end: dt.date) -> None:
    """What was done is reported when the month is over."""
    if period_end > clock.today():
        raise InvalidInput(_("This month is not over yet."), field="period_end")


def needs_reason(old: int | None, reason: str) -> None:
    """A number that stood is corrected only with a reason."""
    if old is not None and not reason.strip():
        raise InvalidInput(
            _("%(amount)s (10,000 yuan) stands for this month. To correct it, give the reason."),
            field="reason",
            amount=f"{wan_of(old):,f}",
        )


def put_done(row: InvestmentMonth, person: Any, done_fen: int | None, source: str, missing_why: str) -> None:
    """Set what was reported; the first report's instant stays."""
    row.done_fen, row.source, row.missing_why = done_fen, source, missing_why
    row.reported_by = person
    row.reported_at = row.reported_at or clock.now()
