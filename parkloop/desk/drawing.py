"""Geometry of the pictures that the server draws as inline SVG: ring, trajectory, gauge, tile map.

Pure functions: numbers in, numbers and path texts out. Colours and words belong to the templates and the theme.
A park's geography is not here: tiles and rivers come as data.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

XY = tuple[float, float]


def number(value: float) -> str:
    """A coordinate with at most two decimals, in a form that no locale changes."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def line_path(points: Iterable[XY]) -> str:
    """`M x y L x y …` through the points; empty for none."""
    return " ".join(f"{'L' if at else 'M'}{number(x)} {number(y)}" for at, (x, y) in enumerate(points))


def smooth_path(points: Sequence[XY]) -> str:
    """A Catmull-Rom curve through the points as cubic Béziers, for rivers."""
    if len(points) < 3:
        return line_path(points)
    padded = [points[0], *points, points[-1]]
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        one = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        two = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append("C" + " ".join(f"{number(x)} {number(y)}" for x, y in (one, two, end)))
    return " ".join(parts)


@dataclass(frozen=True)
class Arc:
    """One eighth of the loop ring; `closed` when the matter has passed it."""

    path: str
    closed: bool


def _on_circle(angle: float, radius: float, centre: XY) -> XY:
    return centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle)


def arc_path(start: float, end: float, radius: float, centre: XY = (12, 12)) -> str:
    """A circular arc; angles in radians clockwise from the top."""
    (x0, y0), (x1, y1) = _on_circle(start, radius, centre), _on_circle(end, radius, centre)
    large = int(end - start > math.pi)
    return f"M{number(x0)} {number(y0)} A{number(radius)} {number(radius)} 0 {large} 1 {number(x1)} {number(y1)}"


def ring_arcs(position: int, total: int = 8, radius: float = 9.5, gap: float = 0.19) -> list[Arc]:
    """The loop ring (闭环环) in a 24 × 24 box: `total` arcs clockwise from the top, the first `position` closed."""
    step = 2 * math.pi / total
    return [
        Arc(arc_path(at * step + gap / 2, (at + 1) * step - gap / 2, radius), closed=at < position)
        for at in range(total)
    ]


@dataclass(frozen=True)
class Box:
    """A drawing area with the value range that it shows; y grows upwards in values, downwards in pixels."""

    width: float
    height: float
    x_range: XY
    y_range: XY
    padding: float = 4

    def at(self, x: float, y: float) -> XY:
        """The pixel of a value pair."""
        inner_width, inner_height = self.width - 2 * self.padding, self.height - 2 * self.padding
        across = (x - self.x_range[0]) / ((self.x_range[1] - self.x_range[0]) or 1)
        up = (y - self.y_range[0]) / ((self.y_range[1] - self.y_range[0]) or 1)
        return self.padding + across * inner_width, self.padding + (1 - up) * inner_height

    def path(self, points: Iterable[XY]) -> str:
        """A line through value pairs."""
        return line_path(self.at(x, y) for x, y in points)


@dataclass(frozen=True)
class Trajectory:
    """Paths of a target's trajectory; empty texts for what is not known."""

    width: float
    height: float
    actual: str
    schedule: str
    forecast: str
    fan: list[str]
    last: XY | None
    last_x: str
    last_y: str
    target_y: str | None


Band = tuple[float, float, float]


def _clean(points: Iterable[Any] | None) -> list[XY]:
    """Pairs with a known value: missing months leave no point, and are never drawn as zero."""
    return [(float(x), float(y)) for x, y in points or [] if y is not None]


def trajectory(
    actual: Iterable[Any],
    *,
    schedule: Iterable[Any] | None = None,
    forecast: Iterable[Any] | None = None,
    fan: Iterable[Sequence[Band]] | None = None,
    target: float | None = None,
    size: XY = (220, 84),
) -> Trajectory:
    """Lines of actual values, schedule (序时), forecast and its fan, all as (x, value) pairs on one scale.

    `fan` is a list of bands, widest first, each a list of (x, low, high). `target` is the level of the dotted line.
    """
    done, due, ahead = _clean(actual), _clean(schedule), _clean(forecast)
    bands = [[(float(x), float(low), float(high)) for x, low, high in band] for band in fan or []]
    edges = [(x, y) for band in bands for x, low, high in band for y in (low, high)]
    everything = done + due + ahead + edges
    xs, ys = [x for x, _ in everything] or [0.0], [y for _, y in everything] or [0.0]
    if target is not None:
        ys.append(float(target))
    box = Box(*size, (min(xs), max(xs)), (min(0.0, *ys) if len(ys) > 1 else 0.0, max(*ys, 0.0) or 1.0))
    shapes = [box.path([(x, high) for x, _, high in b] + [(x, low) for x, low, _ in reversed(b)]) + " Z" for b in bands]
    last = box.at(*done[-1]) if done else None
    return Trajectory(
        *size,
        actual=box.path(done),
        schedule=box.path(due),
        forecast=box.path(([done[-1]] if done else []) + ahead) if ahead else "",
        fan=shapes,
        last=last,
        last_x=number(last[0]) if last else "",
        last_y=number(last[1]) if last else "",
        target_y=None if target is None else number(box.at(0, float(target))[1]),
    )


