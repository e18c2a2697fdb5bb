"""Places on the line of working days: holidays and make-up days of the notice count as they are worked."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.workdays import SpecialDay, WorkdayTable
from parkloop.domain.workplan.days import WorkingDays

NATIONAL_DAY = [SpecialDay(dt.date(2026, 10, n), False) for n in range(1, 8)]
MADE_UP = [SpecialDay(dt.date(2026, 9, 27), True), SpecialDay(dt.date(2026, 10, 10), True)]
TABLE = WorkdayTable.of([*NATIONAL_DAY, *MADE_UP], [2026])
LINE = WorkingDays.since(TABLE, dt.date(2026, 9, 26))


def test_the_line_begins_on_the_next_working_day() -> None:
    assert LINE.first == dt.date(2026, 9, 27)
    assert LINE.day(0) == dt.date(2026, 9, 27)


@pytest.mark.parametrize(
    ("day", "forward", "back"),
    [
        ("2026-09-30", 3, 3),
        ("2026-10-03", 4, 3),
        ("2026-10-08", 4, 4),
        ("2026-10-10", 6, 6),
        ("2026-10-11", 7, 6),
        ("2026-09-25", -1, -1),
    ],
)
def test_a_day_off_is_read_forward_or_back(day: str, forward: int, back: int) -> None:
    on = dt.date.fromisoformat(day)
    assert (LINE.place(on), LINE.last_place(on)) == (forward, back)


@given(st.integers(-400, 400))
def test_place_and_day_undo_each_other(place: int) -> None:
    assert LINE.place(LINE.day(place)) == LINE.last_place(LINE.day(place)) == place


def test_counting_includes_both_ends() -> None:
    assert LINE.count(dt.date(2026, 9, 30), dt.date(2026, 10, 10)) == 4
    assert LINE.count(dt.date(2026, 10, 10), dt.date(2026, 9, 30)) == 0
    assert LINE.count(dt.date(2026, 10, 1), dt.date(2026, 10, 7)) == 0
