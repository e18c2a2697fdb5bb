"""How people write a task in a sheet: by its printed number (任务 8, 8., 八) or by its path (二/八, 二/五/13), with the plan before a colon if need be.

Numerals are read by value, so 8, ８ and 八 are the same; a path may leave out levels in between. Nothing is guessed: what fits several
tasks is ambiguous.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from parkloop.domain.text.numerals import ordinal

LEAD = re.compile(r"^(?:任务|工作|第|task|no\.?)\s*", re.IGNORECASE)
TAIL = re.compile(r"\s*(?:[章节项条款]|号任务|[.。、．)）])$")
OPEN = "(（〔["
CLOSE = ")）〕]"


@dataclass(frozen=True)
class TaskName:
    """A task as it can be named: `number` as printed, `path` of its heading, `plan` code and edition (`action-plan#1`).

    `is_running` is False for tasks of earlier editions: they are found only with their plan.
    """

    key: int
    number: str
    path: str
    plan: str
    is_running: bool = True


class UnknownTask(ValueError):
    """Nothing is called so."""


class AmbiguousTask(ValueError):
    """Several tasks are called so: `names` are their full names, each of which is one task only."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(", ".join(names))


def find(text: str, tasks: Iterable[TaskName]) -> TaskName:
    """The one task that a text names. Errors: UnknownTask; AmbiguousTask.

    A whole path goes before a path with levels left out.
    """
    plan, wanted = _read(text)
    among = [task for task in tasks if (task.plan == plan if plan else task.is_running)]
    whole = [task for task in among if _segments(task.path) == wanted]
    found = whole or [task for task in among if _fits(task, wanted)]
    if not wanted or not found:
        raise UnknownTask(text)
    if len(found) > 1:
        raise AmbiguousTask(tuple(name_of(task, found) for task in found))
    return found[0]


def name_of(task: TaskName, among: Iterable[TaskName]) -> str:
    """The path; with the plan before it where another one of `among` has the same path, or the edition is an earlier one."""
    same = [other for other in among if other.path == task.path and other.is_running and other.key != task.key]
    return f"{task.plan}:{task.path}" if same or not task.is_running else task.path


def _read(text: str) -> tuple[str, tuple[str, ...]]:
    """(plan or nothing, segments)."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plan, colon, rest = plain.partition(":")
    return (plan.strip(), _segments(rest)) if colon and "#" in plan else ("", _segments(plain))


def _segments(path: str) -> tuple[str, ...]:
    found = (_segment(part) for part in unicodedata.normalize("NFKC", path).split("/"))
    return tuple(part for part in found if part)


def _segment(text: str) -> str:
    """A numeral by its value, else the words."""
    plain = LEAD.sub("", text.strip())
    while plain != (bare := _bare(plain)):
        plain = bare
    number = ordinal(plain)
    return str(number) if number is not None else plain.casefold()


def _bare(text: str) -> str:
    """Without one pair of brackets around it, or else without one sign behind it."""
    if len(text) > 1 and text[0] in OPEN and text[-1] in CLOSE:
        return text[1:-1].strip()
    return TAIL.sub("", text)


def _fits(task: TaskName, wanted: tuple[str, ...]) -> bool:
    if len(wanted) == 1 and _segment(task.number) == wanted[0]:
        return True
    path = _segments(task.path)
    if not path or not wanted or path[-1] != wanted[-1]:
        return False
    rest = iter(path)
    return all(part in rest for part in wanted)
