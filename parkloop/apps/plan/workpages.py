"""Pages of the work plan: Gantt of a plan and of a task, moving an item with a look at what moves with it, comparing baselines."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.plan import ganttchart, itemcells
from parkloop.apps.plan.actions.move_item import preview
from parkloop.apps.plan.comparing import Side, compared, side_of, side_today
from parkloop.apps.plan.models import Baseline, BaselineItem, Plan, WorkItem
from parkloop.apps.plan.resources import PlanResource, TaskResource, WorkItemResource
from parkloop.apps.plan.timetables import WorkPlan, work_plan
from parkloop.desk import registry
from parkloop.desk.entry import submitting
from parkloop.desk.pages import page
from parkloop.desk.screens.detailing import detail_context
from parkloop.domain.workplan.moving import Move
from parkloop.foundation import acting, clock, policy
from parkloop.foundation.acting import ActionError


@page(PlanResource, "gantt", on="detail", label=gettext_lazy("Gantt"), icon="timeline")
def plan_gantt(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/plan/<pk>/gantt/: all tasks with a work plan; `?zoom=month|quarter`, `?baseline=<pk>`."""
    resource, person = registry.get("plan.plan"), request.person  # type: ignore[attr-defined]
    assert resource is not None  # registered by the same room
    plan = resource.get(person, pk)
    context = detail_context(request, resource, plan, active="plan-plan-gantt")
    return render(request, "plan/gantt.html", context | gantt_context(request, plan, None, "quarter"))


