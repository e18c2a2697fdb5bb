"""The list page of a resource: search form, chips, table, totals, pages, saved views, column choice; also options for selects."""

from typing import Any

from django.db.models import Q
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parkloop.desk import pages, switching
from parkloop.desk.models import ListPreference, SavedView
from parkloop.desk.requests import go, person_of, query_of, resource_or_404
from parkloop.desk.resource import Resource
from parkloop.desk.signing import signed_in
from parkloop.desk.tables.filters import BoundFilter, remote_address
from parkloop.desk.tables.lists import SIZES, ListQuery
from parkloop.foundation import acting, clock, policy
from parkloop.foundation.acting import InvalidInput

MOST_OPTIONS = 20
MOST_VIEWS = 20
EXPORT_FORMATS = ("xlsx", "csv")
FOR_IMPORT = "import"
"""Export in the columns of the import sheet: what comes out goes in again."""


@signed_in
@require_GET
def list_page(request: HttpRequest, kind: str) -> HttpResponseBase:
    """GET /app/model/."""
    resource, person = resource_or_404(kind), person_of(request)
    if not resource.may_see(person):
        raise acting.NotAllowed(
            _("You have no right to see this list. Ask the administrator of your organisation for the role it needs.")
        )
    query = ListQuery.read(resource, person, _asked(request), switching.year_of(request))
    if request.GET.get("export"):
        return _export(resource, person, query, request.GET["export"])
    return render(request, "desk/list.html", list_context(request, resource, query))


def _asked(request: HttpRequest) -> QueryDict:
    """The query in the address; an export of chosen rows carries the list's own query in `list`."""
    if not (request.GET.get("export") and request.GET.get("list")):
        return request.GET
    listed = query_of(request.GET["list"]).copy()
    if not request.GET.get("all"):
        listed.setlist("pk", request.GET.getlist("pk"))
    return listed


def _export(resource: Resource, person: Any, query: ListQuery, wanted: str) -> HttpResponseBase:
    """Exactly the rows and columns of the list, all pages of them."""
    from parkloop.desk.sheets import exporting

    if wanted == FOR_IMPORT and resource.export and resource.import_action:
        return exporting.export_for_import(resource, person, query.rows(), format="xlsx")
    if not resource.export or wanted not in EXPORT_FORMATS:
        raise Http404(_("This list cannot be exported in that format. Choose xlsx or csv."))
    notes = [chip["label"] for chip in query.chips()]
    return exporting.export_response(resource, person, query.rows(), query.columns, format=wanted, notes=notes)


def list_context(request: HttpRequest, resource: Resource, query: ListQuery) -> dict[str, Any]:
    """Everything that `desk/list.html` prints."""
    person = query.person
    rows = list(query.page.object_list)
    fields = [_field(query, bound) for bound in query.filters]
    return {
        "page_title": resource.label_plural,
        "crumbs": [{"label": resource.parent_label or group_label(resource)}, {"label": resource.label_plural}],
        "resource": resource,
        "query": query,
        "page": query.page,
        "sizes": SIZES,
        "heads": [_head(query, column) for column in query.columns],
        "rows": [_row(resource, query, obj, at) for at, obj in enumerate(rows)],
        "totals": _totals(query),
        "fields": fields,
        "has_folded": any(f["folded"] for f in fields),
        "chips": query.chips(),
        "facets": query.facets(),
        "views": _views(request, resource, query),
        "column_choices": _column_choices(query),
        "bulk": _bulk(resource, person),
        "create": _link_if_may(person, resource.create, resource.url("new")) if resource.create else None,
        "import_url": resource.url("import")
        if resource.import_action and policy.may(person, resource.import_action)
        else "",
        "export_urls": _export_urls(resource, person, query),
        "list_downloads": pages.downloads_of(resource.kind, "list", person),
        "list_pages": [p for p in pages.pages_of(resource.kind, "list") if p.label and (not p.may or p.may(person))],
        "keep": _kept(query),
        "densities": _densities(query),
        "list_text": request.GET.urlencode(),
        "here": request.get_full_path(),
        "reset_url": resource.url("list"),
    }


def _export_urls(resource: Resource, person: Any, query: ListQuery) -> list[tuple[str, str]]:
    if not resource.export:
        return []
    may_import = resource.import_action and policy.may(person, resource.import_action)
    formats = [*EXPORT_FORMATS, *([FOR_IMPORT] if may_import else [])]
    address = query.address(page=[])
    return [(f, f"{address}{'&' if len(address) > 1 else ''}export={f}") for f in formats]


