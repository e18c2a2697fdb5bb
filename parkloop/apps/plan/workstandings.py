"""Where tasks with a work plan stand: roll-up of their milestones by the task's rule, and lights set by hand. A fixed number of queries."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from parkloop.apps.plan.models import ItemKind, LightOverride, RollUp, Task, WorkItem
from parkloop.apps.plan.timetables import first_day_of
from parkloop.domain.workdays import WorkdayTable
from parkloop.domain.workplan.days import WorkingDays
from parkloop.domain.workplan.progress import Part, Rule, WeightsDoNotAddUp, check_weights, parts_of, standing


@dataclass(frozen=True)
class RolledUp:
    """A task's work plan on a day: percent done and planned, the codes of due items without a report, what is wrong with the weights."""

    on: dt.date
    rule: str
    done_pp: Decimal | None
    planned_pp: Decimal | None
    missing: tuple[str, ...] = ()
    weights_sum: Decimal | None = None
    without_weight: tuple[str, ...] = ()


def rolled_up(tasks: Sequence[Task], ends: Mapping[str, dt.date], table: WorkdayTable) -> dict[int, RolledUp]:
    """By primary key, the tasks whose rule finds something to count. `ends` are the data dates of the plans' folders; one query."""
    rows = WorkItem.objects.filter(task__in=[task.pk for task in tasks], removed_on__isnull=True)
    by_task: dict[int, list[WorkItem]] = {}
    for item in rows.order_by("position", "pk"):
        by_task.setdefault(item.task_id, []).append(item)
    found = {}
    for task in tasks:
        work = _of_task(task, by_task.get(task.pk, []), ends[task.plan.folder], table)
        if work is not None:
            found[task.pk] = work
    return found


def _of_task(task: Task, items: list[WorkItem], end: dt.date, table: WorkdayTable) -> RolledUp | None:
    line = WorkingDays.since(table, first_day_of(task.plan))
    rule, parts = cast(Rule, task.roll_up), parts_from(items, line)
    if not parts_of(parts, rule):
        return None
    on = max([end, *(item.reported_on for item in items if item.reported_on)])
    if rule == RollUp.WEIGHT and (wrong := _wrong_weights(parts)) is not None:
        return RolledUp(on, rule, None, None, (), wrong.total, wrong.without)
    begins = line.place(task.starts_on or first_day_of(task.plan))
    found = standing(parts, rule, begins, line.last_place(on), line.last_place(end))
    return RolledUp(on, rule, found.done_pp, found.planned_pp, found.missing)


def rolls_up(task: Task) -> bool:
    """Whether the task's rule finds something to count, so that its completion is not reported by hand."""
    kind = ItemKind.ACTIVITY if task.roll_up == RollUp.DURATION else ItemKind.MILESTONE
    return WorkItem.objects.filter(task=task, kind=kind, removed_on__isnull=True).exists()


def parts_from(items: Iterable[WorkItem], line: WorkingDays) -> list[Part]:
    """Items without parts of their own, as the roll-up takes them."""
    listed = list(items)
    above = {item.parent_id for item in listed}
    return [
        Part(
            item.code,
            line.place(item.starts_on),
            line.place(item.ends_on),
            item.duration,
            item.weight,
            item.done_pp,
        )
        for item in listed
        if item.pk not in above
    ]


def _wrong_weights(parts: list[Part]) -> WeightsDoNotAddUp | None:
    milestones = [part for part in parts if part.is_milestone]
    try:
        check_weights(milestones)
    except WeightsDoNotAddUp as error:
        return error
    if any(part.weight is None for part in milestones):
        return WeightsDoNotAddUp(Decimal(0), tuple(part.key for part in milestones))
    return None


def overrides_on(tasks: Iterable[Task], day: dt.date) -> dict[int, LightOverride]:
    """Lights set by hand that are in force on the day, by task; one query. One whose last day has passed is not, ended or not."""
    rows = LightOverride.objects.filter(
        task__in=[task.pk for task in tasks], ended_on__isnull=True, from_on__lte=day, until_on__gte=day
    )
    return {row.task_id: row for row in rows.select_related("set_by")}
