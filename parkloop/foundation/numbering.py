"""Document numbers: series are park data (definition `numbering`), serials are issued without gaps or doubles, per series and year.

The serial is taken in the caller's transaction: its row stays locked until the thing and its number are committed together, so a
rolled-back action leaves no gap. The pattern is a format string of `{year}` and `{serial:03d}`.
"""

import datetime as dt

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from parkloop.domain.refs import Ref
from parkloop.foundation import clock, definitions
from parkloop.foundation.acting import InvalidState
from parkloop.foundation.models import IssuedNumber, NumberSeries


def issue(series: str, ref: Ref, on: dt.date | None = None) -> str:
    """Give the thing the next number of the series in the year of `on` (today); the same thing gets the same number again.

    Call inside the action's transaction. InvalidState when the park declares no such series.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is issued inside the transaction of the thing it numbers")
    year = (on or clock.today()).year
    pattern = pattern_of(series)
    serial_row = _locked(series, year)
    known = IssuedNumber.objects.filter(series=series, year=year, ref=str(ref)).first()
    if known:
        return known.number
    NumberSeries.objects.filter(pk=serial_row.pk).update(last=F("last") + 1)
    serial_row.refresh_from_db(fields=["last"])
    number = pattern.format(year=year, serial=serial_row.last)
    values = {"series": series, "year": year, "serial": serial_row.last, "number": number, "ref": str(ref)}
    IssuedNumber.objects.create(**values, issued_at=clock.now())
    return number


def pattern_of(series: str) -> str:
    """The declared pattern of a series; InvalidState names the series when the park has none."""
    declared = definitions.published("numbering", "numbering")
    rows = declared.body.get("series", []) if declared else []
    for row in rows:
        if row.get("id") == series:
            return str(row["pattern"])
    message = _("The park declares no number series “%(series)s”. Add it to forms/numbering.yaml and load the park.")
    raise InvalidState(message, series=series)


def _locked(series: str, year: int) -> NumberSeries:
    """The row of the series, locked against other issuers until the transaction ends."""
    with transaction.atomic():
        NumberSeries.objects.bulk_create([NumberSeries(series=series, year=year)], ignore_conflicts=True)
    return NumberSeries.objects.select_for_update().get(series=series, year=year)
