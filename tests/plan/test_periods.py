"""Periods are known by their last day; the newest closed one is what a report of today is about."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain import periods


@pytest.mark.parametrize(
    ("every", "end"),
    [
        ("month", dt.date(2028, 2, 29)),
        ("quarter", dt.date(2028, 3, 31)),
        ("half", dt.date(2028, 6, 30)),
        ("year", dt.date(2028, 12, 31)),
    ],
)
def test_a_leap_day_lies_in_the_period_that_ends_after_it(every, end):
    assert periods.end_of_period(dt.date(2028, 2, 29), every) == end


@pytest.mark.parametrize(
    ("today", "closed"),
    [
        (dt.date(2026, 10, 12), dt.date(2026, 9, 30)),
        (dt.date(2026, 9, 30), dt.date(2026, 8, 31)),
        (dt.date(2027, 1, 4), dt.date(2026, 12, 31)),
        (dt.date(2028, 3, 1), dt.date(2028, 2, 29)),
    ],
)
def test_a_month_is_closed_only_when_it_is_over(today, closed):
    assert periods.last_closed(today) == closed


def test_months_between_two_days_are_listed_with_both_ends():
    ends = list(periods.ends_between(dt.date(2025, 11, 15), dt.date(2026, 2, 28)))
    assert ends == [dt.date(2025, 11, 30), dt.date(2025, 12, 31), dt.date(2026, 1, 31), dt.date(2026, 2, 28)]


def test_a_month_not_over_by_the_last_day_is_not_listed():
    assert list(periods.ends_between(dt.date(2026, 1, 1), dt.date(2026, 1, 30))) == []


@pytest.mark.parametrize(
    ("end", "every", "zh", "en"),
    [
        (dt.date(2026, 9, 30), "month", "2026年9月", "Sep 2026"),
        (dt.date(2026, 9, 30), "quarter", "2026年三季度", "Q3 2026"),
        (dt.date(2026, 6, 30), "half", "2026年上半年", "H1 2026"),
        (dt.date(2026, 12, 31), "year", "2026年", "2026"),
    ],
)
def test_a_period_has_a_name_in_both_languages(end, every, zh, en):
    assert periods.label(end, every) == {"zh": zh, "en": en}


@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), every=st.sampled_from(periods.EVERY))
def test_every_day_lies_in_exactly_one_period(day, every):
    first, end = periods.start_of_period(day, every), periods.end_of_period(day, every)
    assert first <= day <= end
    assert periods.is_period_end(end, every)
    assert periods.end_of_period(end + dt.timedelta(days=1), every) > end
    assert periods.last_closed(first, every) == first - dt.timedelta(days=1)
