"""Doing one action for many rows: the chosen ones, or the whole result of a list.

A bulk verb does all or refuses all; any other action is done row by row, and what was refused is named.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from parkloop.desk import switching
from parkloop.desk.entry import submitting
from parkloop.desk.entry.calling import subject_name
from parkloop.desk.entry.doing import Task, action_or_404, refusal_template, sent_before, show
from parkloop.desk.entry.forms import ActionForm, form_for
from parkloop.desk.requests import forget_counts, go, query_of, resource_or_404
from parkloop.desk.signing import signed_in
from parkloop.desk.tables.lists import ListQuery
from parkloop.foundation.acting import ActionError, InvalidInput, NotAllowed

MOST_BULK = 500


@signed_in
@require_http_methods(["GET", "POST"])
def bulk_page(request: HttpRequest, kind: str, action: str) -> HttpResponse:
    """GET, POST /app/model/bulk/<action>/: one action for the chosen rows (`pk`), or for all of the list (`all=1`)."""
    resource = resource_or_404(kind)
    if action not in resource.bulk_actions:
        raise Http404(_("There is no such action here."))
    task = Task(request, resource, action_or_404(action))
    chosen = _chosen(task)
    params = request.POST if request.method == "POST" else request.GET
    more = {
        "chosen": chosen[:8],
        "chosen_count": len(chosen),
        "pks": [o.pk for o in chosen],
        "list_text": params.get("list", ""),
    }
    if request.method != "POST":
        return show(task, form_for(task.action, resource, task.person), 200, **more)
    form = form_for(task.action, resource, task.person, None, request.POST, request.FILES)
    if not form.is_valid():
        return show(task, form, 422, **more)
    try:
        outcome = submitting.once(task.person, request.POST.get("submission", ""), lambda: _do_all(task, form, chosen))
    except submitting.SentBefore:
        return sent_before(task, "")
    except NotAllowed:
        raise
    except ActionError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return show(task, form, error.status, **more)
    forget_counts(task.person)
    return _bulk_done(task, outcome)


def _chosen(task: Task) -> list[Any]:
    """The chosen rows among those the person may see; InvalidInput for none or too many."""
    params = task.request.POST if task.request.method == "POST" else task.request.GET
    keys = [int(v) for v in params.getlist("pk") if v.isascii() and v.isdigit() and len(v) < 19]
    if params.get("all"):
        listed = query_of(params.get("list", ""))
        rows = ListQuery.read(task.resource, task.person, listed, switching.year_of(task.request)).rows()
    else:
        rows = task.resource.rows(task.person).filter(pk__in=keys).order_by("pk")
    chosen = list(rows[: MOST_BULK + 1])
    if not chosen:
        raise InvalidInput(_("No row is chosen. Go back to the list and tick the rows first."))
    if len(chosen) > MOST_BULK:
        raise InvalidInput(_("More than %(most)s rows are chosen. Narrow the list first."), most=MOST_BULK)
    return chosen


def _do_all(task: Task, form: ActionForm, chosen: list[Any]) -> list[tuple[Any, str]]:
    """(object, refusal or empty text) of each chosen row. A bulk verb does all or refuses all."""
    values = form.values()
    if task.action.bulk:
        task.action.function(task.person, **{**values, subject_name(task.action): chosen})
        return [(obj, "") for obj in chosen]
    return [(obj, _do_one(task, values, obj)) for obj in chosen]


def _do_one(task: Task, values: dict[str, Any], obj: Any) -> str:
    try:
        task.action.function(task.person, **{**values, subject_name(task.action): obj})
    except ActionError as error:
        return str(error)
    return ""


def _bulk_done(task: Task, outcome: list[tuple[Any, str]]) -> HttpResponse:
    refused = [(obj, why) for obj, why in outcome if why]
    count = len(outcome) - len(refused)
    text = ngettext("%(action)s: done for %(count)s row.", "%(action)s: done for %(count)s rows.", count)
    if count:
        messages.success(task.request, text % {"action": task.action.label, "count": count})
    if not refused:
        listed = task.request.POST.get("list", "")
        return go(task.request, task.resource.url("list") + (f"?{listed}" if listed else ""))
    context = {
        "page_title": task.action.label,
        "message": ngettext("%(count)s row was refused:", "%(count)s rows were refused:", len(refused))
        % {"count": len(refused)},
        "refused": [
            {"label": task.resource.title(obj), "url": task.resource.url("detail", pk=obj.pk), "why": why}
            for obj, why in refused
        ],
        "action_url": task.resource.url("list"),
        "action_label": _("Back to the list"),
    }
    return render(task.request, refusal_template(task), context, status=200 if count else 409)
