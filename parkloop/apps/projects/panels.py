"""Panels of detail pages of projects: what each shows, built for one person from what the policy lets him see."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.plan.public import tasks_by_key
from parkloop.apps.projects import cells, charting, figures, parkdata, queries, wording
from parkloop.apps.projects.annotating import (
    with_actual,
    with_blocker_standings,
    with_change_words,
    with_recognition_words,
)
from parkloop.apps.projects.models import Blocker, Indicator, InvestmentMonth, Project, Recognition, StageChange
from parkloop.apps.projects.reporting import Reporting
from parkloop.desk import registry
from parkloop.domain import periods
from parkloop.domain.projects.investment import Month, YearSums, year_sums
from parkloop.domain.projects.stages import StageLine
from parkloop.foundation import policy, refs
from parkloop.foundation.models.base import in_language
from parkloop.foundation.refs import Ref


def project_header(project: Any) -> dict[str, Any]:
    """Lamp, tags and the way through the stages of a major project."""
    tags = [(project.stage_word, "tint"), (project.kind_word, "")]
    return {"lamp": cells.lamp(project), "tags": _tags(tags, project), "nodes": nodes(parkdata.known().stages, project)}


def technology_header(project: Any) -> dict[str, Any]:
    """The same of a key-technology project."""
    tags = [(project.stage_word, "tint"), (project.result_word, "")]
    line = parkdata.known().technology_stages
    return {"lamp": cells.lamp(project), "tags": _tags(tags, project), "nodes": nodes(line, project)}


def _tags(tags: list[tuple[str, str]], project: Any) -> list[tuple[str, str]]:
    synthetic = [(_("Demo data"), "demo")] if project.is_synthetic else []
    return [tag for tag in tags if tag[0]] + synthetic


def nodes(line: StageLine, project: Any) -> list[dict[str, Any]]:
    """The stages in order with the day each was last reached; the planned day of the next one."""
    reached: dict[str, dt.date] = {c.to_stage: c.on for c in project.changes.order_by("on", "pk")}
    at = line.keys.index(project.stage) if project.stage in line.keys else -1
    following = line.next_of(project.stage)
    made = []
    for place, stage in enumerate(line.stages):
        state = "done" if place < at else "now" if place == at else "next"
        day = reached.get(stage.key) if place <= at else None
        if following is not None and stage.key == following.key:
            day = project.next_on
        made.append(
            {"label": in_language(stage.zh, stage.en), "date": f"{day:%Y-%m-%d}" if day else "", "state": state}
        )
    return made


def investment(person: Any, project: Project) -> dict[str, Any]:
    """Year against plan, the chart by month, what is to be reported."""
    terms, rows = Reporting.now(), queries.months_of(person, project)
    months = [Month(row.period_end, row.planned_fen, row.done_fen) for row in rows]
    year = terms.data_month.year
    sums = year_sums(months, year, wanted_ends(project, rows, year), terms.data_month)
    done = [m.done for m in months if m.done is not None and m.end <= terms.data_month]
    return {
        "figures": [
            figures.year_done(sums, terms.data_month, project),
            figures.year_plan(sums, project),
            figures.planned_to_date(sums, terms.data_month, project),
            figures.total(project, sum(done) if done else None, terms.data_month),
        ],
        "bar": bar_of(sums),
        "chart": charting.of_months(months, terms.data_month),
        "name": project.name,
        "report": _report_due(person, project, rows, terms),
        "months_url": figures.rows_address(project),
    }


def wanted_ends(project: Project, rows: list[InvestmentMonth], year: int) -> list[dt.date]:
    """Months of the year that should have numbers: from the planned start, or the first month with a row, to the planned end."""
    first = project.starts_on or min((row.period_end for row in rows), default=None)
    if first is None:
        return []
    last = min(_money_ends(project) or dt.date(year, 12, 31), dt.date(year, 12, 31))
    return list(periods.ends_between(max(first, dt.date(year, 1, 1)), last))


def _money_ends(project: Project) -> dt.date | None:
    """When a project stops spending: the end of the month before it reached its last stage, else its planned end."""
    if project.stage not in parkdata.known().stages.final:
        return project.ends_on
    reached = project.changes.filter(to_stage=project.stage).order_by("-on").values_list("on", flat=True).first()
    return periods.last_closed(reached) if reached else project.ends_on


def bar_of(sums: YearSums) -> dict[str, Any] | None:
    """Done of the year's plan in percent with the tick of what was planned so far; None without a plan."""
    if not sums.planned:
        return None
    completion = None if sums.done is None else round(100 * sums.done / sums.planned)
    schedule = None if sums.planned_to_date is None else round(100 * sums.planned_to_date / sums.planned)
    behind = completion is not None and schedule is not None and completion < schedule
    return {"completion": completion, "schedule": schedule, "light": "lag" if behind else "ok"}


