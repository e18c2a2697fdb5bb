"""Lights (灯色) by an ordered rule table: the first row whose conditions all hold gives the light.

The table is park data (``plan/lights.yaml``); this module knows no threshold. Quantities are judged as they are
printed, to one decimal, so that the figure and the light on a page never disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Quantity = int | float | Decimal | bool | None
Light = Literal["ok", "near", "lag", "over", "none", "done"]
Op = Literal["lt", "le", "eq", "ge", "gt"]

LIGHTS: tuple[Light, ...] = ("ok", "near", "lag", "over", "none", "done")
OPS: tuple[Op, ...] = ("lt", "le", "eq", "ge", "gt")
QUANTITIES = {
    "completion_pp": "what is done, in percent of what is to be reached (完成进度)",
    "elapsed_pp": "where the schedule says we should be, in percent (序时)",
    "gap_pp": "completion minus schedule, in percentage points; behind is negative (差距)",
    "working_days_left": "working days until the due date; negative when it has passed (剩余工作日)",
    "missing": "1 when no data were given for the period, else 0 (缺报)",
    "reached": "1 when the target is met or the task is closed, else 0 (达成)",
}
_PRINTED = Decimal("0.1")


@dataclass(frozen=True)
class Condition:
    """``quantity op value``, for example ``gap_pp lt -5``. An unknown quantity (None) meets no condition."""

    quantity: str
    op: Op
    value: Decimal

    def holds(self, quantities: Mapping[str, Quantity]) -> bool:
        """Whether it holds; raises KeyError when the caller forgot the quantity."""
        given = quantities[self.quantity]
        if given is None:
            return False
        return _compare(_as_printed(given), self.op, self.value)


@dataclass(frozen=True)
class LightRow:
    """One rule: all conditions hold (an empty tuple always does) -> this light, with its words for people."""

    id: str
    light: Light
    zh: str
    en: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class LightTable:
    """Ordered rules for one sort of thing (targets, tasks); the last row has no conditions."""

    rows: tuple[LightRow, ...]

    def row(self, row_id: str) -> LightRow:
        """The row of this id; KeyError when the table has none."""
        return next((row for row in self.rows if row.id == row_id), None) or _unknown(row_id)


def evaluate(table: LightTable, quantities: Mapping[str, Quantity]) -> str:
    """Id of the first row that holds.

    ``quantities`` gives every name of :data:`QUANTITIES` that the table uses, None when not known.
    Raises KeyError for a quantity left out and ValueError when no row holds (a checked table always ends in a default).
    """
    for row in table.rows:
        if all(condition.holds(quantities) for condition in row.conditions):
            return row.id
    raise ValueError("no row of the light table holds: its last row must have no conditions")


def _unknown(row_id: str) -> LightRow:
    raise KeyError(row_id)


def _as_printed(value: float | Decimal | bool) -> Decimal:
    """Rounded half up to one decimal, by way of the shortest decimal form."""
    number = value if isinstance(value, Decimal) else Decimal(str(int(value) if isinstance(value, bool) else value))
    return number.quantize(_PRINTED, rounding=ROUND_HALF_UP)


def _compare(left: Decimal, op: Op, right: Decimal) -> bool:
    if op == "eq":
        return left == right
    if op in ("lt", "le"):
        return left < right if op == "lt" else left <= right
    return left > right if op == "gt" else left >= right
