"""Running work goes over from one edition to the next: settings, assigned duties, progress, values, the work plan. Rows of the old edition
stay; items of the work plan move, as their codes do.

Called inside the transaction that makes the new edition; which task goes on as which was decided before. A row that came over names
where from: progress by `carried`, a value by `carried_from`.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

from parkloop.apps.plan.models import (
    Baseline,
    BaselineItem,
    Duty,
    DutyOrigin,
    DutyRole,
    LightOverride,
    Plan,
    PlanHeading,
    Target,
    TargetValue,
    Task,
    TaskProgress,
    WorkItem,
    WorkLink,
)
from parkloop.domain.plan import model as compiled
from parkloop.domain.plan.editions import Settlement
from parkloop.domain.plan.editions.deciding import Carry
from parkloop.domain.plan.quantities import base_unit
from parkloop.domain.plan.stored import stated_in
from parkloop.foundation import watching
from parkloop.foundation.models import Organisation

SCHEDULE = ("starts_on", "due_on", "curve", "points")
TARGET_SETTINGS = (
    "label_zh", "label_en", "short_zh", "unit_en", "decimals", "tolerance", "accumulates", "baseline", "baseline_on",
)  # fmt: skip
CHAPTER_WORDS = ("word_zh", "word_en", "label_zh", "label_en")
PERCENT = Decimal("0.01")


class Carrying:
    """Takes the running work of `old` over to `new`. `handed_over` maps an organisation to the one that took its place."""

    def __init__(self, old: Plan, new: Plan, on: dt.date, handed_over: dict[int, Organisation] | None = None) -> None:
        self.old, self.new, self.on = old, new, on
        self.handed_over = handed_over or {}
        self.before = {h.path: h for h in old.headings.all()}
        self.after = {h.path: h for h in new.headings.all()}
        self.tasks_before = {t.heading.path: t for t in old.tasks.select_related("heading")}
        self.tasks_after = {t.heading.path: t for t in new.tasks.select_related("heading")}

    def carry(self, settlement: Settlement) -> None:
        """Everything, in order."""
        self._chapters()
        for link in settlement.tasks:
            self._settings(link)
            self._duties(link)
            self._progress(link)
            self._work_plan(link)
        self._baselines()
        self._targets(settlement)

    def carry_same_text(self) -> None:
        """All work of an edition whose paper is the same and whose decisions changed: settings come from the park's files again,
        and so do the duties that those decisions assigned."""
        recorded = {
            (e["element"]["path"], e["element"]["role"], e["element"]["unit"])
            for e in self.old.compiled.get("elements", ())
            if e["change"] == "assigned"
        }
        for path in self.before.keys() & self.after.keys():
            link = Carry((path,), (path,), "same")
            self._duties(link, left_out=recorded)
            self._progress(link)
            self._work_plan(link)
        self._baselines()
        waiting = {(t.heading.path, t.indicator, t.start): t for t in self.new.targets.select_related("heading")}
        for old in self.old.targets.select_related("heading"):
            new = waiting.get((old.heading.path, old.indicator, old.start))
            if new is not None:
                self._values(old, new)

    # -- work plan

    def _work_plan(self, link: Carry) -> None:
        """Items of the work plan move to the task that goes on (the first one where it was split), with their links and reports.

        They move and are not copied: a code is given once. Dates stay; the next change schedules them within the new task.
        """
        olds, news = self._tasks(link)
        if not olds or not news:
            return
        items = list(WorkItem.objects.filter(task__in=olds))
        if len(olds) > 1:
            _share_weights(items)
        WorkItem.objects.filter(pk__in=[item.pk for item in items]).update(plan=self.new, task=news[0])
        BaselineItem.objects.filter(task__in=olds).update(task=news[0])
        watching.changed_many(WorkItem, [item.pk for item in items])
        _copy(olds[0], news[0], ("roll_up",))
        if len(olds) == len(news) == 1:
            LightOverride.objects.filter(task=olds[0], ended_on__isnull=True).update(task=news[0])

    def _baselines(self) -> None:
        """Baselines stay comparable with what goes on, so they belong to the new edition from now on. A link to an item that stays
        with the old edition ends."""
        Baseline.objects.filter(plan=self.old).update(plan=self.new)
        WorkLink.objects.filter(before__plan=self.old, after__plan=self.new).delete()
        WorkLink.objects.filter(before__plan=self.new, after__plan=self.old).delete()

    # -- names and schedules

    def _chapters(self) -> None:
        """The park's words of a chapter go to the chapter of the same title."""
        words = {h.title: h for h in self.before.values() if h.word_en or h.label_zh or h.label_en}
        for heading in self.after.values():
            known = words.get(heading.title)
            if known is not None:
                _copy(known, heading, CHAPTER_WORDS)

    def _settings(self, link: Carry) -> None:
        olds, news = self._tasks(link)
        if not olds:
            return
        for task in news:
            if len(olds) == 1:
                _copy(olds[0], task, ("label_zh", "label_en", *SCHEDULE) if len(news) == 1 else SCHEDULE)
            else:
                _span(olds, task)

    def _tasks(self, link: Carry) -> tuple[list[Task], list[Task]]:
        olds = [self.tasks_before[p] for p in link.old if p in self.tasks_before]
        return olds, [self.tasks_after[p] for p in link.new if p in self.tasks_after]

    # -- duties

    def _duties(self, link: Carry, left_out: Collection[tuple[str, str, str]] = ()) -> None:
        """Duties that the park assigned go on; where two leads meet, the second goes on as co-operating."""
        headings = [self.before[p].pk for p in link.old if p in self.before]
        assigned = Duty.objects.filter(
            heading__in=headings, origin=DutyOrigin.ASSIGNED, ended_on__isnull=True
        ).select_related("organisation", "heading")
        for path in link.new:
            for duty in assigned.order_by("heading__position", "pk"):
                if (duty.heading.path, duty.role, duty.surface) not in left_out:
                    self._duty(duty, self.after[path])

    def _duty(self, duty: Duty, heading: PlanHeading) -> None:
        organisation = self.handed_over.get(duty.organisation_id or 0, duty.organisation)
        there = Duty.objects.filter(heading=heading, ended_on__isnull=True)
        role = duty.role
        if role == DutyRole.LEAD and there.filter(role=DutyRole.LEAD).exclude(organisation=organisation).exists():
            role = DutyRole.COOP
        if there.filter(organisation=organisation, role__in=[role, DutyRole.LEAD]).exists():
            return
        is_new_unit = organisation != duty.organisation
        Duty.objects.create(
            plan=self.new,
            heading=heading,
            role=role,
            organisation=organisation,
            surface=(organisation.short_zh or organisation.name_zh) if is_new_unit and organisation else duty.surface,
            origin=DutyOrigin.ASSIGNED,
            assigned_by=duty.assigned_by,
            assigned_by_name=duty.assigned_by_name,
            from_on=self.on if is_new_unit else duty.from_on,
            reason=duty.reason,
        )

    # -- progress

    def _progress(self, link: Carry) -> None:
        olds, news = self._tasks(link)
        if not olds or not news:
            return
        reports = {task.pk: _reports(task) for task in olds}
        rows = list(_joined(olds, reports, link.rule, self.old.edition))
        for task in news:
            for row in rows:
                TaskProgress.objects.create(task=task, **row)

    # -- targets and their values

    def _targets(self, settlement: Settlement) -> None:
        olds, news = target_rows(self.old), target_rows(self.new)
        for target in self.new.targets.all():
            Target.objects.filter(pk=target.pk).update(code=f"~{target.pk}")
        taken: set[str] = set()
        carried: set[int] = set()
        for before, after in settlement.targets:
            old, new = olds[before], news[after]
            new.code = old.code
            taken.add(old.code)
            carried.add(new.pk)
            self._target(old, new)
        kept = [self._kept(olds[index], taken) for index in settlement.kept]
        rest = self.new.targets.exclude(pk__in=[*carried, *(t.pk for t in kept)]).order_by("position")
        self._number_the_rest(rest, taken)

    def _target(self, old: Target, new: Target) -> None:
        _copy(old, new, TARGET_SETTINGS, save=False)
        if _asks_the_same(old, new):
            _copy(old, new, ("shares",), save=False)
        if old.due_on and old.year == new.year:
            _copy(old, new, SCHEDULE, save=False)
        new.save()
        self._values(old, new)

    def _values(self, old: Target, new: Target) -> None:
        factor = old.scale / new.scale if base_unit(old.unit) == base_unit(new.unit) and new.scale else Decimal(1)
        for row in TargetValue.objects.filter(target=old, superseded_at__isnull=True).order_by("pk"):
            source = row.pk
            row.pk, row.target, row.supersedes, row.carried_from_id = None, new, None, source
            row.value = None if row.value is None else row.value * factor
            row.reason = ""
            row._state.adding = True
            row.save()

    def _kept(self, old: Target, taken: set[str]) -> Target:
        """A target that the new paper dropped, kept by the park: it stands under the heading of the goals and has no span."""
        heading = self.after.get(old.heading.path) or next(iter(self.after.values()))
        source = Target.objects.get(pk=old.pk)
        source.pk, source.plan, source.heading, source.task, source.parent = None, self.new, heading, None, None
        source.start = source.end = None
        source.is_by_person = True
        source.position = self.new.targets.count()
        source._state.adding = True
        source.save()
        taken.add(source.code)
        self._values(old, source)
        return source

    def _number_the_rest(self, targets: Iterable[Target], taken: set[str]) -> None:
        free = (f"T{n}" for n in range(1, 10_000) if f"T{n}" not in taken)
        for target in targets:
            target.code = next(free)
            target.save(update_fields=["code"])


