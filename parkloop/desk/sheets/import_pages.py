"""The pages of an import: choose a sheet, look at what it would do, apply it, fetch the wrong rows back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parkloop.desk import registry
from parkloop.desk.models import ImportBatch, ImportRow
from parkloop.desk.resource import Resource
from parkloop.desk.sheets import exporting, importing
from parkloop.desk.sheets.cells import columns_of
from parkloop.desk.signing import signed_in
from parkloop.foundation import policy
from parkloop.foundation.acting import ActionError, InvalidInput, NotAllowed

PREVIEW_ROWS = 50


def _resource(request: HttpRequest, kind: str) -> Resource:
    resource = registry.get(kind)
    if resource is None or not resource.import_action:
        raise Http404(_("There is no import for this list."))
    if not policy.may(request.person, resource.import_action):  # type: ignore[attr-defined]
        raise NotAllowed(
            _("You have no right to import here. Ask the administrator of your organisation for the role it needs.")
        )
    return resource


def _batch(request: HttpRequest, resource: Resource, batch: int) -> ImportBatch:
    found = ImportBatch.objects.filter(pk=batch, kind=resource.kind, person=request.person).first()  # type: ignore[misc]
    if found is None:
        raise Http404(_("This import is not there any more. Upload the sheet again."))
    return found


@require_http_methods(["GET", "POST"])
@signed_in
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """The first step; a sheet that cannot be used as a whole comes back with its reason."""
    resource = _resource(request, kind)
    error = None
    if request.method == "POST":
        try:
            return _staged(request, resource)
        except InvalidInput as refused:
            error = refused
    context = {
        "resource": resource,
        "columns": columns_of(resource),
        "error": error,
        "page_title": _("Import %(name)s") % {"name": resource.label_plural},
        "breadcrumbs": [(resource.label_plural, resource.url("list"))],
    }
    return render(request, "desk/import_upload.html", context, status=422 if error else 200)


def _staged(request: HttpRequest, resource: Resource) -> HttpResponse:
    sheet = request.FILES.get("file")
    if sheet is None:
        raise InvalidInput(_("Choose a file first."), field="file")
    if (sheet.size or 0) > importing.MAX_BYTES:
        text = _("The file is larger than %(most)s MB. Split it into several files.")
        raise InvalidInput(text, field="file", most=importing.MAX_BYTES // 2**20)
    batch = importing.stage(request.person, resource, sheet.read(), sheet.name or "")  # type: ignore[attr-defined]
    return redirect(resource.url("import_batch", batch=batch.pk))


@require_GET
@signed_in
def preview(request: HttpRequest, kind: str, batch: int) -> HttpResponse:
    """What the sheet would do: counts, the wrong rows with their reasons, the first rows."""
    resource = _resource(request, kind)
    return render(
        request, "desk/import_preview.html", _preview_context(request, resource, _batch(request, resource, batch))
    )


def _preview_context(
    request: HttpRequest, resource: Resource, batch: ImportBatch, error: ActionError | None = None
) -> dict[str, Any]:
    rows = ImportRow.objects.filter(batch=batch)
    labels = {column.name: column.label for column in columns_of(resource)}
    wrong = [
        {"number": row.number, "errors": [(labels.get(name, name), text) for name, text in row.errors.items()]}
        for row in rows.exclude(errors={})[:PREVIEW_ROWS]
    ]
    return {
        "resource": resource,
        "batch": batch,
        "error": error,
        "wrong": wrong,
        "rows": rows.filter(errors={})[:PREVIEW_ROWS],
        "good": batch.new_rows + batch.changed_rows,
        "page_title": _("Import %(name)s") % {"name": resource.label_plural},
        "breadcrumbs": [(resource.label_plural, resource.url("list"))],
    }


@require_POST
@signed_in
def apply(request: HttpRequest, kind: str, batch: int) -> HttpResponse:
    """Apply; all-or-nothing unless “import the good rows” was pressed."""
    resource = _resource(request, kind)
    staged = _batch(request, resource, batch)
    try:
        result = importing.apply(request.person, resource, staged, only_good=request.POST.get("only_good") == "1")  # type: ignore[attr-defined]
    except ActionError as error:
        staged.refresh_from_db()
        context = _preview_context(request, resource, staged, error)
        return render(request, "desk/import_preview.html", context, status=error.status)
    text = _("Imported: %(made)s new, %(changed)s changed.") % {"made": result.made, "changed": result.changed}
    messages.success(request, text)
    return redirect(resource.url("import_batch", batch=batch) if staged.wrong else resource.url("list"))


@require_GET
@signed_in
def errors(request: HttpRequest, kind: str, batch: int) -> HttpResponseBase:
    """The wrong rows as a sheet, ready to be corrected and uploaded."""
    resource = _resource(request, kind)
    staged = _batch(request, resource, batch)
    title = _("%(name)s rows to correct") % {"name": resource.label_plural}
    return exporting.sheet_response(title, staged.headings, importing.error_rows(staged))


@require_GET
@signed_in
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The template sheet."""
    return exporting.template_response(_resource(request, kind))
