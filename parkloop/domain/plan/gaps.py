"""What a plan leaves open: targets without a task, tasks without a unit, deadlines after the end. Each says what to do about it.

Pure: the caller brings facts, from a compiled plan (:func:`facts_of`) or from the rows of an adopted one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from parkloop.domain.plan.model import CompiledPlan

Severity = Literal["error", "warning", "info"]

MESSAGES: dict[str, tuple[Severity, str, str, str, str]] = {
    "TARGET-NO-TASK": (
        "warning",
        "目标“{name}”没有落到任何任务上。",
        "Target “{name}” belongs to no task.",
        "在目标页面指定承担它的任务，或在方案决定里说明由哪一级直接负责。",
        "Name the task that carries it at the target, or record in the decisions who answers for it.",
    ),
    "GOAL-NOT-OBSERVED": (
        "info",
        "定性目标“{name}”没有可观察的数。",
        "The goal “{name}” has nothing to observe it by.",
        "商定一个可统计的指标，作为目标补进方案。",
        "Agree on an indicator that can be counted and add it to the plan as a target.",
    ),
    "TASK-NO-UNIT": (
        "error",
        "任务“{name}”没有责任单位。",
        "Task “{name}” has no responsible unit.",
        "在任务页面指派责任，写明理由。",
        "Assign a duty at the task and say why.",
    ),
    "TASK-NO-LEAD": (
        "warning",
        "任务“{name}”有参与单位，没有牵头单位。",
        "Task “{name}” has units but none that leads.",
        "在任务页面指派一个牵头单位。",
        "Assign one leading unit at the task.",
    ),
    "TASK-NO-INDICATOR": (
        "info",
        "任务“{name}”没有指标，只能凭汇报判断。",
        "Task “{name}” has no indicator; only reports tell how it stands.",
        "给任务定一个指标，或约定可核验的节点。",
        "Give it an indicator, or agree on milestones that can be checked.",
    ),
    "TASK-NO-SCHEDULE": (
        "warning",
        "任务“{name}”没有起止日期，不能亮灯。",
        "Task “{name}” has no dates, so no light can be given.",
        "在园区数据的任务设置里写明起止日期。",
        "Give its dates in the park's settings of tasks.",
    ),
    "TASK-NO-MILESTONE": (
        "warning",
        "任务“{name}”没有里程碑，进度只能凭汇报。",
        "Task “{name}” has no milestone; its progress is only what is reported.",
        "在任务页面添加里程碑和子任务，排出施工图。",
        "Add milestones and sub-tasks at the task, so that it has a work plan.",
    ),
    "TWO-LEADS": (
        "warning",
        "任务“{name}”有几个牵头单位：{units}。",
        "Several units lead task “{name}”: {units}.",
        "商定一个牵头单位，其余改为配合。",
        "Agree on one that leads; the others take part.",
    ),
    "UNIT-DISSOLVED": (
        "error",
        "“{units}”已撤并，仍承担任务“{name}”。",
        "“{units}” no longer exists and still holds a duty of task “{name}”.",
        "结束这项责任，改派承接单位。",
        "End the duty and assign the unit that took over.",
    ),
    "DEADLINE-AFTER-END": (
        "warning",
        "“{name}”的期限 {day} 晚于方案结束（{end}）。",
        "The deadline of “{name}”, {day}, lies after the plan's end ({end}).",
        "核对原文日期；确需延后的，写进下一期方案。",
        "Check the date; what really lasts longer belongs into the next plan.",
    ),
    "UNIT-OVERLOADED": (
        "warning",
        "“{units}”牵头 {count} 项任务，超过园区设定的 {most} 项。",
        "“{units}” leads {count} tasks, more than the {most} that the park has set.",
        "请其他单位分担牵头，或把任务合并。",
        "Let other units lead some, or merge tasks.",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class UnitFact:
    """A unit with a duty: ``key`` tells units apart, ``dissolved`` that it no longer exists."""

    key: str
    name: str
    role: str
    dissolved: bool = False


@dataclass(frozen=True)
class TaskFact:
    """A task: its units, how many targets it carries, whether it has dates, the ISO day on which it ends, how many milestones it has.

    ``milestones`` None: nobody asked, as of a plan that is only compiled.
    """

    key: str
    name: str
    units: tuple[UnitFact, ...] = ()
    targets: int = 0
    has_schedule: bool = True
    due: str = ""
    milestones: int | None = None


@dataclass(frozen=True)
class TargetFact:
    """A target, and whether a task carries it."""

    key: str
    name: str
    has_task: bool
    due: str = ""


@dataclass(frozen=True)
class GoalFact:
    """A goal without a number, and whether something observes it."""

    key: str
    name: str
    is_observed: bool = False


@dataclass(frozen=True)
class DeadlineFact:
    """A deadline in the text, with the ISO day if there is one."""

    key: str
    name: str
    due: str


@dataclass(frozen=True)
class Facts:
    """All that is looked at. ``end`` is the last ISO day of the plan, ``most_leads`` how many tasks a unit may lead (0: no limit)."""

    tasks: Sequence[TaskFact] = ()
    targets: Sequence[TargetFact] = ()
    goals: Sequence[GoalFact] = ()
    deadlines: Sequence[DeadlineFact] = ()
    end: str = ""
    most_leads: int = 0


@dataclass(frozen=True)
class Gap:
    """One thing left open: ``kind`` and ``key`` name what it is about; sentences in both languages."""

    code: str
    severity: Severity
    kind: str
    key: str
    message: dict[str, str] = field(hash=False)
    advice: dict[str, str] = field(hash=False)


def find_gaps(facts: Facts) -> list[Gap]:
    """All gaps, the worst first, in the order of the plan."""
    found = [*_tasks(facts), *_targets(facts), *_goals(facts), *_deadlines(facts), *_overload(facts)]
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(found, key=lambda gap: order[gap.severity])


def _tasks(facts: Facts) -> Iterable[Gap]:
    for task in facts.tasks:
        leads = [unit for unit in task.units if unit.role == "lead"]
        if not task.units:
            yield _gap("TASK-NO-UNIT", "task", task.key, name=task.name)
        elif not leads and not any(unit.role in ("responsible", "owner") for unit in task.units):
            yield _gap("TASK-NO-LEAD", "task", task.key, name=task.name)
        if len({unit.key for unit in leads}) > 1:
            yield _gap("TWO-LEADS", "task", task.key, name=task.name, units="、".join(unit.name for unit in leads))
        for unit in {unit.key: unit for unit in task.units if unit.dissolved}.values():
            yield _gap("UNIT-DISSOLVED", "task", task.key, name=task.name, units=unit.name)
        if not task.targets:
            yield _gap("TASK-NO-INDICATOR", "task", task.key, name=task.name)
        if not task.has_schedule:
            yield _gap("TASK-NO-SCHEDULE", "task", task.key, name=task.name)
        if task.milestones == 0:
            yield _gap("TASK-NO-MILESTONE", "task", task.key, name=task.name)
        yield from _late("task", task.key, task.name, task.due, facts.end)


def _targets(facts: Facts) -> Iterable[Gap]:
    for target in facts.targets:
        if not target.has_task:
            yield _gap("TARGET-NO-TASK", "target", target.key, name=target.name)
        yield from _late("target", target.key, target.name, target.due, facts.end)


def _goals(facts: Facts) -> Iterable[Gap]:
    return (_gap("GOAL-NOT-OBSERVED", "goal", goal.key, name=goal.name) for goal in facts.goals if not goal.is_observed)


def _deadlines(facts: Facts) -> Iterable[Gap]:
    return (gap for d in facts.deadlines for gap in _late("deadline", d.key, d.name, d.due, facts.end))


def _late(kind: str, key: str, name: str, due: str, end: str) -> Iterable[Gap]:
    if due and end and due > end:
        yield _gap("DEADLINE-AFTER-END", kind, key, name=name, day=due, end=end)


def _overload(facts: Facts) -> Iterable[Gap]:
    if not facts.most_leads:
        return
    leads = {(unit.key, task.key): unit for task in facts.tasks for unit in task.units if unit.role == "lead"}
    names = {unit.key: unit.name for unit in leads.values()}
    for key, count in Counter(key for key, _ in leads).items():
        if count > facts.most_leads:
            yield _gap("UNIT-OVERLOADED", "unit", key, units=names[key], count=count, most=facts.most_leads)


def _gap(code: str, kind: str, key: str, **values: object) -> Gap:
    severity, zh, en, advice_zh, advice_en = MESSAGES[code]
    message = {"zh": zh.format(**values), "en": en.format(**values)}
    return Gap(code, severity, kind, key, message, {"zh": advice_zh, "en": advice_en})


def facts_of(plan: CompiledPlan, is_task: Callable[[str], bool], most_leads: int = 0) -> Facts:
    """Facts of a compiled plan; ``is_task`` says of a path whether its heading is a task. Dates of tasks are not known yet."""
    period = plan.document.period
    tasks = [heading for heading in plan.headings if is_task(heading.path)]
    paths = {heading.path for heading in tasks}

    def below(path: str, task: str) -> bool:
        return path == task or path.startswith(f"{task}/")

    return Facts(
        tasks=[
            TaskFact(
                task.path,
                task.title,
                tuple(UnitFact(d.unit, d.unit, d.role) for d in plan.duties if below(d.path, task.path)),
                sum(below(t.path, task.path) for t in plan.targets),
            )
            for task in tasks
        ],
        targets=[
            TargetFact(
                t.path, t.indicator, any(below(t.path, path) for path in paths), f"{t.year}-12-31" if t.year else ""
            )
            for t in plan.targets
        ],
        goals=[GoalFact(goal.path, goal.indicator) for goal in plan.qualitative],
        deadlines=[DeadlineFact(d.path, d.text, d.due) for d in plan.deadlines if d.due],
        end=f"{period[1]}-12-31" if period else "",
        most_leads=most_leads,
    )
