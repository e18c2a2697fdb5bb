"""Dated rows: ending one, putting a new one after it. A row that never came into force leaves no trace but the journal's."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from parkloop.foundation.acting import InvalidInput, InvalidState
from parkloop.foundation.models.base import Dated


def end_row(row: Any, on: dt.date) -> None:
    """The row is in force until the day before `on`; one that begins on `on` or later is taken away.

    InvalidState when it ended before.
    """
    if row.valid_to is not None and row.valid_to <= on:
        raise InvalidState(_("This ended on %(day)s already."), day=row.valid_to.isoformat())
    if row.valid_from >= on:
        type(row)._default_manager.filter(pk=row.pk).delete()
        return
    row.valid_to = on
    row.save(update_fields=["valid_to"])


def clear_from(rows: QuerySet[Any, Any], on: dt.date) -> None:
    """Cut a set of rows at `on`, set-based."""
    rows.filter(valid_from__gte=on).delete()
    rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lt=on).update(valid_to=on)


def refuse_later_rows(rows: QuerySet[Any, Any], on: dt.date, name: str) -> None:
    """InvalidInput when a change of the same sort is recorded after `on`: dated changes are recorded in order."""
    later = rows.filter(Q(valid_from__gt=on) | Q(valid_to__gt=on)).order_by("valid_from").first()
    if later is not None:
        day = later.valid_from if later.valid_from > on else later.valid_to
        raise InvalidInput(
            _("For %(name)s a later change is recorded already, on %(day)s. Choose that day or a later one."),
            field="on",
            name=name,
            day=day.isoformat(),
        )


def check_span(valid_from: dt.date, valid_to: dt.date | None) -> None:
    """InvalidInput when the end does not lie after the beginning."""
    if valid_to is not None and valid_to <= valid_from:
        raise InvalidInput(_("The end must lie after the beginning."), field="valid_to")


def overlapping(valid_from: dt.date, valid_to: dt.date | None) -> Q:
    """Filter for Dated rows that share at least one day with the span."""
    begins = Q() if valid_to is None else Q(valid_from__lt=valid_to)
    return begins & (Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from))


def is_open(row: Dated, day: dt.date) -> bool:
    """Whether the row is in force on the day or will come into force after it."""
    return row.valid_to is None or row.valid_to > day
