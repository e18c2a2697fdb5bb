"""Roll-up by the three stated rules, planned progress by elapsed working days, and missing that is never zero."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.workplan.progress import Part, Rule, WeightsDoNotAddUp, check_weights, standing


def milestone(key: str, day: int, weight: int | None, done: int | None) -> Part:
    return Part(key, day, day, 0, None if weight is None else Decimal(weight), None if done is None else Decimal(done))


def activity(key: str, start: int, days: int, done: int | None) -> Part:
    return Part(key, start, start + days - 1, days, None, None if done is None else Decimal(done))


PARTS = [
    activity("a", 0, 10, 100),
    milestone("m1", 9, 30, 100),
    activity("b", 10, 30, 40),
    milestone("m2", 39, 70, 20),
]


@pytest.mark.parametrize(
    ("rule", "done", "planned"),
    [
        ("weight", Decimal(30) + 14, Decimal(30) + 35),
        ("count", Decimal(60), Decimal(75)),
        ("duration", Decimal(55), Decimal(100) * 25 / 40),
    ],
)
def test_each_rule_rolls_up_and_plans_by_the_same_shares(rule: Rule, done: Decimal, planned: Decimal) -> None:
    found = standing(PARTS, rule, begins=0, today=24)
    assert (found.done_pp, found.planned_pp, found.missing) == (done, planned, ())


def test_planned_progress_runs_over_working_days_from_the_first_to_each_milestone() -> None:
    parts = [milestone("m1", 9, 30, 100), milestone("m2", 39, 70, None)]
    expected = {-3: 0, -1: 0, 0: 3, 4: 15, 9: 30, 24: 65, 39: 100, 50: 100}
    found = {day: standing(parts, "weight", 0, day).planned_pp for day in expected}
    assert found == expected


def test_a_due_milestone_without_a_report_leaves_the_whole_unknown() -> None:
    parts = [milestone("m1", 9, 30, None), milestone("m2", 39, 70, 10)]
    found = standing(parts, "weight", 0, 12)
    assert (found.done_pp, found.missing) == (None, ("m1",))
    assert found.planned_pp == 37


def test_a_milestone_to_come_without_a_report_adds_nothing() -> None:
    parts = [milestone("m1", 9, 30, 100), milestone("m2", 39, 70, None)]
    assert standing(parts, "weight", 0, 12).done_pp == 30


def test_zero_reported_is_zero_and_not_missing() -> None:
    assert standing([milestone("m1", 9, 100, 0)], "weight", 0, 12).done_pp == 0


def test_two_milestones_on_one_day_and_one_on_the_first_day() -> None:
    parts = [milestone("m0", 0, 10, 100), milestone("m1", 4, 40, 100), milestone("m2", 4, 50, 0)]
    assert standing(parts, "weight", 0, 0).planned_pp == 10
    assert standing(parts, "weight", 0, 4).planned_pp == 100


def test_without_parts_for_the_rule_nothing_is_known() -> None:
    found = standing([activity("a", 0, 5, 50)], "weight", 0, 3)
    assert (found.done_pp, found.planned_pp) == (None, None)


def test_weights_are_a_hundred_together_or_not_given_at_all() -> None:
    check_weights([milestone("m1", 1, 40, None), milestone("m2", 2, 60, None), activity("a", 0, 2, None)])
    check_weights([milestone("m1", 1, None, None), milestone("m2", 2, None, None)])
    check_weights([])


@pytest.mark.parametrize(
    ("weights", "total", "without"), [((40, 50), 90, ()), ((100, None), 100, ("m1",)), ((0, 100), 100, ("m0",))]
)
def test_weights_that_do_not_add_up_are_named(
    weights: tuple[int | None, ...], total: int, without: tuple[str, ...]
) -> None:
    with pytest.raises(WeightsDoNotAddUp) as caught:
        check_weights([milestone(f"m{n}", n, weight, None) for n, weight in enumerate(weights)])
    assert (caught.value.total, caught.value.without) == (total, without)


days = st.integers(0, 60)


@given(
    st.lists(st.tuples(days, st.integers(1, 50), st.integers(0, 100)), min_size=1, max_size=8),
    st.sampled_from(["weight", "count", "duration"]),
    days,
    days,
)
def test_progress_lies_between_0_and_100_and_the_plan_never_falls(
    drawn: list[tuple[int, int, int]], rule: Rule, one: int, other: int
) -> None:
    parts = [milestone(f"m{n}", day, weight, done) for n, (day, weight, done) in enumerate(drawn)]
    parts += [activity(f"a{n}", day, weight, done) for n, (day, weight, done) in enumerate(drawn)]
    early, late = (standing(parts, rule, 0, day) for day in sorted((one, other)))
    assert early.done_pp is not None
    assert 0 <= early.done_pp <= 100
    assert early.planned_pp is not None
    assert late.planned_pp is not None
    assert 0 <= early.planned_pp <= late.planned_pp <= 100
    assert standing(parts, rule, 0, 200).planned_pp == 100
