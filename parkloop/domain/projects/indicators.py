"""Technical indicators of key-technology projects (攻关技术指标): is the measured value what was promised?"""

from decimal import Decimal
from enum import StrEnum


class Comparator(StrEnum):
    """How the measured value is held against the target."""

    GE = "ge"
    LE = "le"
    EQ = "eq"
    RANGE = "range"


def is_met(comparator: str, actual: Decimal | None, target: Decimal, high: Decimal | None = None) -> bool | None:
    """Whether the value meets the target; None without a value. `high` is the upper end of a range, both ends included.

    ValueError for an unknown comparator or a range without its upper end.
    """
    if comparator == Comparator.RANGE and high is None:
        raise ValueError("a range needs its upper end")
    if actual is None:
        return None
    if comparator == Comparator.RANGE:
        return target <= actual <= high  # type: ignore[operator]
    if comparator == Comparator.GE:
        return actual >= target
    if comparator == Comparator.LE:
        return actual <= target
    if comparator == Comparator.EQ:
        return actual == target
    raise ValueError(f"unknown comparator {comparator!r}")


def way_pp(comparator: str, baseline: Decimal | None, actual: Decimal | None, target: Decimal) -> Decimal | None:
    """How much of the way from baseline to target lies behind, in percent from 0 to 100; None where it cannot be said.

    It can be said for at-least and at-most targets with a baseline on the far side of the target.
    """
    if actual is None or baseline is None or comparator not in (Comparator.GE, Comparator.LE):
        return None
    distance = target - baseline
    if distance == 0 or (distance < 0) != (comparator == Comparator.LE):
        return None
    return min(max(100 * (actual - baseline) / distance, Decimal(0)), Decimal(100))
