"""A target is judged by its own meaning: at least, strictly more, about, net-new, share, growth, rank, coverage, limit."""

import datetime as dt
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.schedule import Schedule
from parkloop.domain.targets import Goal, TargetError, achieved, expected_value, is_reached, judge

YEAR = Schedule("linear", dt.date(2026, 1, 1), dt.date(2026, 12, 31))
SEPTEMBER = dt.date(2026, 9, 30)
NUMBERS = st.decimals(min_value=-(10**6), max_value=10**6, places=4, allow_nan=False)
POSITIVE = st.decimals(min_value="0.01", max_value=10**6, places=2)


def goal(comparator="eq", value="110", kind="level", **more):
    more = {name: D(v) if isinstance(v, str) else v for name, v in more.items()}
    return Goal(kind, comparator, None if value is None else D(value), **more)


@pytest.mark.parametrize(
    ("comparator", "value", "reached"),
    [
        ("eq", "110", True),
        ("eq", "109.9999", False),
        ("eq", "111", True),
        ("ge", "110", True),
        ("ge", "109", False),
        ("gt", "110", False),
        ("gt", "110.0001", True),
        ("le", "110", True),
        ("le", "110.01", False),
        ("lt", "110", False),
        ("lt", "109.99", True),
        ("rank", "110", True),
        ("rank", "111", False),
        ("rank", "1", True),
        ("keep", "110", True),
        ("keep", "109", False),
    ],
)
def test_the_very_number_decides_by_comparator(comparator, value, reached):
    assert is_reached(goal(comparator), D(value)) is reached


def test_two_hundred_does_not_reach_more_than_two_hundred():
    judged = judge(goal("gt", "200"), D("200"), YEAR, dt.date(2026, 12, 31))
    assert (judged.reached, judged.completion_pp, judged.side) == (False, D(100), "below")


@pytest.mark.parametrize(
    ("value", "reached", "side"),
    [
        ("8", False, "below"),
        ("9", True, "within"),
        ("10", True, "within"),
        ("11", True, "within"),
        ("12", True, "above"),
    ],
)
def test_about_ten_reaches_by_its_tolerance(value, reached, side):
    about = goal("approx", "10", tolerance="1")
    judged = judge(about, D(value), YEAR, SEPTEMBER)
    assert (judged.reached, judged.side) == (reached, side)


def test_about_ten_without_a_tolerance_is_not_decided():
    assert judge(goal("approx", "10"), D("10"), YEAR, SEPTEMBER).reached is None


@pytest.mark.parametrize(("value", "reached"), [("4.9", False), ("5", True), ("8", True), ("8.1", False)])
def test_a_range_holds_between_both_ends(value, reached):
    assert is_reached(goal("range", "5", high="8"), D(value)) is reached


def test_keeping_a_level_with_tolerance_fails_on_either_side():
    kept = goal("keep", "95", tolerance="2")
    assert [is_reached(kept, D(v)) for v in ("92.9", "93", "97", "97.1")] == [False, True, True, False]


def test_keeping_in_step_needs_the_reference():
    follows = goal("sync", None)
    assert judge(follows, D("6"), YEAR, SEPTEMBER).reached is None
    assert judge(follows, D("6"), YEAR, SEPTEMBER, reference=D("5.5")).reached is True
    assert judge(follows, D("5"), YEAR, SEPTEMBER, reference=D("5.5")).reached is False


def test_full_coverage_is_all_of_a_hundred_percent():
    covered = goal("all", None, kind="coverage")
    assert judge(covered, D("99.9"), YEAR, SEPTEMBER).reached is False
    assert judge(covered, D("100"), YEAR, SEPTEMBER).reached is True


def test_an_increment_counts_only_what_is_new_since_the_baseline():
    new = goal("eq", "1", kind="increment", baseline="3")
    assert achieved(new, D("3")) == 0
    assert judge(new, D("3"), YEAR, SEPTEMBER).completion_pp == 0
    assert judge(new, D("4"), YEAR, SEPTEMBER).reached is True


def test_an_increment_without_a_baseline_takes_the_value_as_net_new():
    assert judge(goal("eq", "1", kind="increment"), D("1"), YEAR, SEPTEMBER).reached is True


def test_an_increment_may_fall_below_its_baseline():
    assert judge(goal("eq", "2", kind="increment", baseline="5"), D("4"), YEAR, SEPTEMBER).completion_pp == -50


def test_growth_is_measured_on_the_baseline():
    grown = goal("eq", "10", kind="growth", baseline="200")
    assert achieved(grown, D("220")) == 10
    assert is_reached(grown, achieved(grown, D("219"))) is False


