"""What cockpit and work desk show of the plan, built for one person: cards of targets, tile map of towns, light board, reds.

The same standings stand behind the lists, so every number here is the number there.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.plan import cells, figures, panels, queries, wording
from parkloop.apps.plan.models import TargetValue
from parkloop.apps.plan.standings import SEVERITY, Standings, TargetStand, TaskStand
from parkloop.apps.plan.workpanels import override_note
from parkloop.domain import periods
from parkloop.domain.figures import Figure
from parkloop.domain.targets import expected_value
from parkloop.foundation import refs
from parkloop.foundation.models.base import in_language
from parkloop.foundation.refs import Ref

RATE = "rate"
ALL = Decimal(100)
RED = ("over", "none")
MOST_CARDS = 6
"""Targets with a figure of their own on the cockpit; with the rate of the map that makes seven figures."""


def target_stands(person: Any) -> list[TargetStand]:
    """Standings of the main targets of the newest plan, in its order."""
    targets = list(queries.main_targets(person))
    stands = Standings().of_targets(targets) if targets else {}
    return [stands[t.pk] for t in targets]


def task_stands(person: Any) -> list[TaskStand]:
    """Standings of the tasks of the newest plan, in its order."""
    tasks = list(queries.tasks_of_newest(person))
    stands = Standings().of_tasks(tasks) if tasks else {}
    return [stands[t.pk] for t in tasks]


# -- targets


def strip(person: Any) -> dict[str, Any] | None:
    """The targets in one strip."""
    stands = target_stands(person)
    shown = [{**panels.target_card(s), "note_right": wording.short_gap(s.judgement.gap_pp)} for s in stands]
    return {"cards": shown, "on": stands[0].on} if stands else None


def cards(person: Any, half: int) -> dict[str, Any] | None:
    """Half of the cockpit's cards, each with its small trajectory; half 0 also carries the page's title."""
    stands = target_stands(person)
    if not stands:
        return None
    carded = most_urgent(stands, MOST_CARDS)
    middle = (len(carded) + 1) // 2
    chosen = carded[:middle] if half == 0 else carded[middle:]
    past = _past(chosen)
    shown = [{**panels.target_card(s), "trajectory": trajectory(s, past.get(s.target.pk, []))} for s in chosen]
    rest = [] if half == 0 else [_in_a_line(s) for s in stands if s not in carded]
    return {"cards": shown, "rest": rest, **(_heading(stands[0]) if half == 0 else {})}


def most_urgent(stands: Sequence[TargetStand], most: int) -> list[TargetStand]:
    """At most so many, the worst lights first chosen, in the plan's order."""
    worst = sorted(range(len(stands)), key=lambda at: (stands[at].lamp.rank, at))[:most]
    return [stands[at] for at in sorted(worst)]


def _in_a_line(stand: TargetStand) -> dict[str, Any]:
    """A target without a card: its name, light and page."""
    card = panels.target_card(stand)
    return {name: card[name] for name in ("title", "url", "light", "lamp_label")}


def _heading(stand: TargetStand) -> dict[str, Any]:
    plan = stand.target.plan
    elapsed = time_elapsed(plan, Standings().today)
    parts = [plan.period, _("time elapsed %(n)s") % {"n": wording.percent(elapsed, 1)} if elapsed is not None else ""]
    return {
        "cockpit_title": _("%(plan)s cockpit") % {"plan": plan.short},
        "cockpit_subtitle": " · ".join(filter(None, parts)),
    }


def time_elapsed(plan: Any, today: dt.date) -> Decimal | None:
    """Percent of the plan's years that lie behind us; None without a period."""
    if plan.period_first is None or plan.period_last is None:
        return None
    first, last = dt.date(plan.period_first, 1, 1), dt.date(plan.period_last, 12, 31)
    return min(max(ALL * (today - first).days / ((last - first).days + 1), Decimal(0)), ALL)


def _past(stands: Sequence[TargetStand]) -> dict[int, list[TargetValue]]:
    """Current whole-park values of several targets, oldest first; one query."""
    rows = TargetValue.objects.filter(
        target__in=[s.target.pk for s in stands], organisation__isnull=True, superseded_at__isnull=True
    )
    found: dict[int, list[TargetValue]] = {}
    for row in rows.order_by("period_end"):
        found.setdefault(row.target_id, []).append(row)
    return found


def trajectory(stand: TargetStand, rows: Sequence[TargetValue]) -> dict[str, Any] | None:
    """Points of the small picture: months since the schedule began, values, what the schedule asks for."""
    schedule = stand.target.schedule
    if schedule is None:
        return None
    ends = list(periods.ends_between(schedule.starts_on, schedule.due_on))
    typed = {row.period_end: row.value for row in rows}
    return {
        "actual": [(n, typed.get(end)) for n, end in enumerate(ends) if end <= stand.on],
        "schedule": [(n, expected_value(stand.goal, schedule, end)) for n, end in enumerate(ends)],
        "target": stand.target.number,
    }


