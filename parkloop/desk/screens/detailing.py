"""The detail page of a thing: header with lamp and actions, tabs with counts, attribute panels, history, files, neighbours."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parkloop.desk import pages, registry, switching
from parkloop.desk.parts import Column, Panel, RelatedTab, Tab
from parkloop.desk.requests import person_of, query_of, resource_or_404
from parkloop.desk.resource import Resource
from parkloop.desk.screens import history
from parkloop.desk.signing import signed_in
from parkloop.desk.tables import paths
from parkloop.desk.tables.columns import bind
from parkloop.desk.tables.listing import group_label
from parkloop.desk.tables.lists import ListQuery
from parkloop.foundation import acting, policy, refs
from parkloop.foundation.models import StoredFile

RECENT = 5
HISTORY_SIZE = 50
UPLOAD_ACTION = "documents.upload"


@signed_in
@require_GET
def detail_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """GET /app/model/<pk>/; `?tab=` chooses the tab, `?at=&list=` say which list the reader came from."""
    resource, person = resource_or_404(kind), person_of(request)
    obj = resource.get(person, pk)
    return render(request, "desk/detail.html", detail_context(request, resource, obj))


def detail_context(request: HttpRequest, resource: Resource, obj: Any, active: str | None = None) -> dict[str, Any]:
    """What `desk/detail.html` prints. Pages hung on a detail use it with their own name as `active`, and extend the template."""
    person = person_of(request)
    tab = request.GET.get("tab", "") if active is None else active
    context = {
        "page_title": resource.title(obj),
        "crumbs": _crumbs(resource, obj),
        "resource": resource,
        "object": obj,
        "header": resource.header(person, obj),
        "main": _main(resource, person, obj),
        "more": _more(resource, person, obj),
        "downloads": _downloads(resource, person, obj),
        "neighbours": neighbours(request, resource, obj),
        "tabs": _tabs(request, resource, person, obj, tab),
        "tab": tab,
    }
    return context | (_body(request, resource, person, obj, tab) if active is None else {})


def _crumbs(resource: Resource, obj: Any) -> list[dict[str, Any]]:
    crumbs = [{"label": group_label(resource)}] if group_label(resource) else []
    return [*crumbs, {"label": resource.label_plural, "url": resource.url("list")}, {"label": resource.title(obj)}]


# -- actions


def _main(resource: Resource, person: Any, obj: Any) -> dict[str, Any] | None:
    name = resource.main_action or resource.edit
    return action_link(resource, person, obj, name) if name else None


def _more(resource: Resource, person: Any, obj: Any) -> list[dict[str, Any]]:
    main = resource.main_action or resource.edit
    names = [n for n in dict.fromkeys([resource.edit, *resource.row_actions]) if n and n != main]
    links = [action_link(resource, person, obj, name) for name in names]
    return [link for link in links if link]


def _downloads(resource: Resource, person: Any, obj: Any) -> list[dict[str, Any]]:
    hung = pages.downloads_of(resource.kind, "detail", person)
    return [
        {"label": p.label, "icon": p.icon, "url": reverse(f"desk:{p.name}", kwargs={"pk": obj.pk}), "is_file": True}
        for p in hung
    ]


def action_link(resource: Resource, person: Any, obj: Any, name: str) -> dict[str, Any] | None:
    """The link that opens an action's form, or None without the right; `disabled` says why it cannot be done now."""
    action = acting.actions().get(name)
    if action is None or not policy.may(person, name, obj):
        return None
    url = resource.url("edit", pk=obj.pk) if name == resource.edit else resource.url("do", pk=obj.pk, action=name)
    icon = action.icon or ("edit" if name == resource.edit else "")
    return {"label": action.label, "url": url, "icon": icon, "danger": action.danger, "disabled": _why_not(action, obj),
            "is_dialog": name != resource.edit}  # fmt: skip


def _why_not(action: acting.Action, obj: Any) -> str:
    """The reason of the action's own `available(obj)` (True, or a sentence), if it declares one."""
    available = action.options.get("available")
    answer = available(obj) if available else True
    return "" if answer is True else str(answer or _("Not possible in the present state"))


# -- tabs


