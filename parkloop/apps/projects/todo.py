"""Rows of the work desk: blockers that the person must solve, months that are to be reported, stages that are late."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.plan.public import own_organisations
from parkloop.apps.projects import policy, queries, wording
from parkloop.apps.projects.annotating import with_project_standings
from parkloop.apps.projects.models import Blocker, Project
from parkloop.apps.projects.reporting import Reporting
from parkloop.desk.screens.workbench import TodoRow
from parkloop.foundation import policy as answers
from parkloop.foundation.models import Role
from parkloop.foundation.refs import Ref
from parkloop.foundation.standing import has_role, standing_of

MOST = 12


def rows(person: Any) -> dict[str, list[TodoRow]]:
    """Everything of projects that waits for the person."""
    return {"rows": [*blockers(person), *reports(person), *late_stages(person)]}


def blockers(person: Any) -> list[TodoRow]:
    """Open blockers that the person's own organisations must solve."""
    mine = set(own_organisations(person)) | set(standing_of(person).roots(Role.ENTERPRISE_USER))
    if not mine:
        return []
    found = answers.rows(person, Blocker).filter(solver__in=mine, solved_on__isnull=True)
    return [_blocker(row) for row in found.select_related("project", "solver").order_by("due_on", "pk")[:MOST]]


def _blocker(row: Blocker) -> TodoRow:
    return TodoRow(
        ref=Ref("projects.blocker", str(row.pk)),
        verb=_("Solve"),
        matter=row.what,
        origin=f"{row.project.name} · {row.solver.short}",
        due=row.due_on,
        light="" if row.due_on else "near",
        action_url=_do("projects.blocker", row.pk, "projects.solve_blocker"),
        action_label=_("Solve the blocker"),
        tag=_("Blocker"),
        url=reverse("desk:detail", kwargs={"kind": "projects.blocker", "pk": row.pk}),
    )


def reports(person: Any) -> list[TodoRow]:
    """Projects of the own town, carrier or enterprise whose newest month nobody reported; the district asks, it does not report."""
    roles = (Role.TOWN_OFFICER, Role.PARK_OPERATOR, Role.ENTERPRISE_USER)
    if not has_role(person, *roles) or has_role(person, Role.DISTRICT_OFFICER):
        return []
    terms = Reporting.now()
    found = queries.to_report(person, answers.rows(person, Project)).select_related("town").order_by("code")[:MOST]
    end = terms.newest_month
    return [
        TodoRow(
            ref=Ref("projects.project", str(project.pk)),
            verb=_("Report investment"),
            matter=_("%(project)s: investment of %(month)s") % {"project": project.name, "month": wording.month(end)},
            origin=project.town.short,
            due=terms.due(end),
            action_url=f"{_do('projects.project', project.pk, 'projects.report_month')}?period_end={end.isoformat()}",
            action_label=_("Report investment"),
            tag=_("Project"),
            url=reverse("desk:detail", kwargs={"kind": "projects.project", "pk": project.pk}),
        )
        for project in found
    ]


def late_stages(person: Any) -> list[TodoRow]:
    """Projects whose next stage is late, as alerts."""
    if not policy.sees_any(person):
        return []
    late = with_project_standings(answers.rows(person, Project)).filter(light="over").select_related("town")
    return [
        TodoRow(
            ref=Ref("projects.project", str(project.pk)),
            verb=_("Stage late"),
            matter=project.name,
            origin=f"{project.town.short} · {wording.planned_light('over', project.next_on, project.next_word)['label']}",
            light="over",
            tab="alerts",
            tag=_("Project"),
            url=reverse("desk:detail", kwargs={"kind": "projects.project", "pk": project.pk}),
        )
        for project in late.order_by("next_on")[:MOST]
    ]


def _do(kind: str, pk: int, action: str) -> str:
    return reverse("desk:do", kwargs={"kind": kind, "pk": pk, "action": action})
