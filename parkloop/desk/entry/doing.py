"""Doing an action from a page: new, edit, dialog (many rows at once: `bulk`). One flow: form → action → answer, the same for all.

A refusal of the action comes back to the form it was filled in, with what was typed; a stale version also shows both sides.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parkloop.desk import registry
from parkloop.desk.entry import drafts, submitting
from parkloop.desk.entry.calling import subject_name
from parkloop.desk.entry.forms import ActionForm, asked, form_for
from parkloop.desk.requests import forget_counts, go, is_htmx, person_of, resource_or_404
from parkloop.desk.resource import Resource
from parkloop.desk.signing import signed_in
from parkloop.domain.refs import Ref
from parkloop.foundation import acting, policy, refs
from parkloop.foundation.acting import Action, ActionError, NotAllowed, StaleVersion


class Task:
    """One visit to a form: who does what to which thing, and where it goes afterwards."""

    def __init__(self, request: HttpRequest, resource: Resource, action: Action, obj: Any = None) -> None:
        self.request, self.resource, self.action, self.obj = request, resource, action, obj
        self.person = person_of(request)
        self.is_page = not is_htmx(request)

    @property
    def draft_key(self) -> str:
        """Under which the entries are kept when the form is left."""
        return f"{self.action.name}:{self.obj.pk if self.obj is not None else 'new'}"

    @property
    def back_url(self) -> str:
        """Where Cancel leads."""
        return self.resource.url("detail", pk=self.obj.pk) if self.obj is not None else self.resource.url("list")

    def call(self, values: dict[str, Any]) -> Any:
        """Call the action with the form's values, the object and the version the person saw."""
        given = dict(values)
        name = subject_name(self.action)
        if name:
            given[name] = self.obj
        if "version" in self.action.parameters and self.obj is not None:
            given["version"] = _version(self.request.POST.get("version", ""))
        return self.action.function(self.person, **given)


def _version(text: str) -> int:
    """The version the person saw; a form without one is as stale as can be."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@signed_in
@require_http_methods(["GET", "POST"])
def new_page(request: HttpRequest, kind: str) -> HttpResponse:
    """GET, POST /app/model/new/."""
    resource = resource_or_404(kind)
    return _visit(Task(request, resource, action_or_404(resource.create)))


@signed_in
@require_http_methods(["GET", "POST"])
def edit_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """GET, POST /app/model/<pk>/edit/."""
    resource = resource_or_404(kind)
    return _visit(Task(request, resource, action_or_404(resource.edit), resource.get(person_of(request), pk)))


@signed_in
@require_http_methods(["GET", "POST"])
def do_page(request: HttpRequest, kind: str, pk: int, action: str) -> HttpResponse:
    """GET, POST /app/model/<pk>/do/<action>/."""
    resource = resource_or_404(kind)
    if action not in {*resource.row_actions, resource.main_action, resource.edit}:
        raise Http404(_("There is no such action here."))
    return _visit(Task(request, resource, action_or_404(action), resource.get(person_of(request), pk)))


def action_or_404(name: str) -> Action:
    """The registered action."""
    found = acting.actions().get(name)
    if found is None:
        raise Http404(_("There is no such action here."))
    return found


def _visit(task: Task) -> HttpResponse:
    acting.require(task.person, task.action.name, task.obj)
    return _send(task) if task.request.method == "POST" else _open(task)


def _open(task: Task) -> HttpResponse:
    draft = drafts.of(task.person, task.draft_key) if task.is_page else None
    first = {**task.resource.initial(task.person, task.request), **_from_address(task)}
    data = drafts.as_data(draft) if draft else None
    form = form_for(task.action, task.resource, task.person, task.obj, initial={**first, **(data or {})})
    return show(task, form, 200, draft=draft)


def _from_address(task: Task) -> dict[str, str]:
    """Values of the query string for fields of the form."""
    names = asked(task.action)
    return {n: v for n, v in task.request.GET.items() if n in names}


def _send(task: Task) -> HttpResponse:
    request = task.request
    form = form_for(task.action, task.resource, task.person, task.obj, request.POST, request.FILES)
    if not form.is_valid():
        return show(task, form, 422)
    try:
        result = submitting.once(task.person, request.POST.get("submission", ""), lambda: task.call(form.values()))
    except submitting.SentBefore as before:
        return sent_before(task, before.ref)
    except StaleVersion as error:
        return _stale(task, form, error)
    except NotAllowed:
        raise
    except ActionError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return show(task, form, error.status)
    drafts.drop(task.person, task.draft_key)
    forget_counts(task.person)
    return _done(task, result)


def _done(task: Task, result: Any) -> HttpResponse:
    """Say what came of it: the result's own words (`told`) if it has some, and go on."""
    told = str(getattr(result, "told", "") or "")
    messages.success(task.request, told or _("Done: %(action)s") % {"action": task.action.label})
    return go(task.request, _page_under_dialog(task) or _next_url(task, result))


def _page_under_dialog(task: Task) -> str:
    """A dialog leads back to the page it was opened on (the work desk keeps its place), unless the thing went out of sight."""
    under = urlsplit(task.request.headers.get("HX-Current-URL", "")) if not task.is_page else None
    if under is None or not under.path or task.obj is None:
        return ""
    if not task.resource.rows(task.person).filter(pk=task.obj.pk).exists():
        return ""
    return under.path + (f"?{under.query}" if under.query else "")


