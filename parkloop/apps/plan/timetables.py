"""From rows of a work plan to a network of the scheduler and back: dates to places on the line of working days, and the written dates.

A finished item stands where it stood: nothing pushes it any more. An item with parts takes its dates from them and is not scheduled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from parkloop.apps.plan.models import ItemKind, Plan, Task, WorkItem, WorkLink
from parkloop.domain.workplan.days import WorkingDays
from parkloop.domain.workplan.model import Activity, Link, Network, Timetable
from parkloop.domain.workplan.scheduling import timetable
from parkloop.foundation import calendar


@dataclass
class WorkPlan:
    """The living items of one plan by key, their links, and the line of working days. `key` of an item is its primary key as text."""

    plan: Plan
    line: WorkingDays
    items: dict[str, WorkItem]
    links: list[WorkLink]
    _tables: dict[bool, Timetable] = field(default_factory=dict)

    @property
    def leaves(self) -> dict[str, WorkItem]:
        """Items that have no parts."""
        above = {str(item.parent_id) for item in self.items.values() if item.parent_id}
        return {key: item for key, item in self.items.items() if key not in above}

    @property
    def first_day(self) -> dt.date:
        """The plan's first day."""
        return first_day_of(self.plan)

    @property
    def last_day(self) -> dt.date | None:
        """The plan's last day; None when the notice states no period."""
        return last_day_of(self.plan)

    def network(self) -> Network:
        """What the scheduler needs. Errors: ValueError for links that join nothing."""
        leaves = self.leaves
        links = [
            Link(str(link.before_id), str(link.after_id), link.kind, link.lag)  # type: ignore[arg-type]
            for link in self.links
            if str(link.before_id) in leaves
            and str(link.after_id) in leaves
            and not leaves[str(link.after_id)].is_finished
        ]
        return Network.of(
            [self._activity(key, item) for key, item in leaves.items()], links, self.line.place(self.first_day)
        )

    def timetable(self, *, by_task: bool = False) -> Timetable:
        """The schedule; with `by_task` floats count to the end of each task instead of the end of the plan. Errors: CyclicLinks."""
        if by_task not in self._tables:
            self._tables[by_task] = timetable(self.network(), by_group=by_task)
        return self._tables[by_task]

    def dates(self, table: Timetable) -> dict[str, tuple[dt.date, dt.date]]:
        """First and last day of every item, those with parts included."""
        found = {key: (self.line.day(slot.start), self.line.day(slot.finish)) for key, slot in table.slots.items()}
        for key in self._summaries():
            below = [found[str(part.pk)] for part in self.items.values() if str(part.parent_id) == key]
            found[key] = min(start for start, _end in below), max(end for _start, end in below)
        return found

    def span(self, key: str, dates: Mapping[str, tuple[dt.date, dt.date]]) -> int:
        """Working days of an item with parts, from its first to its last day."""
        return max(self.line.count(*dates[key]), 1)

    def latest_of(self, item: WorkItem) -> dt.date | None:
        """The day by which an item must be finished: its own, its task's, or the plan's last day."""
        days = [day for day in (item.must_finish_by, item.task.due_on, self.last_day) if day is not None]
        return min(days) if days else None

    def earliest_of(self, item: WorkItem) -> dt.date:
        """The day before which an item cannot start for reasons of its task or of its own."""
        return max(day for day in (self.first_day, item.task.starts_on, item.not_before) if day is not None)

    def _activity(self, key: str, item: WorkItem) -> Activity:
        if item.is_finished:
            return Activity(key, item.duration, must_start=self.line.place(item.starts_on), group=str(item.task_id))
        latest = self.latest_of(item)
        return Activity(
            key,
            item.duration,
            not_before=self.line.place(self.earliest_of(item)),
            must_start=self.line.place(item.must_start_on) if item.must_start_on else None,
            finish_by=self.line.last_place(latest) if latest else None,
            group=str(item.task_id),
        )

    def _summaries(self) -> list[str]:
        """Keys of items with parts, the deepest first."""
        leaves = self.leaves
        return sorted((key for key in self.items if key not in leaves), key=lambda key: -self._depth(key))

    def _depth(self, key: str) -> int:
        depth, parent = 0, self.items[key].parent_id
        while parent and str(parent) in self.items and depth <= len(self.items):
            depth, parent = depth + 1, self.items[str(parent)].parent_id
        return depth


def first_day_of(plan: Plan) -> dt.date:
    """1 January of the plan's first year; the day of adoption when the notice states no period."""
    return dt.date(plan.period_first, 1, 1) if plan.period_first else plan.adopted_on


def last_day_of(plan: Plan) -> dt.date | None:
    """31 December of the plan's last year."""
    return dt.date(plan.period_last, 12, 31) if plan.period_last else None


def work_plan(plan: Plan) -> WorkPlan:
    """The living work plan of a plan; two queries and the calendar."""
    items = WorkItem.objects.filter(plan=plan, removed_on__isnull=True).select_related("task", "organisation")
    links = WorkLink.objects.filter(before__plan=plan, before__removed_on__isnull=True, after__removed_on__isnull=True)
    ordered = items.order_by("task__position", "position", "pk")
    return of_rows(plan, ordered, links.order_by("pk"))


def of_rows(plan: Plan, items: Iterable[WorkItem], links: Iterable[WorkLink]) -> WorkPlan:
    """The work plan of given rows."""
    line = WorkingDays.since(calendar.table(), first_day_of(plan))
    return WorkPlan(plan, line, {str(item.pk): item for item in items}, list(links))


def has_milestones(tasks: Iterable[Task]) -> set[int]:
    """Primary keys of the tasks that have a living milestone."""
    rows = WorkItem.objects.filter(task__in=list(tasks), kind=ItemKind.MILESTONE, removed_on__isnull=True)
    return set(rows.values_list("task_id", flat=True))
