"""The park's own settings of a plan, put on its rows: short labels, chapter words, tolerances, baselines, schedules, shares."""

from decimal import Decimal
from typing import Any

from django.db.models import Model

from parkloop.apps.plan.models import Plan, Target, Task
from parkloop.domain.schedule import Schedule
from parkloop.packs.plans import Plan as PlanFolder
from parkloop.packs.targets import TargetSetting


def apply_settings(plan: Plan, folder: PlanFolder) -> int:
    """Put the folder's settings on headings, tasks and targets; the number of rows that changed."""
    return _targets(plan, folder.targets) + _chapters_and_tasks(plan, folder)


def _targets(plan: Plan, settings: tuple[TargetSetting, ...]) -> int:
    """Codes are unique within the plan and may change places, so all that change step aside first."""
    listed = list(Target.objects.filter(plan=plan).select_related("heading").order_by("position"))
    found = {t.pk: next((s for s in settings if s.is_about(t.heading.path, t.indicator)), None) for t in listed}
    codes = _codes(listed, found)
    for target in listed:
        if target.code != codes[target.pk]:
            Target.objects.filter(pk=target.pk).update(code=f"~{target.pk}")
    order = {s.code: n for n, s in enumerate(settings)}
    changed = 0
    for target in listed:
        setting, code = found[target.pk], codes[target.pk]
        values = {"code": code, "position": order.get(code, len(order) + target.position)}
        changed += _put(target, {**values, **(_of_target(setting) if setting else {})})
    return changed


def _codes(targets: list[Target], found: dict[int, TargetSetting | None]) -> dict[int, str]:
    """The park's code for each target it names, the next free T-number for the others."""
    given = {pk: setting.code for pk, setting in found.items() if setting}
    free = (f"T{n}" for n in range(1, 10_000) if f"T{n}" not in given.values())
    return {target.pk: given.get(target.pk) or next(free) for target in targets}


def _of_target(setting: TargetSetting) -> dict[str, Any]:
    baseline = setting.baseline
    return {
        "label_zh": setting.label.zh,
        "label_en": setting.label.en,
        "short_zh": setting.words,
        "unit_en": setting.unit.en,
        "decimals": setting.decimals,
        "tolerance": _decimal(setting.tolerance),
        "accumulates": setting.accumulates,
        "baseline": _decimal(baseline.value) if baseline else None,
        "baseline_on": baseline.as_of if baseline else None,
        "shares": {code: str(share) for code, share in setting.by_town.items()},
        **_of_schedule(setting.schedule),
    }


def _chapters_and_tasks(plan: Plan, folder: PlanFolder) -> int:
    if folder.tasks is None:
        return 0
    changed, headings = 0, {h.path: h for h in plan.headings.all()}
    for chapter in folder.tasks.chapters:
        values = {
            "word_zh": chapter.word.zh,
            "word_en": chapter.word.en,
            "label_zh": chapter.label.zh,
            "label_en": chapter.label.en,
        }
        changed += _put(headings[chapter.path], values) if chapter.path in headings else 0
    tasks = {task.heading.path: task for task in Task.objects.filter(plan=plan).select_related("heading")}
    for setting in folder.tasks.tasks:
        values = {"label_zh": setting.label.zh, "label_en": setting.label.en, **_of_schedule(setting.schedule)}
        changed += _put(tasks[setting.path], values) if setting.path in tasks else 0
    return changed


def _of_schedule(schedule: Schedule) -> dict[str, Any]:
    return {
        "curve": schedule.curve,
        "starts_on": schedule.starts_on,
        "due_on": schedule.due_on,
        "points": [[on.isoformat(), str(pp)] for on, pp in schedule.points],
    }


def _put(row: Model, values: dict[str, Any]) -> int:
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save(update_fields=differing)
    return int(bool(differing))


def _decimal(value: float | int | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
