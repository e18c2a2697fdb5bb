"""``places/tiles.yaml``: a schematic map of hexagons, one per town, with rivers for orientation. No boundaries.

Axial coordinates, pointy top: the centre of (q, r) is at x = sqrt(3)·(q + r/2), y = 1.5·r, a side being 1 (a tile unit).
"""

import math
from dataclasses import dataclass

from parkloop.packs.cursor import Cursor
from parkloop.packs.header import read_header
from parkloop.packs.labels import Label
from parkloop.packs.organisations import Organisation

PATH = "places/tiles.yaml"
Point = tuple[float, float]


@dataclass(frozen=True)
class Tile:
    """The hexagon of one organisation."""

    code: str
    q: int
    r: int

    @property
    def centre(self) -> Point:
        """Centre in tile units, y downwards."""
        return round(math.sqrt(3) * (self.q + self.r / 2), 4), 1.5 * self.r


@dataclass(frozen=True)
class River:
    """A river as a polyline with a width, and where its name stands; all in tile units."""

    name: Label
    width: float
    points: tuple[Point, ...]
    label_at: Point


@dataclass(frozen=True)
class TileMap:
    """Always schematic; ``note`` is the sentence that says so on screen."""

    note: Label
    tiles: tuple[Tile, ...]
    rivers: tuple[River, ...]


def read_tiles(cursor: Cursor, organisations: tuple[Organisation, ...]) -> TileMap:
    """Read the map; tiles must name known organisations and must not overlap."""
    read_header(cursor)
    if not cursor.flag("schematic", False):
        cursor.fail("示意图应写明 schematic: true", "A tile map must say schematic: true", "schematic")
    rows = cursor.rows("tiles")
    tiles = tuple(_tile(row, {o.code for o in organisations}) for row in rows)
    _check_overlap(rows, tiles)
    found = TileMap(cursor.label("note"), tiles, tuple(_river(row) for row in cursor.rows("rivers", need=False)))
    cursor.finish()
    return found


def _tile(cursor: Cursor, codes: set[str]) -> Tile:
    tile = Tile(cursor.text("code"), cursor.integer("q"), cursor.integer("r"))
    if tile.code and tile.code not in codes:
        cursor.fail(f"没有单位“{tile.code}”", f"There is no organisation '{tile.code}'", "code")
    cursor.finish()
    return tile


def _check_overlap(rows: list[Cursor], tiles: tuple[Tile, ...]) -> None:
    places: dict[tuple[int, int], str] = {}
    codes: set[str] = set()
    for row, tile in zip(rows, tiles, strict=True):
        other = places.setdefault((tile.q, tile.r), tile.code)
        if other != tile.code:
            row.fail(f"与“{other}”位置相同", f"It stands on the tile of '{other}'")
        if tile.code in codes:
            row.fail(f"“{tile.code}”有两块", f"'{tile.code}' has two tiles", "code")
        codes.add(tile.code)


def _river(cursor: Cursor) -> River:
    points = [_point(cursor, item, "points") for item in cursor.plain("points") or []]
    if len(points) < 2:
        cursor.fail("河流至少要两个点", "A river needs at least two points", "points")
    river = River(
        cursor.label("name"),
        float(cursor.number("width")),
        tuple(points),
        _point(cursor, cursor.plain("label_at"), "label_at"),
    )
    cursor.finish()
    return river


def _point(cursor: Cursor, item: object, key: str) -> Point:
    is_pair = isinstance(item, list) and len(item) == 2
    if not isinstance(item, list) or not is_pair or not all(isinstance(n, int | float) for n in item):
        cursor.fail("点应写作 [x, y]", "A point is written [x, y]", key)
        return 0.0, 0.0
    return float(item[0]), float(item[1])
