"""Notices (the bell) and jobs (long work that can be left and found again)."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parkloop.desk import registry
from parkloop.desk.requests import back, forget_counts, person_of
from parkloop.desk.signing import signed_in
from parkloop.foundation import notices as notices_of_ground
from parkloop.foundation import policy, working
from parkloop.foundation.models import Job, Notice, StoredFile

PER_PAGE = 20
OPEN = (Job.State.WAITING, Job.State.RUNNING)
LIGHTS = {"waiting": "none", "running": "near", "done": "ok", "failed": "over", "cancelled": "done"}


def notice_rows(person: Any, listed: Iterable[Notice]) -> list[dict[str, Any]]:
    """Notices with their texts in the active language and the address of what they are about."""
    return [{"notice": r.notice, "text": r.text, "url": r.address} for r in notices_of_ground.render(person, listed)]


@signed_in
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """GET /notices/; `?unread=1` shows unread ones only."""
    person = person_of(request)
    rows = Notice.objects.filter(person=person)
    only_unread = request.GET.get("unread") == "1"
    page = Paginator(rows.filter(read_at=None) if only_unread else rows, PER_PAGE).get_page(request.GET.get("page"))
    unread = rows.filter(read_at=None).count()
    tabs = [
        {"label": _("All"), "url": "?", "active": not only_unread},
        {"label": _("Unread"), "url": "?unread=1", "count": unread, "active": only_unread},
    ]
    context = {
        "page_title": _("Notices"),
        "rows": notice_rows(person, page.object_list),
        "page": page,
        "tabs": tabs,
        "unread": unread,
    }
    return render(request, "desk/notices.html", context)


@signed_in
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """POST /notices/read/: mark one (`pk`) or all as read; `open=1` goes to what it is about."""
    person, pk = person_of(request), request.POST.get("pk", "")
    chosen = Notice.objects.filter(person=person, pk=pk).first() if is_key(pk) else None
    if chosen is not None:
        notices_of_ground.mark_read(person, [chosen.pk])
    elif not pk:
        notices_of_ground.mark_read(person)
    forget_counts(person)
    address = notice_rows(person, [chosen])[0]["url"] if chosen and request.POST.get("open") else ""
    return HttpResponseRedirect(address or back(request, reverse("desk:notices")))


def is_key(text: str) -> bool:
    """Whether a text can be a primary key."""
    return text.isascii() and text.isdigit() and len(text) < 19


def _jobs_of(person: Any) -> Any:
    """A person's own jobs, and for system administrators everybody's (without their arguments)."""
    return Job.objects.filter(person=person) if policy.rules_of(Job) is None else policy.rows(person, Job)


def job_row(person: Any, job: Job) -> dict[str, Any]:
    """A job as people read it."""
    return {
        "job": job,
        "light": LIGHTS[job.state],
        "state": job.get_state_display(),
        "text": working.message_of(job),
        "kind": working.title_of(job),
        "percent": round(100 * job.done / job.total) if job.total else None,
        "is_open": job.state in OPEN,
        "may_cancel": job.state in OPEN and policy.may(person, "jobs.cancel", job),
        "file_url": _file_url(person, job.file),
    }


def _file_url(person: Any, stored: StoredFile | None) -> str:
    listed = registry.for_model(StoredFile)
    return listed.url("detail", pk=stored.pk) if stored is not None and listed is not None else ""


@signed_in
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """GET /jobs/."""
    person = person_of(request)
    page = Paginator(_jobs_of(person).select_related("file").order_by("-created_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page_title": _("Jobs"), "page": page, "rows": [job_row(person, job) for job in page.object_list]}
    return render(request, "desk/jobs.html", context)


@signed_in
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /jobs/<pk>/; the part that htmx asks for is the progress alone."""
    person = person_of(request)
    found = _jobs_of(person).select_related("file").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such job, or it is somebody else's."))
    row = job_row(person, found)
    template = "desk/parts/job_progress.html" if request.headers.get("HX-Request") else "desk/job.html"
    return render(request, template, {"page_title": row["kind"], "row": row})


@signed_in
@require_POST
def cancel_job(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /jobs/<pk>/cancel/: end a waiting job at once, a running one at its next progress."""
    person = person_of(request)
    found = _jobs_of(person).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such job, or it is somebody else's."))
    working.cancel(person, job=found)
    return HttpResponseRedirect(reverse("desk:job", kwargs={"pk": pk}))