def group_label(resource: Resource) -> str:
    """The heading of the menu group under which the resource stands."""
    from parkloop.desk.frame import GROUP_LABELS

    return str(GROUP_LABELS[resource.menu.group]) if resource.menu else ""


def _head(query: ListQuery, column: Any) -> dict[str, Any]:
    current = next((s for s in query.sort if s.column.name == column.name), None)
    following = column.name if current is None else f"-{column.name}" if not current.descending else ""
    direction = "" if current is None else "descending" if current.descending else "ascending"
    url = query.address(sort=following, page=[]) if column.order else ""
    return {"column": column, "url": url, "direction": direction}


def _row(resource: Resource, query: ListQuery, obj: Any, at: int) -> dict[str, Any]:
    place = (query.page.number - 1) * query.per_page + at + 1
    kept = query.params.copy()
    for name in ("page", "per_page", "at", "list"):
        kept.pop(name, None)
    tail = f"?at={place}" + (f"&list={kept_text(kept)}" if kept else "")
    return {
        "pk": obj.pk,
        "url": resource.url("detail", pk=obj.pk) + tail,
        "cells": [c.cell(obj) for c in query.columns],
        "obj": obj,
    }


def kept_text(params: Any) -> str:
    """A query string as one value of another."""
    from urllib.parse import quote

    return quote(params.urlencode(), safe="")


def _totals(query: ListQuery) -> list[Any]:
    cells = query.totals()
    return cells if any(cell is not None for cell in cells) else []


def _field(query: ListQuery, bound: BoundFilter) -> dict[str, Any]:
    """What a filter's field in the search form needs."""
    values = [v for n in bound.parameters for v in query.params.getlist(n)]
    made: dict[str, Any] = {
        "bound": bound,
        "name": bound.name,
        "label": bound.label,
        "kind": bound.kind,
        "values": values,
    }
    made["folded"] = not bound.declared.shown
    made["ends"] = [(n, query.params.get(n, "")) for n in bound.parameters]
    if bound.kind == "choices":
        made["options"] = [{"value": v, "label": label, "chosen": v in values} for v, label in bound.choices()]
    elif bound.kind == "fk":
        made |= _fk_field(bound, values)
    elif bound.kind == "year":
        made["years"] = [
            {"value": y, "chosen": str(y) == (values[0] if values else str(bound.year))} for y in switching.years()
        ]
    made["chosen_text"] = ", ".join(o["label"] for o in made.get("options", []) if o["chosen"])
    return made


def _fk_field(bound: BoundFilter, values: list[str]) -> dict[str, Any]:
    options = bound.options()
    if options is not None:
        return {"options": [{"value": v, "label": label, "chosen": v in values} for v, label in options]}
    numbers = [v for v in values if v.isascii() and v.isdigit() and len(v) < 19]
    chosen = policy.rows(bound.person, bound.target).filter(pk__in=numbers) if numbers else []
    return {
        "remote": remote_address(bound.target),
        "options": [{"value": str(o.pk), "label": str(o), "chosen": True} for o in chosen],
    }


def _column_choices(query: ListQuery) -> list[dict[str, Any]]:
    """All columns, shown ones first in their order."""
    shown = [c.name for c in query.columns]
    rest = [c for c in query.all_columns if c.name not in shown]
    return [{"name": c.name, "label": c.label, "shown": c.name in shown} for c in [*query.columns, *rest]]


def _bulk(resource: Resource, person: Any) -> list[dict[str, Any]]:
    known = acting.actions()
    return [
        {"name": name, "label": known[name].label, "icon": known[name].icon, "url": resource.url("bulk", action=name)}
        for name in resource.bulk_actions
        if name in known and person_may_ever(person, name)
    ]


def person_may_ever(person: Any, name: str) -> bool:
    """Whether the action is for this person at all; each object is asked again when it is done."""
    try:
        return policy.may(person, name)
    except (AttributeError, TypeError):
        return True


def _link_if_may(person: Any, action: str, url: str) -> dict[str, Any] | None:
    known = acting.actions().get(action)
    return {"label": known.label, "url": url} if known and policy.may(person, action) else None


