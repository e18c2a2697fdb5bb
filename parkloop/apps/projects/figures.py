"""Figures of projects: amounts of money with all it takes to trust them. Each opens the months it is summed from."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.projects import wording
from parkloop.domain.figures import Figure
from parkloop.domain.projects.investment import YearSums
from parkloop.domain.refs import Ref


def rows_address(project: Any = None, first: dt.date | None = None, last: dt.date | None = None) -> str:
    """The list of months behind a sum: of one project or of all that the reader sees, between two days."""
    asked: dict[str, Any] = {"project": project.pk} if project is not None else {}
    asked |= {"period_end_from": first.isoformat()} if first else {}
    asked |= {"period_end_to": last.isoformat()} if last else {}
    address = reverse("desk:list", kwargs={"kind": "projects.month"})
    return f"{address}?{urlencode(asked)}" if asked else address


def amount(
    fen: int | None, label: str, *, on: dt.date | None = None, formula: str = "", rows: str = "", notes: tuple[str, ...] = (),
    project: Any = None, source: str = "",
) -> Figure:  # fmt: skip
    """A figure of an amount in the unit that people would say; None is missing."""
    value, unit = (None, "") if fen is None else wording.money_parts(fen)
    ref = Ref("projects.project", str(project.pk)) if project is not None else None
    return Figure(
        value=value, unit=unit, label=label, data_date=on, source=source or _("Monthly reports of projects"), rows=rows,
        formula=formula, ref=ref, notes=notes,
    )  # fmt: skip


def year_done(sums: YearSums, data_month: dt.date, project: Any = None) -> Figure:
    """Done in the year up to the data month; says which months it lacks."""
    notes = (
        (_("without %(months)s, not reported") % {"months": wording.months(sums.unreported)},)
        if sums.unreported
        else ()
    )
    return amount(
        sums.done,
        _("Done in %(year)s") % {"year": sums.year},
        on=data_month,
        formula=_("Sum of what was done in the months from January to the data month. A month without a report adds nothing and is named."),
        rows=rows_address(project, dt.date(sums.year, 1, 1), data_month),
        notes=notes,
        project=project,
    )  # fmt: skip


def year_plan(sums: YearSums, project: Any = None) -> Figure:
    """The year's plan; says which months are not planned."""
    notes = (
        (_("without %(months)s, not planned") % {"months": wording.months(sums.unplanned)},) if sums.unplanned else ()
    )
    return amount(
        sums.planned,
        _("Plan of %(year)s") % {"year": sums.year},
        on=dt.date(sums.year, 12, 31),
        formula=_("Sum of the planned amounts of the year's months. A month without a plan adds nothing and is named."),
        rows=rows_address(project, dt.date(sums.year, 1, 1), dt.date(sums.year, 12, 31)),
        notes=notes,
        project=project,
        source=_("Investment plan of projects"),
    )  # fmt: skip


def planned_to_date(sums: YearSums, data_month: dt.date, project: Any = None) -> Figure:
    """What the plan asks for up to the data month."""
    return amount(
        sums.planned_to_date,
        _("Planned so far"),
        on=data_month,
        formula=_("Sum of the planned amounts from January to the data month."),
        rows=rows_address(project, dt.date(sums.year, 1, 1), data_month),
        project=project,
        source=_("Investment plan of projects"),
    )


def total(project: Any, done_fen: int | None, data_month: dt.date) -> Figure:
    """Everything done since the project began."""
    return amount(
        done_fen,
        _("Done since the beginning"),
        on=data_month,
        formula=_("Sum of what was done in all reported months up to the data month."),
        rows=rows_address(project, None, data_month),
        project=project,
    )
