"""Panels of detail pages: what each shows, built for one person from what the policy lets him see."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parkloop.apps.plan import cells, charting, figures, queries, wording
from parkloop.apps.plan.models import (
    Duty,
    DutyOrigin,
    DutyRole,
    Finding,
    HeadingKind,
    Plan,
    PlanHeading,
    Target,
    TargetValue,
    Task,
    TaskProgress,
)
from parkloop.apps.plan.standings import Standings, history_of
from parkloop.apps.plan.workpanels import newest_work_reports, override_note
from parkloop.apps.plan.workstandings import overrides_on, rolls_up
from parkloop.foundation import clock, policy, refs
from parkloop.foundation.models import Organisation
from parkloop.foundation.refs import Ref

CONTEXT = 60
"""Characters of the source shown on either side of a clause."""
NEWEST = 7


# -- plans


def plan_counts(person: Any, plan: Plan) -> dict[str, Any]:
    """Counts of the plan's parts, each with its list."""
    headings = policy.rows(person, PlanHeading).filter(plan=plan)
    task_list, target_list = queries.addresses_of(Task), queries.addresses_of(Target)
    return {
        "outline": outline_address(plan),
        "stats": [
            {"label": _("Targets"), "value": plan.targets.count(), "url": f"{target_list}?plan={plan.pk}"},
            {"label": _("Tasks"), "value": plan.tasks.count(), "url": f"{task_list}?plan={plan.pk}"},
            {
                "label": _("Safeguards"),
                "value": headings.filter(kind=HeadingKind.SAFEGUARD).count(),
                "url": outline_address(plan),
            },
            {"label": _("Headings"), "value": headings.count(), "url": outline_address(plan)},
            {
                "label": _("Open findings"),
                "value": plan.findings.filter(state=Finding.State.OPEN).count(),
                "url": outline_address(plan) + "#findings",
            },
        ],
    }


def outline_address(plan: Plan) -> str:
    """The page with outline and source side by side."""
    return reverse("desk:plan-plan-outline", kwargs={"pk": plan.pk})


def plan_papers(person: Any, plan: Plan) -> dict[str, Any]:
    """Addressees, copies, the papers it is based on."""
    return {"addressees": plan.addressees, "copied_to": plan.copied_to, "bases": plan.bases}


def plan_stats(person: Any, plan: Plan) -> dict[str, Any]:
    """How many elements came from the compiler, how many from a person."""
    names = {
        "heading": _("Headings"),
        "target": _("Targets"),
        "qualitative": _("Goals without a number"),
        "duty": _("Duties"),
        "deadline": _("Deadlines"),
        "entity": _("Named things"),
    }
    counts = plan.stats.get("elements", {})
    rows = [{"label": label, **counts[kind]} for kind, label in names.items() if kind in counts]
    named = {"changed": "added_or_edited", "assigned": "assigned", "accepted": "accepted", "rejected": "rejected"}
    return {"rows": rows, **{name: plan.stats.get(key, 0) for name, key in named.items()}}


def origins(plan: Plan) -> str:
    """Elements by the compiler and by people, as 84 / 3, for the list."""
    counts = plan.stats.get("elements", {}).values()
    return f"{sum(c['compiler'] for c in counts)} / {sum(c['person'] for c in counts)}"


# -- clauses


def clause(plan: Plan, start: int | None, end: int | None, path: str) -> dict[str, Any]:
    """A place of the source with a little text around it, and the way to the whole."""
    found: dict[str, Any] = {"path": path, "url": outline_address(plan), "quote": "", "before": "", "after": ""}
    if start is None or end is None:
        return found
    found["quote"] = plan.quoted(start, end)
    found["before"] = plan.quoted(max(0, start - CONTEXT), start).strip()
    found["after"] = plan.quoted(end, end + CONTEXT).strip()
    found["url"] += f"#at-{start}"
    return found


def whole_clause(plan: Plan, heading: PlanHeading) -> dict[str, Any]:
    """A heading with all the text it governs."""
    found = clause(plan, heading.start, heading.end, heading.path)
    found["paragraphs"] = [p for p in plan.source_text[heading.start or 0 : heading.body_end].split("\n") if p.strip()]
    return found


