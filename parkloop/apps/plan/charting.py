"""Charts and heat tables of the plan as plain numbers for templates: server-side SVG with a table twin, no script needed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parkloop.apps.plan.models import Accumulation, Target, TargetValue, Task, TaskProgress
from parkloop.apps.plan.standings import TargetStand
from parkloop.domain import periods
from parkloop.domain.targets import expected_value
from parkloop.foundation.models.base import in_language

WIDTH, HEIGHT = 720, 230
LEFT, RIGHT, TOP, BOTTOM = 48, 76, 14, 28
HEAT_STEPS = 6
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Point:
    """One period of a chart: value typed (None = missing) and what the schedule asked for."""

    end: dt.date
    label: str
    value: Decimal | None
    expected: Decimal | None


def of_target(target: Target, rows: Sequence[TargetValue], stand: TargetStand) -> dict[str, Any] | None:
    """Trajectory of a target over its schedule: actual, schedule, target line, line of the data date; None without dates."""
    schedule = target.schedule
    if schedule is None:
        return None
    typed = {row.period_end: row.value for row in rows}
    ends = list(periods.ends_between(schedule.starts_on, schedule.due_on))
    points = [Point(end, _month(end), typed.get(end), expected_value(target.goal, schedule, end)) for end in ends]
    return _drawn(points, target.number, stand.on, target.decimals)


def of_task(task: Task, reports: Sequence[TaskProgress]) -> dict[str, Any] | None:
    """Completion of a task over its schedule, in percent; None without dates."""
    schedule = task.schedule
    if schedule is None:
        return None
    ends = list(periods.ends_between(schedule.starts_on, schedule.due_on))
    newest = {periods.end_of_period(r.as_of): r.completion_pp for r in reports}
    points = [Point(end, _month(end), newest.get(end), round(schedule.way_pp(end), 1)) for end in ends]
    data_date = max((r.as_of for r in reports), default=schedule.starts_on)
    return _drawn(points, Decimal(100), data_date, 0)


def _drawn(points: list[Point], goal: Decimal | None, data_date: dt.date, places: int) -> dict[str, Any]:
    known = [p.value for p in points if p.value is not None] + [p.expected for p in points if p.expected is not None]
    top, ticks = _axis(max([*known, goal or Decimal(0), Decimal(1)]))
    scale = _Scale(len(points), top)
    at = max((n for n, p in enumerate(points) if p.end <= data_date), default=0)
    actual = [(n, p.value) for n, p in enumerate(points) if p.value is not None]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "bottom": HEIGHT - BOTTOM,
        "top": TOP,
        "label_y": HEIGHT - 8,
        "actual": scale.path(actual),
        "dots": [scale.at(n, value) for n, value in actual],
        "schedule": scale.path([(n, p.expected) for n, p in enumerate(points) if p.expected is not None]),
        "goal_y": scale.y(goal) if goal is not None else None,
        "goal": goal,
        "data_x": scale.x(at),
        "last": {"at": scale.at(*actual[-1]), "value": actual[-1][1]} if actual else None,
        "ticks": [{"y": scale.y(value), "value": value} for value in ticks],
        "months": [{"x": scale.x(n), "label": p.label} for n, p in enumerate(points) if _is_labelled(n, len(points))],
        "rows": list(reversed([p for p in points if p.end <= data_date]))[:MONTHS_SHOWN],
        "places": places,
    }


class _Scale:
    """Periods and values to pixels."""

    def __init__(self, count: int, top: Decimal) -> None:
        self.step = (WIDTH - LEFT - RIGHT) / max(count - 1, 1)
        self.top = top

    def x(self, place: int) -> str:
        return f"{LEFT + place * self.step:.1f}"

    def y(self, value: Decimal) -> str:
        inner = HEIGHT - TOP - BOTTOM
        return f"{TOP + inner - inner * float(max(value, Decimal(0)) / self.top):.1f}"

    def at(self, place: int, value: Decimal) -> dict[str, str]:
        return {"x": self.x(place), "y": self.y(value)}

    def path(self, points: Sequence[tuple[int, Decimal]]) -> str:
        return " ".join(
            f"{'L' if n else 'M'}{self.x(place)} {self.y(value)}" for n, (place, value) in enumerate(points)
        )


STEPS = tuple(Decimal(n) for n in ("1.2", "1.6", "2", "2.4", "3.2", "4", "6", "8", "10", "12"))


def _axis(highest: Decimal) -> tuple[Decimal, list[Decimal]]:
    """Top of the axis and its ticks: whole numbers for small counts, else four even steps."""
    if highest <= 4:
        top = Decimal(int(highest) + 1)
        return top, [Decimal(n) for n in range(int(top) + 1)]
    wanted = highest * Decimal("1.05")
    unit = Decimal(10) ** (len(str(int(wanted))) - 1)
    top = next(unit * step for step in STEPS if unit * step >= wanted)
    return top, [top * n / 4 for n in range(5)]


def _is_labelled(place: int, count: int) -> bool:
    return count <= 13 or place % 3 == 0 or place == count - 1


def _month(end: dt.date) -> str:
    label = periods.label(end)
    return (
        in_language(f"{end.month}月", label["en"][:3])
        if end.month != 1
        else in_language(f"{end.year}年", str(end.year))
    )


def town_table(
    target: Target, stands: Mapping[tuple[int, str], TargetStand], values: Any, names: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Town × month heat table; only towns of which the person sees a value or that are the person's own appear."""
    rows = values.filter(target=target, organisation__isnull=False, superseded_at__isnull=True).select_related(
        "organisation"
    )
    typed: dict[str, dict[dt.date, Decimal | None]] = {}
    for row in rows:
        typed.setdefault(row.organisation.code, {})[row.period_end] = row.value
    seen = [code for code in target.shares if code in typed]
    if not seen:
        return None
    ends = sorted({end for found in typed.values() for end in found})[-MONTHS_SHOWN:]
    is_monthly = target.accumulates == Accumulation.YEAR and len(ends) > 1
    cells = {code: _monthly(is_monthly, typed[code], ends) for code in seen}
    top = max((v for line in cells.values() for v in line if v is not None), default=Decimal(0))
    widest = max((abs(_difference(stands[target.pk, code]) or Decimal(0)) for code in seen), default=Decimal(0))
    lines = [_line(target, stands[target.pk, code], names.get(code), cells[code], top, widest) for code in seen]
    lines.sort(key=lambda line: (line["total"] is None, -(line["total"] or 0)))
    return {
        "ends": [_month(end) for end in ends],
        "lines": lines,
        "sum": _sums(lines),
        "target": target,
        "is_monthly": is_monthly,
    }


