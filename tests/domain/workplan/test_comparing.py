"""Two states of a work plan: what was added, removed, moved by how many working days, and what became of progress."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from parkloop.domain.workdays import WorkdayTable
from parkloop.domain.workplan.comparing import Frozen, compare

TABLE = WorkdayTable.of([], [2026])
OLD = Frozen("a", "1", "图纸", dt.date(2026, 3, 2), dt.date(2026, 3, 6), 5, None, Decimal(40))


def difference(old: Frozen | None, new: Frozen | None) -> object:
    found = compare({"a": old} if old else {}, {"a": new} if new else {}, TABLE.between)
    return found[0] if found else None


def test_the_same_is_no_difference() -> None:
    assert difference(OLD, replace(OLD)) is None


def test_moved_by_working_days_over_a_weekend() -> None:
    moved = replace(OLD, starts_on=dt.date(2026, 3, 5), ends_on=dt.date(2026, 3, 11))
    found = difference(OLD, moved)
    assert (found.kinds, found.start_by, found.end_by) == ({"moved"}, 3, 3)  # type: ignore[attr-defined]
    back = difference(moved, OLD)
    assert (back.start_by, back.end_by) == (-3, -3)  # type: ignore[attr-defined]


def test_progress_in_points_and_unknown_stays_unknown() -> None:
    assert difference(OLD, replace(OLD, done_pp=Decimal(65))).done_by == 25  # type: ignore[union-attr]
    unknown = difference(OLD, replace(OLD, done_pp=None))
    assert (unknown.kinds, unknown.done_by) == ({"progress"}, None)  # type: ignore[attr-defined]


def test_added_removed_and_restored() -> None:
    gone = replace(OLD, is_removed=True)
    kinds = [difference(None, OLD), difference(OLD, None), difference(OLD, gone), difference(gone, OLD)]
    assert [next(iter(k.kinds)) for k in kinds] == ["added", "removed", "removed", "restored"]  # type: ignore[attr-defined]
    assert difference(gone, gone) is None
    assert difference(None, gone) is None


def test_a_new_name_duration_or_weight_is_said() -> None:
    found = difference(OLD, replace(OLD, name="施工图", weight=Decimal(10)))
    assert found.kinds == {"changed"}  # type: ignore[attr-defined]


def test_differences_stand_by_task_and_date() -> None:
    new = {
        key: replace(OLD, key=key, task=task, starts_on=dt.date(2026, 3, day))
        for key, task, day in (("x", "2", 2), ("y", "1", 4), ("z", "1", 3))
    }
    assert [d.key for d in compare({}, new, TABLE.between)] == ["z", "y", "x"]


def test_to_another_task_is_one_difference_and_a_renamed_task_is_none() -> None:
    known = replace(OLD, task_key="7")
    found = difference(known, replace(known, task="2", task_key="8"))
    assert found.kinds == {"task"}  # type: ignore[attr-defined]
    assert difference(known, replace(known, task="1. 新名")) is None
    assert difference(known, replace(known, task="2", task_key="")) is None


def test_tasks_stand_in_the_order_of_their_printed_numbers() -> None:
    for names in (("3. 甲", "13. 乙", "二十. 丙"), ("二. 甲", "三. 乙", "十一. 丙")):
        new = {str(n): replace(OLD, key=str(n), task=name) for n, name in enumerate(names)}
        assert [d.new.task for d in compare({}, dict(reversed(new.items())), TABLE.between)] == list(names)  # type: ignore[union-attr]