def heading_clause(person: Any, heading: PlanHeading) -> dict[str, Any]:
    """The text of a heading."""
    return whole_clause(heading.plan, heading)


def task_clause(person: Any, task: Task) -> dict[str, Any]:
    """The text of a task."""
    return whole_clause(task.plan, task.heading)


def target_clause(person: Any, target: Target) -> dict[str, Any]:
    """The words that state the target."""
    return clause(target.plan, target.start, target.end, target.heading.path)


def duty_clause(person: Any, duty: Duty) -> dict[str, Any] | None:
    """The words that state the duty; nothing for an assigned one."""
    return clause(duty.plan, duty.start, duty.end, duty.heading.path) if duty.origin == DutyOrigin.STATED else None


def finding_clause(person: Any, finding: Finding) -> dict[str, Any]:
    """The place of a finding."""
    return clause(finding.plan, finding.start, finding.end, "")


# -- duties


def heading_duties(person: Any, heading: PlanHeading) -> dict[str, Any]:
    """Duties of a heading by role; says where the notice names nobody and who assigned instead."""
    duties = queries.duties_of(person, heading)
    groups = [(str(role.label), [d for d in duties if d.role == role]) for role in DutyRole]
    stated = Duty.objects.filter(heading=heading, origin=DutyOrigin.STATED).exists()
    assigned = [d for d in duties if d.origin == DutyOrigin.ASSIGNED]
    return {
        "groups": [(label, [_duty(d) for d in found], cells.joined(found)) for label, found in groups if found],
        "stated": stated,
        "assigned": assigned[0] if assigned else None,
        "clause_url": f"{outline_address(heading.plan)}#at-{heading.start}",
        "path": heading.path,
    }


def task_duties(person: Any, task: Task) -> dict[str, Any]:
    """Duties of a task, with its due date."""
    left = Standings().days_left(task.due_on)
    return {**heading_duties(person, task.heading), "due_on": task.due_on, "days": wording.days(left)}


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "duty": duty,
        "unit": duty.unit,
        "stated": duty.origin == DutyOrigin.STATED,
        "url": refs.address_of(Ref("plan.duty", str(duty.pk)), duty),
    }


# -- tasks


def task_header(task: Any) -> dict[str, Any]:
    """Lamp with working days in words; chapter word and task number as tags."""
    chapter = task.chapter.word if task.chapter else ""
    override = overrides_on([task], clock.today()).get(task.pk)
    by_hand = override_note(override) if override else ""
    note = " · ".join(filter(None, (task.plan.short, wording.days(task.days_left), by_hand)))
    return {"lamp": cells.lamp(task), "tags": [(chapter, "tint")] if chapter else [], "note": note}


def task_progress(person: Any, task: Any) -> dict[str, Any]:
    """Completion against schedule, and the reports that the person may see."""
    reports = (
        policy.rows(person, TaskProgress)
        .filter(task=task, superseded_at__isnull=True)
        .select_related("organisation", "reported_by")
    )
    is_rolled_up = rolls_up(task)
    entries = newest_work_reports(person, task) if is_rolled_up else []
    return {
        "task": task,
        "is_rolled_up": is_rolled_up,
        "completion": task.completion_pp,
        "elapsed": task.elapsed_pp,
        "light": task.light or "none",
        "gap": wording.gap(task.gap_pp),
        "chart": None if is_rolled_up else charting.of_task(task, list(reports.order_by("as_of"))),
        "entries": entries or [_report(row) for row in reports.order_by("-as_of")[:NEWEST]],
    }


def _report(row: TaskProgress) -> dict[str, Any]:
    """A report as an entry of the timeline."""
    return {
        "when": row.as_of.isoformat(),
        "who": row.organisation.short,
        "what": f"{wording.percent(row.completion_pp)} · {row.note}",
        "basis": _("%(who)s, %(when)s")
        % {"who": row.reported_by.name, "when": date_format(timezone.localtime(row.reported_at), "m-d H:i")},
    }


