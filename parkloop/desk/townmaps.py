"""The park's schematic map of towns as data for the `tile_map` element: tiles and rivers of `places/tiles.yaml`, layers of a room.

A room says which layers there are and what a tile prints (`TownMap`); which layer and which town are chosen stands in the address.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any
from urllib.parse import urlencode

from parkloop.foundation import definitions
from parkloop.foundation.models import Organisation
from parkloop.foundation.models.base import in_language
from parkloop.foundation.standing import reach


@dataclass(frozen=True)
class Place:
    """A town of the map; `is_seen` says whether the person may see all of its numbers."""

    code: str
    organisation: Organisation | None
    is_seen: bool

    @property
    def name(self) -> str:
        """Short name in the active language."""
        return self.organisation.short if self.organisation else self.code


def places(person: Any, body: Mapping[str, Any], *, sees_all: bool, roles: Sequence[str]) -> dict[str, Place]:
    """The towns of the map by code, in its order. Who does not see all sees what the given roles reach."""
    codes = [tile["code"] for tile in body["tiles"]]
    known = {o.code: o for o in Organisation.objects.filter(code__in=codes)}
    reached = set(codes) if sees_all else set(_reached(person, codes, roles))
    return {code: Place(code, known.get(code), code in reached) for code in codes}


def _reached(person: Any, codes: Sequence[str], roles: Sequence[str]) -> Iterable[str]:
    return Organisation.objects.filter(pk__in=reach(person, *roles), code__in=codes).values_list("code", flat=True)


class TownMap:
    """One drawing of the map: a page, its layers (key, words), the layer and the town that its address chooses."""

    def __init__(
        self, body: dict[str, Any], request: Any, page: str, layers: Sequence[tuple[str, str]], usual_town: str
    ) -> None:
        self.body, self.page, self.layers = body, page, layers
        codes = [tile["code"] for tile in body["tiles"]]
        self.layer = _chosen(request, "layer", [key for key, _words in layers], layers[0][0])
        self.town = _chosen(request, "town", codes, usual_town)

    def drawn(self, names: Mapping[str, str], print_tile: Callable[[str, str], dict[str, Any]]) -> dict[str, Any]:
        """What the element and its tools need. `print_tile(code, layer)` gives value (None: missing), unit, light and lamp_label."""
        return {
            "tiles": [self._tile(tile, names, print_tile) for tile in self.body["tiles"]],
            "rivers": rivers_of(self.body),
            "note": note_of(self.body),
            "layers": [
                {"label": words, "url": self._address(key, self.town), "active": key == self.layer}
                for key, words in self.layers
            ],
            "selected": self.town,
        }

    def _tile(
        self, tile: dict[str, Any], names: Mapping[str, str], print_tile: Callable[[str, str], dict[str, Any]]
    ) -> dict[str, Any]:
        code = tile["code"]
        place = {"key": code, "q": tile["q"], "r": tile["r"], "label": names[code]}
        return {**place, "url": self._address(self.layer, code), "unit": "", **print_tile(code, self.layer)}

    def _address(self, layer: str, town: str) -> str:
        return f"{self.page}?{urlencode({'layer': layer, 'town': town})}"


def _chosen(request: Any, name: str, allowed: Sequence[str], usual: str) -> str:
    asked = request.GET.get(name, "") if request is not None else ""
    return asked if asked in allowed else usual


def legend(lamps: Iterable[tuple[str, str]], rank: Callable[[str], int]) -> list[dict[str, Any]]:
    """How many towns have each light, by `rank`, from (light, word) of each."""
    listed = list(lamps)
    words, lights = dict(listed), [light for light, _word in listed]
    return [{"light": light, "label": words[light], "count": lights.count(light)} for light in sorted(words, key=rank)]


def park_map() -> dict[str, Any] | None:
    """The map as it stands in the park's data; None when the park has none."""
    row = definitions.published("tiles", "tiles")
    return row.body if row else None


def note_of(body: dict[str, Any]) -> str:
    """The sentence that says that the map is schematic."""
    return in_language(body["note"]["zh"], body["note"]["en"])


def rivers_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Rivers (x, y in tile sides) in the element's axial system."""
    return [_river(river) for river in body.get("rivers", [])]


def _river(river: dict[str, Any]) -> dict[str, Any]:
    return {
        "label": in_language(river["name"]["zh"], river["name"]["en"]),
        "width": river["width"],
        "points": [axial(*point) for point in river["points"]],
        "label_at": axial(*river["label_at"]),
    }


def axial(x: float, y: float) -> tuple[float, float]:
    """A point in tile sides as axial coordinates."""
    r = y / 1.5
    return x / sqrt(3) - r / 2, r
