"""The schematic map of towns: equal hexagons, one layer at a time, the chosen town's panel. Layer and town stand in the address."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.plan import boards, figures, policy, queries, wording
from parkloop.apps.plan.standings import SEVERITY, Lamp, Standings, TargetStand
from parkloop.desk import townmaps
from parkloop.desk.townmaps import Place, TownMap
from parkloop.foundation import refs
from parkloop.foundation.refs import Ref

RATE = "rate"
ALL = Decimal(100)


def tile_map(person: Any, request: Any) -> dict[str, Any] | None:
    """The schematic map with its layers; None without a map or a target of towns."""
    body, targets = townmaps.park_map(), [t for t in queries.main_targets(person) if t.shares]
    if not body or not targets:
        return None
    stands = Standings().of_towns(targets, queries.values_seen(person))
    seen = townmaps.places(person, body, sees_all=policy.sees_all(person), roles=policy.NARROW)
    towns = {
        code: Town(place, [stands[t.pk, code] for t in targets if (t.pk, code) in stands])
        for code, place in seen.items()
    }
    layers = [(RATE, _("Against schedule")), *((t.code, t.short) for t in targets)]
    drawing = TownMap(body, request, reverse("desk:cockpit"), layers, min(towns, key=lambda code: towns[code].rank))
    shown = [_shown(town, drawing.layer)[2] for town in towns.values() if town.is_seen]
    return {
        **drawing.drawn(
            {code: place.name for code, place in seen.items()}, lambda code, layer: _tile(towns[code], layer)
        ),
        "town": _panel(towns[drawing.town]),
        "key": boards.task_rate(person),
        "legend": townmaps.legend(
            ((lamp.light, lamp.word) for lamp in shown if lamp), rank=lambda light: -SEVERITY[light]
        ),
    }


class Town:
    """One town's standings."""

    def __init__(self, place: Place, stands: list[TargetStand]) -> None:
        self.place, self.stands = place, stands

    @property
    def is_seen(self) -> bool:
        """Whether the person may see its numbers."""
        return self.place.is_seen

    @property
    def is_missing(self) -> bool:
        """Whether any of its due numbers is missing: then it has no rate."""
        return not self.stands or any(s.value is None for s in self.stands)

    @property
    def rate_pp(self) -> Decimal | None:
        """序时完成率: the mean of done against due over its targets, each counted up to 100 %; None when one is missing."""
        rates = [min(s.rate_pp, ALL) for s in self.stands if s.rate_pp is not None]
        return None if self.is_missing or not rates else sum(rates, Decimal(0)) / len(rates)

    @property
    def lamp(self) -> Lamp | None:
        """Its worst light; missing numbers come first."""
        missing = next((s.lamp for s in self.stands if s.value is None), None)
        return missing or min((s.lamp for s in self.stands), key=lambda lamp: lamp.rank, default=None)

    @property
    def rank(self) -> tuple[int, Decimal]:
        """Order of attention: what is seen and reported, worst first."""
        if not self.is_seen or self.is_missing or self.lamp is None:
            return (99, Decimal(0))
        return (self.lamp.rank, self.rate_pp or Decimal(0))


def _tile(town: Town, layer: str) -> dict[str, Any]:
    if not town.is_seen:
        return {"value": None, "light": "none", "lamp_label": _("Not yours to see")}
    value, unit, lamp = _shown(town, layer)
    light, word = (lamp.light, lamp.word) if lamp else ("none", "")
    return {"value": value, "unit": unit, "light": light, "lamp_label": word}


def _shown(town: Town, layer: str) -> tuple[Decimal | None, str, Lamp | None]:
    if layer == RATE:
        rate = town.rate_pp
        return (None if rate is None else round(rate), "%", town.lamp)
    stand = next((s for s in town.stands if s.target.code == layer), None)
    if stand is None:
        return None, "", None
    return (
        (None if stand.value is None else round(stand.value, stand.target.decimals)),
        stand.target.unit_label,
        stand.lamp,
    )


def _panel(town: Town) -> dict[str, Any]:
    rows = [
        {
            "label": s.target.label,
            "lamp": s.lamp,
            "value": wording.number(s.value, s.target.decimals) if s.value is not None else "",
            "goal": f"{wording.number(s.goal.value)} {s.target.unit_label}",
            "url": refs.address_of(figures.ref_of(s.target), s.target),
        }
        for s in town.stands
    ]
    body = town.place.organisation
    url = refs.address_of(Ref("directory.organisation", str(body.pk)), body) if body and _has_page() else ""
    return {"name": town.place.name, "is_seen": town.is_seen, "lamp": town.lamp, "rows": rows, "url": url}


def _has_page() -> bool:
    return "directory.organisation" in refs.kinds()