def _kept(query: ListQuery) -> list[tuple[str, str]]:
    """Parameters that the search form keeps although they are no conditions."""
    names = ("sort", "columns", "per_page", "density")
    return [(n, query.params[n]) for n in names if query.params.get(n)]


def _densities(query: ListQuery) -> list[dict[str, Any]]:
    labels = (("compact", _("Compact rows")), ("", _("Usual rows")), ("relaxed", _("Relaxed rows")))
    return [
        {"label": text, "url": query.address(density=d or "usual"), "current": d == query.density} for d, text in labels
    ]


def _views(request: HttpRequest, resource: Resource, query: ListQuery) -> dict[str, Any]:
    """Tabs of saved views: everything, one's own, and those of colleagues (starred)."""
    organisations = [p.organisation_id for p in switching.posts_of(request)]
    rows = SavedView.objects.filter(Q(person=query.person) | Q(organisation__in=organisations), kind=resource.kind)
    saved = list(rows.select_related("person")[:MOST_VIEWS])
    current = query.params.get("view", "")
    tabs = [{"label": _("All"), "url": resource.url("list"), "active": not current}]
    for view in saved:
        tail = f"&{view.query}" if view.query else ""
        url = f"{resource.url('list')}?view={view.pk}{tail}"
        tabs.append(
            {
                "label": view.name,
                "url": url,
                "active": str(view.pk) == current,
                "star": view.person_id != query.person.pk,
            }
        )
    mine = next((v for v in saved if str(v.pk) == current and v.person_id == query.person.pk), None)
    tabs[0]["active"] = not any(t["active"] for t in tabs[1:])
    return {"tabs": tabs, "mine": mine, "organisation": switching.organisation_of(request)}


@signed_in
@require_POST
def save_columns(request: HttpRequest, kind: str) -> HttpResponse:
    """POST /app/model/columns/: the shown columns in their order become this person's; `reset` forgets the choice."""
    resource, person = resource_or_404(kind), person_of(request)
    known = {c.name for c in resource.columns}
    names = [] if "reset" in request.POST else [n for n in dict.fromkeys(request.POST.getlist("column")) if n in known]
    ListPreference.objects.update_or_create(person=person, kind=resource.kind, defaults={"columns": names})
    return go(request, resource.url("list") + _without(request.POST.get("list", ""), "columns"))


def _without(text: str, *names: str) -> str:
    params = query_of(text).copy()
    for name in names:
        params.pop(name, None)
    return f"?{params.urlencode()}" if params else ""


@signed_in
@require_POST
def save_view(request: HttpRequest, kind: str) -> HttpResponse:
    """POST /app/model/views/: keep the present query under a name, shared with the own organisation if asked."""
    resource, person = resource_or_404(kind), person_of(request)
    name = request.POST.get("name", "").strip()[:60]
    if not name:
        raise InvalidInput(_("Give the view a name."), field="name")
    shared = switching.organisation_of(request) if request.POST.get("share") else None
    defaults = {
        "query": _without(request.POST.get("list", ""), "view", "page", "pk").removeprefix("?")[:2000],
        "organisation": shared,
        "created_at": clock.now(),
    }
    view, _made = SavedView.objects.update_or_create(person=person, kind=resource.kind, name=name, defaults=defaults)
    tail = f"&{view.query}" if view.query else ""
    return HttpResponseRedirect(f"{resource.url('list')}?view={view.pk}{tail}")


@signed_in
@require_POST
def drop_view(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """POST /app/model/views/<pk>/drop/: forget an own view."""
    resource = resource_or_404(kind)
    SavedView.objects.filter(pk=pk, kind=kind, person=person_of(request)).delete()
    return HttpResponseRedirect(resource.url("list"))


@signed_in
@require_GET
def options(request: HttpRequest, kind: str) -> HttpResponse:
    """GET /desk/options/app/model/?q=…: [{value, text}] of the things the person may choose."""
    resource, person = resource_or_404(kind), person_of(request)
    rows = resource.rows(person)
    text = request.GET.get("q", "").strip().replace("\x00", "")[:100]
    if text:
        rows = resource.search(person, rows, text)
    found = [
        {"value": str(obj.pk), "text": resource.title(obj)}
        for obj in rows.order_by(*resource.order_by, "pk")[:MOST_OPTIONS]
    ]
    return JsonResponse({"options": found}, json_dumps_params={"ensure_ascii": False})
