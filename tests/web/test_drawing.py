"""Geometry of the inline pictures: positions, scales and what missing data do."""

import math

import pytest

from parkloop.desk import drawing


def test_the_ring_closes_as_many_arcs_as_the_matter_has_passed() -> None:
    arcs = drawing.ring_arcs(3, 8)
    assert [arc.closed for arc in arcs] == [True] * 3 + [False] * 5
    assert len({arc.path for arc in arcs}) == 8


def test_a_missing_month_leaves_no_point_and_is_not_drawn_as_zero() -> None:
    known = drawing.trajectory([(1, 5), (3, 9)], target=10)
    with_gap = drawing.trajectory([(1, 5), (2, None), (3, 9)], target=10)
    assert with_gap.actual == known.actual


def test_a_trajectory_without_data_draws_only_its_target() -> None:
    lines = drawing.trajectory([], target=10)
    assert lines.actual == ""
    assert lines.last is None
    assert lines.target_y is not None


def test_a_higher_value_stands_higher() -> None:
    box = drawing.Box(100, 50, (0, 10), (0, 100))
    assert box.at(5, 80)[1] < box.at(5, 20)[1]
    assert box.at(10, 0) == (96, 46)


def test_actual_schedule_and_fan_share_one_scale() -> None:
    lines = drawing.trajectory([(1, 50)], schedule=[(12, 100)], fan=[[(12, 80, 200)]], target=100)
    top = lines.fan[0].split()[1]
    assert top == "4", "the highest value touches the upper padding"
    assert float(lines.target_y or 0) > 4


def test_the_forecast_starts_where_the_actual_line_ends() -> None:
    lines = drawing.trajectory([(1, 10), (2, 20)], forecast=[(12, 100)])
    assert lines.forecast.startswith(f"M{lines.last_x} {lines.last_y}")


def test_neighbouring_tiles_are_one_hexagon_apart() -> None:
    middle = drawing.tile_centre(0, 0)
    for q, r in ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)):
        assert math.dist(middle, drawing.tile_centre(q, r)) == pytest.approx(drawing.TILE_RADIUS * math.sqrt(3))


def test_a_tile_takes_its_own_word_before_the_usual_one() -> None:
    tiles = [{"q": 0, "r": 0, "light": "over", "lamp_label": "严重滞后"}, {"q": 1, "r": 0, "light": "ok"}]
    placed = drawing.tile_map(tiles, usual_word=lambda light: f"<{light}>").tiles
    assert [tile.word for tile in placed] == ["严重滞后", "<ok>"]


def test_the_view_box_holds_every_tile() -> None:
    drawn = drawing.tile_map([{"q": q, "r": 0, "light": "ok"} for q in range(-2, 3)])
    left, top, width, height = (float(part) for part in drawn.view_box.split())
    corners = [corner.split(",") for tile in drawn.tiles for corner in tile.points.split()]
    assert all(left <= float(x) <= left + width and top <= float(y) <= top + height for x, y in corners)


@pytest.mark.parametrize("percent", [0, 50, 100, 140])
def test_a_gauge_never_leaves_its_half_circle(percent: int) -> None:
    numbers = [float(part.lstrip("MLA")) for part in drawing.gauge(percent, percent).fill.split()]
    assert all(-1 <= number <= 111 for number in numbers)


def test_a_river_of_many_points_is_a_curve_and_of_two_a_line() -> None:
    assert "C" in drawing.smooth_path([(0, 0), (1, 1), (2, 0)])
    assert "C" not in drawing.smooth_path([(0, 0), (1, 1)])


def test_coordinates_do_not_follow_the_reader_s_language() -> None:
    assert drawing.number(1234.5) == "1234.5"
    assert drawing.number(0) == "0"
