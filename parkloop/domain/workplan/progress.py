"""How far a task has come and should have come, from the parts of its work plan. Three stated rules of roll-up (汇总口径).

`weight` and `count` look at milestones, `duration` at activities. Both sides use the same rule, so they can be held against each other:
what is planned comes between two milestones by the working days that have passed, and within an activity likewise.
Missing is not zero: a part that was due and of which nobody reported anything leaves the whole unknown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

Rule = Literal["weight", "duration", "count"]
RULES: tuple[Rule, ...] = ("weight", "duration", "count")
ALL = Decimal(100)


@dataclass(frozen=True)
class Part:
    """A milestone (`duration` 0) or activity of a task: first and last working day as places, weight, reported percent (None: nothing)."""

    key: str
    start: int
    finish: int
    duration: int = 0
    weight: Decimal | None = None
    done_pp: Decimal | None = None

    @property
    def is_milestone(self) -> bool:
        """Whether it lasts no time."""
        return self.duration == 0


@dataclass(frozen=True)
class Standing:
    """Percent done and percent planned of a task on a day; None when not known. `missing` names due parts without a report."""

    done_pp: Decimal | None
    planned_pp: Decimal | None
    missing: tuple[str, ...] = ()


class WeightsDoNotAddUp(ValueError):
    """Weights of a task's milestones are not 100 together: `total` is their sum, `without` the keys that have none."""

    def __init__(self, total: Decimal, without: tuple[str, ...]) -> None:
        self.total, self.without = total, without
        super().__init__(f"{total}, without: {', '.join(without)}")


def standing(parts: Iterable[Part], rule: Rule, begins: int, today: int, due: int | None = None) -> Standing:
    """Where a task stands at the end of the day `today`; `begins` is the place of its first working day.

    `due` is the last day whose reports are awaited, `today` when not given. Nothing counts for the rule (no milestone, no
    activity): both unknown.
    """
    counted = parts_of(parts, rule)
    if not counted:
        return Standing(None, None)
    awaited = today if due is None else due
    missing = tuple(part.key for part in counted if part.done_pp is None and part.finish <= awaited)
    planned = _planned_of_activities(counted, today) if rule == "duration" else _planned(counted, rule, begins, today)
    return Standing(None if missing else rolled_up(counted, rule), planned, missing)


def parts_of(parts: Iterable[Part], rule: Rule) -> list[Part]:
    """The parts that the rule looks at."""
    return [part for part in parts if part.is_milestone == (rule != "duration")]


def rolled_up(parts: Sequence[Part], rule: Rule) -> Decimal:
    """Σ share × percent done ÷ Σ share; a part that is not due yet and of which nothing was reported adds nothing."""
    share = share_of(rule)
    return sum((share(part) * (part.done_pp or 0) for part in parts), Decimal(0)) / _total(parts, share)


def share_of(rule: Rule) -> Callable[[Part], Decimal]:
    """What one part counts: its weight, its working days, or one."""
    if rule == "weight":
        return lambda part: part.weight if part.weight is not None else Decimal(0)
    if rule == "duration":
        return lambda part: Decimal(part.duration)
    return lambda part: Decimal(1)


def check_weights(parts: Iterable[Part]) -> None:
    """Milestones either have no weights at all, or each has one above zero and together they are 100.

    Errors: WeightsDoNotAddUp.
    """
    milestones = [part for part in parts if part.is_milestone]
    given = [part for part in milestones if part.weight is not None]
    if not given:
        return
    total = sum((part.weight for part in given if part.weight is not None), Decimal(0))
    without = tuple(part.key for part in milestones if part.weight is None or part.weight <= 0)
    if without or total != ALL:
        raise WeightsDoNotAddUp(total, without)


def _total(parts: Sequence[Part], share: Callable[[Part], Decimal]) -> Decimal:
    return sum((share(part) for part in parts), Decimal(0)) or Decimal(1)


def _planned(parts: Sequence[Part], rule: Rule, begins: int, today: int) -> Decimal:
    """Straight lines over working days from the start through each milestone's day to 100."""
    share = share_of(rule)
    total, behind = _total(parts, share), Decimal(0)
    stops = [(begins - 1, Decimal(0))]
    for part in sorted(parts, key=lambda p: (p.finish, p.key)):
        behind += share(part)
        stops.append((part.finish, ALL * behind / total))
    if today >= stops[-1][0]:
        return stops[-1][1]
    for (left, low), (right, high) in pairwise(stops):
        if left <= today < right:
            return low + (high - low) * (today - left) / (right - left)
    return Decimal(0)


def _planned_of_activities(parts: Sequence[Part], today: int) -> Decimal:
    total = _total(parts, share_of("duration"))
    passed = sum(min(max(today - part.start + 1, 0), part.duration) for part in parts)
    return ALL * Decimal(passed) / total
