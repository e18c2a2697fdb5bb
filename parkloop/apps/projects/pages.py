"""Pages of projects beside list and detail: the boards by stage and the map of towns."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parkloop.apps.projects import boards, parkdata, policy, townmap
from parkloop.apps.projects.resources import ProjectResource, TechnologyResource
from parkloop.desk import registry
from parkloop.desk.pages import page
from parkloop.desk.tables.listing import group_label
from parkloop.desk.tables.lists import ListQuery

SHOWN_FILTERS = 5


@page(ProjectResource, "board", on="list", label=gettext_lazy("Board by stage"), icon="columns-3", may=policy.sees_any)
def project_board(request: HttpRequest) -> HttpResponse:
    """GET /projects/project/board/: the list's filters narrow it; a card is moved by button, key or drag, all by one action."""
    context = _board(request, "projects.project", parkdata.known().stages, "projects.move_stage")
    context["figures"] = boards.totals(request.person, context["query"])  # type: ignore[attr-defined]
    return render(request, "projects/board.html", context)


@page(
    TechnologyResource, "board", on="list", label=gettext_lazy("Board by stage"), icon="columns-3", may=policy.sees_any
)
def technology_board(request: HttpRequest) -> HttpResponse:
    """GET /projects/technology/board/: the same for key-technology projects."""
    line = parkdata.known().technology_stages
    context = _board(request, "projects.technology", line, "projects.move_technology")
    return render(request, "projects/board.html", context)


def _board(request: HttpRequest, kind: str, line: Any, action: str) -> dict[str, Any]:
    resource, person = registry.get(kind), request.person  # type: ignore[attr-defined]
    assert resource is not None  # registered by the same room
    query = ListQuery.read(resource, person, request.GET)
    fields = [_choice(query, bound) for bound in query.filters if bound.kind == "choices"]
    return {
        "page_title": _("%(register)s by stage") % {"register": resource.label_plural},
        "crumbs": _crumbs(resource, _("By stage")),
        "query": query,
        "fields": fields,
        "chips": query.chips(),
        "list_url": f"{resource.url('list')}{query.address()}",
        "map_url": registry_page("map") if kind == "projects.project" else "",
        "reset_url": request.path,
        **boards.board(person, query, line=line, action=action),
    }


def _choice(query: ListQuery, bound: Any) -> dict[str, Any]:
    values = query.params.getlist(bound.name)
    options = [{"value": v, "label": label, "chosen": v in values} for v, label in bound.choices()]
    return {"name": bound.name, "label": bound.label, "options": options}


def registry_page(name: str) -> str:
    """Address of a page hung on the list of major projects."""
    from django.urls import reverse

    return reverse(f"desk:projects-project-{name}")


def _crumbs(resource: Any, last: str) -> list[dict[str, Any]]:
    return [
        {"label": group_label(resource)},
        {"label": resource.label_plural, "url": resource.url("list")},
        {"label": last},
    ]


@page(ProjectResource, "map", on="list", label=gettext_lazy("Map of towns"), icon="map-2", may=policy.sees_any)
def project_map(request: HttpRequest) -> HttpResponse:
    """GET /projects/project/map/: projects on the schematic map; `?layer=&town=` choose."""
    resource = registry.get("projects.project")
    assert resource is not None  # registered by the same room
    context = {
        "page_title": _("Projects by town"),
        "crumbs": _crumbs(resource, _("Map of towns")),
        "map": townmap.project_map(request.person, request),  # type: ignore[attr-defined]
        "list_url": resource.url("list"),
        "board_url": registry_page("board"),
    }
    return render(request, "projects/map.html", context)
