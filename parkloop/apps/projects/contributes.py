"""What projects give to pages composed of many rooms: work desk, cockpit, page of a task, page of an organisation."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.projects import cells, figures, policy, todo, wording
from parkloop.apps.projects.annotating import with_project_standings, with_technology_standings
from parkloop.apps.projects.models import Project, Technology
from parkloop.apps.projects.reporting import Reporting
from parkloop.desk import registry
from parkloop.foundation import policy as answers
from parkloop.foundation.contributions import Contribution, contribute

MOST = 20


def cockpit(person: Any) -> dict[str, Any] | None:
    """Money of the year, projects by stage, late stages and open blockers; the same numbers as the board's."""
    rows = list(with_project_standings(answers.rows(person, Project)))
    if not rows:
        return None
    terms = Reporting.now()
    done = [p.year_done_fen for p in rows if p.year_done_fen is not None]
    plan = [p.year_planned_fen for p in rows if p.year_planned_fen is not None]
    due = [p.due_planned_fen for p in rows if p.due_planned_fen is not None]
    address = reverse("desk:list", kwargs={"kind": "projects.project"})
    return {
        "figure": figures.amount(
            sum(done) if done else None,
            _("Done in %(year)s") % {"year": terms.data_month.year},
            on=terms.data_month,
            rows=figures.rows_address(),
            formula=_("Sum over all projects of what was done from January to the data month."),
        ),
        "plan": wording.money(sum(plan)) if plan else "",
        "bar": _bar(sum(done) if done else None, sum(due) if due else None, sum(plan) if plan else None),
        "stages": _stages(rows, terms, address),
        "late": sum(p.light == "over" for p in rows),
        "late_url": f"{address}?light=over",
        "blockers": sum(p.open_blockers for p in rows),
        "blockers_url": reverse("desk:list", kwargs={"kind": "projects.blocker"})
        + "?light=over&light=near&light=ok&light=none",
        "board_url": reverse("desk:projects-project-board"),
    }


def _bar(done: int | None, due: int | None, plan: int | None) -> dict[str, Any] | None:
    if not plan:
        return None
    behind = done is not None and due is not None and done < due
    return {
        "completion": None if done is None else round(100 * done / plan),
        "schedule": None if due is None else round(100 * due / plan),
        "light": "lag" if behind else "ok",
    }


def _stages(rows: list[Any], terms: Reporting, address: str) -> list[dict[str, Any]]:
    words = {p.stage: p.stage_word for p in rows}
    return [
        {"label": words[key], "count": sum(p.stage == key for p in rows), "url": f"{address}?stage={key}"}
        for key in terms.rules.stages.keys
        if key in words
    ]


def of_task(person: Any, task: Any = None, **_more: Any) -> dict[str, Any] | None:
    """Projects of both sorts that serve a task."""
    if task is None:
        return None
    majors = with_project_standings(answers.rows(person, Project).filter(tasks=task.pk))
    technologies = with_technology_standings(answers.rows(person, Technology).filter(tasks=task.pk))
    return _listed(majors.select_related("town"), technologies.select_related("town"))


def of_organisation(person: Any, organisation: Any = None, obj: Any = None, **_more: Any) -> dict[str, Any] | None:
    """Projects that stand in a town or carrier, or that an enterprise builds or leads."""
    body = organisation or obj
    if body is None:
        return None
    majors = answers.rows(person, Project).filter(Q(town=body) | Q(carrier=body) | Q(enterprise=body))
    technologies = answers.rows(person, Technology).filter(Q(town=body) | Q(enterprise=body))
    return _listed(
        with_project_standings(majors).select_related("town"),
        with_technology_standings(technologies).select_related("town"),
    )


def _listed(majors: Any, technologies: Any) -> dict[str, Any] | None:
    rows = []
    for kind, found in (("projects.project", majors), ("projects.technology", technologies)):
        resource = registry.get(kind)
        for project in found.order_by("light_rank", "code")[:MOST]:
            money = ""
            if kind == "projects.project":
                money = wording.money(project.year_done_fen)
            rows.append(
                {
                    "name": project.name,
                    "url": resource.url("detail", pk=project.pk) if resource else "",
                    "stage": project.stage_word,
                    "lamp": cells.lamp(project),
                    "town": project.town.short,
                    "money": money,
                }
            )
    return {"rows": rows} if rows else None


contribute(
    Contribution(
        slot="workbench.todo", id="projects.todo", label=gettext_lazy("Projects"), template="",
        build=lambda person, **more: todo.rows(person), may=policy.sees_any, queries=14, empty="", order=30,
    )
)  # fmt: skip
contribute(
    Contribution(
        slot="cockpit.right", id="projects.money", label=gettext_lazy("Major projects"), template="projects/parts/cockpit.html",
        build=lambda person, **more: cockpit(person), may=policy.sees_any, queries=8,
        empty=gettext_lazy("No major project is in the register."), order=200,
    )
)  # fmt: skip
contribute(
    Contribution(
        slot="plan.task", id="projects.of_task", label=gettext_lazy("Projects"), template="projects/parts/listed.html",
        build=of_task, may=policy.sees_any, queries=10, empty=gettext_lazy("No project that you may see serves this task."),
    )
)  # fmt: skip
contribute(
    Contribution(
        slot="directory.organisation", id="projects.of_organisation", label=gettext_lazy("Projects"),
        template="projects/parts/listed.html", build=of_organisation, may=policy.sees_any, queries=10,
        empty=gettext_lazy("No project of this organisation is known to you."), order=40,
    )
)  # fmt: skip