def target_rows(plan: Plan) -> list[Target]:
    """Rows of the targets that the plan's paper states, in the order of `stored.stated_in`."""
    waiting = list(plan.targets.select_related("heading").order_by("position"))
    found = []
    for element in stated_in(plan.compiled).targets:
        row = next(t for t in waiting if _is_row_of(t, element))
        waiting.remove(row)
        found.append(row)
    return found


def _is_row_of(row: Target, element: compiled.Target) -> bool:
    place = row.start is None or row.start == element.span[0]
    return place and row.indicator == element.indicator and element.path in ("", row.heading.path)


def _asks_the_same(old: Target, new: Target) -> bool:
    """Whether two targets ask for the same by the same day, so that the shares of towns mean the same."""
    told = [
        (t.comparator, t.kind, t.year, base_unit(t.unit), _scaled(t.number, t.scale), _scaled(t.number_high, t.scale))
        for t in (old, new)
    ]
    return told[0] == told[1]


def _scaled(number: Decimal | None, scale: Decimal) -> Decimal | None:
    return None if number is None else number * scale


def _copy(source: Any, to: Any, names: Sequence[str], *, save: bool = True) -> None:
    for name in names:
        setattr(to, name, getattr(source, name))
    if save:
        to.save(update_fields=list(names))


