"""Counting in working days: the notice's days, the week's rule beyond, and properties of the arithmetic."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.workdays import SpecialDay, WorkdayTable

NATIONAL_DAY_2026 = [SpecialDay(dt.date(2026, 10, n), False, "国庆节", "National Day") for n in range(1, 8)]
MAKE_UP_2026 = [SpecialDay(dt.date(2026, 9, 20), True), SpecialDay(dt.date(2026, 10, 10), True)]
TABLE = WorkdayTable.of([*NATIONAL_DAY_2026, *MAKE_UP_2026], [2025, 2026])

days = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
specials = st.lists(
    st.builds(SpecialDay, st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), st.booleans()), max_size=40
)
tables = st.builds(WorkdayTable.of, specials, st.frozensets(st.integers(2020, 2030)))


def test_a_holiday_on_a_weekday_is_not_worked_and_a_make_up_saturday_is() -> None:
    assert not TABLE.is_workday(dt.date(2026, 10, 1))
    assert TABLE.is_workday(dt.date(2026, 10, 10))
    assert not TABLE.is_workday(dt.date(2026, 10, 11))


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-30", 4, "2026-10-12"),
        ("2026-10-08", -1, "2026-09-30"),
        ("2026-10-01", 0, "2026-10-08"),
        ("2026-10-12", 0, "2026-10-12"),
        ("2026-12-31", 1, "2027-01-01"),
    ],
)
def test_counting_starts_on_the_day_after(start: str, count: int, due: str) -> None:
    assert TABLE.add(dt.date.fromisoformat(start), count) == dt.date.fromisoformat(due)


def test_a_deadline_in_a_year_without_notice_is_provisional() -> None:
    assert not TABLE.deadline(dt.date(2026, 12, 1), 5).is_provisional
    assert TABLE.deadline(dt.date(2026, 12, 30), 5).is_provisional
    assert TABLE.is_provisional(dt.date(2024, 12, 31))


def test_a_year_without_notice_follows_the_weekdays() -> None:
    monday = dt.date(2031, 10, 6)
    assert TABLE.is_workday(monday)
    assert not TABLE.is_workday(monday - dt.timedelta(1))


@given(tables, days, st.integers(-600, 600).filter(bool))
def test_between_undoes_add(table: WorkdayTable, day: dt.date, count: int) -> None:
    due = table.add(day, count)
    assert table.is_workday(due)
    assert table.between(day, due) == count


@given(tables, days, st.integers(1, 200), st.integers(1, 200))
def test_adding_in_two_steps_is_adding_at_once(table: WorkdayTable, day: dt.date, first: int, second: int) -> None:
    assert table.add(table.add(day, first), second) == table.add(day, first + second)


@given(tables, days, st.integers(0, 500))
def test_between_counts_what_a_walk_counts(table: WorkdayTable, day: dt.date, length: int) -> None:
    last = day + dt.timedelta(length)
    walked = sum(table.is_workday(day + dt.timedelta(n)) for n in range(1, length + 1))
    assert table.between(day, last) == walked


@given(tables, days, st.integers(1, 200))
def test_subtract_goes_back_where_add_came_from_on_working_days(table: WorkdayTable, day: dt.date, count: int) -> None:
    start = table.add(day, 0)
    assert table.subtract(table.add(start, count), count) == start
