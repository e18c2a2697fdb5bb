"""Word documents of the plan: 任务书 of a task, the list of tasks, the list of duties, each as the reader may see them.

They state goals, duties, milestones and dates; measured values are left to the pages, where each opens its rows.
A park's own form (`parks/<park>/forms/<name>.docx`) takes the place of the one that comes with the software.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from parkloop.adapters.word_forms import FormError, fill
from parkloop.apps.plan import parkdata, queries, wording
from parkloop.apps.plan.models import Duty, DutyRole, ItemKind, Plan, Target, Task, WorkItem
from parkloop.foundation import clock, policy
from parkloop.foundation.acting import InvalidState
from parkloop.foundation.models.base import in_language

FORMS = Path(__file__).parent / "forms"


def _form(name: str) -> bytes:
    return parkdata.form_of(name) or _shipped(name)


def _filled(name: str, values: dict[str, Any]) -> bytes:
    """The form with its places filled. Errors: InvalidState when the park's own form asks for something that is not there."""
    try:
        return fill(_form(name), values)
    except FormError as error:
        raise InvalidState(
            _("The form “%(name)s” cannot be filled: %(error)s. Correct it in the park's folder, or take it away."),
            name=f"forms/{name}.docx",
            error=in_language(error.message["zh"], error.message["en"]),
        ) from error


@lru_cache
def _shipped(name: str) -> bytes:
    return (FORMS / f"{name}.docx").read_bytes()


def task_letter(person: Any, task: Task) -> bytes:
    """任务书: task, schedule, duties, targets, the clause of the notice."""
    duties = queries.duties_of(person, task.heading)
    targets = policy.rows(person, Target).filter(task=task).select_related("plan").order_by("position")
    plan, heading = task.plan, task.heading
    clause = plan.source_text[heading.start or 0 : heading.body_end] if heading.start is not None else ""
    return _filled(
        "task-letter",
        {
            "words": _words(),
            "plan": plan.name,
            "code": task.code,
            "title": task.title,
            "schedule": _span(task),
            "duties": [_duty(duty) for duty in duties],
            "targets": [{"code": t.code, "label": t.label, "goal": wording.goal(t)} for t in targets],
            "milestones": [_milestone(item) for item in _milestones(person, task)],
            "clause": [line.strip() for line in clause.splitlines() if line.strip()],
            "made": _made(),
        },
    )


def task_list(person: Any) -> bytes:
    """任务清单 of the newest plan."""
    rows = queries.with_duties(person, queries.tasks_of_newest(person))
    return _filled(
        "task-list",
        {
            "words": _words(),
            "title": _title(person, _("Task list")),
            "rows": [_task(task) for task in rows],
            "made": _made(),
        },
    )


def duty_list(person: Any) -> bytes:
    """责任清单 of the newest plan, unit by unit."""
    plan = queries.newest_plan(person)
    rows = [
        {**_duty(duty), "task": str(duty.heading), "since": duty.from_on.isoformat()}
        for _organisation, duties in queries.duties_by_unit(person)
        for duty in duties
        if plan is not None and duty.plan_id == plan.pk
    ]
    return _filled(
        "duty-list", {"words": _words(), "title": _title(person, _("Duty list")), "rows": rows, "made": _made()}
    )


def _task(task: Task) -> dict[str, str]:
    duties = task.heading.seen_duties  # type: ignore[attr-defined]
    return {
        "code": task.code,
        "title": task.title,
        "lead": "、".join(d.unit for d in duties if d.role == DutyRole.LEAD),
        "coop": "、".join(d.unit for d in duties if d.role == DutyRole.COOP),
        "due": task.due_on.isoformat() if task.due_on else "",
    }


def _duty(duty: Duty) -> dict[str, str]:
    return {"role": str(duty.get_role_display()), "unit": duty.unit, "origin": str(duty.get_origin_display())}


def _milestones(person: Any, task: Task) -> list[WorkItem]:
    rows = policy.rows(person, WorkItem).filter(task=task, kind=ItemKind.MILESTONE, removed_on__isnull=True)
    return list(rows.select_related("organisation").order_by("ends_on", "position"))


def _milestone(item: WorkItem) -> dict[str, str]:
    unit = item.organisation.short if item.organisation else ""
    return {"code": item.code, "name": item.name, "due": item.ends_on.isoformat(), "unit": unit}


def _span(task: Task) -> str:
    if task.starts_on is None or task.due_on is None:
        return _("no dates given")
    return f"{task.starts_on.isoformat()} — {task.due_on.isoformat()}"


def _title(person: Any, what: str) -> str:
    plan: Plan | None = queries.newest_plan(person)
    return f"{plan.short} · {what}" if plan else what


def _made() -> str:
    return _("Made by Parkloop on %(day)s from the rows that the reader may see.") % {"day": clock.today().isoformat()}


def _words() -> dict[str, str]:
    """Labels of the forms in the reader's language."""
    return {
        "letter": _("Task letter"),
        "task": _("Task"),
        "schedule": _("Schedule"),
        "duties": _("Duties"),
        "role": _("Role"),
        "unit": _("Unit"),
        "origin": _("Origin"),
        "targets": _("Targets"),
        "no_targets": _("No target is linked to this task."),
        "milestones": _("Milestones"),
        "milestone": _("Milestone"),
        "by": _("By"),
        "responsible": _("Responsible"),
        "no_milestones": _("No milestone is set for this task."),
        "clause": _("What the notice says"),
        "code": _("Code"),
        "lead": _("Lead"),
        "coop": _("Co-operating"),
        "due": _("Due"),
        "since": _("from"),
        "colon": _(": "),
    }