def _share_weights(items: Iterable[WorkItem]) -> None:
    """Weights of milestones that come together from several tasks: each task's part counts alike, so that they are 100 again.

    Where a task has milestones without weights, all of them lose theirs and count alike.
    """
    groups: dict[int, list[WorkItem]] = {}
    for item in items:
        if item.is_milestone and item.removed_on is None:
            groups.setdefault(item.task_id, []).append(item)
    together = [item for group in groups.values() for item in group]
    if any(item.weight is None for item in together):
        WorkItem.objects.filter(pk__in=[item.pk for item in together]).update(weight=None)
        return
    left = Decimal(100)
    for item in together:
        last = item is together[-1]
        item.weight = left if last else ((item.weight or 0) / len(groups)).quantize(PERCENT)
        left -= item.weight
        item.save(update_fields=["weight"])


def _span(olds: Sequence[Task], task: Task) -> None:
    """A merged task runs from the first start to the last due date of its parts, evenly."""
    starts, ends = [t.starts_on for t in olds if t.starts_on], [t.due_on for t in olds if t.due_on]
    if starts and ends:
        task.starts_on, task.due_on, task.curve, task.points = min(starts), max(ends), "linear", []
        task.save(update_fields=list(SCHEDULE))


def _reports(task: Task) -> list[TaskProgress]:
    rows = TaskProgress.objects.filter(task=task, superseded_at__isnull=True)
    return list(rows.select_related("organisation", "reported_by").order_by("as_of", "pk"))


def _joined(
    olds: Sequence[Task], reports: dict[int, list[TaskProgress]], rule: str, edition: int
) -> Iterable[dict[str, Any]]:
    """Rows of the new task: one per day on which a part reported, from the day on which all parts are known."""
    days = sorted({row.as_of for rows in reports.values() for row in rows})
    for day in days:
        newest = [next((r for r in reversed(reports[task.pk]) if r.as_of <= day), None) for task in olds]
        known = [row for row in newest if row is not None]
        if len(known) < len(olds):
            continue
        latest = max(known, key=lambda row: row.reported_at)
        yield {
            "as_of": day,
            "completion_pp": _rolled_up([row.completion_pp for row in known], rule),
            "note": "\n".join(dict.fromkeys(row.note for row in known if row.note)),
            "organisation": latest.organisation,
            "reported_by": latest.reported_by,
            "reported_at": latest.reported_at,
            "carried": {
                "rule": rule,
                "edition": edition,
                "from": [[task.number, str(row.completion_pp)] for task, row in zip(olds, known, strict=True)],
            },
        }


def _rolled_up(values: Sequence[Decimal], rule: str) -> Decimal:
    """The lowest, or the mean rounded half to even to hundredths of a percent."""
    return min(values) if rule == "lowest" else (sum(values, Decimal(0)) / len(values)).quantize(PERCENT)
