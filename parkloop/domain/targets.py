"""Judging a target by its own meaning (目标的判定): what counts as done, when it is reached, where it should stand.

Kinds and comparators are those of the compiled plan (`domain.plan.model`). Exact Decimals; a missing value is no data:
it is never zero and never a failure. Curves are `domain.schedule`; lights are `domain.lights`.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from parkloop.domain import schedule as curves
from parkloop.domain.plan.model import Comparator, TargetKind
from parkloop.domain.schedule import Schedule

Side = Literal["below", "within", "above"]
HELD_THROUGHOUT: frozenset[Comparator] = frozenset({"le", "lt", "keep", "sync", "range"})
"""Comparators that must hold all the time, not only at the end: the schedule asks for all of it on every day."""

_ALL = Decimal(100)
_ONE = Decimal(1)


class TargetError(ValueError):
    """A goal contradicts itself (a range without an upper end, a tolerance below zero)."""


@dataclass(frozen=True)
class Goal:
    """What a target asks for, in its printed unit.

    `value` is the number of the notice (None for `sync`, which follows a reference); `high` the upper end of a range.
    `baseline` is the value before the plan began: an increment (新增) counts from it, growth (增长) is measured on it.
    `tolerance` says how far 左右 reaches. `years` is over how many years an average growth runs.
    """

    kind: TargetKind
    comparator: Comparator
    value: Decimal | None
    high: Decimal | None = None
    baseline: Decimal | None = None
    tolerance: Decimal | None = None
    years: int = 1

    def __post_init__(self) -> None:
        if self.comparator == "range" and (self.value is None or self.high is None or self.high < self.value):
            raise TargetError("a range needs a lower end that is not above its upper end")
        if self.comparator not in ("sync", "all") and self.value is None:
            raise TargetError(f"the comparator {self.comparator} needs a number")
        if self.tolerance is not None and self.tolerance < 0:
            raise TargetError("a tolerance is never below zero")
        if self.years < 1:
            raise TargetError("growth runs over one year or more")


@dataclass(frozen=True)
class Judgement:
    """How a value stands against its goal on a day. Everything is None where data do not suffice.

    `achieved` is the part of the value that counts (net-new for an increment, the rate for growth); `distance` what is
    still missing up to the goal, in its unit (negative when passed); `gap_pp` completion minus schedule, in percentage points.
    """

    missing: bool
    achieved: Decimal | None = None
    reached: bool | None = None
    side: Side | None = None
    distance: Decimal | None = None
    completion_pp: Decimal | None = None
    expected: Decimal | None = None
    expected_pp: Decimal | None = None
    gap_pp: Decimal | None = None

    def quantities(self) -> dict[str, Decimal | bool | int | None]:
        """What the rule table of lights asks for, except working days."""
        return {
            "completion_pp": self.completion_pp,
            "elapsed_pp": self.expected_pp,
            "gap_pp": self.gap_pp,
            "missing": int(self.missing),
            "reached": None if self.reached is None else int(self.reached),
        }


def achieved(goal: Goal, value: Decimal) -> Decimal:
    """The part of a value that counts towards the goal.

    An increment counts from its baseline; growth with a baseline is the average rate over `years`, in percent, else the
    value is the rate itself; everything else is the value.
    """
    if goal.kind == "increment":
        return value - (goal.baseline or Decimal(0))
    if goal.kind == "growth" and goal.baseline:
        ratio = value / goal.baseline
        return (_root(ratio, goal.years) - _ONE) * _ALL
    return value


def is_reached(goal: Goal, counted: Decimal, reference: Decimal | None = None) -> bool | None:
    """Whether what counts meets the goal; None when it needs a reference or a tolerance that nobody gave.

    A bare number (eq) reads as "at least", as practice does; 超 (gt) is not reached by the very number; 左右 (approx) is
    reached from number minus tolerance on, also above it; a rank is better when smaller; full coverage is all of 100 %.
    """
    low, high = _bounds(goal, reference)
    if low is None and high is None:
        return None
    if low is not None and (counted < low or (counted == low and goal.comparator == "gt")):
        return False
    return not (high is not None and (counted > high or (counted == high and goal.comparator == "lt")))


def judge(
    goal: Goal, value: Decimal | None, schedule: Schedule, on: dt.date, *, reference: Decimal | None = None
) -> Judgement:
    """Judge a value of the day `on` against the goal and its schedule.

    `value` and `reference` (what 同步 follows) are in the printed unit. Without a value the schedule is still told.
    """
    number = reference if goal.comparator == "sync" else full_value(goal)
    expected = expected_value(goal, schedule, on, reference=reference)
    expected_pp = None if expected is None or number is None else _percent(goal, expected, number)
    if value is None:
        return Judgement(missing=True, expected=expected, expected_pp=expected_pp)
    counted = achieved(goal, value)
    completion = None if number is None else _percent(goal, counted, number)
    gap = None if completion is None or expected_pp is None else completion - expected_pp
    return Judgement(
        missing=False,
        achieved=counted,
        reached=is_reached(goal, counted, reference),
        side=_side(goal, counted, reference),
        distance=None if number is None else _distance(goal, counted, number),
        completion_pp=completion,
        expected=expected,
        expected_pp=expected_pp,
        gap_pp=gap,
    )


def full_value(goal: Goal) -> Decimal | None:
    """The number that is one hundred percent of the goal; full coverage without a number is 100 %."""
    return _ALL if goal.comparator == "all" and goal.value is None else goal.value


def expected_value(goal: Goal, schedule: Schedule, on: dt.date, *, reference: Decimal | None = None) -> Decimal | None:
    """What should count on the day by the schedule; None when the goal follows a reference that is not known."""
    number = reference if goal.comparator == "sync" else full_value(goal)
    if number is None or goal.comparator in HELD_THROUGHOUT:
        return number
    if goal.comparator == "rank" and goal.baseline is None:
        return number
    start = Decimal(0) if goal.kind in ("increment", "growth") else goal.baseline or Decimal(0)
    return curves.expected_value(schedule, baseline=start, target=number, on=on)


def _bounds(goal: Goal, reference: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    number = full_value(goal)
    match goal.comparator:
        case "approx":
            tolerated = None if number is None or goal.tolerance is None else number - goal.tolerance
            return tolerated, None
        case "keep":
            around = goal.tolerance or Decimal(0)
            return (
                (None, None)
                if number is None
                else (number - around, number + around if goal.tolerance is not None else None)
            )
        case "range":
            return number, goal.high
        case "le" | "lt" | "rank":
            return None, number
        case "sync":
            return reference, None
    return number, None


def _side(goal: Goal, counted: Decimal, reference: Decimal | None) -> Side | None:
    """Below, within or above what is asked: for 左右 and 稳定在 the tolerance reaches both ways."""
    low, high = _bounds(goal, reference)
    if low is None and high is None:
        return None
    if goal.comparator == "approx" and goal.value is not None and goal.tolerance is not None:
        high = goal.value + goal.tolerance
    if low is not None and (counted < low or (counted == low and goal.comparator == "gt")):
        return "below"
    if high is not None and (counted > high or (counted == high and goal.comparator == "lt")):
        return "above"
    return "within"


def _percent(goal: Goal, counted: Decimal, number: Decimal) -> Decimal | None:
    """How much of the goal is done, in percent; for limits and ranks all of it until they are passed."""
    if goal.comparator in ("le", "lt", "rank"):
        if counted <= number:
            return _ALL
        return _ALL * number / counted
    if goal.comparator == "range" and goal.high is not None and counted > goal.high:
        return _ALL * goal.high / counted
    if goal.comparator == "range" and counted >= number:
        return _ALL
    return None if number == 0 else _ALL * counted / number


def _distance(goal: Goal, counted: Decimal, number: Decimal) -> Decimal:
    if goal.comparator in ("le", "lt", "rank"):
        return counted - number
    return number - counted


def _root(ratio: Decimal, years: int) -> Decimal:
    if years == 1 or ratio <= 0:
        return ratio
    return ratio ** (_ONE / Decimal(years))
