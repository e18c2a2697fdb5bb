"""The schematic map of towns: equal hexagons, one layer at a time, the chosen town's panel. Layer and town stand in the address."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from parkloop.apps.plan import boards, figures, policy, queries, wording
from parkloop.apps.plan.models import Target
from parkloop.apps.plan.standings import SEVERITY, Lamp, Standings, TargetStand
from parkloop.desk import townmaps
from parkloop.foundation import refs
from parkloop.foundation.models import Organisation
from parkloop.foundation.refs import Ref
from parkloop.foundation.standing import reach

RATE = "rate"
ALL = Decimal(100)


def tile_map(person: Any, request: Any) -> dict[str, Any] | None:
    """The schematic map with its layers; layer and chosen town stand in the address."""
    tiles, targets = townmaps.park_map(), [t for t in queries.main_targets(person) if t.shares]
    if not tiles or not targets:
        return None
    codes = [tile["code"] for tile in tiles["tiles"]]
    names = {o.code: o for o in Organisation.objects.filter(code__in=codes)}
    stands = Standings().of_towns(targets, queries.values_seen(person))
    seen = seen_towns(person, codes)
    towns = {
        code: Town(code, names.get(code), [stands[t.pk, code] for t in targets if (t.pk, code) in stands], code in seen)
        for code in codes
    }
    layer = _chosen(request, "layer", [RATE, *(t.code for t in targets)], RATE)
    town = _chosen(request, "town", codes, min(codes, key=lambda c: towns[c].rank))
    return {
        "tiles": [_tile(tile, towns[tile["code"]], layer, targets) for tile in tiles["tiles"]],
        "rivers": townmaps.rivers_of(tiles),
        "note": townmaps.note_of(tiles),
        "layers": _layers(targets, layer, town),
        "town": _panel(towns[town], layer),
        "selected": town,
        "key": boards.task_rate(person),
        "legend": _legend(towns.values(), layer, targets),
    }


class Town:
    """One town's standings; `is_seen` says whether the person may see its numbers."""

    def __init__(self, code: str, organisation: Organisation | None, stands: list[TargetStand], is_seen: bool) -> None:
        self.code, self.organisation, self.stands, self.is_seen = code, organisation, stands, is_seen

    @property
    def name(self) -> str:
        """Short name in the active language."""
        return self.organisation.short if self.organisation else self.code

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


def seen_towns(person: Any, codes: Sequence[str]) -> frozenset[str]:
    """Towns whose numbers the person may see."""
    if policy.sees_all(person):
        return frozenset(codes)
    rows = Organisation.objects.filter(pk__in=reach(person, *policy.NARROW), code__in=codes)
    return frozenset(rows.values_list("code", flat=True))


def _chosen(request: Any, name: str, allowed: Sequence[str], default: str) -> str:
    asked = request.GET.get(name, "") if request is not None else ""
    return asked if asked in allowed else default


def _address(**asked: str) -> str:
    return f"{reverse('desk:cockpit')}?{urlencode(asked)}"


def _tile(tile: dict[str, Any], town: Town, layer: str, targets: Sequence[Target]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": town.code,
        "q": tile["q"],
        "r": tile["r"],
        "label": town.name,
        "url": _address(layer=layer, town=town.code),
    }
    if not town.is_seen:
        return {**found, "value": None, "light": "none", "lamp_label": _("Not yours to see")}
    value, unit, lamp = _shown(town, layer)
    return {
        **found,
        "value": value,
        "unit": unit,
        "light": lamp.light if lamp else "none",
        "lamp_label": lamp.word if lamp else "",
    }


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


def _layers(targets: Sequence[Target], layer: str, town: str) -> list[dict[str, Any]]:
    listed = [(RATE, _("Against schedule")), *((t.code, t.short) for t in targets)]
    return [{"label": label, "url": _address(layer=code, town=town), "active": code == layer} for code, label in listed]


def _panel(town: Town, layer: str) -> dict[str, Any]:
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
    url = (
        refs.address_of(Ref("directory.organisation", str(town.organisation.pk)), town.organisation)
        if town.organisation and _has_page()
        else ""
    )
    return {"name": town.name, "is_seen": town.is_seen, "lamp": town.lamp, "rows": rows, "url": url}


def _has_page() -> bool:
    return "directory.organisation" in refs.kinds()


def _legend(towns: Any, layer: str, targets: Sequence[Target]) -> list[dict[str, Any]]:
    """Lights of the layer with how many towns have each, worst first."""
    lamps = [found for town in towns if town.is_seen and (found := _shown(town, layer)[2])]
    counts: dict[str, int] = {}
    words = {lamp.light: lamp.word for lamp in lamps}
    for lamp in lamps:
        counts[lamp.light] = counts.get(lamp.light, 0) + 1
    order = sorted(counts, key=lambda light: -SEVERITY[light])
    return [{"light": light, "label": words[light], "count": counts[light]} for light in order]