def task_rate(person: Any) -> Figure | None:
    """Share of the tasks that are on schedule or closed; None without tasks."""
    stands = task_stands(person)
    if not stands:
        return None
    good = sum(s.lamp.light in ("ok", "done") for s in stands)
    formula = _("Tasks on track or closed, out of all tasks; tasks without a report count as not on track.")
    return figures.rate(
        ALL * good / len(stands),
        _("Tasks on track"),
        stands[0].on,
        formula,
        reverse("desk:list", kwargs={"kind": "plan.task"}),
    )


# -- tasks


def light_board(person: Any) -> dict[str, Any] | None:
    """Tasks under the plan's own chapter words."""
    stands = task_stands(person)
    if not stands:
        return None
    groups: dict[int | None, dict[str, Any]] = {}
    for stand in stands:
        chapter = stand.task.chapter
        group = groups.setdefault(stand.task.chapter_id, _group(chapter))
        group["items"].append(_board_item(stand))
    return {"groups": list(groups.values()), "counts": light_counts(stands), "count": len(stands)}


def _group(chapter: Any) -> dict[str, Any]:
    if chapter is None:
        return {"label": _("Tasks"), "note": "", "items": []}
    return {"label": chapter.word or chapter.label, "note": chapter.label if chapter.word else "", "items": []}


def _board_item(stand: TaskStand) -> dict[str, Any]:
    return {
        "title": f"{stand.task.number}. {stand.task.label}",
        "light": stand.lamp.light,
        "lamp_label": stand.lamp.word,
        "detail": _detail(stand),
        "url": refs.address_of(Ref("plan.task", str(stand.task.pk)), stand.task),
    }


def _detail(stand: TaskStand) -> str:
    """Completion against schedule; of a light set by hand, by whom and until when."""
    numbers = wording.completion(stand.completion_pp, stand.elapsed_pp)
    return f"{numbers} · {override_note(stand.override)}" if stand.override else numbers


def light_counts(stands: Sequence[Any]) -> list[dict[str, Any]]:
    """How many of each light, best first, each with the list it opens."""
    words = {s.lamp.light: s.lamp.word for s in sorted(stands, key=lambda s: getattr(s, "override", None) is None)}
    counts = {light: sum(s.lamp.light == light for s in stands) for light in words}
    address = reverse("desk:list", kwargs={"kind": "plan.task"})
    order = sorted(counts, key=lambda light: -SEVERITY[light])
    return [
        {"light": light, "label": words[light], "count": counts[light], "url": f"{address}?light={light}"}
        for light in order
    ]


# -- reds


def reds(person: Any) -> dict[str, Any] | None:
    """Red and missing targets and tasks, worst first."""
    targets, tasks = target_stands(person), task_stands(person)
    if not targets and not tasks:
        return None
    leads = queries.leads_by_heading(person, [s.task.heading_id for s in tasks])
    items = [_red_target(s) for s in targets if s.lamp.light in RED]
    items += [_red_task(s, cells.joined(leads.get(s.task.heading_id, []))) for s in tasks if s.lamp.light in RED]
    items.sort(key=lambda item: item["rank"])
    return {"items": items}


def _red_target(stand: TargetStand) -> dict[str, Any]:
    return {
        "light": stand.lamp.light,
        "lamp_label": stand.lamp.word,
        "rank": (stand.lamp.rank, 0, stand.judgement.gap_pp or 0),
        "title": stand.target.label,
        "note": wording.gap(stand.judgement.gap_pp)
        or _("No data for %(period)s, not taken as zero") % {"period": period_name(stand.on)},
        "right": "",
        "right_note": _("target %(code)s") % {"code": stand.target.code},
        "url": refs.address_of(figures.ref_of(stand.target), stand.target),
    }


def _red_task(stand: TaskStand, lead: str) -> dict[str, Any]:
    return {
        "light": stand.lamp.light,
        "lamp_label": stand.lamp.word,
        "rank": (stand.lamp.rank, 1, stand.gap_pp or 0),
        "title": stand.task.label,
        "note": wording.gap(stand.gap_pp)
        or _("No report for %(period)s, not taken as zero") % {"period": period_name(stand.on)},
        "right": lead,
        "right_note": _("task %(number)s") % {"number": stand.task.number},
        "url": refs.address_of(Ref("plan.task", str(stand.task.pk)), stand.task),
    }


def period_name(end: dt.date) -> str:
    """A month in the active language."""
    label = periods.label(end)
    return in_language(label["zh"], label["en"])