def _next_url(task: Task, result: Any) -> str:
    if isinstance(result, Model) and result.pk is not None:
        related = registry.for_model(type(result))
        if related is not None and (task.obj is None or type(result) is type(task.obj)):
            if related.rows(task.person).filter(pk=result.pk).exists():
                return related.url("detail", pk=result.pk)
            return task.resource.url("list")
    return task.back_url


def sent_before(task: Task, ref: str) -> HttpResponse:
    """409: this very form was sent before; where its result stands."""
    seen = refs.visible(task.person, Ref.parse(ref)) if ref else None
    context = {
        "page_title": _("This form was sent before"),
        "message": _("It was done the first time; nothing was done again."),
        "action_url": refs.address_of(Ref.parse(ref), seen) if seen else task.back_url,
        "action_label": _("See what came of it"),
    }
    return render(task.request, refusal_template(task), context, status=409)


def refusal_template(task: Task) -> str:
    """Of a page, or of a dialog."""
    return "desk/refusal.html" if task.is_page else "desk/refusal_part.html"


def _stale(task: Task, form: ActionForm, error: ActionError) -> HttpResponse:
    """409: somebody else was faster. Both sides stand beside each other; what was typed is kept; saving again is possible."""
    now = task.resource.get(task.person, task.obj.pk)
    current = form_for(task.action, task.resource, task.person, now)
    rows = []
    for bound in form:
        mine, theirs = _words(form, bound.name, bound.value()), _words(current, bound.name, current[bound.name].value())
        rows.append({"label": bound.label, "mine": mine, "theirs": theirs, "differs": mine != theirs})
    task.obj = now
    form.add_error(None, str(error))
    return show(task, form, error.status, comparison=rows)


def _words(form: ActionForm, name: str, value: Any) -> str:
    """A field's value as words: choices by their labels."""
    field = form.fields[name]
    if value in (None, "", []):
        return ""
    queryset = getattr(field, "queryset", None)
    if queryset is not None:
        keys = value if isinstance(value, list) else [value]
        return ", ".join(str(o) for o in queryset.filter(pk__in=[k for k in keys if str(k).isdigit()]))
    choices = dict(getattr(field, "choices", []) or [])
    return str(choices.get(value, choices.get(str(value), value)))


def show(task: Task, form: ActionForm, status: int, **more: Any) -> HttpResponse:
    """The form as a page, or as a dialog for htmx."""
    template = "desk/form.html" if task.is_page else "desk/dialog.html"
    context = {
        "page_title": task.action.label,
        "crumbs": _crumbs(task),
        "resource": task.resource,
        "object": task.obj,
        "action": task.action,
        "form": form,
        "sections": _sections(task, form),
        "version": getattr(task.obj, "version", ""),
        "submission": submitting.new_token(),
        "draft_key": task.draft_key,
        "back_url": task.back_url,
        "has_files": any(
            hasattr(f.widget, "needs_multipart_form") and f.widget.needs_multipart_form for f in form.fields.values()
        ),
        "here": task.request.get_full_path(),
        "max_bytes": settings.PARKLOOP_MAX_UPLOAD_BYTES,
        **more,
    }
    return render(task.request, template, context, status=status)


def _crumbs(task: Task) -> list[dict[str, Any]]:
    crumbs: list[dict[str, Any]] = [{"label": task.resource.label_plural, "url": task.resource.url("list")}]
    if task.obj is not None:
        crumbs.append({"label": task.resource.title(task.obj), "url": task.back_url})
    return [*crumbs, {"label": task.action.label}]


def _sections(task: Task, form: ActionForm) -> list[dict[str, Any]]:
    """The form's fields by the resource's sections; what no section names stands in a last one."""
    left = dict.fromkeys(form.fields)
    made = []
    for number, section in enumerate(task.resource.sections, start=1):
        names = [n for n in section.fields if n in left]
        for name in names:
            left.pop(name)
        if names:
            made.append(
                {
                    "id": f"section-{number}",
                    "label": section.label,
                    "help": section.help,
                    "fields": [form[n] for n in names],
                }
            )
    if left:
        label = _("For the journal") if set(left) == {"reason"} else _("Details") if made else ""
        made.append({"id": "section-rest", "label": label, "help": "", "fields": [form[n] for n in left]})
    for section in made:
        section["errors"] = sum(bool(f.errors) for f in section["fields"])
    return made


# -- drafts


@signed_in
@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """POST /desk/drafts/: keep the entries of a form that is being filled in; `drop` forgets them."""
    person, key = person_of(request), request.POST.get("draft_key", "")[:200]
    action = acting.actions().get(key.partition(":")[0])
    if action is None or not (policy.may(person, action.name) or policy.rules_of(action.on or Model)):
        raise Http404(_("There is no such form."))
    if request.POST.get("drop"):
        drafts.drop(person, key)
        return go(request, request.POST.get("next", "/") if request.POST.get("next", "").startswith("/") else "/")
    drafts.keep(person, key, request.POST, set(asked(action)))
    return HttpResponse(status=204)
