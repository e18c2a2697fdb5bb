"""Schedules: where a target should stand on a day."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.schedule import CURVES, Schedule, expected_pp, expected_value

START, DUE = dt.date(2025, 1, 1), dt.date(2026, 12, 31)
POINTS = ((dt.date(2026, 1, 1), Decimal(20)), (dt.date(2026, 1, 11), Decimal(40)))


def test_a_linear_schedule_counts_both_ends() -> None:
    schedule = Schedule("linear", START, DUE)
    assert round(schedule.way_pp(dt.date(2026, 9, 30)), 1) == Decimal("87.4")
    assert schedule.way_pp(DUE) == 100
    assert schedule.way_pp(dt.date(2024, 12, 31)) == 0


def test_a_step_asks_nothing_until_the_last_day() -> None:
    schedule = Schedule("step", START, DUE)
    assert (schedule.way_pp(dt.date(2026, 12, 30)), schedule.way_pp(DUE)) == (Decimal(0), Decimal(100))


@pytest.mark.parametrize(("day", "expected"), [(1, 20), (6, 30), (11, 40)])
def test_points_are_joined_by_straight_lines(day: int, expected: int) -> None:
    assert Schedule("points", START, DUE, POINTS).way_pp(dt.date(2026, 1, day)) == expected


def test_what_is_expected_starts_from_the_baseline() -> None:
    schedule, on = Schedule("points", START, DUE, POINTS), dt.date(2026, 1, 6)
    assert expected_value(schedule, baseline=Decimal(50), target=Decimal(150), on=on) == 80
    assert round(expected_pp(schedule, baseline=Decimal(50), target=Decimal(150), on=on), 2) == Decimal("53.33")


def test_a_target_of_nothing_expects_nothing() -> None:
    assert expected_pp(Schedule("linear", START, DUE), baseline=Decimal(0), target=Decimal(0), on=DUE) == 0


@given(st.sampled_from(CURVES), st.dates(dt.date(2024, 1, 1), dt.date(2028, 1, 1)), st.integers(0, 400))
def test_a_schedule_never_runs_backwards(curve: str, day: dt.date, later: int) -> None:
    schedule = Schedule(curve, START, DUE, POINTS if curve == "points" else ())  # type: ignore[arg-type]
    first, second = schedule.way_pp(day), schedule.way_pp(day + dt.timedelta(later))
    assert 0 <= first <= second <= 100
