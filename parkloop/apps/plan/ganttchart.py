"""The Gantt of a work plan as plain numbers for a server-drawn SVG: rows, bars, diamonds, arrows, shaded days off, ghosts of a baseline."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from parkloop.apps.plan.models import BaselineItem, WorkItem
from parkloop.apps.plan.timetables import WorkPlan
from parkloop.domain.workplan.model import Link, Slot, Timetable
from parkloop.foundation.models.base import in_language

ROW, HEAD, BAR = 28, 44, 14
ZOOMS = {"month": 7.0, "quarter": 2.2}
"""Pixels per calendar day."""
ONE_DAY = dt.timedelta(days=1)
LONG_OFF = 3
"""In the coarse zoom only runs of so many days off are shaded: holidays, not every weekend."""


@dataclass(frozen=True)
class Scale:
    """Days to pixels."""

    first: dt.date
    last: dt.date
    zoom: str

    @property
    def per_day(self) -> float:
        """Pixels per calendar day."""
        return ZOOMS[self.zoom]

    @property
    def width(self) -> float:
        """Of the whole picture."""
        return ((self.last - self.first).days + 1) * self.per_day

    def x(self, day: dt.date) -> float:
        """Left edge of a day."""
        return round((day - self.first).days * self.per_day, 1)

    def middle(self, day: dt.date) -> float:
        """Middle of a day."""
        return round(self.x(day) + self.per_day / 2, 1)


def drawn(
    plan: WorkPlan,
    chosen: Sequence[WorkItem],
    table: Timetable,
    *,
    zoom: str,
    today: dt.date,
    ghosts: Mapping[str, BaselineItem],
    may_move: Any,
) -> dict[str, Any]:
    """Everything the template prints. `chosen` are items in order of tasks; `may_move(item)` says who may drag it."""
    scale = _scale(chosen, ghosts.values(), today, zoom)
    rows, height = [], HEAD
    bars: dict[str, dict[str, Any]] = {}
    for task, items in groupby(chosen, key=lambda item: item.task):
        rows.append({"is_task": True, "task": task, "y": height})
        height += ROW
        for item in items:
            bar = _bar(plan, item, table.slots.get(str(item.pk)), scale, height, today)
            bar["can_move"] = bool(bar["is_leaf"] and not item.is_finished and may_move(item))
            bar["ghost"] = _ghost(ghosts.get(item.code), scale, height)
            bars[str(item.pk)] = bar
            rows.append(bar)
            height += ROW
    return {
        "rows": rows,
        "width": round(scale.width, 1),
        "height": height,
        "head": HEAD,
        "months": _months(scale),
        "off": _off(plan, scale),
        "off_days": ",".join(day.isoformat() for day in _off_days(plan, scale)),
        "per_day": scale.per_day,
        "today_x": scale.middle(today) if scale.first <= today <= scale.last else None,
        "arrows": _arrows(plan, bars, table),
        "small": _small(scale),
    }


def _scale(chosen: Sequence[WorkItem], ghosts: Iterable[BaselineItem], today: dt.date, zoom: str) -> Scale:
    """From the first to the last month of anything shown, with a little room."""
    shown = [*chosen, *ghosts]
    first = min([item.starts_on for item in shown], default=today)
    last = max([item.ends_on for item in shown], default=today)
    if abs((today - last).days) < 120:
        last = max(last, today)
    after = (last.replace(day=1) + dt.timedelta(days=62)).replace(day=1)
    return Scale(first.replace(day=1), after - ONE_DAY, zoom)


def _bar(plan: WorkPlan, item: WorkItem, slot: Slot | None, scale: Scale, y: int, today: dt.date) -> dict[str, Any]:
    left, right = scale.x(item.starts_on), scale.x(item.ends_on + ONE_DAY)
    middle, centre = scale.middle(item.ends_on), y + ROW / 2
    is_late = not item.is_finished and item.ends_on < today
    done = float(item.done_pp or 0) / 100
    return {
        "item": item,
        "depth": _depth(plan, item),
        "y": y,
        "top": y + (ROW - BAR) // 2,
        "bar_height": BAR if slot else 6,
        "x": left,
        "bar_width": round(max(right - left, 3), 1),
        "done_width": round(max(right - left, 3) * done, 1),
        "start_x": middle if item.is_milestone else left,
        "end_x": middle + 8 if item.is_milestone else right,
        "centre": centre,
        "diamond": f"{middle},{centre - 8} {middle + 8},{centre} {middle},{centre + 8} {middle - 8},{centre}",
        "ring_x": (middle - 12) if item.is_milestone else left - 3,
        "ring_width": 24 if item.is_milestone else round(max(right - left, 3) + 6, 1),
        "slot": slot,
        "is_leaf": slot is not None,
        "is_critical": bool(slot and slot.is_critical and not item.is_finished),
        "is_late": is_late,
        "label_x": round((middle + 13) if item.is_milestone else right + 6, 1),
        "small_x": _percent(scale, left),
        "small_width": max(_percent(scale, right - left), 1.5),
    }


def _percent(scale: Scale, pixels: float) -> float:
    return round(100 * pixels / scale.width, 1)


def _depth(plan: WorkPlan, item: WorkItem) -> int:
    depth, parent = 1, item.parent_id
    while parent and str(parent) in plan.items and depth < 3:
        depth, parent = depth + 1, plan.items[str(parent)].parent_id
    return depth


def _ghost(was: BaselineItem | None, scale: Scale, y: int) -> dict[str, Any] | None:
    """Where it stood in the baseline: a thin outline below the bar."""
    if was is None:
        return None
    left = scale.x(was.starts_on)
    width = round(max(scale.x(was.ends_on + ONE_DAY) - left, 4), 1)
    return {"x": left, "y": y + ROW - 7, "width": width, "item": was}


def _months(scale: Scale) -> list[dict[str, Any]]:
    """Month or quarter marks of the head; years stand above."""
    marks, day = [], scale.first
    while day <= scale.last:
        shown = scale.zoom == "month" or day.month in (1, 4, 7, 10) or day == scale.first
        text = (
            in_language(f"{day.month}月", day.strftime("%b")) if scale.zoom == "month" else f"Q{(day.month + 2) // 3}"
        )
        year = str(day.year) if day.month == 1 or day == scale.first else ""
        marks.append({"x": scale.x(day), "label": text if shown else "", "year": year, "is_line": shown})
        day = (day + dt.timedelta(days=32)).replace(day=1)
    return marks


def _off_days(plan: WorkPlan, scale: Scale) -> list[dt.date]:
    count = (scale.last - scale.first).days + 1
    days = (scale.first + n * ONE_DAY for n in range(count))
    return [day for day in days if not plan.line.table.is_workday(day)]


def _off(plan: WorkPlan, scale: Scale) -> list[dict[str, float]]:
    """Runs of days off as shaded columns."""
    runs: list[list[dt.date]] = []
    for day in _off_days(plan, scale):
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    least = 1 if scale.zoom == "month" else LONG_OFF
    return [{"x": scale.x(run[0]), "width": round(len(run) * scale.per_day, 1)} for run in runs if len(run) >= least]


def _arrows(plan: WorkPlan, bars: Mapping[str, dict[str, Any]], table: Timetable) -> list[dict[str, Any]]:
    critical = {(link.before, link.after) for link in table.critical_links}
    found = []
    for link in plan.network().links:
        if link.before in bars and link.after in bars:
            is_critical = (link.before, link.after) in critical and bars[link.after]["is_critical"]
            found.append({**_arrow(link, bars[link.before], bars[link.after]), "is_critical": is_critical})
    return sorted(found, key=lambda arrow: arrow["is_critical"])


def _arrow(link: Link, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """From the end (FS) or the start (SS) of one row down or up to the start of the other, with a head."""
    x1 = before["end_x"] if link.kind == "FS" else before["start_x"]
    y1, y2 = before["centre"], after["centre"]
    milestone = after["item"].is_milestone
    x2 = after["start_x"] if milestone else after["x"]
    side = 8 if y2 > y1 else -8
    if milestone and link.kind == "FS" and x2 >= x1 - 10:
        tip = y2 - side
        path = f"M{x1} {y1} H{x2} V{tip}"
        head = f"{x2},{tip} {x2 - 4},{tip - side / 2} {x2 + 4},{tip - side / 2}"
    else:
        turn = (
            max(x1 + 6, x2 - 6)
            if link.kind == "FS" and x2 >= x1 + 12
            else x1 + 6
            if link.kind == "FS"
            else min(x1, x2) - 6
        )
        middle = y2 - side * 1.75
        tip = x2 - (9 if milestone else 0)
        path = (
            f"M{x1} {y1} H{turn} V{y2} H{tip}"
            if turn <= tip - 5
            else f"M{x1} {y1} H{turn} V{middle} H{tip - 8} V{y2} H{tip}"
        )
        head = f"{tip},{y2} {tip - 5},{y2 - 3.5} {tip - 5},{y2 + 3.5}"
    return {"path": path, "head": head}


def _small(scale: Scale) -> dict[str, str]:
    """First and last day of the small bars."""
    return {"first": scale.first.isoformat(), "last": scale.last.isoformat()}
