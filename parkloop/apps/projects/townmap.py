"""Projects on the schematic map of towns: one layer at a time, the chosen town's projects beside it. Layer and town stand in the address."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parkloop.apps.projects import cells, policy, wording
from parkloop.apps.projects.annotating import RANKS, with_project_standings
from parkloop.apps.projects.models import Project
from parkloop.desk import registry, townmaps
from parkloop.desk.townmaps import Place, TownMap
from parkloop.foundation import policy as answers

LAYERS = ("rate", "count", "late", "blockers")


class Town:
    """One town's projects, those that the person may see."""

    def __init__(self, place: Place, projects: list[Any]) -> None:
        self.place, self.projects = place, projects

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
    towns = towns_of(person, body)
    layers = list(zip(LAYERS, layer_words(), strict=True))
    usual = max(towns, key=lambda code: len(towns[code].projects))
    drawing = TownMap(body, request, reverse("desk:projects-project-map"), layers, usual)
    names = {code: town.place.name for code, town in towns.items()}
    lights = [town.light for town in towns.values() if town.projects]
    return {
        **drawing.drawn(names, lambda code, layer: _tile(towns[code], layer)),
        "town": _panel(towns[drawing.town]),
        "legend": townmaps.legend(((light, words_of(light)) for light in lights), rank=RANKS.__getitem__),
    }


def layer_words() -> tuple[str, ...]:
    """What the layers are called."""
    return _("Done of the plan so far"), _("Projects"), _("Next stage late"), _("Open blockers")


def towns_of(person: Any, body: dict[str, Any]) -> dict[str, Town]:
    """The towns of the map with the projects that the person may see."""
    places = townmaps.places(person, body, sees_all=policy.sees_all(person), roles=policy.TOWN)
    rows = with_project_standings(answers.rows(person, Project).filter(town__code__in=places).select_related("town"))
    found: dict[str, list[Any]] = {}
    for project in rows.order_by("light_rank", "next_on", "code"):
        found.setdefault(project.town.code, []).append(project)
    return {code: Town(place, found.get(code, [])) for code, place in places.items()}


def _tile(town: Town, layer: str) -> dict[str, Any]:
    if not town.projects:
        is_seen = town.place.is_seen
        word = _("No project") if is_seen else _("Not yours to see")
        return {"value": 0 if is_seen and layer != "rate" else None, "light": "none", "lamp_label": word}
    unit = "%" if layer == "rate" else ""
    return {"value": town.value(layer), "unit": unit, "light": town.light, "lamp_label": words_of(town.light)}


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
    body = town.place.organisation
    key = body.pk if body else ""
    return {
        "name": town.place.name,
        "rows": rows,
        "is_seen": town.place.is_seen or bool(rows),
        "list_url": f"{listed}?town={key}",
    }
