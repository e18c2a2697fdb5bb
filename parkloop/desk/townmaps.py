"""The park's schematic map of towns as data for the `tile_map` element: tiles and rivers of `places/tiles.yaml`. Layers belong to rooms."""

from math import sqrt
from typing import Any

from parkloop.foundation import definitions
from parkloop.foundation.models.base import in_language


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