def task_targets(person: Any, task: Task) -> dict[str, Any] | None:
    """Targets stated by the task."""
    targets = list(policy.rows(person, Target).filter(task=task).select_related("plan"))
    stands = Standings().of_targets(targets)
    return {"cards": [target_card(stands[t.pk]) for t in targets]} if targets else None


# -- targets


def target_header(target: Any) -> dict[str, Any]:
    """Lamp with the gap; kind and unit as tags."""
    detail = wording.gap(target.gap_pp)
    tags = [(target.get_kind_display(), ""), (target.get_accumulates_display(), ""), (target.unit_label, "")]
    return {"lamp": {**cells.lamp(target), "detail": ""}, "tags": tags, "note": detail}


def target_figures(person: Any, target: Target) -> dict[str, Any]:
    """Actual, should be, gap; the trajectory with its table."""
    stand = Standings().of_targets([target])[target.pk]
    return {
        "target": target,
        "stand": stand,
        "actual": replace(figures.of_stand(stand), label=_("Actual")),
        "expected": figures.expected(stand),
        "gap": figures.gap(stand),
        "goal": wording.goal(target),
        "distance": _distance(stand),
        "chart": charting.of_target(target, history_of(target), stand),
    }


def _distance(stand: Any) -> str:
    """What is still missing up to the goal, in words."""
    left = stand.judgement.distance
    if left is None:
        return ""
    if stand.judgement.reached:
        return _("Reached")
    return _("%(n)s %(unit)s to go") % {"n": wording.number(left), "unit": stand.target.unit_label}


def target_card(stand: Any) -> dict[str, Any]:
    """What the desk's target card prints."""
    target = stand.target
    return {
        "title": target.label,
        "url": refs.address_of(figures.ref_of(target), target),
        "figure": figures.of_stand(stand),
        "target": wording.goal(target),
        "completion": stand.judgement.completion_pp,
        "schedule": stand.judgement.expected_pp,
        "light": stand.lamp.light,
        "lamp_label": stand.lamp.word,
        "note": wording.gap(stand.judgement.gap_pp) or _("No data for the period"),
        "note_right": wording.short_days(stand.days_left),
        "ident": target.code,
    }


def target_formula(person: Any, target: Target) -> dict[str, Any]:
    """How the target is judged: comparison, baseline, tolerance, schedule, lights."""
    stand = Standings().of_targets([target])[target.pk]
    return {
        "target": target,
        "goal": wording.goal(target),
        "rule": wording.rule_of(target),
        "lamp": stand.lamp,
        "schedule": target.schedule,
    }


def target_towns(person: Any, target: Target) -> dict[str, Any] | None:
    """Town × month table of a target that the park divided; towns the person may not see are left out."""
    if not target.shares:
        return None
    values = policy.rows(person, TargetValue)
    stands = Standings().of_towns([target], values)
    names = {o.code: o for o in Organisation.objects.filter(code__in=list(target.shares))}
    return charting.town_table(target, stands, values, names)


def target_values(person: Any, target: Target) -> dict[str, Any]:
    """The newest typed values that the person may see."""
    rows = policy.rows(person, TargetValue).filter(target=target, superseded_at__isnull=True)
    listed = rows.select_related("organisation", "typed_by", "target", "target__plan").order_by("-recorded_at", "-pk")[
        :NEWEST
    ]
    found = [
        {
            "row": r,
            "who": cells.organisation_or_park(r),
            "figure": figures.of_value(r),
            "url": refs.address_of(Ref("plan.value", str(r.pk)), r),
        }
        for r in listed
    ]
    return {"rows": found, "all_url": figures.rows_address(target)}


def value_versions(person: Any, row: TargetValue) -> dict[str, Any] | None:
    """What was typed before for the same period and organisation, newest first."""
    same = policy.rows(person, TargetValue).filter(
        target=row.target_id, organisation=row.organisation_id, period_end=row.period_end
    )
    versions = list(same.exclude(pk=row.pk).select_related("target", "target__plan", "typed_by").order_by("-pk"))
    return {"rows": [{"row": v, "figure": figures.of_value(v)} for v in versions]} if versions else None