def _tabs(request: HttpRequest, resource: Resource, person: Any, obj: Any, current: str) -> list[dict[str, Any]]:
    made = [{"name": "", "label": _("Overview"), "count": None}]
    for tab in resource.tabs:
        made += _declared_tab(person, obj, tab)
    if resource.files:
        made.append({"name": "files", "label": _("Files"), "count": count_files(person, obj)})
    if resource.history:
        made.append(
            {"name": "history", "label": _("Journal"), "count": history.entries_of(person, refs.ref_of(obj)).count()}
        )
    trail = {n: request.GET[n] for n in ("at", "list") if request.GET.get(n)}
    for tab in made:
        tab |= {"url": _tab_url(resource, obj, tab["name"], trail), "active": tab["name"] == current}
    return made + _page_tabs(resource, person, obj, current)


def _declared_tab(person: Any, obj: Any, tab: Tab | RelatedTab) -> list[dict[str, Any]]:
    if isinstance(tab, RelatedTab):
        related = registry.get(tab.kind)
        if related is None or not related.may_see(person):
            return []
        count = related.rows(person).filter(**{tab.field: obj}).count()
        return [{"name": tab.kind, "label": tab.label or related.label_plural, "count": count}]
    if tab.may and not tab.may(person, obj):
        return []
    return [{"name": tab.name, "label": tab.label, "count": tab.count(person, obj) if tab.count else None}]


def _tab_url(resource: Resource, obj: Any, name: str, trail: dict[str, str]) -> str:
    from urllib.parse import urlencode

    asked = {**({"tab": name} if name else {}), **trail}
    return resource.url("detail", pk=obj.pk) + (f"?{urlencode(asked)}" if asked else "")


def _page_tabs(resource: Resource, person: Any, obj: Any, current: str) -> list[dict[str, Any]]:
    hung = [p for p in pages.pages_of(resource.kind, "detail") if p.label and (not p.may or p.may(person))]
    return [
        {
            "name": p.name,
            "label": p.label,
            "url": reverse(f"desk:{p.name}", kwargs={"pk": obj.pk}),
            "active": p.name == current,
        }
        for p in hung
    ]


def _body(request: HttpRequest, resource: Resource, person: Any, obj: Any, tab: str) -> dict[str, Any]:
    """Context of the chosen tab; an unknown one is a 404."""
    if tab == "":
        return _overview(resource, person, obj)
    if tab == "history" and resource.history:
        entries = history.entries_of(person, refs.ref_of(obj))[:HISTORY_SIZE]
        return {"part": "desk/parts/tab_history.html", "timeline": history.timeline(person, entries)}
    if tab == "files" and resource.files:
        return {"part": "desk/parts/tab_files.html", **_files(person, resource, obj)}
    for declared in resource.tabs:
        if isinstance(declared, RelatedTab) and declared.kind == tab:
            return _related(person, obj, declared)
        if isinstance(declared, Tab) and declared.name == tab and (not declared.may or declared.may(person, obj)):
            return {"part": declared.template, **(declared.build(person, obj) or {})}
    raise Http404(_("There is no such tab."))


def _overview(resource: Resource, person: Any, obj: Any) -> dict[str, Any]:
    panels = [built for panel in resource.panels if (built := _panel(resource, person, obj, panel))]
    recent = []
    if resource.history:
        recent = history.timeline(person, history.entries_of(person, refs.ref_of(obj))[:RECENT], brief=True)
    return {
        "part": "desk/parts/tab_overview.html",
        "panels": [p for p in panels if not p["side"]],
        "side_panels": [p for p in panels if p["side"]],
        "recent": recent,
        "has_history": resource.history,
    }


def _panel(resource: Resource, person: Any, obj: Any, panel: Panel) -> dict[str, Any] | None:
    shown = {"label": panel.label, "icon": panel.icon, "side": panel.side, "template": panel.template}
    if panel.template:
        built = panel.build(person, obj) if panel.build else {}
        return None if built is None else {**shown, "context": built}
    rows = [row for entry in panel.fields if (row := _attribute(resource, person, obj, entry))]
    return {**shown, "rows": rows} if rows else None


