"""Two states of a work plan held against each other: baselines (基线) with each other, or one with today.

A state keeps progress and what was removed, so that "what did we claim last quarter" has an answer.
"""

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from parkloop.domain.text.numerals import ordinal

ChangeKind = Literal["added", "removed", "restored", "task", "moved", "progress", "changed"]
CountDays = Callable[[dt.date, dt.date], int]
"""Working days from one date to another, negative when the second lies before (`WorkdayTable.between`)."""


@dataclass(frozen=True)
class Frozen:
    """One item of a state, recognised by `key`. `done_pp` None: nothing was reported. `is_removed`: it was struck from the plan.

    `task` is what its task was called then; `task_key` recognises the task in other states, empty when that is not known any more.
    """

    key: str
    task: str
    name: str
    starts_on: dt.date
    ends_on: dt.date
    duration: int
    weight: Decimal | None = None
    done_pp: Decimal | None = None
    is_removed: bool = False
    task_key: str = ""


@dataclass(frozen=True)
class Difference:
    """What became of one item. `start_by`, `end_by` in working days (positive: later); `done_by` in points, None when either side is unknown."""

    key: str
    kinds: frozenset[ChangeKind]
    old: Frozen | None
    new: Frozen | None
    start_by: int = 0
    end_by: int = 0
    done_by: Decimal | None = None


def compare(old: Mapping[str, Frozen], new: Mapping[str, Frozen], between: CountDays) -> list[Difference]:
    """Every item that differs, by task and date. Items removed on both sides do not."""
    found = (_difference(key, old.get(key), new.get(key), between) for key in {**old, **new})
    return sorted((d for d in found if d is not None), key=_order)


def _difference(key: str, old: Frozen | None, new: Frozen | None, between: CountDays) -> Difference | None:
    was, now = old is not None and not old.is_removed, new is not None and not new.is_removed
    if not was and not now:
        return None
    if not was or old is None:
        return Difference(key, frozenset({"added" if old is None else "restored"}), old, new)
    if not now or new is None:
        return Difference(key, frozenset({"removed"}), old, new)
    start_by, end_by = _days(old.starts_on, new.starts_on, between), _days(old.ends_on, new.ends_on, between)
    kinds: set[ChangeKind] = {"task"} if _is_elsewhere(old, new) else set()
    if start_by or end_by:
        kinds.add("moved")
    if old.done_pp != new.done_pp:
        kinds.add("progress")
    if (old.name, old.duration, old.weight) != (new.name, new.duration, new.weight):
        kinds.add("changed")
    done_by = None if old.done_pp is None or new.done_pp is None else new.done_pp - old.done_pp
    return Difference(key, frozenset(kinds), old, new, start_by, end_by, done_by) if kinds else None


def _is_elsewhere(old: Frozen, new: Frozen) -> bool:
    """Whether it belongs to another task than before; a task that was only renamed or renumbered is the same one."""
    return bool(old.task_key and new.task_key) and old.task_key != new.task_key


def _days(old: dt.date, new: dt.date, between: CountDays) -> int:
    return 0 if old == new else between(old, new)


def _order(difference: Difference) -> tuple[int, str, dt.date, str]:
    """By the number printed before the task's title, then by date."""
    known = difference.new or difference.old
    assert known is not None  # one side is always there
    number = ordinal(known.task.partition(".")[0])
    return (number if number is not None else sys.maxsize), known.task, known.starts_on, difference.key
