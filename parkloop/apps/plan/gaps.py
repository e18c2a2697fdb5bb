"""What an adopted plan leaves open, from its rows. Only for those who see all duties: others would take what they may not see for a gap."""

from collections import defaultdict
from typing import Any

from parkloop.apps.plan import parkdata
from parkloop.apps.plan.models import Duty, ItemKind, Plan, PlanHeading, Target, Task, WorkItem
from parkloop.domain.plan.gaps import DeadlineFact, Facts, Gap, GoalFact, TargetFact, TaskFact, UnitFact, find_gaps
from parkloop.foundation import clock, policy, refs
from parkloop.foundation.models.base import in_language
from parkloop.foundation.refs import Ref


def gaps_of(person: Any, plan: Plan) -> list[Gap]:
    """The gaps of a plan, the worst first."""
    return find_gaps(facts_of(person, plan))


def facts_of(person: Any, plan: Plan) -> Facts:
    """Facts from rows; goals without numbers and deadlines from what was compiled and confirmed."""
    targets = list(policy.rows(person, Target).filter(plan=plan).select_related("heading"))
    headings = {h.path: h for h in policy.rows(person, PlanHeading).filter(plan=plan)}
    kept = plan.compiled.get("elements", [])
    by_person = {target.heading.path for target in targets if target.is_by_person}
    clocks = parkdata.clocks_of(plan.folder)
    return Facts(
        tasks=_tasks(person, plan, targets),
        targets=[
            TargetFact(str(t.pk), t.label, t.task_id is not None, _iso(t.due_on))
            for t in targets
            if t.parent_id is None
        ],
        goals=[
            GoalFact(str(headings[path].pk) if path in headings else "", goal["indicator"], path in by_person)
            for goal in _elements(kept, "qualitative")
            if (path := goal["path"]) is not None
        ],
        deadlines=[
            DeadlineFact(str(headings[d["path"]].pk) if d["path"] in headings else "", d["text"], d["due"])
            for d in _elements(kept, "deadline")
            if d["due"]
        ],
        end=f"{plan.period_last}-12-31" if plan.period_last else "",
        most_leads=clocks.workload.leads if clocks and clocks.workload else 0,
    )


def _elements(kept: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [entry["element"] for entry in kept if entry["kind"] == kind]


def _tasks(person: Any, plan: Plan, targets: list[Target]) -> list[TaskFact]:
    units: dict[int, list[UnitFact]] = defaultdict(list)
    duties = policy.rows(person, Duty).filter(plan=plan, ended_on__isnull=True).select_related("organisation")
    today = clock.today()
    for duty in duties.order_by("pk"):
        body = duty.organisation
        gone = body is not None and body.dissolved_on is not None and body.dissolved_on <= today
        units[duty.heading_id].append(UnitFact(str(body.pk) if body else duty.surface, duty.unit, duty.role, gone))
    carried = [target.task_id for target in targets]
    marked = list(
        policy.rows(person, WorkItem)
        .filter(plan=plan, kind=ItemKind.MILESTONE, removed_on__isnull=True)
        .values_list("task", flat=True)
    )
    return [
        TaskFact(
            str(t.pk),
            t.label,
            tuple(units[t.heading_id]),
            carried.count(t.pk),
            t.schedule is not None,
            _iso(t.due_on),
            marked.count(t.pk),
        )
        for t in policy.rows(person, Task).filter(plan=plan).order_by("position")
    ]


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


_LIGHTS = {"error": "over", "warning": "lag", "info": "none"}
_KINDS = {
    "task": "plan.task",
    "target": "plan.target",
    "goal": "plan.heading",
    "deadline": "plan.heading",
    "unit": "directory.organisation",
}


def shown(gap: Gap) -> dict[str, Any]:
    """One gap for the page: lamp, sentence, advice, address of what it is about."""
    ref = Ref(_KINDS[gap.kind], gap.key)
    is_row = gap.key.isdigit()
    return {
        "code": gap.code,
        "light": _LIGHTS[gap.severity],
        "severity": gap.severity,
        "message": in_language(gap.message["zh"], gap.message["en"]),
        "advice": in_language(gap.advice["zh"], gap.advice["en"]),
        "url": refs.address_of(ref) if is_row else "",
    }