def test_average_growth_over_two_years_is_compound():
    grown = goal("eq", "10", kind="growth", baseline="100", years=2)
    assert round(achieved(grown, D("121")), 9) == 10


def test_a_growth_rate_without_a_baseline_is_taken_as_given():
    assert achieved(goal("eq", "8", kind="growth"), D("8.1")) == D("8.1")


def test_a_share_is_compared_as_a_percentage():
    assert judge(goal("ge", "35", kind="share"), D("34.99"), YEAR, SEPTEMBER).reached is False


def test_missing_is_no_data_and_still_tells_what_was_expected():
    judged = judge(goal(), None, YEAR, SEPTEMBER)
    assert judged.missing
    assert (judged.reached, judged.completion_pp, judged.gap_pp, judged.achieved) == (None, None, None, None)
    assert round(judged.expected_pp, 1) == D("74.8")


def test_zero_is_a_value_and_not_missing():
    judged = judge(goal(), D(0), YEAR, SEPTEMBER)
    assert (judged.missing, judged.completion_pp) == (False, 0)


def test_seventy_of_a_hundred_and_ten_by_september_lags_eleven_points():
    judged = judge(goal(), D(70), YEAR, SEPTEMBER)
    assert (round(judged.completion_pp, 1), round(judged.expected_pp, 1)) == (D("63.6"), D("74.8"))
    assert round(judged.gap_pp, 1) == D("-11.2")
    assert judged.distance == 40


def test_the_schedule_of_a_level_starts_at_its_baseline():
    two_years = Schedule("linear", dt.date(2025, 1, 1), dt.date(2026, 12, 31))
    assert expected_value(goal("eq", "1300", baseline="1000"), two_years, dt.date(2025, 12, 31)) == 1150


def test_a_limit_is_asked_for_in_full_on_every_day():
    judged = judge(goal("le", "50", kind="limit"), D("60"), YEAR, dt.date(2026, 2, 1))
    assert judged.expected_pp == 100
    assert round(judged.completion_pp, 1) == D("83.3")
    assert judged.distance == 10


def test_a_rank_climbs_from_its_baseline():
    judged = judge(goal("rank", "5", kind="rank", baseline="10"), D("8"), YEAR, dt.date(2026, 12, 31))
    assert (judged.reached, judged.completion_pp, judged.expected_pp) == (False, D("62.5"), 100)


@pytest.mark.parametrize(
    ("comparator", "more"),
    [
        ("eq", {"value": None}),
        ("range", {}),
        ("range", {"high": "1"}),
        ("approx", {"tolerance": "-1"}),
        ("eq", {"years": 0}),
    ],
)
def test_a_goal_that_contradicts_itself_is_refused(comparator, more):
    value = more.pop("value", "5")
    with pytest.raises(TargetError):
        goal(comparator, value, **more)


@given(number=NUMBERS, value=NUMBERS)
def test_more_than_is_stricter_than_at_least(number, value):
    strict, plain = Goal("level", "gt", number), Goal("level", "ge", number)
    assert not is_reached(strict, value) or is_reached(plain, value)
    assert is_reached(strict, value) is not (value <= number)


@given(number=NUMBERS, value=NUMBERS)
def test_a_limit_and_its_opposite_never_hold_together(number, value):
    assert is_reached(Goal("limit", "le", number), value) is not is_reached(Goal("level", "gt", number), value)


@given(number=POSITIVE, value=POSITIVE, day=st.dates(dt.date(2025, 6, 1), dt.date(2027, 6, 1)))
def test_the_gap_is_completion_minus_schedule_exactly(number, value, day):
    judged = judge(Goal("level", "eq", number), value, YEAR, day)
    assert judged.gap_pp == judged.completion_pp - judged.expected_pp
    assert 0 <= judged.expected_pp <= 100


@given(number=POSITIVE, baseline=POSITIVE, value=POSITIVE, shift=NUMBERS)
def test_shifting_stock_and_baseline_alike_changes_no_increment(number, baseline, value, shift):
    one = judge(Goal("increment", "eq", number, baseline=baseline), value, YEAR, SEPTEMBER)
    two = judge(Goal("increment", "eq", number, baseline=baseline + shift), value + shift, YEAR, SEPTEMBER)
    assert one.reached is two.reached
    assert one.achieved == two.achieved


@given(number=POSITIVE, less=POSITIVE, more=POSITIVE)
def test_more_is_never_judged_worse(number, less, more):
    low, high = sorted((less, more))
    target = Goal("level", "approx", number, tolerance=D(1))
    assert not is_reached(target, low) or is_reached(target, high)