@page(TaskResource, "gantt", on="detail", label=gettext_lazy("Gantt"), icon="timeline")
def task_gantt(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/task/<pk>/gantt/: the work plan of one task; floats count to the task's own end."""
    resource, person = registry.get("plan.task"), request.person  # type: ignore[attr-defined]
    assert resource is not None  # registered by the same room
    task = resource.get(person, pk)
    context = detail_context(request, resource, task, active="plan-task-gantt")
    return render(request, "plan/gantt.html", context | gantt_context(request, task.plan, task.pk, "month"))


def gantt_context(request: HttpRequest, plan: Plan, task: int | None, usual: str) -> dict[str, Any]:
    """The drawn chart with its tools: zoom, baseline, legend, table."""
    person = request.person  # type: ignore[attr-defined]
    zoom = request.GET.get("zoom", usual)
    zoom = zoom if zoom in ganttchart.ZOOMS else usual
    whole = work_plan(plan)
    chosen = [item for item in _in_order(whole) if task is None or item.task_id == task]
    baselines = list(policy.rows(person, Baseline).filter(plan=plan).order_by("-taken_at"))
    baseline = next((b for b in baselines if str(b.pk) == request.GET.get("baseline", "")), None)
    ghosts = _ghosts(person, baseline, task, [item.code for item in chosen])
    table = whole.timetable(by_task=task is not None)
    chart = ganttchart.drawn(
        whole, chosen, table, zoom=zoom, today=clock.today(), ghosts=ghosts,
        may_move=lambda item: policy.may(person, "plan.move_item", item),
    )  # fmt: skip
    gone = _gone(whole, chosen, ghosts)
    return {
        "chart": chart if chosen else None,
        "zoom": zoom,
        "zooms": [("month", _("By month")), ("quarter", _("By quarter"))],
        "baselines": baselines,
        "baseline": baseline,
        "gone": gone,
        "of_task": task is not None,
        "compare_url": reverse("desk:plan-plan-baselines", kwargs={"pk": plan.pk}),
        "list_url": f"{reverse('desk:list', kwargs={'kind': 'plan.workitem'})}?"
        + (f"task={task}" if task else f"plan={plan.pk}"),
    }


def _in_order(plan: WorkPlan) -> list[WorkItem]:
    """Items by task, parts below what they belong to."""
    found: list[WorkItem] = []

    def put(parent: int | None, task: int) -> None:
        for item in plan.items.values():
            if item.parent_id == parent and item.task_id == task:
                found.append(item)
                put(item.pk, task)

    for task in dict.fromkeys(item.task_id for item in plan.items.values()):
        put(None, task)
    return found


def _ghosts(person: Any, baseline: Baseline | None, task: int | None, codes: list[str]) -> dict[str, BaselineItem]:
    """What stood in the baseline: of the whole plan, or of the task then and of what belongs to it now."""
    if baseline is None:
        return {}
    rows = policy.rows(person, BaselineItem).filter(baseline=baseline)
    return {row.code: row for row in (rows.filter(Q(task=task) | Q(code__in=codes)) if task else rows)}


def _gone(plan: WorkPlan, chosen: list[WorkItem], ghosts: dict[str, BaselineItem]) -> list[dict[str, Any]]:
    """What stood there and does not any more, each with the item where it went to another task."""
    here = {item.code for item in chosen}
    elsewhere = {item.code: item for item in plan.items.values()}
    return [
        {"was": was, "now": elsewhere.get(code)}
        for code, was in ghosts.items()
        if was.removed_on is None and code not in here
    ]


def _moves(person: Any) -> bool:
    return bool(policy.may(person, "plan.move_item"))


@page(WorkItemResource, "move", on="detail", label=gettext_lazy("Move it"), icon="calendar-event", may=_moves)
def move_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/workitem/<pk>/move/?starts_on=: what would move with it, and the form that asks why. The form posts to the action."""
    resource, person = registry.get("plan.workitem"), request.person  # type: ignore[attr-defined]
    assert resource is not None  # registered by the same room
    item = resource.get(person, pk)
    acting.require(person, "plan.move_item", item)
    day = parse_date_or_none(request.GET.get("starts_on", "")) or item.starts_on
    refused, move = "", None
    if day != item.starts_on:
        try:
            move = preview(item, day)
        except ActionError as error:
            refused = str(error)
    context = detail_context(request, resource, item, active="plan-workitem-move")
    return render(
        request,
        "plan/move.html",
        context
        | {
            "item": item,
            "day": day,
            "refused": refused,
            "shifts": _shifts(item, move) if move else [],
            "is_asked": day != item.starts_on,
            "do_url": reverse("desk:do", kwargs={"kind": "plan.workitem", "pk": item.pk, "action": "plan.move_item"}),
            "back_url": reverse("desk:plan-task-gantt", kwargs={"pk": item.task_id}),
            "submission": submitting.new_token(),
        },
    )


def parse_date_or_none(text: str) -> dt.date | None:
    """An ISO date, or None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _shifts(item: WorkItem, move: Move) -> list[dict[str, Any]]:
    plan = work_plan(item.plan)
    return [
        {
            "item": plan.items[shift.key],
            "url": itemcells.item_url(plan.items[shift.key]),
            "from": plan.line.day(shift.old_start),
            "to": plan.line.day(shift.new_start),
            "by": shift.by,
        }
        for shift in move.shifts
    ]


@page(PlanResource, "baselines", on="detail", label=gettext_lazy("Baselines"), icon="git-compare")
def baselines_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/plan/<pk>/baselines/?old=&new=: any two baselines, or one with today, held against each other."""
    resource, person = registry.get("plan.plan"), request.person  # type: ignore[attr-defined]
    assert resource is not None  # registered by the same room
    plan = resource.get(person, pk)
    baselines = list(policy.rows(person, Baseline).filter(plan=plan).select_related("taken_by").order_by("-taken_at"))
    old = _side(person, plan, baselines, request.GET.get("old", ""), baselines[0] if baselines else None)
    new = _side(person, plan, baselines, request.GET.get("new", ""), None)
    context = detail_context(request, resource, plan, active="plan-plan-baselines")
    return render(
        request,
        "plan/baselines.html",
        context
        | {
            "baselines": baselines,
            "old": old,
            "new": new,
            "comparison": compared(old, new) if baselines else None,
            "may_take": policy.may(person, "plan.take_baseline", plan),
            "take_url": reverse("desk:do", kwargs={"kind": "plan.plan", "pk": plan.pk, "action": "plan.take_baseline"}),
        },
    )


def _side(person: Any, plan: Plan, baselines: Sequence[Baseline], asked: str, usual: Baseline | None) -> Side:
    """The asked baseline; today for `today` or when nothing usable is asked and there is no usual one."""
    found = next((b for b in baselines if str(b.pk) == asked), None if asked == "today" else usual)
    return side_of(person, found) if found else side_today(person, plan)
