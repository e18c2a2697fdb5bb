"""The outline of a plan with its source text beside it: spans by kind, click from outline to text and back."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.plan import cells, edition_pages, gaps, panels, queries, review_pages, sourcetext, wording, workpages
from parkloop.apps.plan.models import Duty, DutyOrigin, DutyRole, Finding, Plan, PlanHeading, Target, Task
from parkloop.apps.plan.policy import sees_all
from parkloop.apps.plan.resources import DutyResource, PlanResource
from parkloop.desk import registry
from parkloop.desk.pages import page
from parkloop.desk.screens.detailing import detail_context
from parkloop.foundation import policy, refs
from parkloop.foundation.refs import Ref

__all__ = ["edition_pages", "review_pages", "workpages"]


@page(DutyResource, "units", on="list", label=gettext_lazy("By unit"), icon="users")
def by_unit(request: HttpRequest) -> HttpResponse:
    """GET /plan/duty/units/: what every organisation leads and takes part in."""
    person = request.person  # type: ignore[attr-defined]
    units = [_unit(organisation, duties) for organisation, duties in queries.duties_by_unit(person)]
    resource = registry.get("plan.duty")
    assert resource is not None  # registered by the same room
    crumbs = [{"label": resource.label_plural, "url": resource.url("list")}, {"label": _("By unit")}]
    return render(
        request,
        "plan/units.html",
        {"page_title": _("Duties by unit"), "crumbs": crumbs, "units": units, "list_url": resource.url("list")},
    )


def _unit(organisation: Any, duties: list[Duty]) -> dict[str, Any]:
    roles = {role: [d for d in duties if d.role == role] for role in DutyRole}
    return {
        "name": organisation.name if organisation else _("Named in the notice, not a known organisation"),
        "key": organisation.pk if organisation else "",
        "leads": [_matter(d) for d in roles[DutyRole.LEAD]],
        "coops": [_matter(d) for d in roles[DutyRole.COOP]],
        "others": [
            _matter(d) for role, found in roles.items() if role not in (DutyRole.LEAD, DutyRole.COOP) for d in found
        ],
        "stated": sum(d.origin == DutyOrigin.STATED for d in duties),
        "assigned": sum(d.origin == DutyOrigin.ASSIGNED for d in duties),
    }


def _matter(duty: Duty) -> dict[str, str]:
    label, url = cells.heading_link(duty)
    return {"label": label, "url": url, "unit": duty.surface}


VIEWS = ("outline", "targets", "duties", "findings")


@dataclass(frozen=True)
class Line:
    """One line of the outline."""

    heading: PlanHeading
    depth: int
    url: str
    targets: list[Target]
    duties: list[Duty]


@page(PlanResource, "outline", on="detail", label=gettext_lazy("Outline and source"), icon="hierarchy-2")
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/plan/<pk>/outline/; `?view=` chooses what stands beside the text."""
    resource = registry.get("plan.plan")
    assert resource is not None  # registered by the same room
    person = request.person  # type: ignore[attr-defined]
    plan = resource.get(person, pk)
    view = request.GET.get("view", "outline")
    context = detail_context(request, resource, plan, active="plan-plan-outline")
    return render(
        request, "plan/outline.html", context | outline_context(person, plan, view if view in VIEWS else "outline")
    )


def outline_context(person: Any, plan: Plan, view: str) -> dict[str, Any]:
    """Source text, legend with counts, and the chosen list beside it."""
    headings = list(policy.rows(person, PlanHeading).filter(plan=plan).order_by("position"))
    targets = list(policy.rows(person, Target).filter(plan=plan).select_related("heading").order_by("position"))
    duties = list(
        policy.rows(person, Duty).filter(plan=plan, ended_on__isnull=True).select_related("organisation", "heading")
    )
    findings = list(policy.rows(person, Finding).filter(plan=plan).order_by("start", "pk"))
    paragraphs = sourcetext.paragraphs(plan, headings, targets, duties, findings)
    return {
        "plan": plan,
        "view": view,
        "views": _views(view, headings, targets, duties, findings),
        "legend": sourcetext.legend(plan, headings, targets, duties, findings),
        "paragraphs": paragraphs,
        "lines": _lines(headings, targets, duties) if view == "outline" else [],
        "targets": [_target(t) for t in targets] if view == "targets" else [],
        "duties": _by_heading(duties) if view == "duties" else [],
        "findings": [_finding(f) for f in findings] if view == "findings" else [],
        "stats": panels.plan_stats(person, plan),
    }


