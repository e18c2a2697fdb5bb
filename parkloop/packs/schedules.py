"""Schedules inside plan files: ``{curve: linear | step | points, points: [{on, pp}]}``. Evaluation is ``domain.schedule``."""

import datetime
from decimal import Decimal
from typing import cast

from parkloop.domain.schedule import CURVES, CurveKind, Schedule
from parkloop.packs.cursor import Cursor


def read_schedule(cursor: Cursor) -> Schedule:
    """Read ``starts_on``, ``due_on`` and the optional ``schedule`` of a target or task (linear when absent)."""
    starts_on, due_on = cursor.date("starts_on"), cursor.date("due_on")
    if due_on < starts_on:
        cursor.fail("到期早于开始", "It is due before it starts", "due_on")
    curve = cursor.maybe_child("schedule")
    if curve is None:
        return Schedule("linear", starts_on, due_on)
    kind = cast(CurveKind, curve.choice("curve", CURVES))
    points = tuple(_point(row) for row in curve.rows("points", need=kind == "points"))
    curve.finish()
    _check_points(curve, [starts_on, *(on for on, _ in points), due_on], [pp for _, pp in points])
    return Schedule(kind, starts_on, due_on, points)


def _point(cursor: Cursor) -> tuple[datetime.date, Decimal]:
    point = cursor.date("on"), Decimal(str(cursor.number("pp")))
    cursor.finish()
    return point


def _check_points(cursor: Cursor, days: list[datetime.date], values: list[Decimal]) -> None:
    if values and days != sorted(set(days)):
        cursor.fail(
            "各点日期应在起止之间且递增", "The days of the points must rise between start and due date", "points"
        )
    if values != sorted(values) or any(not 0 <= value <= 100 for value in values):
        cursor.fail("各点百分数应在 0—100 且不下降", "The percentages must lie in 0-100 and never fall", "points")
