"""Where targets and tasks stand today: the newest due numbers, judged (`domain.targets`) and given a light by the park's rules.

Everything is computed for many at once in a fixed number of queries; nothing derived is stored. Missing is its own state.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from django.db.models import Max, QuerySet

from parkloop.apps.plan import parkdata
from parkloop.apps.plan.models import LightOverride, Target, TargetValue, Task, TaskProgress
from parkloop.apps.plan.workstandings import RolledUp, overrides_on, rolled_up
from parkloop.domain import lights, periods
from parkloop.domain.lights import Light, LightTable
from parkloop.domain.targets import Goal, Judgement, judge
from parkloop.domain.workdays import WorkdayTable
from parkloop.foundation import calendar, clock
from parkloop.foundation.models.base import in_language
from parkloop.packs.clocks import Clocks

ALL = Decimal(100)
SEVERITY: dict[str, int] = {"over": 0, "none": 1, "lag": 2, "near": 3, "ok": 4, "done": 5}
"""Worst light first, as lists are ordered."""


@dataclass(frozen=True)
class Lamp:
    """A light with the words and the rule that gave it."""

    light: Light
    zh: str
    en: str
    rule: str
    version: str

    @property
    def word(self) -> str:
        """Its word in the active language."""
        return in_language(self.zh, self.en)

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return SEVERITY[self.light]


@dataclass(frozen=True)
class TargetStand:
    """A target (or a town's share of it) on its data date. `row` is what was typed, None when nothing was."""

    target: Target
    goal: Goal
    on: dt.date
    row: TargetValue | None
    judgement: Judgement
    lamp: Lamp
    days_left: int | None

    @property
    def value(self) -> Decimal | None:
        """The typed value; None when it is missing."""
        return self.row.value if self.row else None

    @property
    def rate_pp(self) -> Decimal | None:
        """What was done against what the schedule asks for, in percent (序时完成率); None without data."""
        done, due = self.judgement.completion_pp, self.judgement.expected_pp
        return None if done is None or not due else ALL * done / due


@dataclass(frozen=True)
class TaskStand:
    """A task on its data date. `report` is the newest one; `missing` says that the due one was not made.

    With milestones, `work` says how they rolled up and `report` is not looked at. `lamp` is shown, `computed` is what the rule table
    says; they differ while a light set by hand (`override`) is in force.
    """

    task: Task
    on: dt.date
    report: TaskProgress | None
    missing: bool
    completion_pp: Decimal | None
    elapsed_pp: Decimal | None
    gap_pp: Decimal | None
    lamp: Lamp
    days_left: int | None
    computed: Lamp
    work: RolledUp | None = None
    override: LightOverride | None = None


class Standings:
    """What standings of one day need, asked once: workday table, and per plan folder the lights and clocks."""

    def __init__(self, today: dt.date | None = None) -> None:
        self.today = today or clock.today()
        self.table: WorkdayTable = calendar.table()
        self._clocks: dict[str, Clocks | None] = {}
        self._lights: dict[str, Any] = {}

    def clocks(self, folder: str) -> Clocks | None:
        """The plan's clocks."""
        if folder not in self._clocks:
            self._clocks[folder] = parkdata.clocks_of(folder)
        return self._clocks[folder]

    def data_date(self, folder: str) -> dt.date:
        """End of the newest period whose numbers are due: its reporting day has passed."""
        clocks = self.clocks(folder)
        reporting = clocks.reporting if clocks else None
        end = periods.last_closed(self.today, reporting.every if reporting else "month")  # type: ignore[arg-type]
        if reporting and self.today <= self.report_due(folder, end):
            return periods.last_closed(end, reporting.every)  # type: ignore[arg-type]
        return end

    def report_due(self, folder: str, period_end: dt.date) -> dt.date:
        """The last day on which numbers of a period are in time; the period's end itself when the park sets none."""
        clocks = self.clocks(folder)
        if clocks is None or clocks.reporting is None:
            return period_end
        return self.table.add(period_end + dt.timedelta(days=clocks.reporting.due_day), 0)

    def next_report(self, folder: str) -> dt.date:
        """The next reporting day that has not passed."""
        end = periods.last_closed(self.today)
        due = self.report_due(folder, end)
        return due if due >= self.today else self.report_due(folder, periods.end_of_period(end + dt.timedelta(days=1)))

    def period_start(self, folder: str, end: dt.date) -> dt.date:
        """First day of the reporting period that ends on the day."""
        clocks = self.clocks(folder)
        every = clocks.reporting.every if clocks and clocks.reporting else "month"
        return periods.start_of_period(end, every)  # type: ignore[arg-type]

    def lamp(self, folder: str, sort: str, quantities: Mapping[str, Any]) -> Lamp:
        """The light by the table of the sort (`targets`, `tasks`); without a table everything is unlit."""
        if folder not in self._lights:
            self._lights[folder] = parkdata.lights_of(folder)
        found = self._lights[folder]
        if found is None:
            return Lamp("none", "", "", "", "")
        table: LightTable = getattr(found[0], sort)
        row = table.row(lights.evaluate(table, quantities))
        return Lamp(row.light, row.zh, row.en, row.id, found[1])

    def days_left(self, due_on: dt.date | None) -> int | None:
        """Working days until the day, negative when it has passed."""
        return None if due_on is None else self.table.between(self.today, due_on)

    def of_targets(self, targets: Iterable[Target]) -> dict[int, TargetStand]:
        """Where each target of the whole park stands, by primary key."""
        listed = list(targets)
        rows = self._newest(listed, TargetValue.objects.filter(organisation__isnull=True))
        return {t.pk: self._stand(t, t.goal, rows.get((t.pk, None))) for t in listed}

    def of_towns(self, targets: Iterable[Target], values: QuerySet[TargetValue]) -> dict[tuple[int, str], TargetStand]:
        """Where the towns' shares stand, by (target, organisation code). `values` are the rows that the person may see."""
        listed = [t for t in targets if t.shares]
        rows = self._newest(listed, values.filter(organisation__isnull=False).select_related("organisation"))
        return {
            (t.pk, code): self._stand(t, share_of(t, Decimal(share)), rows.get((t.pk, code)))
            for t in listed
            for code, share in t.shares.items()
        }

    def of_tasks(self, tasks: Iterable[Task]) -> dict[int, TaskStand]:
        """Where each task stands, by primary key. Tasks come with their plan."""
        listed = list(tasks)
        current = TaskProgress.objects.filter(task__in=listed, superseded_at__isnull=True, as_of__lte=self.today)
        newest = {row.task_id: row for row in current.order_by("as_of", "pk").select_related("organisation")}
        ends = {task.plan.folder: self.data_date(task.plan.folder) for task in listed}
        works = rolled_up(listed, ends, self.table)
        overrides = overrides_on(listed, self.today)
        found = {}
        for task in listed:
            work = works.get(task.pk)
            stand = self._by_work(task, work) if work else self._task(task, newest.get(task.pk))
            override = overrides.get(task.pk)
            found[task.pk] = self._overridden(stand, override) if override else stand
        return found

    def _newest(
        self, targets: list[Target], values: QuerySet[TargetValue]
    ) -> dict[tuple[int, str | None], TargetValue]:
        """The newest current row of each target (and organisation) for a period that is due or later."""
        if not targets:
            return {}
        since = min(self.data_date(t.plan.folder) for t in targets)
        rows = values.filter(
            target__in=[t.pk for t in targets],
            superseded_at__isnull=True,
            period_end__gte=since,
            period_end__lte=self.today,
        )
        keyed = rows.select_related("typed_by").order_by("period_end", "pk")
        return {(r.target_id, r.organisation.code if r.organisation_id and r.organisation else None): r for r in keyed}

    def _stand(self, target: Target, goal: Goal, row: TargetValue | None) -> TargetStand:
        on = row.period_end if row else self.data_date(target.plan.folder)
        value = row.value if row else None
        schedule = target.schedule
        judgement = judge(goal, value, schedule, on) if schedule else Judgement(missing=value is None)
        left = self.days_left(target.due_on)
        lamp = self.lamp(target.plan.folder, "targets", {**judgement.quantities(), "working_days_left": left})
        return TargetStand(target, goal, on, row, judgement, lamp, left)

    def _task(self, task: Task, report: TaskProgress | None) -> TaskStand:
        folder, schedule = task.plan.folder, task.schedule
        due_end = self.data_date(folder)
        on = max(due_end, report.as_of) if report else due_end
        awaited = task.starts_on is None or task.starts_on <= due_end
        is_closed = report is not None and report.completion_pp >= ALL
        missing = awaited and not is_closed and (report is None or report.as_of < self.period_start(folder, due_end))
        completion = None if report is None or missing else report.completion_pp
        elapsed = schedule.way_pp(on) if schedule else None
        stand = self._lit(task, completion, elapsed, missing=missing, is_closed=is_closed)
        return replace(stand, on=on, report=report)

    def _by_work(self, task: Task, work: RolledUp) -> TaskStand:
        """A task with milestones: planned and done come from them."""
        is_closed = work.done_pp is not None and work.done_pp >= ALL
        stand = self._lit(task, work.done_pp, work.planned_pp, missing=work.done_pp is None, is_closed=is_closed)
        return replace(stand, on=work.on, work=work)

    def _lit(
        self, task: Task, completion: Decimal | None, elapsed: Decimal | None, *, missing: bool, is_closed: bool
    ) -> TaskStand:
        """The light of a task by the park's table."""
        gap = None if completion is None or elapsed is None else completion - elapsed
        left = self.days_left(task.due_on)
        quantities = {
            "completion_pp": completion,
            "elapsed_pp": elapsed,
            "gap_pp": gap,
            "working_days_left": left,
            "missing": int(missing),
            "reached": int(is_closed),
        }
        lamp = self.lamp(task.plan.folder, "tasks", quantities)
        return TaskStand(task, self.today, None, missing, completion, elapsed, gap, lamp, left, lamp)

    def _overridden(self, stand: TaskStand, override: LightOverride) -> TaskStand:
        """The light set by hand, in the park's words for it, marked as such."""
        folder = stand.task.plan.folder
        kept = self._lights[folder]
        row = next((r for r in kept[0].tasks.rows if r.light == override.light), None) if kept else None
        zh, en = (row.zh, row.en) if row else (str(override.light), str(override.light))
        light = cast(Light, override.light)
        lamp = Lamp(light, f"{zh}（人工）", f"{en} (by hand)", "by-hand", stand.computed.version)
        return replace(stand, lamp=lamp, override=override)


def share_of(target: Target, share: Decimal) -> Goal:
    """A town's share as a goal of its own: its number, and the baseline divided like the number."""
    baseline = target.baseline
    if baseline is not None and target.number:
        baseline = baseline * share / target.number
    return Goal(
        kind=target.kind,  # type: ignore[arg-type]
        comparator="ge" if target.comparator == "approx" else target.comparator,  # type: ignore[arg-type]
        value=share,
        baseline=baseline,
    )


def history_of(target: Target) -> list[TargetValue]:
    """Current whole-park values of a target, oldest first."""
    rows = TargetValue.objects.filter(target=target, organisation__isnull=True, superseded_at__isnull=True)
    return list(rows.order_by("period_end").select_related("typed_by"))


def latest_period(target: Target) -> dt.date | None:
    """End of the newest period with a whole-park value."""
    found: dt.date | None = TargetValue.objects.filter(target=target, organisation__isnull=True).aggregate(
        last=Max("period_end")
    )["last"]
    return found
