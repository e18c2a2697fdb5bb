"""Files that the plan hands out: the plan as StratML, task letters and the two lists as Word documents."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parkloop.adapters.stratml import write_stratml
from parkloop.apps.plan import papers
from parkloop.apps.plan.interchange import report_for
from parkloop.apps.plan.resources import DraftResource, DutyResource, PlanResource, TaskResource
from parkloop.apps.plan.reviewing import as_decisions, standing_of
from parkloop.desk import registry
from parkloop.desk.downloading import attachment
from parkloop.desk.pages import download
from parkloop.foundation import clock
from parkloop.packs import dump_definition


@download(PlanResource, "stratml", label=_("StratML Part 2 (xml)"))
def stratml(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/plan/<pk>/stratml/: the plan for exchange with other systems, values as the reader sees them."""
    resource, person = registry.get("plan.plan"), request.person  # type: ignore[attr-defined]
    assert resource is not None  # registered by the same room
    plan = resource.get(person, pk)
    return attachment(write_stratml(report_for(person, plan)), f"{plan.short}-{clock.today():%Y%m%d}.xml")


@download(TaskResource, "letter", label=_("Task letter (Word)"), icon="file-text")
def task_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/task/<pk>/letter/: 任务书."""
    resource, person = registry.get("plan.task"), request.person  # type: ignore[attr-defined]
    assert resource is not None  # registered by the same room
    task = resource.get(person, pk)
    return attachment(
        papers.task_letter(person, task), f"{gettext('Task letter')}-{task.number}-{clock.today():%Y%m%d}.docx"
    )


@download(TaskResource, "word", on="list", label=_("Word document (docx)"))
def task_list(request: HttpRequest) -> HttpResponse:
    """GET /plan/task/word/: 任务清单."""
    person = request.person  # type: ignore[attr-defined]
    return attachment(papers.task_list(person), f"{gettext('Task list')}-{clock.today():%Y%m%d}.docx")


@download(DutyResource, "word", on="list", label=_("Word document (docx)"))
def duty_list(request: HttpRequest) -> HttpResponse:
    """GET /plan/duty/word/: 责任清单."""
    person = request.person  # type: ignore[attr-defined]
    return attachment(papers.duty_list(person), f"{gettext('Duty list')}-{clock.today():%Y%m%d}.docx")


@download(DraftResource, "decisions", label=_("Decisions (yaml)"), icon="file-text")
def decisions(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /plan/draft/<pk>/decisions/: the standing decisions as `plan/decisions.yaml` of a park holds them."""
    resource, person = registry.get("plan.draft"), request.person  # type: ignore[attr-defined]
    assert resource is not None  # registered by the same room
    draft = resource.get(person, pk)
    _path, body = dump_definition("decisions", "plan", as_decisions(standing_of(draft)))
    return attachment(body, f"{draft.code}-decisions.yaml")
