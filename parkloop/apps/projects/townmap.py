"""Projects on the schematic map of towns: one layer at a time, the chosen town's projects beside it. Layer and town stand in the address."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parkloop.apps.projects import cells, policy, wording
from parkloop.apps.projects.annotating import RANKS, with_project_standings
from parkloop.apps.projects.models import Project
from parkloop.desk import registry, townmaps
from parkloop.foundation import policy as answers
from parkloop.foundation.models import Organisation
from parkloop.foundation.standing import reach

LAYERS = ("rate", "count", "late", "blockers")


class Town:
    """One town's projects; `is_seen` says whether the person would see all of them."""

    def __init__(self, code: str, organisation: Organisation | None, projects: list[Any], is_seen: bool) -> None:
        self.code, self.organisation, self.projects, self.is_seen = code, organisation, projects, is_seen

    @property
    def name(self) -> str:
        """Short name in the active language."""
        return self.organisation.short if self.organisation else self.code

    @property
    def rate_pp(self) -> Decimal | None:
        """Done of what was planned so far this year, in percent over its projects with both numbers; None without one."""
        pairs = [(p.due_planned_fen, p.year_done_fen) for p in self.projects]
        known = [(planned, done) for planned, done in pairs if planned and done is not None]
        return Decimal(100) * sum(d for _p, d in known) / sum(p for p, _d in known) if known else None

    @property
    def light(self) -> str:
        """The worst light of its projects."""
        return min((p.light for p in self.projects), key=lambda light: RANKS[light], default="none")

    def value(self, layer: str) -> Decimal | int | None:
        """What its tile prints."""
        if layer == "rate":
            return None if self.rate_pp is None else round(self.rate_pp)
        if layer == "late":
            return sum(p.light == "over" for p in self.projects)
        return sum(p.open_blockers for p in self.projects) if layer == "blockers" else len(self.projects)


def project_map(person: Any, request: Any) -> dict[str, Any] | None:
    """The map with its layers; None when the park has no map."""
    body = townmaps.park_map()
    if body is None:
        return None
    codes = [tile["code"] for tile in body["tiles"]]
    towns = towns_of(person, codes)
    layer = _chosen(request, "layer", LAYERS, LAYERS[0])
    town = _chosen(request, "town", codes, max(codes, key=lambda c: len(towns[c].projects)))
    return {
        "tiles": [_tile(tile, towns[tile["code"]], layer, town) for tile in body["tiles"]],
        "rivers": townmaps.rivers_of(body),
        "note": townmaps.note_of(body),
        "layers": [
            {"label": words, "url": _address(layer=name, town=town), "active": name == layer}
            for name, words in zip(LAYERS, layer_words(), strict=True)
        ],
        "selected": town,
        "town": _panel(towns[town]),
        "legend": _legend(towns.values()),
    }


def layer_words() -> tuple[str, ...]:
    """What the layers are called."""
    return _("Done of the plan so far"), _("Projects"), _("Next stage late"), _("Open blockers")


def towns_of(person: Any, codes: Sequence[str]) -> dict[str, Town]:
    """The towns of the map with the projects that the person may see."""
    names = {o.code: o for o in Organisation.objects.filter(code__in=codes)}
    rows = with_project_standings(answers.rows(person, Project).filter(town__code__in=codes).select_related("town"))
    found: dict[str, list[Any]] = {}
    for project in rows.order_by("light_rank", "next_on", "code"):
        found.setdefault(project.town.code, []).append(project)
    seen = _seen(person, codes)
    return {code: Town(code, names.get(code), found.get(code, []), code in seen) for code in codes}


def _seen(person: Any, codes: Sequence[str]) -> frozenset[str]:
    if policy.sees_all(person):
        return frozenset(codes)
    rows = Organisation.objects.filter(pk__in=reach(person, *policy.TOWN), code__in=codes)
    return frozenset(rows.values_list("code", flat=True))


def _tile(tile: dict[str, Any], town: Town, layer: str, selected: str) -> dict[str, Any]:
    found = {
        "key": town.code,
        "q": tile["q"],
        "r": tile["r"],
        "label": town.name,
        "url": _address(layer=layer, town=town.code),
    }
    if not town.projects:
        word = _("No project") if town.is_seen else _("Not yours to see")
        return {
            **found,
            "value": None if layer == "rate" or not town.is_seen else 0,
            "unit": "",
            "light": "none",
            "lamp_label": word,
        }
    return {
        **found,
        "value": town.value(layer),
        "unit": "%" if layer == "rate" else "",
        "light": town.light,
        "lamp_label": words_of(town.light),
    }


def words_of(light: str) -> str:
    """The word of the worst light of a town."""
    return {
        "over": _("Stage late"), "near": _("Stage near"), "ok": pgettext("project", "In time"), "none": _("Undated"), "done": _("All done"),
    }[light]  # fmt: skip


def _panel(town: Town) -> dict[str, Any]:
    resource = registry.get("projects.project")
    rows = [
        {
            "name": p.name,
            "url": resource.url("detail", pk=p.pk) if resource else "",
            "stage": p.stage_word,
            "lamp": cells.lamp(p),
            "money": wording.money(p.year_done_fen),
            "plan": wording.money(p.year_planned_fen) if p.year_planned_fen is not None else "",
            "blockers": p.open_blockers,
        }
        for p in town.projects
    ]
    listed = resource.url("list") if resource else ""
    key = town.organisation.pk if town.organisation else ""
    return {"name": town.name, "rows": rows, "is_seen": town.is_seen or bool(rows), "list_url": f"{listed}?town={key}"}


def _legend(towns: Any) -> list[dict[str, Any]]:
    lights = [town.light for town in towns if town.projects]
    return [
        {"light": light, "label": words_of(light), "count": lights.count(light)}
        for light in sorted(set(lights), key=lambda found: RANKS[found])
    ]


def _chosen(request: Any, name: str, allowed: Sequence[str], default: str) -> str:
    asked = request.GET.get(name, "") if request is not None else ""
    return asked if asked in allowed else default


def _address(**asked: str) -> str:
    return f"{reverse('desk:projects-project-map')}?{urlencode(asked)}"
