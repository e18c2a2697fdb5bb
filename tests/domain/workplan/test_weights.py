"""Weights of milestones on both sides of a move: 100 together again, the same proportions, disorder left as it was."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.domain.workplan.weights import after_joining, after_leaving, are_in_order, scaled

D = Decimal
WEIGHT = st.decimals(min_value="0.01", max_value=100, places=2)
WEIGHTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), WEIGHT, min_size=1, max_size=40)


@given(WEIGHTS)
def test_scaled_weights_are_100_together_in_hundredths_and_keep_their_order(weights):
    found = scaled(weights)
    assert sum(found.values()) == 100
    assert all(weight > 0 and weight == round(weight, 2) for weight in found.values())
    assert are_in_order(found)
    for one in weights:
        for other in weights:
            if weights[one] > weights[other]:
                assert found[one] >= found[other] - D("0.01")


@given(WEIGHTS)
def test_scaling_twice_changes_nothing(weights):
    assert scaled(scaled(weights)) == scaled(weights)


@pytest.mark.parametrize("bad", [{}, {"a": D(0)}, {"a": D(-1), "b": D(3)}])
def test_nothing_and_what_is_not_above_zero_cannot_be_scaled(bad):
    with pytest.raises(ValueError, match="above zero"):
        scaled(bad)


def test_what_stays_is_scaled_and_what_comes_joins_in_proportion():
    here = {"a": D(20), "b": D(30), "c": D(50)}
    assert after_leaving(here, {"c"}) == {"a": D(40), "b": D(60)}
    assert after_joining({"x": D(100)}, {"c": D(50)}, is_by_weight=True) == {"x": D("66.67"), "c": D("33.33")}


def test_nothing_leaves_nothing_changes():
    here = {"a": D("33.34"), "b": D("66.66")}
    assert after_leaving(here, set()) == here
    assert after_joining(here, {}, is_by_weight=True) == here


def test_disorder_stays_as_it_was():
    assert after_leaving({"a": D(20), "b": D(30)}, {"b"}) == {"a": D(20)}
    assert after_leaving({"a": None, "b": D(30)}, {"b"}) == {"a": None}
    assert after_joining({"x": D(20)}, {"b": D(30)}, is_by_weight=True) == {"x": D(20), "b": D(30)}


def test_between_tasks_with_and_without_weights():
    assert after_joining({"x": None, "y": None}, {"b": D(30)}, is_by_weight=False) == dict.fromkeys("xyb")
    assert after_joining({"x": D(25), "y": D(75)}, {"b": None}, is_by_weight=True) == {
        "x": D("16.67"),
        "y": D(50),
        "b": D("33.33"),
    }


def test_the_first_milestones_of_a_task():
    assert after_joining({}, {"a": D(10), "b": D(30)}, is_by_weight=True) == {"a": D(25), "b": D(75)}
    assert after_joining({}, {"a": None, "b": D(30)}, is_by_weight=True) == {"a": D(50), "b": D(50)}
    assert after_joining({}, {"a": None}, is_by_weight=False) == {"a": None}
