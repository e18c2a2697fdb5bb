"""Panels of the work plan: links, reports, room and baselines of an item; milestones and lights set by hand of a task."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parkloop.apps.plan import cells, itemcells, wording
from parkloop.apps.plan.models import (
    Baseline,
    BaselineItem,
    ItemKind,
    LightOverride,
    RollUp,
    Task,
    WorkItem,
    WorkLink,
    WorkReport,
)
from parkloop.apps.plan.standings import Standings
from parkloop.apps.plan.timetables import work_plan
from parkloop.domain.workplan.model import CyclicLinks
from parkloop.domain.workplan.scheduling import pushed_by
from parkloop.foundation import clock, policy, refs
from parkloop.foundation.refs import Ref


def formula_of(task: Task) -> str:
    """The rule of roll-up as a formula, in the active language."""
    return {
        RollUp.WEIGHT: _("Σ weight × percent done ÷ 100 over the milestones"),
        RollUp.DURATION: _("Σ working days × percent done ÷ Σ working days over the sub-tasks"),
        RollUp.COUNT: _("Σ percent done ÷ number of milestones"),
    }[RollUp(task.roll_up)]


def item_header(item: Any) -> dict[str, Any]:
    """State as a lamp; kind, fixed dates as tags; removed is said."""
    tags = [(item.get_kind_display(), "tint")]
    if item.must_start_on:
        tags.append((_("fixed on %(day)s") % {"day": item.must_start_on.isoformat()}, ""))
    if item.must_finish_by:
        tags.append((_("by %(day)s at the latest") % {"day": item.must_finish_by.isoformat()}, ""))
    return {"lamp": itemcells.lamp(item), "tags": tags, "note": str(item.task)}


def item_links(person: Any, item: WorkItem) -> dict[str, Any]:
    """What it waits for and what waits for it."""
    rows = policy.rows(person, WorkLink).select_related("before", "after")
    return {
        "waits_for": [_link(link, link.before) for link in rows.filter(after=item)],
        "waited_for": [_link(link, link.after) for link in rows.filter(before=item)],
        "parts": list(policy.rows(person, WorkItem).filter(parent=item, removed_on__isnull=True)),
    }


def _link(link: WorkLink, other: WorkItem) -> dict[str, Any]:
    return {
        "item": other,
        "url": itemcells.item_url(other),
        "kind": link.get_kind_display(),
        "lag": link.lag,
        "link_url": refs.address_of(Ref("plan.worklink", str(link.pk)), link),
    }


def item_reports(person: Any, item: WorkItem) -> dict[str, Any]:
    """Reports that the person may see, newest first."""
    rows = policy.rows(person, WorkReport).filter(item=item, superseded_at__isnull=True)
    listed = list(rows.select_related("organisation", "reported_by").order_by("-as_of")[:12])
    return {"entries": [_report(row) for row in listed], "done": item.done_pp, "is_unknown": item.done_pp is None}


def _report(row: WorkReport) -> dict[str, Any]:
    return {
        "when": row.as_of.isoformat(),
        "who": row.organisation.short,
        "what": f"{wording.percent(row.done_pp)} · {row.note}",
        "basis": row.reported_by.name,
        "url": refs.address_of(Ref.parse(row.evidence)) if row.evidence else "",
    }


def newest_work_reports(person: Any, task: Task) -> list[dict[str, Any]]:
    """The newest reports on the items of a task that the person may see, as entries of the timeline."""
    rows = policy.rows(person, WorkReport).filter(item__task=task, superseded_at__isnull=True)
    listed = rows.select_related("item", "organisation", "reported_by").order_by("-as_of", "-pk")[:7]
    return [{**_report(row), "what": f"{row.item} · {wording.percent(row.done_pp)} · {row.note}"} for row in listed]


def item_room(person: Any, item: WorkItem) -> dict[str, Any] | None:
    """How far it may slip: total and free float in working days, and what holds it where it is."""
    if item.removed_on is not None:
        return None
    plan = work_plan(item.plan)
    try:
        table = plan.timetable(by_task=True)
    except CyclicLinks:
        return None
    slot = table.slots.get(str(item.pk))
    if slot is None:
        return None
    chain = pushed_by(table.tight, str(item.pk))
    return {
        "slot": slot,
        "late_finish": plan.line.day(slot.late_finish),
        "chain": [plan.items[key] for key in chain] if len(chain) > 1 else [],
        "provisional": plan.line.table.is_provisional(item.starts_on, item.ends_on),
    }


def item_baselines(person: Any, item: WorkItem) -> dict[str, Any] | None:
    """Where it stood in each baseline, newest first."""
    rows = policy.rows(person, BaselineItem).filter(code=item.code, baseline__plan=item.plan_id)
    listed = list(rows.select_related("baseline").order_by("-baseline__taken_at"))
    return {"rows": listed} if listed else None


def baseline_items(person: Any, baseline: Baseline) -> dict[str, Any]:
    """Everything that stood in a baseline, removed items marked."""
    rows = policy.rows(person, BaselineItem).filter(baseline=baseline).order_by("task_title", "starts_on", "code")
    return {"rows": list(rows), "compare_url": compare_url(baseline)}


def compare_url(baseline: Baseline) -> str:
    """The page that compares it with today."""
    return f"{reverse('desk:plan-plan-baselines', kwargs={'pk': baseline.plan_id})}?old={baseline.pk}"


# -- of a task


def task_milestones(person: Any, task: Task) -> dict[str, Any] | None:
    """The milestone board of a task: items with state, the rule of roll-up with its formula, what is missing."""
    rows = policy.rows(person, WorkItem).filter(task=task, removed_on__isnull=True)
    items = list(itemcells.with_states(rows).select_related("organisation").order_by("ends_on", "position"))
    if not items:
        return None
    stand = Standings().of_tasks([task])[task.pk]
    return {
        "items": [{"item": i, "url": itemcells.item_url(i), "lamp": itemcells.lamp(i)} for i in items],
        "milestones": sum(i.kind == ItemKind.MILESTONE for i in items),
        "finished": sum(i.kind == ItemKind.MILESTONE and i.is_finished for i in items),
        "rule": task.get_roll_up_display(),
        "formula": formula_of(task),
        "work": stand.work,
        "done": cells.short(stand.completion_pp),
        "planned": cells.short(stand.elapsed_pp),
        "missing": ", ".join(stand.work.missing) if stand.work else "",
    }


def task_overrides(person: Any, task: Task) -> dict[str, Any] | None:
    """Lights set by hand, the one in force first; None when there never was one."""
    rows = list(policy.rows(person, LightOverride).filter(task=task).select_related("set_by").order_by("-pk")[:5])
    if not rows:
        return None
    return {"rows": [{"row": row, "lamp": itemcells.override_lamp(row), "state": _state(row)} for row in rows]}


def _state(row: LightOverride) -> str:
    if row.ended_on is not None:
        return _("ended on %(day)s") % {"day": row.ended_on.isoformat()}
    if row.until_on < clock.today():
        return _("expired on %(day)s") % {"day": row.until_on.isoformat()}
    return _("in force until %(day)s") % {"day": date_format(row.until_on, "Y-m-d")}


def override_note(override: LightOverride) -> str:
    """By whom and until when, as it stands on boards."""
    values = {"who": override.set_by.name, "day": override.until_on.isoformat()}
    return _("set by %(who)s until %(day)s") % values
