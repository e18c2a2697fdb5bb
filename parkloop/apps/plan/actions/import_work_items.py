"""Items of the work plan come from a sheet: checked row by row and task by task, scheduled once, written in one transaction."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.plan.actions.choose_roll_up import check_sum
from parkloop.apps.plan.itemchecks import check_item, check_leaf, check_open, next_position
from parkloop.apps.plan.models import Plan, RollUp, WorkItem
from parkloop.apps.plan.rescheduling import changing
from parkloop.apps.plan.timetables import first_day_of
from parkloop.domain.refs import Ref
from parkloop.foundation import journal, policy, watching
from parkloop.foundation.acting import ActionError, ImportResult, InvalidInput, InvalidState, RowErrors, action, require
from parkloop.foundation.models import Person

NAME = "plan.import_work_items"
BINDING = ("duration", "not_before", "must_start_on", "must_finish_by", "kind", "task")


@action(NAME, label=gettext_lazy("Import the work plan"), on=WorkItem, creates=True, icon="upload", by_hand=False)
def import_work_items(person: Person, *, rows: list[dict[str, Any]], digest: str = "") -> ImportResult:
    """Make or change items, recognised by code; a field that a row does not carry stays as it is.

    Errors: NotAllowed; RowErrors naming the rows; InvalidInput when the schedule cannot be kept. Nothing is changed then.
    """
    require(person, NAME)
    known = {item.code: item for item in WorkItem.objects.filter(code__in=[row["code"] for row in rows])}
    made, changed, weighed, errors = [], [], {}, {}
    for place, row in enumerate(rows):
        item = known.get(row["code"])
        counts = item is None or ("weight" in row and row["weight"] != item.weight)
        try:
            (changed if item else made).append(_as_it_will_be(person, item, row))
        except ActionError as error:
            errors[place] = str(error)
            continue
        if counts:
            weighed[place] = (changed if item else made)[-1]
    errors = errors or _wrong_weights(weighed, [*made, *changed])
    if errors:
        raise RowErrors(errors)
    _write(person, [*made, *changed], digest, {"made": len(made), "changed": len(changed)})
    return ImportResult(made=len(made), changed=len(changed))


def _wrong_weights(weighed: dict[int, WorkItem], items: list[WorkItem]) -> dict[int, str]:
    """For rows that give a milestone a weight or add one: the sum of their task, where it is not 100 after the sheet.

    A task whose milestones have no weights at all is in order unless its completion is counted by them.
    """
    errors: dict[int, str] = {}
    places = {place: item for place, item in weighed.items() if item.is_milestone}
    for task in {item.task_id: item.task for item in places.values()}.values():
        rows = {row.code: row for row in WorkItem.objects.filter(task=task, kind="milestone", removed_on__isnull=True)}
        rows |= {item.code: item for item in items if item.task_id == task.pk and item.is_milestone}
        rows = {code: item for code, item in rows.items() if item.removed_on is None}
        if task.roll_up != RollUp.WEIGHT and all(item.weight is None for item in rows.values()):
            continue
        try:
            check_sum(rows, task=task)
        except InvalidInput as error:
            errors |= {place: str(error) for place, item in places.items() if item.task_id == task.pk}
    return errors


def _as_it_will_be(person: Person, item: WorkItem | None, row: dict[str, Any]) -> WorkItem:
    """The object of a row, checked, not saved. Errors: InvalidInput, InvalidState."""
    if item is not None and not policy.may(person, NAME, item):
        raise InvalidState(_("you have no right to change this row"))
    made = item or WorkItem(name_en="")
    touched = [name for name in BINDING if item is not None and name in row and row[name] != getattr(item, name)]
    if touched:
        check_open(made)
        if {"kind", "task"} & set(touched):
            raise InvalidInput(
                _(
                    "A sheet changes neither kind nor task of an item. To change the task, open the item and choose “Move to "
                    "another task”; to change the kind, remove it and add another one."
                )
            )
        check_leaf(made)
    for name, value in row.items():
        setattr(made, name, "" if value is None and name == "name_en" else value)
    if made.task_id is None:
        raise InvalidInput(_("Name the task it belongs to."))
    made.plan = made.task.plan
    if not person.is_system and not policy.rules_of(WorkItem).actions[NAME](person, made):  # type: ignore[union-attr]
        raise InvalidState(_("you have no right to change this row"))
    check_item(made)
    return made


def _write(person: Person, items: list[WorkItem], digest: str, counts: dict[str, int]) -> None:
    for plan, listed in _by_plan(items).items():
        with changing(plan):
            for item in listed:
                _save(item)
            codes = [item.code for item in listed][:1000]
            journal.write(
                person, NAME, Ref("plan.workitem", "bulk"), after={**counts, "codes": codes}, digest=digest,
                organisation=plan.organisation,
            )  # fmt: skip
            watching.changed_many(WorkItem, [item.pk for item in listed])


def _save(item: WorkItem) -> None:
    if item.pk is None:
        item.position = next_position(item.task)
        item.starts_on = item.ends_on = first_day_of(item.plan)
    else:
        item.version += 1
    item.save()


def _by_plan(items: Iterable[WorkItem]) -> dict[Plan, list[WorkItem]]:
    found: dict[Plan, list[WorkItem]] = defaultdict(list)
    for item in items:
        found[item.plan].append(item)
    return found