def _monthly(
    is_monthly: bool, typed: Mapping[dt.date, Decimal | None], ends: Sequence[dt.date]
) -> list[Decimal | None]:
    """What each month shows: for counts since January the month's own part (needs both ends), else the number as typed."""
    if not is_monthly:
        return [typed.get(end) for end in ends]
    found: list[Decimal | None] = []
    for end in ends:
        value = typed.get(end)
        before = Decimal(0) if end.month == 1 else typed.get(periods.start_of_period(end) - dt.timedelta(days=1))
        found.append(None if value is None or before is None else value - before)
    return found


def _line(
    target: Target, stand: TargetStand, organisation: Any, months: list[Decimal | None], top: Decimal, widest: Decimal
) -> dict[str, Any]:
    difference = _difference(stand)
    bar = 0 if not difference or not widest else float(abs(difference) / widest) * 28
    return {
        "name": organisation.short if organisation else "",
        "code": organisation.code if organisation else "",
        "months": [{"value": v, "heat": _heat(v, top)} for v in months],
        "total": stand.value,
        "expected": None if stand.judgement.expected is None else round(stand.judgement.expected, 1),
        "difference": None if difference is None else round(difference, 1),
        "bar_x": f"{30 - bar:.1f}" if difference and difference < 0 else "30",
        "bar_width": f"{bar:.1f}",
        "is_behind": bool(difference and difference < 0),
        "lamp": stand.lamp,
    }


def _difference(stand: TargetStand) -> Decimal | None:
    due, done = stand.judgement.expected, stand.judgement.achieved
    return None if due is None or done is None else done - due


def _heat(value: Decimal | None, top: Decimal) -> int | None:
    """0 for zero, 1 to 5 by size; None for missing."""
    if value is None:
        return None
    if value <= 0 or not top:
        return 0
    return min(HEAT_STEPS - 1, 1 + int((HEAT_STEPS - 1) * value / top * Decimal("0.999")))


def _sums(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Sums over the towns shown; `is_partial` when a town has no data, so that nobody takes the sum for the whole."""
    known = [line["total"] for line in lines if line["total"] is not None]
    return {
        "total": sum(known) if known else None,
        "expected": sum(line["expected"] or 0 for line in lines),
        "is_partial": len(known) < len(lines),
    }
