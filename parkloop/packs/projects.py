"""``projects/register.yaml``: kinds, industries, stages with their allowed steps, results and recognitions of projects, reporting terms."""

from dataclasses import dataclass

from parkloop.domain.projects.stages import Stage, StageLine
from parkloop.packs.cursor import Cursor, unique
from parkloop.packs.header import Header, read_header
from parkloop.packs.labels import Label
from parkloop.packs.manifest import slug

PATH = "projects/register.yaml"


@dataclass(frozen=True)
class Named:
    """A word of a list that people choose from."""

    key: str
    name: Label


@dataclass(frozen=True)
class ProjectRules:
    """What projects of the park run by.

    The investment of a month is reported by day ``due_day`` of the next month, or the next working day; a planned stage is
    near from ``near_working_days`` working days before its date.
    """

    kinds: tuple[Named, ...]
    industries: tuple[Named, ...]
    stages: StageLine
    technology_stages: StageLine
    results: tuple[Named, ...]
    recognitions: tuple[Named, ...]
    due_day: int
    near_working_days: int
    header: Header


def read_projects(cursor: Cursor) -> ProjectRules:
    """Read the register's rules; each list needs at least one entry, steps lead forward only."""
    header = read_header(cursor)
    kinds, industries = _named(cursor, "kinds"), _named(cursor, "industries")
    stages, technology_stages = _line(cursor, "stages"), _line(cursor, "technology_stages")
    results, recognitions = _named(cursor, "results"), _named(cursor, "recognitions")
    due_day, near = _due_day(cursor.child("reporting")), cursor.integer("near_working_days")
    if not 0 <= near <= 250:
        cursor.fail("near_working_days 应为 0—250", "near_working_days is 0 to 250", "near_working_days")
    cursor.finish()
    return ProjectRules(kinds, industries, stages, technology_stages, results, recognitions, due_day, near, header)


def _due_day(cursor: Cursor) -> int:
    day = cursor.integer("due_day")
    if not 1 <= day <= 28:
        cursor.fail("due_day 应为 1—28", "due_day is 1 to 28", "due_day")
    cursor.finish()
    return day


def _named(cursor: Cursor, key: str) -> tuple[Named, ...]:
    rows = _rows(cursor, key)
    found = []
    for row in rows:
        found.append(Named(slug(row, "key"), row.label("name")))
        row.finish()
    unique(rows, [entry.key for entry in found], "代码", "key")
    return tuple(found)


def _line(cursor: Cursor, key: str) -> StageLine:
    rows = _rows(cursor, key)
    line = StageLine(tuple(_stage(row) for row in rows))
    unique(rows, list(line.keys), "阶段", "stage")
    for stage, other in line.faults():
        row = rows[line.keys.index(stage)]
        row.fail(f"“{other}”不是更后的阶段", f"'{other}' is no later stage", "following")
    return line


def _stage(cursor: Cursor) -> Stage:
    name = cursor.label("name")
    following = cursor.texts("following", need=False)
    stage = Stage(slug(cursor, "key"), name.zh, name.en, following, cursor.flag("is_spending", False))
    cursor.finish()
    return stage


def _rows(cursor: Cursor, key: str) -> list[Cursor]:
    rows = cursor.rows(key)
    if not rows and cursor.has(key):
        cursor.fail(f"“{key}”至少要有一项", f"'{key}' needs at least one entry", key)
    return rows
