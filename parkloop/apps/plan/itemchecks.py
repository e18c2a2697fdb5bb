"""What a single item of the work plan must fulfil before it is scheduled. Each refusal names the field and the way out."""

import re

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.models import ItemKind, Task, WorkItem, WorkLink
from parkloop.foundation import calendar, clock
from parkloop.foundation.acting import InvalidInput, InvalidState

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
LONGEST = 2000
MOST_DEEP = 4


def check_item(item: WorkItem) -> None:
    """Code, name, duration, weight, parent, fixed day, organisation. Errors: InvalidInput."""
    _check_words(item)
    _check_measures(item)
    check_parent(item)
    _check_fixed_day(item)
    body = item.organisation
    if body is not None and body.dissolved_on and body.dissolved_on <= clock.today():
        raise InvalidInput(
            _("%(unit)s was dissolved. Choose the organisation that took over its duties."),
            field="organisation",
            unit=body.name,
        )


def check_open(item: WorkItem) -> None:
    """It stands in the plan and is not finished. Errors: InvalidState."""
    check_living(item)
    if item.is_finished:
        raise InvalidState(
            _("“%(item)s” was finished on %(day)s and stays where it is. Correct its report first."),
            item=str(item),
            day=item.finished_on.isoformat() if item.finished_on else "",
        )


def check_living(item: WorkItem) -> None:
    """It was not removed. Errors: InvalidState."""
    if item.removed_on is not None:
        raise InvalidState(
            _("“%(item)s” was removed from the work plan on %(day)s."), item=str(item), day=item.removed_on.isoformat()
        )


def check_leaf(item: WorkItem, blame: str = "") -> None:
    """It has no parts: dates and links of an item with parts are those of its parts. Errors: InvalidInput."""
    if item.pk and item.parts.filter(removed_on__isnull=True).exists():
        raise InvalidInput(
            _("“%(item)s” consists of parts, and its dates come from them. Do it to its parts."),
            field=blame,
            item=str(item),
        )


def check_parent(item: WorkItem, field: str = "parent") -> None:
    """What it is part of is a living sub-task of its task, without links and not reported on itself. Errors: InvalidInput."""
    above, depth = item.parent, 1
    if above is None:
        return
    if above.task_id != item.task_id or above.removed_on is not None or above.is_milestone:
        raise InvalidInput(_("It can only be part of a sub-task of the same task."), field=field)
    if WorkLink.objects.filter(before=above).exists() or WorkLink.objects.filter(after=above).exists():
        raise InvalidInput(
            _("“%(item)s” has links; what consists of parts has none. Remove its links first."),
            field=field,
            item=str(above),
        )
    has_parts = above.parts.filter(removed_on__isnull=True).exclude(pk=item.pk).exists()
    if above.done_pp is not None and not has_parts:
        raise InvalidInput(
            _("“%(item)s” was reported on already, so it cannot be divided any more."), field=field, item=str(above)
        )
    while above is not None:
        if above.pk == item.pk or depth >= MOST_DEEP:
            raise InvalidInput(
                _("It would be part of itself, or stand deeper than %(most)s levels."), field=field, most=MOST_DEEP
            )
        above, depth = above.parent, depth + 1


def stay_put(whole: WorkItem | None) -> None:
    """What consisted of parts and lost its last one stays on its days as a sub-task of its own, instead of going back to the earliest."""
    if whole is None or whole.must_start_on or whole.parts.filter(removed_on__isnull=True).exists():
        return
    WorkItem.objects.filter(pk=whole.pk).update(not_before=whole.starts_on)


def next_position(task: Task) -> int:
    """Behind all items of the task."""
    last = WorkItem.objects.filter(task=task).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _check_words(item: WorkItem) -> None:
    if not CODE.fullmatch(item.code):
        raise InvalidInput(
            _("A code is made of letters, digits, points, hyphens and underscores, like M13-4."), field="code"
        )
    if WorkItem.objects.filter(code=item.code).exclude(pk=item.pk).exists():
        raise InvalidInput(_("The code %(code)s is taken already. Choose another one."), field="code", code=item.code)
    if not item.name_zh:
        raise InvalidInput(_("The Chinese name is needed."), field="name_zh")


def _check_measures(item: WorkItem) -> None:
    if item.kind == ItemKind.MILESTONE and item.duration != 0:
        raise InvalidInput(
            _("A milestone marks a day and lasts 0 working days. Choose “Sub-task” for what takes time."),
            field="duration",
        )
    if item.kind == ItemKind.ACTIVITY and not 1 <= item.duration <= LONGEST:
        raise InvalidInput(
            _("A sub-task lasts 1 to %(most)s working days. Choose “Milestone” for a day."),
            field="duration",
            most=LONGEST,
        )
    if item.weight is None:
        return
    if item.kind != ItemKind.MILESTONE:
        raise InvalidInput(_("Only milestones have weights; sub-tasks count by their working days."), field="weight")
    if not 0 < item.weight <= 100:
        raise InvalidInput(_("A weight is more than 0 and at most 100."), field="weight")


def _check_fixed_day(item: WorkItem) -> None:
    if item.not_before and item.must_start_on:
        raise InvalidInput(
            _("Give either a fixed start or the day before which it does not start, not both."), field="must_start_on"
        )
    day = item.must_start_on
    if day is not None and not calendar.is_workday(day):
        raise InvalidInput(
            _("%(day)s is no working day. Choose %(before)s or %(after)s."),
            field="must_start_on",
            day=day.isoformat(),
            before=calendar.add_working_days(day, -1).isoformat(),
            after=calendar.add_working_days(day, 0).isoformat(),
        )