def _report_due(person: Any, project: Project, rows: list[InvestmentMonth], terms: Reporting) -> dict[str, Any] | None:
    """The newest closed month when the project is in a spending stage and nobody reported it; its due day and the way to do it."""
    end = terms.newest_month
    told = any(row.period_end == end and row.reported_at for row in rows)
    if told or project.stage not in terms.rules.stages.spending:
        return None
    due = terms.due(end)
    may = policy.may(person, "projects.report_month", project)
    url = reverse("desk:do", kwargs={"kind": "projects.project", "pk": project.pk, "action": "projects.report_month"})
    return {
        "light": "over" if due < terms.today else "near",
        "text": _("%(month)s is not reported, due on %(day)s")
        % {"month": wording.month(end), "day": f"{due:%Y-%m-%d}"},
        "url": url if may else "",
    }


def stages(person: Any, project: Any) -> dict[str, Any]:
    """Every change of stage: when, from where, how it stood to the plan, why and with which evidence."""
    field = "project" if isinstance(project, Project) else "technology"
    rows = with_change_words(policy.rows(person, StageChange).filter(**{field: project}))
    return {"entries": [_change(row) for row in rows.select_related("moved_by").order_by("-on", "-pk")]}


def _change(change: Any) -> dict[str, Any]:
    what = f"{change.from_word} → {change.to_word}" if change.from_stage else change.to_word
    return {
        "when": change.on.isoformat(),
        "who": change.moved_by.name,
        "what": what,
        "why": change.reason,
        "basis": _against_plan(change),
        "light": "over" if change.is_back else "",
        "url": cells.evidence("evidence")(change)[1] if change.evidence else "",
    }


def _against_plan(change: Any) -> str:
    if change.planned_on is None:
        return ""
    days = (change.on - change.planned_on).days
    if days > 0:
        return _("planned for %(day)s, %(n)s days late") % {"day": change.planned_on.isoformat(), "n": days}
    return _("planned for %(day)s, in time") % {"day": change.planned_on.isoformat()}


def blockers(person: Any, project: Project) -> dict[str, Any]:
    """Open blockers first, then solved ones."""
    rows = with_blocker_standings(policy.rows(person, Blocker).filter(project=project)).select_related("solver")
    may = policy.may(person, "projects.raise_blocker", project)
    resource = registry.get("projects.blocker")
    return {
        "rows": [_blocker(row, resource) for row in rows.order_by("light_rank", "due_on", "pk")],
        "raise_url": reverse(
            "desk:do", kwargs={"kind": "projects.project", "pk": project.pk, "action": "projects.raise_blocker"}
        )
        if may
        else "",
    }


def _blocker(row: Any, resource: Any) -> dict[str, Any]:
    return {"blocker": row, "lamp": cells.blocker_lamp(row), "url": resource.url("detail", pk=row.pk)}


def tasks(person: Any, project: Any) -> dict[str, Any]:
    """Tasks of the plan that the project serves."""
    return {"tasks": tasks_by_key(person, project.tasks.values_list("pk", flat=True))}


def indicators(person: Any, technology: Any) -> dict[str, Any]:
    """Technical indicators: promised, measured, met or not."""
    rows = with_actual(policy.rows(person, Indicator).filter(technology=technology)).order_by("pk")
    return {"rows": [_indicator(person, row) for row in rows]}


def _indicator(person: Any, row: Any) -> dict[str, Any]:
    may = policy.may(person, "projects.record_reading", row)
    address = {"kind": "projects.indicator", "pk": row.pk}
    return {
        "indicator": row,
        "promise": wording.promise(row),
        "baseline": wording.number(row.baseline),
        "actual": wording.number(row.actual),
        "lamp": cells.met_lamp(row),
        "url": refs.address_of(Ref("projects.indicator", str(row.pk)), row),
        "do_url": reverse("desk:do", kwargs={**address, "action": "projects.record_reading"}) if may else "",
    }


def recognitions(person: Any, technology: Any) -> dict[str, Any]:
    """First-of-kind recognitions with their certificates."""
    rows = with_recognition_words(policy.rows(person, Recognition).filter(technology=technology)).order_by("-on")
    return {"rows": [{"row": row, "certificate": cells.evidence("certificate")(row)} for row in rows]}


def partners(person: Any, technology: Any) -> dict[str, Any]:
    """The lead and who takes part with what."""
    rows = technology.partners.select_related("partner").order_by("pk")
    return {"lead": technology.enterprise, "rows": list(rows)}