def _attribute(resource: Resource, person: Any, obj: Any, entry: str | Column) -> dict[str, Any] | None:
    """One attribute row: label, cell, help, and the address of a related thing that the person may open."""
    declared = entry if isinstance(entry, Column) else resource.column(entry) or Column(entry)
    column = bind(resource, person, declared)
    if column is None:
        return None
    return {
        "label": column.label,
        "cell": column.cell(obj),
        "help": resource.help.get(declared.name, declared.help),
        "url": _related_url(person, obj, column.path) if column.kind == "text" else "",
    }


def _related_url(person: Any, obj: Any, path: paths.Path | None) -> str:
    """Address of the related thing a panel row names, if it has pages and the person may see it."""
    if path is None or path.field is None or not path.field.is_relation or path.relations:
        return ""
    related = registry.for_model(path.field.related_model)
    key = getattr(obj, path.field.attname)
    if related is None or key is None or not policy.rows(person, related.model).filter(pk=key).exists():
        return ""
    return related.url("detail", pk=key)


def _related(person: Any, obj: Any, tab: RelatedTab) -> dict[str, Any]:
    related = registry.get(tab.kind)
    if related is None or not related.may_see(person):
        raise Http404(_("There is no such tab."))
    query = ListQuery.read(related, person, query_of(""))
    rows = query.rows().filter(**{tab.field: obj})
    shown = [c for c in query.columns if not (c.path and c.path.text.split("__")[0] == tab.field)]
    found = [{"url": related.url("detail", pk=o.pk), "cells": [c.cell(o) for c in shown]} for o in rows[:HISTORY_SIZE]]
    count = rows.count()
    action = acting.actions().get(related.create)
    create = (
        {"label": action.label, "url": f"{related.url('new')}?{tab.field}={obj.pk}"}
        if action and policy.may(person, related.create)
        else None
    )
    return {
        "part": "desk/parts/tab_related.html",
        "related": related,
        "heads": shown,
        "rows": found,
        "count": count,
        "create": create,
    }


# -- files


def count_files(person: Any, obj: Any) -> int:
    """How many files of the thing the person may see. Planning the policy's question is dear: it is not asked where no file is."""
    attached = StoredFile.objects.filter(ref=str(refs.ref_of(obj)), is_withdrawn=False)
    return files_of(person, obj).count() if attached.exists() else 0


def files_of(person: Any, obj: Any) -> Any:
    """Files attached to the thing that the person may see."""
    return (
        policy.rows(person, StoredFile)
        .filter(ref=str(refs.ref_of(obj)), is_withdrawn=False)
        .order_by("-uploaded_at", "-pk")
    )


def _files(person: Any, resource: Resource, obj: Any) -> dict[str, Any]:
    listed = registry.for_model(StoredFile)
    rows = [
        {"file": f, "url": listed.url("detail", pk=f.pk) if listed else ""}
        for f in files_of(person, obj).select_related("uploaded_by")
    ]
    upload = None
    if UPLOAD_ACTION in acting.actions() and listed and policy.may(person, UPLOAD_ACTION):
        upload = f"{listed.url('new')}?ref={refs.ref_of(obj)}"
    return {"files": rows, "upload_url": upload}


# -- neighbours


def neighbours(request: HttpRequest, resource: Resource, obj: Any) -> dict[str, Any] | None:
    """Previous and next in the list the reader came from (`at` its place, `list` its query), or None."""
    text = request.GET.get("at", "")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text) > 0):
        return None
    at, person = int(text), person_of(request)
    query = ListQuery.read(resource, person, query_of(request.GET.get("list", "")), switching.year_of(request))
    start = max(at - 2, 0)
    keys = list(query.rows().values_list("pk", flat=True)[start : at + 1])
    if obj.pk not in keys:
        return None
    place = keys.index(obj.pk)
    listed = request.GET.get("list", "")
    return {
        "at": start + place + 1,
        "count": query.count,
        "previous": _place_url(resource, keys[place - 1], start + place, listed) if place > 0 else "",
        "next": _place_url(resource, keys[place + 1], start + place + 2, listed) if place + 1 < len(keys) else "",
        "back": resource.url("list") + (f"?{listed}" if listed else ""),
    }


def _place_url(resource: Resource, pk: Any, at: int, listed: str) -> str:
    from urllib.parse import urlencode

    return resource.url("detail", pk=pk) + "?" + urlencode({"at": at, **({"list": listed} if listed else {})})