@dataclass(frozen=True)
class Gauge:
    """A half circle: the track, the filled part and the tick of the schedule, in a 120 × 68 box."""

    track: str
    fill: str
    tick: str


def gauge(completion: float | None, schedule: float | None) -> Gauge:
    """Completion and schedule in percent; over 100 % the half circle stays full, None draws nothing."""

    def angle(percent: float) -> float:
        return -math.pi / 2 + math.pi * min(max(percent, 0), 100) / 100

    centre = (60.0, 60.0)
    tick = ""
    if schedule is not None:
        tick = line_path([_on_circle(angle(schedule), radius, centre) for radius in (41, 59)])
    fill = arc_path(-math.pi / 2, angle(completion), 50, centre) if completion else ""
    return Gauge(arc_path(-math.pi / 2, math.pi / 2, 50, centre), fill, tick)


TILE_RADIUS = 54.0


def tile_centre(q: float, r: float, radius: float = TILE_RADIUS) -> XY:
    """Pixel centre of the pointy-top hexagon at axial (q, r)."""
    return radius * math.sqrt(3) * (q + r / 2), radius * 1.5 * r


def hexagon(centre: XY, radius: float) -> str:
    """`points` of a pointy-top hexagon."""
    corners = (_on_circle(math.pi / 3 * turn, radius, centre) for turn in range(6))
    return " ".join(f"{number(x)},{number(y)}" for x, y in corners)


@dataclass(frozen=True)
class PlacedTile:
    """A tile of the map with its hexagon and the lines of text inside it."""

    tile: Any
    points: str
    x: str
    y_label: str
    y_value: str
    y_lamp: str
    x_icon: str
    y_icon: str
    word: str
    is_long: bool


@dataclass(frozen=True)
class PlacedRiver:
    """A river as a stroked curve, or a filled shore when `filled`."""

    path: str
    filled: bool
    width: str
    label: str
    label_x: str
    label_y: str


WIDE_LETTER, LETTER = 21.0, 10.0
"""Width of a letter of a river's label with the space behind it, Chinese and other."""


@dataclass(frozen=True)
class TileMap:
    """Everything that the tile map's template draws."""

    view_box: str
    tiles: list[PlacedTile]
    rivers: list[PlacedRiver] = field(default_factory=list)


def _get(item: Any, name: str, default: Any = None) -> Any:
    return item.get(name, default) if isinstance(item, dict) else getattr(item, name, default)


def _text_width(text: str, size: float = 12) -> float:
    """About how wide a lamp's word is drawn: Chinese letters are square, Latin ones a little over half as wide."""
    return sum(size if ord(letter) > 255 else size * 0.58 for letter in text)


def _place_tile(tile: Any, usual_word: Callable[[str], str]) -> PlacedTile:
    word = str(_get(tile, "lamp_label") or usual_word(_get(tile, "light")))
    is_long = _text_width(word) > 60
    width = _text_width(word, 10.5 if is_long else 12)
    x, y = tile_centre(float(_get(tile, "q")), float(_get(tile, "r")))
    return PlacedTile(
        tile=tile,
        points=hexagon((x, y), TILE_RADIUS - 2.5),
        x=number(x),
        y_label=number(y - 17),
        y_value=number(y + 10),
        y_lamp=number(y + 30),
        x_icon=number(x - 8 - width / 2),
        word=word,
        is_long=is_long,
        y_icon=number(y + 19.5),
    )


def _place_river(river: Any, left: float, right: float) -> PlacedRiver:
    """A river with its label inside the picture, from `left` to `right`."""
    points = [tile_centre(float(q), float(r)) for q, r in _get(river, "points")]
    label_at = _get(river, "label_at") or _get(river, "points")[0]
    label_x, label_y = tile_centre(float(label_at[0]), float(label_at[1]))
    half = sum(WIDE_LETTER if letter > "\u2e80" else LETTER for letter in _get(river, "label", "")) / 2
    label_x = max(left + half, min(label_x, right - half))
    filled = bool(_get(river, "filled", False))
    return PlacedRiver(
        path=smooth_path(points) + (" Z" if filled else ""),
        filled=filled,
        width=number(float(_get(river, "width", 0.4)) * TILE_RADIUS),
        label=_get(river, "label", ""),
        label_x=number(label_x),
        label_y=number(label_y),
    )


def tile_map(tiles: Sequence[Any], rivers: Sequence[Any] = (), usual_word: Callable[[str], str] = str) -> TileMap:
    """Place tiles (`q`, `r` axial) and rivers (`points` in the same axial system); the view box fits the tiles.

    `usual_word` gives the word of a light for tiles that bring no `lamp_label` of their own.
    """
    placed = [_place_tile(tile, usual_word) for tile in tiles]
    centres = [tile_centre(float(_get(tile, "q")), float(_get(tile, "r"))) for tile in tiles] or [(0.0, 0.0)]
    left, right = min(x for x, _ in centres) - 60, max(x for x, _ in centres) + 60
    top, bottom = min(y for _, y in centres) - 62, max(y for _, y in centres) + 62
    box = " ".join(number(part) for part in (left, top, right - left, bottom - top))
    return TileMap(box, placed, [_place_river(river, left, right) for river in rivers])
