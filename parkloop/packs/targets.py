"""``plan/targets.yaml`` and ``plan/tasks.yaml``: what the park adds to the targets and tasks that the notice states.

Short labels, units, tolerances, baselines and schedules. Values stated in the notice are never repeated here: a
setting finds its target by the path of the heading and words of the indicator phrase.
"""

import datetime
from dataclasses import dataclass

from parkloop.domain.schedule import Schedule
from parkloop.packs.cursor import Cursor, unique
from parkloop.packs.header import STATUSES, Header, read_header
from parkloop.packs.labels import Label
from parkloop.packs.organisations import Organisation
from parkloop.packs.schedules import read_schedule

TARGETS_FILE = "targets.yaml"
TASKS_FILE = "tasks.yaml"
ACCUMULATIONS = ("level", "year-cumulative")


@dataclass(frozen=True)
class Baseline:
    """The value before the plan began, in the target's printed unit."""

    value: float
    as_of: datetime.date
    status: str
    synthetic: bool


@dataclass(frozen=True)
class TargetSetting:
    """What the park says about one target. ``by_town`` breaks its value down to organisations, when the park did so."""

    code: str
    path: str
    words: str
    label: Label
    unit: Label
    decimals: int
    tolerance: float | None
    accumulates: str
    schedule: Schedule
    baseline: Baseline | None
    by_town: dict[str, float | int]

    def is_about(self, path: str, indicator: str) -> bool:
        """Whether it means the compiled target of this path and indicator phrase."""
        return path == self.path and self.words in indicator


@dataclass(frozen=True)
class Chapter:
    """A chapter of tasks by its short word (主题词) and its matter."""

    path: str
    word: Label
    label: Label


@dataclass(frozen=True)
class TaskSetting:
    """What the park says about one task: its short label and its schedule."""

    path: str
    label: Label
    schedule: Schedule


@dataclass(frozen=True)
class Tasks:
    """Chapters and tasks in the order of the file."""

    chapters: tuple[Chapter, ...]
    tasks: tuple[TaskSetting, ...]
    header: Header


def read_targets(cursor: Cursor, organisations: tuple[Organisation, ...]) -> tuple[TargetSetting, ...]:
    """Read the settings of all targets; broken-down values must name known organisations."""
    header = read_header(cursor)
    rows = cursor.rows("targets")
    cursor.finish()
    found = [_target(row, header, {o.code for o in organisations}) for row in rows]
    unique(rows, [t.code for t in found], "目标代码", "target code")
    unique(rows, [f"{t.path} {t.words}" for t in found], "目标", "target")
    return tuple(found)


def _target(cursor: Cursor, header: Header, codes: set[str]) -> TargetSetting:
    target = TargetSetting(
        code=cursor.text("code"),
        path=cursor.text("path"),
        words=cursor.text("words"),
        label=cursor.label("label"),
        unit=cursor.label("unit"),
        decimals=cursor.integer("decimals"),
        tolerance=cursor.maybe_number("tolerance"),
        accumulates=cursor.choice("accumulates", ACCUMULATIONS),
        schedule=read_schedule(cursor),
        baseline=_baseline(cursor.maybe_child("baseline"), header),
        by_town=cursor.numbers_by_code("by_town"),
    )
    for code in sorted(set(target.by_town) - codes):
        cursor.fail(f"没有单位“{code}”", f"There is no organisation '{code}'", "by_town")
    if not 0 <= target.decimals <= 4:
        cursor.fail("小数位应为 0—4", "decimals must be 0 to 4", "decimals")
    cursor.finish()
    return target


def _baseline(cursor: Cursor | None, header: Header) -> Baseline | None:
    if cursor is None:
        return None
    status = cursor.choice("status", STATUSES, header.status)
    baseline = Baseline(
        float(cursor.number("value")), cursor.date("as_of"), status, cursor.flag("synthetic", header.synthetic)
    )
    cursor.finish()
    return baseline


def read_tasks(cursor: Cursor) -> Tasks:
    """Read chapters and tasks; each path is given once."""
    header = read_header(cursor)
    chapter_rows, task_rows = cursor.rows("chapters"), cursor.rows("tasks")
    cursor.finish()
    chapters = tuple(_chapter(row) for row in chapter_rows)
    tasks = tuple(_task(row) for row in task_rows)
    unique([*chapter_rows, *task_rows], [*(c.path for c in chapters), *(t.path for t in tasks)], "路径", "path")
    return Tasks(chapters, tasks, header)


def _chapter(cursor: Cursor) -> Chapter:
    chapter = Chapter(cursor.text("path"), cursor.label("word"), cursor.label("label"))
    cursor.finish()
    return chapter


def _task(cursor: Cursor) -> TaskSetting:
    task = TaskSetting(cursor.text("path"), cursor.label("label"), read_schedule(cursor))
    cursor.finish()
    return task
