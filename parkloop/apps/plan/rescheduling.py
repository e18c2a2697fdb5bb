"""After a change of the work plan: schedule anew, refuse what breaks a link, a fixed date or the plan's period, write the dates.

Every verb of the work plan goes through `changing`, inside its transaction; a refusal rolls everything back.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import Plan, WorkItem
from parkloop.apps.plan.timetables import WorkPlan, work_plan
from parkloop.domain.workplan.model import Conflict, CyclicLinks
from parkloop.domain.workplan.moving import new_conflicts
from parkloop.foundation.acting import InvalidInput


@dataclass(frozen=True)
class Shifted:
    """An item that stands on other days than before; `by` in working days of its start, `end_by` of its end."""

    item: WorkItem
    old: tuple[dt.date, dt.date]
    new: tuple[dt.date, dt.date]
    by: int
    end_by: int


@dataclass
class Change:
    """One change of the work plan: `before` as it stood, `after` and `shifted` once it was scheduled. `field` is blamed in a refusal."""

    before: WorkPlan
    field: str
    after: WorkPlan | None = None
    shifted: list[Shifted] = field(default_factory=list)


@contextmanager
def changing(plan: Plan, blame: str = "") -> Iterator[Change]:
    """One transaction: lock the plan, let the caller change rows, then schedule, check and write the dates.

    Errors: InvalidInput naming the circle of links, the date or link that cannot be kept, or the bound of the period.
    """
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=plan.pk)
        change = Change(work_plan(plan), blame)
        change.before.timetable()
        yield change
        change.after = work_plan(plan)
        change.shifted = write_dates(change.before, change.after, change.field)


def write_dates(before: WorkPlan, after: WorkPlan, blame: str) -> list[Shifted]:
    """Check the new schedule and put its dates on the rows; what shifted, by new start. Errors: InvalidInput."""
    check_bounds(after, blame)
    try:
        table = after.timetable()
    except CyclicLinks as error:
        raise InvalidInput(
            _("These wait for each other in a circle: %(cycle)s. Remove one of the links."),
            field=blame,
            cycle=" → ".join(name_of(after, key) for key in error.cycle),
        ) from error
    for conflict in new_conflicts(before.timetable(), table):
        raise refusal(after, conflict, blame)
    return _write(after, after.dates(table))


def check_bounds(plan: WorkPlan, blame: str) -> None:
    """Dates that people fixed lie within the plan and the task. Errors: InvalidInput naming item, date and bound."""
    for item in plan.items.values():
        if item.is_finished:
            continue
        for name in ("not_before", "must_start_on", "must_finish_by"):
            day = getattr(item, name)
            if day is not None:
                check_day(plan, item, day, blame or name)


def check_day(plan: WorkPlan, item: WorkItem, day: dt.date, blame: str) -> None:
    """A day lies within the plan's period and the task's dates. Errors: InvalidInput."""
    first, last = plan.first_day, plan.last_day
    if day < first or (last is not None and day > last):
        raise InvalidInput(
            _("%(day)s lies outside the plan's period (%(first)s to %(last)s), so “%(item)s” cannot stand there."),
            field=blame,
            day=day.isoformat(),
            first=first.isoformat(),
            last=last.isoformat() if last else "—",
            item=str(item),
        )
    starts, due = item.task.starts_on, item.task.due_on
    if (starts and day < starts) or (due and day > due):
        raise InvalidInput(
            _(
                "%(day)s lies outside the task “%(task)s” (%(first)s to %(last)s), where “%(item)s” belongs. Choose a day within it."
            ),
            field=blame,
            item=str(item),
            day=day.isoformat(),
            task=str(item.task),
            first=starts.isoformat() if starts else "—",
            last=due.isoformat() if due else "—",
        )


def refusal(plan: WorkPlan, conflict: Conflict, blame: str) -> InvalidInput:
    """The sentence for a fixed date that could no longer be kept: which one, by what it is pushed, to where."""
    item = plan.items[conflict.key]
    values = {
        "item": str(item),
        "wanted": plan.line.day(conflict.wanted).isoformat(),
        "found": plan.line.day(conflict.found).isoformat(),
        "chain": " → ".join(name_of(plan, key) for key in conflict.chain),
    }
    return InvalidInput(_sentence(plan, item, conflict), field=blame, **values)


def _sentence(plan: WorkPlan, item: WorkItem, conflict: Conflict) -> object:
    if conflict.kind == "must_start":
        return _("“%(item)s” is fixed on %(wanted)s and could start only on %(found)s, pushed by %(chain)s.")
    latest = plan.latest_of(item)
    if item.must_finish_by is not None and latest == item.must_finish_by:
        return _("“%(item)s” is to be finished by %(wanted)s and would end on %(found)s, pushed by %(chain)s.")
    if item.task.due_on is not None and latest == item.task.due_on:
        return _("“%(item)s” would end on %(found)s, after its task is due (%(wanted)s), pushed by %(chain)s.")
    return _("“%(item)s” would end on %(found)s, after the plan's last working day (%(wanted)s), pushed by %(chain)s.")


def name_of(plan: WorkPlan, key: str) -> str:
    """Code and name of an item."""
    return f"“{plan.items[key]}”"


def _write(plan: WorkPlan, dates: dict[str, tuple[dt.date, dt.date]]) -> list[Shifted]:
    shifted, changed, leaves = [], [], plan.leaves
    for key, item in plan.items.items():
        old, new = (item.starts_on, item.ends_on), dates[key]
        duration = item.duration if key in leaves else plan.span(key, dates)
        if old == new and duration == item.duration:
            continue
        item.starts_on, item.ends_on = new
        item.duration = duration
        changed.append(item)
        if old != new:
            table = plan.line.table
            by = 0 if old[0] == new[0] else table.between(old[0], new[0])
            end_by = 0 if old[1] == new[1] else table.between(old[1], new[1])
            shifted.append(Shifted(item, old, new, by, end_by))
    WorkItem.objects.bulk_update(changed, ["starts_on", "ends_on", "duration"], batch_size=200)
    return sorted(shifted, key=lambda s: (s.new[0], s.item.code))
