"""A milestone or sub-task goes to another task of the plan, with its parts. Reports, links, code and place in baselines stay with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkloop.apps.plan.actions.choose_roll_up import check_sum, weighed
from parkloop.apps.plan.itemchecks import MOST_DEEP, check_living, check_parent, next_position, stay_put
from parkloop.apps.plan.itemprogress import put_above
from parkloop.apps.plan.models import RollUp, Task, WorkItem
from parkloop.apps.plan.public import WorkItemChangedTask
from parkloop.apps.plan.rescheduling import changing
from parkloop.apps.plan.workjournal import write_change
from parkloop.domain.workplan.weights import Weights, after_joining, after_leaving
from parkloop.foundation import journal, refs, watching
from parkloop.foundation.acting import AlreadyDone, InvalidInput, action, bump_version, require
from parkloop.foundation.events import emit
from parkloop.foundation.models import Person

NAME = "plan.move_to_task"
LABELS = {"to_task": _("To the task"), "part_of": _("There part of"), "weights": _("Weights")}
HELP = {
    "to_task": _("Reports, evidence and links go with it; its dates are checked against the dates of that task."),
    "part_of": _("A sub-task of that task, or nothing."),
    "weights": _(
        "Leave it empty to have the weights of both tasks scaled to 100 in the same proportions. Or one milestone of either task "
        "a line, code and weight, as in “M13-1 30”."
    ),
}


@dataclass(frozen=True)
class Rehung:
    """What it did: the item in its new task, and the weights on both sides, with their sums."""

    item: WorkItem
    was: Task
    sides: tuple[tuple[Task, Weights], ...]

    @property
    def told(self) -> str:
        """What happened, in the active language."""
        values = {"item": str(self.item), "task": str(self.item.task), "was": str(self.was)}
        parts = [gettext("%(item)s went from “%(was)s” to “%(task)s”.") % values]
        parts += [_sentence(task, weights) for task, weights in self.sides if _any_given(weights)]
        return " ".join(parts)


def _plan_tasks(person: Any, rows: Any, item: WorkItem) -> Any:
    return rows.filter(plan=item.plan_id).exclude(pk=item.task_id)


def _plan_items(person: Any, rows: Any, item: WorkItem) -> Any:
    return rows.filter(plan=item.plan_id, removed_on__isnull=True, kind="activity").exclude(task=item.task_id)


@action(
    NAME,
    label=_("Move to another task"),
    on=WorkItem,
    icon="route",
    labels=LABELS,
    help=HELP,
    long=("weights",),
    among={"to_task": _plan_tasks, "part_of": _plan_items},
)
def move_to_task(
    person: Person,
    *,
    item: WorkItem,
    to_task: Task,
    part_of: WorkItem | None = None,
    weights: str = "",
    reason: str,
    version: int | None = None,
) -> Rehung:
    """Hang an item with its parts under another task of its plan; the same verb takes it back.

    Weights of milestones are scaled to 100 on both sides unless they are given. A day before which it does not start is dropped where
    the new task begins later anyhow.
    Errors: NotAllowed on either task; InvalidInput (no reason, another plan, a parent elsewhere, weights that are not 100 together, a
    date outside the new task, links in a circle); InvalidState when it was removed; AlreadyDone in its own task; StaleVersion.
    """
    require(person, NAME, item)
    require(person, "plan.add_work_item", to_task)
    check_living(item)
    _check(item, to_task, reason)
    was, before, moving = item.task, journal.values_of(item), with_parts(item)
    old_weights = {task.pk: _weights_of(task) for task in (was, to_task)}
    with transaction.atomic():
        with changing(item.plan, "to_task") as change:
            bump_version(item, version)
            _hang(moving, to_task, part_of)
            sides = _weigh(was, to_task, old_weights, moving, weights)
        item.refresh_from_db()
        write_change(person, NAME, item, change, before=before, reason=reason)
        _write_rest(person, item, moving[1:], was, reason)
        for task, new in sides:
            _write_task(person, task, item, old_weights[task.pk], new, reason)
        watching.changed_many(WorkItem, [moved.pk for moved in moving])
        _tell(person, item, was, reason)
    return Rehung(item, was, sides)


def _tell(person: Person, item: WorkItem, was: Task, reason: str) -> None:
    emit(
        WorkItemChangedTask(
            item=refs.ref_of(item),
            was=refs.ref_of(was),
            task=refs.ref_of(item.task),
            version=item.version,
            reason=reason,
            by=refs.ref_of(person),
        )
    )


def with_parts(item: WorkItem) -> list[WorkItem]:
    """The item and everything below it, removed parts included, each behind what it is part of."""
    below: dict[int | None, list[WorkItem]] = {}
    for other in WorkItem.objects.filter(task=item.task_id).order_by("position", "pk"):
        below.setdefault(other.parent_id, []).append(other)
    found = [item]
    for above in found:
        found.extend(below.get(above.pk, ()))
    return found


def _check(item: WorkItem, to_task: Task, reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Say why it goes to another task; both leads will ask."), field="reason")
    if to_task.pk == item.task_id:
        raise AlreadyDone(_("It belongs to this task already."), field="to_task")
    if to_task.plan_id != item.plan_id:
        raise InvalidInput(_("Choose a task of the same plan; items do not go to another plan."), field="to_task")


def _hang(moving: list[WorkItem], to_task: Task, part_of: WorkItem | None) -> None:
    """Put the items under the task. Errors: InvalidInput for a parent that cannot be one."""
    item, position = moving[0], next_position(to_task)
    left, item.parent, item.task = item.parent, part_of, to_task
    if part_of is not None:
        check_parent(item, "part_of")
        _check_depth(moving, part_of)
    for place, moved in enumerate(moving):
        moved.task, moved.position = to_task, position + place
        if moved.not_before and to_task.starts_on and moved.not_before < to_task.starts_on:
            moved.not_before = None
    WorkItem.objects.bulk_update(moving, ["task", "parent", "position", "not_before"])
    stay_put(left)
    for whole in (left, part_of):
        put_above(whole)


def _check_depth(moving: list[WorkItem], part_of: WorkItem) -> None:
    depth, above = 1, part_of.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    levels: dict[int, int] = {moving[0].pk: 1}
    for moved in moving[1:]:
        levels[moved.pk] = levels[moved.parent_id or 0] + 1
    if depth + max(levels.values()) > MOST_DEEP:
        text = _(
            "Its parts would stand deeper than %(most)s levels. Move it without a parent, or its parts one by one."
        )
        raise InvalidInput(text, field="part_of", most=MOST_DEEP)


# -- weights


def _milestones(task: Task) -> dict[str, WorkItem]:
    rows = WorkItem.objects.filter(task=task, kind="milestone", removed_on__isnull=True)
    return {row.code: row for row in rows.order_by("position", "pk")}


def _weights_of(task: Task) -> dict[str, Decimal | None]:
    return {code: row.weight for code, row in _milestones(task).items()}


def _weigh(
    was: Task, to_task: Task, old: dict[int, dict[str, Decimal | None]], moving: list[WorkItem], text: str
) -> tuple[tuple[Task, Weights], ...]:
    """New weights of both tasks, written. Errors: InvalidInput naming the task and its sum."""
    here, there = _milestones(was), _milestones(to_task)
    if text.strip():
        weighed({**here, **there}, text)
        for task, rows in ((was, here), (to_task, there)):
            if rows and (task.roll_up == RollUp.WEIGHT or _any_given({c: r.weight for c, r in rows.items()})):
                check_sum(rows, task=task)
    else:
        codes = {moved.code for moved in moving}
        left = after_leaving(old[was.pk], codes)
        coming = {code: row.weight for code, row in there.items() if code in codes}
        joined = after_joining(old[to_task.pk], coming, is_by_weight=to_task.roll_up == RollUp.WEIGHT)
        for rows, new in ((here, left), (there, joined)):
            for code, row in rows.items():
                row.weight = new[code]
    WorkItem.objects.bulk_update([*here.values(), *there.values()], ["weight"])
    return tuple(
        (task, {code: row.weight for code, row in rows.items()}) for task, rows in ((was, here), (to_task, there))
    )


def _any_given(weights: Weights) -> bool:
    return any(weight is not None for weight in weights.values())


def _sentence(task: Task, weights: Weights) -> str:
    listed = ", ".join(f"{code} {_short(weight)}" for code, weight in weights.items())
    total = _short(sum((weight for weight in weights.values() if weight is not None), Decimal(0)))
    values = {"task": str(task), "weights": listed, "total": total}
    return gettext("Weights of “%(task)s”: %(weights)s, together %(total)s.") % values


def _short(weight: Decimal | None) -> str:
    return "—" if weight is None else f"{weight.normalize():f}"


# -- journal


def _write_rest(person: Person, item: WorkItem, parts: Iterable[WorkItem], was: Task, reason: str) -> None:
    """An entry for each part that went with it."""
    for part in parts:
        journal.write(
            person, NAME, part, before={"task_id": was.pk}, after={"task_id": part.task_id, "with": item.code},
            reason=reason, organisation=part.organisation or item.plan.organisation,
        )  # fmt: skip


def _write_task(person: Person, task: Task, item: WorkItem, old: Weights, new: Weights, reason: str) -> None:
    """What the task gained or lost, with weights before and after by code."""
    came = task.pk == item.task_id
    before = {code: journal.plain(weight) for code, weight in old.items()}
    after = {code: journal.plain(weight) for code, weight in new.items()}
    (after if came else before)["work_item"] = str(item)
    journal.write(
        person, NAME, task, before=before, after=after, reason=reason, organisation=task.plan.organisation
    )  # fmt: skip
