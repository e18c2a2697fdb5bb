"""A milestone or sub-task is put into the work plan of a task (施工图)."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan import workwords
from parkloop.apps.plan.itemchecks import check_item, next_position
from parkloop.apps.plan.models import ItemKind, Task, WorkItem
from parkloop.apps.plan.rescheduling import changing
from parkloop.apps.plan.timetables import first_day_of
from parkloop.apps.plan.workjournal import write_change
from parkloop.foundation.acting import action, bump_version, require
from parkloop.foundation.models import Organisation, Person


@action(
    "plan.add_work_item",
    label=_("Add a milestone or sub-task"),
    on=Task,
    icon="plus",
    labels=workwords.LABELS,
    help=workwords.HELP,
)
def add_work_item(
    person: Person,
    *,
    task: Task,
    kind: ItemKind,
    code: str,
    name_zh: str,
    name_en: str = "",
    duration: int = 0,
    parent: WorkItem | None = None,
    not_before: dt.date | None = None,
    must_start_on: dt.date | None = None,
    must_finish_by: dt.date | None = None,
    weight: Decimal | None = None,
    organisation: Organisation | None = None,
    reason: str = "",
    version: int | None = None,
) -> WorkItem:
    """Add an item; the scheduler gives it its dates. A milestone lasts 0 working days, a sub-task at least one.

    Errors: NotAllowed; InvalidInput (code taken, name, duration, weight, dates outside plan or task, a fixed date on a day off,
    a date that cannot be kept); StaleVersion.
    """
    require(person, "plan.add_work_item", task)
    item = WorkItem(
        plan=task.plan,
        task=task,
        kind=kind,
        code=code.strip(),
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        duration=duration,
        parent=parent,
        not_before=not_before,
        must_start_on=must_start_on,
        must_finish_by=must_finish_by,
        weight=weight,
        organisation=organisation,
    )
    check_item(item)
    with changing(task.plan) as change:
        bump_version(task, version)
        item.position = next_position(task)
        item.starts_on = item.ends_on = first_day_of(task.plan)
        item.save()
    item.refresh_from_db()
    write_change(person, "plan.add_work_item", item, change, before={}, reason=reason)
    return item
