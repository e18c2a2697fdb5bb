"""What the plan tells other rooms about its tasks: choices for a form, the key behind a word, facts for a panel. Never models."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from parkloop.apps.plan.models import Task
from parkloop.apps.plan.standings import Standings
from parkloop.foundation import policy, refs
from parkloop.foundation.refs import Ref


@dataclass(frozen=True)
class TaskFacts:
    """A task as other rooms print it: key, words, page, light with its word."""

    key: int
    label: str
    url: str
    light: str
    word: str


def task_choices(person: Any) -> list[tuple[str, str]]:
    """(key, words) of the tasks that the person may see, in the plan's order."""
    tasks = policy.rows(person, Task).select_related("plan", "heading", "chapter").order_by("plan", "position")
    return [(str(task.pk), f"{task.code} {task.label}") for task in tasks]


def find_task(person: Any, word: str) -> int | None:
    """Key of the task that the person may see under this key or path (二/三/7), in the newest plan that has it; None without."""
    rows = policy.rows(person, Task)
    wanted = rows.filter(pk=int(word)) if word.isascii() and word.isdigit() and len(word) < 19 else rows.none()
    found = wanted.first() or rows.filter(heading__path=word).order_by("-plan__adopted_on", "-pk").first()
    return found.pk if found else None


def tasks_by_key(person: Any, keys: Iterable[int]) -> list[TaskFacts]:
    """Facts of the tasks with these keys that the person may see, in the plan's order."""
    rows = policy.rows(person, Task).filter(pk__in=list(keys))
    tasks = list(rows.select_related("plan", "heading", "chapter").order_by("plan", "position"))
    stands = Standings().of_tasks(tasks) if tasks else {}
    return [_facts(task, stands[task.pk]) for task in tasks]


def _facts(task: Task, stand: Any) -> TaskFacts:
    address = refs.address_of(Ref("plan.task", str(task.pk)), task)
    return TaskFacts(task.pk, f"{task.code} {task.label}", address, stand.lamp.light, stand.lamp.word)
