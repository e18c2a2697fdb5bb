"""Figures of the plan: numbers with all it takes to trust them. Everything that prints a measured number takes it from here."""

import datetime as dt
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.plan import wording
from parkloop.apps.plan.models import Target, TargetValue
from parkloop.apps.plan.standings import TargetStand
from parkloop.domain.figures import Figure
from parkloop.domain.refs import Ref


def ref_of(target: Target) -> Ref:
    """The target's Ref."""
    return Ref("plan.target", str(target.pk))


def rows_address(target: Target) -> str:
    """The page of the rows behind a target's numbers."""
    return f"{reverse('desk:detail', kwargs={'kind': 'plan.target', 'pk': target.pk})}?tab=plan.value"


def of_value(row: TargetValue) -> Figure:
    """The figure of one typed value."""
    return _figure(row.target, row.value, row.period_end, row)


def of_stand(stand: TargetStand) -> Figure:
    """The newest due value of a target or of a town's share."""
    return _figure(stand.target, stand.value, stand.on, stand.row)


def expected(stand: TargetStand) -> Figure:
    """What the schedule asks for on the data date."""
    due = stand.judgement.expected
    places = max(stand.target.decimals, 1)
    return Figure(
        value=None if due is None else round(due, places),
        unit=stand.target.unit_label,
        label=_("Should be"),
        definition=_("schedule"),
        data_date=stand.on,
        formula=_("The goal times the way of the schedule that lies behind us on the data date."),
        rows=rows_address(stand.target),
        ref=ref_of(stand.target),
        places=places,
    )


def gap(stand: TargetStand) -> Figure:
    """Completion minus schedule, in percentage points."""
    points = stand.judgement.gap_pp
    return Figure(
        value=None if points is None else round(points, 1),
        unit=_("points"),
        label=_("Gap"),
        definition=_("gap"),
        data_date=stand.on,
        formula=_("Completion in percent of the goal minus the percentage the schedule asks for."),
        rows=rows_address(stand.target),
        ref=ref_of(stand.target),
        places=1,
    )


def rate(value: Decimal | None, label: str, on: dt.date | None, formula: str, rows: str = "") -> Figure:
    """A percentage computed by the plan itself."""
    return Figure(
        value=None if value is None else round(value, 1),
        unit="%",
        label=label,
        data_date=on,
        formula=formula,
        rows=rows,
        places=1,
    )


def _figure(target: Target, value: Decimal | None, on: dt.date, row: TargetValue | None) -> Figure:
    return Figure(
        value=value,
        unit=target.unit_label,
        label=target.label,
        definition=target.code,
        version=target.plan.short,
        typed_by=row.typed_by.name if row else "",
        data_date=on,
        source=row.source if row else "",
        rows=rows_address(target),
        formula=wording.rule_of(target),
        ref=ref_of(target),
        places=target.decimals,
    )
