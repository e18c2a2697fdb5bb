"""Where the schedule says a target or task should stand on a day (序时). Curves are park data; nothing else lives here.

A curve gives percent of the way between two dates: ``linear`` by calendar days, ``step`` only at the end, ``points`` by
straight lines between stated days (seasonal or milestone curves).
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

CurveKind = Literal["linear", "step", "points"]
CURVES: tuple[CurveKind, ...] = ("linear", "step", "points")
_ALL = Decimal(100)


@dataclass(frozen=True)
class Schedule:
    """From the morning of ``starts_on`` to the evening of ``due_on``; ``points`` are (day, percent), rising in time."""

    curve: CurveKind
    starts_on: dt.date
    due_on: dt.date
    points: tuple[tuple[dt.date, Decimal], ...] = ()

    def way_pp(self, on: dt.date) -> Decimal:
        """Percent of the way that should be behind us at the end of the day ``on``, 0 to 100."""
        if on < self.starts_on:
            return Decimal(0)
        if on >= self.due_on:
            return _ALL
        if self.curve == "step":
            return Decimal(0)
        if self.curve == "points":
            return self._between_points(on)
        return _ALL * _days(self.starts_on, on, inclusive=True) / _days(self.starts_on, self.due_on, inclusive=True)

    def _between_points(self, on: dt.date) -> Decimal:
        stops = [(self.starts_on, Decimal(0)), *self.points, (self.due_on, _ALL)]
        for (left, low), (right, high) in pairwise(stops):
            if left <= on < right:
                return low + (high - low) * _days(left, on) / _days(left, right)
        return _ALL


def expected_value(schedule: Schedule, *, baseline: Decimal, target: Decimal, on: dt.date) -> Decimal:
    """The value the schedule asks for at the end of the day ``on``, between baseline and target."""
    return baseline + (target - baseline) * schedule.way_pp(on) / _ALL


def expected_pp(schedule: Schedule, *, baseline: Decimal, target: Decimal, on: dt.date) -> Decimal:
    """The same in percent of the target (0 when the target is 0): to be held against value / target."""
    if target == 0:
        return Decimal(0)
    return _ALL * expected_value(schedule, baseline=baseline, target=target, on=on) / target


def _days(first: dt.date, last: dt.date, *, inclusive: bool = False) -> int:
    return (last - first).days + int(inclusive)
