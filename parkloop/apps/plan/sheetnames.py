"""Tasks in sheets: written by the path of their heading, read by printed number or path (`domain.workplan.tasknames`)."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.plan.models import Plan, Task
from parkloop.desk.parts import SheetNames
from parkloop.domain.workplan.tasknames import AmbiguousTask, TaskName, UnknownTask, find, name_of
from parkloop.foundation import policy


def names_seen(person: Any) -> list[TaskName]:
    """Names of all tasks that the person may see; one query."""
    rows = policy.rows(person, Task).order_by("plan", "position")
    columns = ("pk", "number", "heading__path", "plan__code", "plan__edition", "plan__followed_by")
    return [
        TaskName(pk, number, path, f"{code}#{edition}", is_running=followed_by is None)
        for pk, number, path, code, edition, followed_by in rows.values_list(*columns)
    ]


def found(person: Any, texts: set[str]) -> dict[str, int | str]:
    """Primary key of the task that each text names, or why it names none."""
    tasks = names_seen(person) if texts else []
    return {text: _key_of(text, tasks) for text in texts}


def _key_of(text: str, tasks: list[TaskName]) -> int | str:
    try:
        return find(text, tasks).key
    except UnknownTask:
        return _("no task is called “%(text)s”; write its printed number, as in 任务 8, or its path, as in 二/8") % {
            "text": text
        }
    except AmbiguousTask as error:
        return _("“%(text)s” fits several tasks; write which one is meant: %(names)s") % {
            "text": text,
            "names": ", ".join(error.names),
        }


def writer(person: Any) -> Callable[[Any], str]:
    """The function that writes a task by its path, with its plan where the path alone would not name it."""
    tasks = names_seen(person)
    by_key = {task.key: name_of(task, tasks) for task in tasks}
    return lambda task: by_key.get(task.pk) or f"{_plan(task.plan)}:{task.heading.path}"


def _plan(plan: Plan) -> str:
    return f"{plan.code}#{plan.edition}"


TASK_NAMES = SheetNames(
    found,
    writer,
    gettext_lazy(
        "Its printed number, as in 任务 8, or its path, as in 二/8; if several plans have it, with the plan before a colon."
    ),
    ("plan", "heading"),
)
