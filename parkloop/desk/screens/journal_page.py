"""The journal as a page for whoever audits: filters, the entries the reader may see, and the state of the chain."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parkloop.desk.requests import person_of
from parkloop.desk.screens import history
from parkloop.desk.signing import signed_in
from parkloop.foundation import acting, policy, refs
from parkloop.foundation.acting import NotAllowed
from parkloop.foundation.models import JournalEntry, JournalSeal, Role
from parkloop.foundation.standing import has_role

READERS = (Role.AUDITOR, Role.AUDIT_ADMIN)
PER_PAGE = 30


def may_read(person: Any) -> bool:
    """Whether the page is for this person; everybody else reads the journal of single things."""
    return has_role(person, *READERS)


@signed_in
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """GET /journal/."""
    person = person_of(request)
    if not may_read(person):
        raise NotAllowed(_("The whole journal is read by auditors. The journal of one thing stands on its own page."))
    problems: list[str] = []
    rows = _filtered(policy.rows(person, JournalEntry), request, problems)
    found = Paginator(rows.select_related("person", "organisation").order_by("-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page_title": _("Journal"),
        "rows": history.timeline(person, found.object_list, with_subject=True),
        "page": found,
        "problems": problems,
        "kinds": sorted(((k.name, str(k.label)) for k in refs.kinds().values()), key=lambda pair: pair[1]),
        "actions": sorted(((a.name, str(a.label)) for a in acting.actions().values()), key=lambda pair: pair[1]),
        "asked": request.GET,
        "chain": chain(),
    }
    return render(request, "desk/journal.html", context)


def _filtered(rows: "QuerySet[JournalEntry]", request: HttpRequest, problems: list[str]) -> "QuerySet[JournalEntry]":
    asked = request.GET
    if asked.get("kind"):
        rows = rows.filter(ref__startswith=f"{asked['kind'][:64]}:")
    if asked.get("ref"):
        rows = rows.filter(ref=asked["ref"][:200])
    if asked.get("action"):
        rows = rows.filter(action=asked["action"][:100])
    if asked.get("who"):
        who = asked["who"].replace("\x00", "")[:100]
        rows = rows.filter(person__name_zh__icontains=who) | rows.filter(person__name_en__icontains=who)
    for name, lookup in (("from", "at__date__gte"), ("to", "at__date__lte")):
        day = _day(asked.get(name, ""), problems)
        rows = rows.filter(**{lookup: day}) if day else rows
    return rows


def _day(text: str, problems: list[str]) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        problems.append(_("“%(value)s” is no date and was left out.") % {"value": text[:40]})
        return None


def chain() -> dict[str, Any]:
    """How far the entries are sealed, and the head of the chain."""
    head = JournalSeal.objects.order_by("-position").first()
    sealed = JournalSeal.objects.count()
    total = JournalEntry.objects.count()
    return {
        "head": head.mac if head else "",
        "at": head.sealed_at if head else None,
        "sealed": sealed,
        "unsealed": total - sealed,
    }
