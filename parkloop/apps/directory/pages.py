"""Pages of the directory: the tree of organisations as of a day, the months of a year."""

import calendar
import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from parkloop.apps.directory.policy import keeps_people
from parkloop.apps.directory.resources import CalendarResource, OrganisationResource, PersonResource
from parkloop.desk import registry
from parkloop.desk.entry.forms import ActionForm, form_for
from parkloop.desk.pages import page
from parkloop.desk.screens.detailing import detail_context
from parkloop.domain.workdays import WorkdayTable
from parkloop.foundation import calendar as workdays
from parkloop.foundation import clock, policy
from parkloop.foundation.acting import Action, ActionError, NotAllowed, actions, require
from parkloop.foundation.directory import organisations_as_of
from parkloop.foundation.models import Organisation, Person, WorkdayYear


@page(OrganisationResource, "tree", label=gettext_lazy("Tree"), icon="sitemap")
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """The organisations one may see as the tree of a day (`?on=`, today by default)."""
    day, problem = _day(request.GET.get("on", ""))
    resource = registry.get(OrganisationResource.kind)
    found = organisations_as_of(day, policy.rows(request.person, Organisation))
    rows = [{"organisation": o, "url": resource.url("detail", pk=o.pk), "kind": _kind(o.kind)} for o in found]
    context = {
        "page_title": _("Organisations as of a day"),
        "crumbs": [{"label": resource.label_plural, "url": resource.url("list")}, {"label": _("Tree")}],
        "day": day,
        "problem": problem,
        "rows": rows,
        "top": _nested(rows),
        "list_url": resource.url("list"),
    }
    return render(request, "directory/tree.html", context)


@page(CalendarResource, "months", on="detail", label=gettext_lazy("Months"), icon="calendar-event")
@require_GET
def months(request: HttpRequest, pk: int) -> HttpResponse:
    """The twelve months of a year with days off and weekend days worked."""
    resource = registry.get(CalendarResource.kind)
    year = resource.get(request.person, pk)
    context = detail_context(request, resource, year, active="directory-calendar-months")
    table = workdays.table()
    context |= {"months": [_month(year, month, table) for month in range(1, 13)], "heads": _weekdays(), "year": year}
    context["working_days"] = len(table.working_days_of(year.year))
    return render(request, "directory/months.html", context)


@page(PersonResource, "password", on="detail", may=lambda person: keeps_people(person, None))
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a person's account, or reset its password; the answer is the only place where the first password is shown."""
    resource = registry.get(PersonResource.kind)
    holder = resource.get(request.person, pk)
    action = actions()["directory.open_account" if holder.user is None else "directory.reset_password"]
    require(request.person, action.name, holder)
    form = form_for(action, resource, request.person, holder, request.POST if request.method == "POST" else None)
    for name in ("password", "must_change_password"):
        form.fields.pop(name, None)
    context = detail_context(request, resource, holder, active="directory-person-password")
    context |= {"form": form, "action": action, "holder": holder}
    secret = _do(action, request.person, holder, form) if request.method == "POST" and form.is_valid() else None
    context["first_password"] = secret
    status = 422 if request.method == "POST" and secret is None else 200
    answer = render(request, "directory/password.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _do(action: Action, person: Any, holder: Person, form: ActionForm) -> str | None:
    """Call the action; the new password, or None with the refusal put into the form."""
    try:
        return action.function(person, holder=holder, **form.values()).first_password
    except NotAllowed:
        raise
    except ActionError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None


def _day(text: str) -> tuple[dt.date, str]:
    try:
        return (dt.date.fromisoformat(text) if text else clock.today()), ""
    except ValueError:
        return clock.today(), _("“%(text)s” is no date; the tree of today is shown. Write it like 2026-03-31.") % {
            "text": text[:40]
        }


def _kind(value: str) -> str:
    labels = dict(Organisation._meta.get_field("kind").flatchoices)
    return str(labels.get(value, value))


def _nested(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in tree order → the top ones, each with `below`."""
    stack: list[dict[str, Any]] = []
    top: list[dict[str, Any]] = []
    for row in rows:
        row["below"] = []
        del stack[row["organisation"].depth :]
        (stack[-1]["below"] if stack else top).append(row)
        stack.append(row)
    return top


def _weekdays() -> list[str]:
    monday = dt.date(2024, 1, 1)
    return [formats.date_format(monday + dt.timedelta(n), "D") for n in range(7)]


def _month(year: WorkdayYear, month: int, table: WorkdayTable) -> dict[str, Any]:
    weeks = calendar.Calendar().monthdatescalendar(year.year, month)
    return {
        "name": formats.date_format(dt.date(year.year, month, 1), "F"),
        "weeks": [[_cell(day, table) if day.month == month else None for day in week] for week in weeks],
    }


def _cell(day: dt.date, table: WorkdayTable) -> dict[str, Any]:
    special, today = table.special.get(day), clock.today()
    is_workday = table.is_workday(day)
    mark = ("worked" if is_workday else "off") if special else ("" if is_workday else "weekend")
    return {"day": day, "mark": mark, "special": special, "is_today": day == today}