@page(PlanResource, "gaps", on="detail", label=gettext_lazy("What is open"), icon="list-check", may=sees_all)
def gaps_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/plan/<pk>/gaps/: what the plan leaves open, and what to do about it."""
    resource = registry.get("plan.plan")
    assert resource is not None  # registered by the same room
    person = request.person  # type: ignore[attr-defined]
    plan = resource.get(person, pk)
    found = [gaps.shown(gap) for gap in gaps.gaps_of(person, plan)]
    context = detail_context(request, resource, plan, active="plan-plan-gaps")
    counts = {severity: sum(gap["severity"] == severity for gap in found) for severity in ("error", "warning", "info")}
    return render(request, "plan/gaps.html", context | {"gaps": found, "counts": counts})


def _views(
    view: str, headings: list[Any], targets: list[Any], duties: list[Any], findings: list[Any]
) -> list[dict[str, Any]]:
    open_findings = sum(f.state == Finding.State.OPEN for f in findings)
    listed = (
        ("outline", _("Outline"), len(headings), False),
        ("targets", _("Targets"), len(targets), False),
        ("duties", _("Duties"), len(duties), False),
        ("findings", _("Findings"), len(findings), open_findings > 0),
    )
    return [
        {"label": label, "count": count, "url": f"?view={name}", "active": name == view, "count_is_late": late}
        for name, label, count, late in listed
    ]


def _lines(headings: list[PlanHeading], targets: list[Target], duties: list[Duty]) -> list[Line]:
    tasks = {t.heading_id: t for t in Task.objects.filter(heading__in=headings)}
    return [
        Line(
            heading,
            heading.path.count("/"),
            refs.address_of(Ref("plan.task", str(tasks[heading.pk].pk)), tasks[heading.pk])
            if heading.pk in tasks
            else "",
            [t for t in targets if t.heading_id == heading.pk],
            [d for d in duties if d.heading_id == heading.pk],
        )
        for heading in headings
    ]


def _target(target: Target) -> dict[str, Any]:
    facts = [wording.goal(target), target.get_kind_display(), _year(target)]
    return {
        "target": target,
        "facts": " · ".join(filter(None, facts)),
        "url": refs.address_of(Ref("plan.target", str(target.pk)), target),
    }


def _year(target: Target) -> str:
    sources = {
        "own": _("%(year)s, stated there"),
        "lead": _("%(year)s, from the lead sentence"),
        "period": _("%(year)s, inferred from the plan's period"),
    }
    text = sources.get(target.year_source, "%(year)s")
    return text % {"year": target.year} if target.year else ""


def _by_heading(duties: list[Duty]) -> list[tuple[PlanHeading, list[Duty]]]:
    groups: dict[int, tuple[PlanHeading, list[Duty]]] = {}
    for duty in sorted(duties, key=lambda d: (d.heading.position, d.role, d.pk)):
        groups.setdefault(duty.heading_id, (duty.heading, []))[1].append(duty)
    return list(groups.values())


def _finding(finding: Finding) -> dict[str, Any]:
    lights = {"error": "over", "warning": "lag", "info": "none"}
    settled = finding.state != Finding.State.OPEN
    return {
        "finding": finding,
        "light": "done" if settled else lights[finding.severity],
        "word": finding.get_state_display() if settled else finding.get_severity_display(),
        "url": refs.address_of(Ref("plan.finding", str(finding.pk)), finding),
    }
