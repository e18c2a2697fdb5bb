"""Lights: first row that holds, judged as printed; the boundaries of both parks' tables."""

import functools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkloop.adapters.park_folder import read_folder
from parkloop.domain.lights import OPS, Condition, LightRow, LightTable, Quantity, evaluate
from parkloop.packs import read_pack
from tests.packs.parks import ROOT

REST = LightRow("rest", "ok", "其余", "Rest")
CALM: dict[str, Quantity] = {
    "completion_pp": 80,
    "elapsed_pp": 80,
    "gap_pp": 0,
    "working_days_left": 200,
    "missing": 0,
    "reached": 0,
}


@functools.cache
def table(park: str, which: str) -> LightTable:
    lights = read_pack(read_folder(ROOT / "parks" / park)).plans[0].lights
    assert lights is not None
    found: LightTable = getattr(lights, which)
    return found


def light(rules: LightTable, **quantities: Quantity) -> str:
    return rules.row(evaluate(rules, CALM | quantities)).light


@pytest.mark.parametrize(
    ("quantities", "expected"),
    [
        ({}, "ok"),
        ({"gap_pp": -2}, "ok"),
        ({"gap_pp": Decimal("-5.3")}, "lag"),
        ({"gap_pp": -5}, "ok"),
        ({"gap_pp": Decimal("-5.04")}, "ok"),
        ({"gap_pp": Decimal("-5.06")}, "lag"),
        ({"gap_pp": -10}, "lag"),
        ({"gap_pp": -10.1}, "over"),
        ({"gap_pp": -3, "working_days_left": 60}, "near"),
        ({"gap_pp": -3, "working_days_left": 61}, "ok"),
        ({"completion_pp": 0, "working_days_left": 60}, "near"),
        ({"working_days_left": -1}, "over"),
        ({"working_days_left": 0}, "ok"),
        ({"working_days_left": -1, "reached": True}, "done"),
        ({"missing": 1, "reached": 0, "completion_pp": None, "gap_pp": None}, "none"),
    ],
)
def test_a_target_of_the_real_plan_gets_its_light(quantities: dict[str, Quantity], expected: str) -> None:
    assert light(table("baoshan", "targets"), **quantities) == expected


@pytest.mark.parametrize(
    ("quantities", "expected"),
    [
        ({}, "ok"),
        ({"gap_pp": -2, "working_days_left": 58}, "near"),
        ({"gap_pp": -5, "working_days_left": 58}, "near"),
        ({"gap_pp": -9}, "lag"),
        ({"gap_pp": -15}, "lag"),
        ({"gap_pp": -17}, "over"),
        ({"working_days_left": -1}, "over"),
        ({"missing": 1}, "none"),
        ({"reached": 1, "gap_pp": -50}, "done"),
    ],
)
def test_a_task_of_the_real_plan_gets_its_light(quantities: dict[str, Quantity], expected: str) -> None:
    assert light(table("baoshan", "tasks"), **quantities) == expected


def test_the_other_park_judges_by_its_own_rules() -> None:
    assert [light(table("example", "targets"), gap_pp=gap) for gap in (0, -0.1, -19.9, -20)] == [
        "ok",
        "lag",
        "lag",
        "over",
    ]
    assert [light(table("example", "tasks"), gap_pp=gap) for gap in (-24.9, -25)] == ["ok", "over"]


def test_missing_data_is_never_judged_as_zero() -> None:
    rules = LightTable((LightRow("low", "over", "低", "Low", (Condition("completion_pp", "lt", Decimal(10)),)), REST))
    assert evaluate(rules, CALM | {"completion_pp": None}) == "rest"
    assert evaluate(rules, CALM | {"completion_pp": 0}) == "low"


def test_a_quantity_left_out_is_an_error_not_a_light() -> None:
    rules = LightTable((LightRow("low", "over", "低", "Low", (Condition("gap_pp", "lt", Decimal(0)),)), REST))
    with pytest.raises(KeyError, match="gap_pp"):
        evaluate(rules, {})


def test_a_table_without_a_last_word_says_so() -> None:
    with pytest.raises(ValueError, match="last row"):
        evaluate(LightTable(()), CALM)


def test_an_unknown_row_is_an_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        LightTable((REST,)).row("nothing")


@given(st.decimals(-100, 100, places=1), st.decimals(-100, 100, places=1))
def test_the_comparisons_agree_with_arithmetic(left: Decimal, right: Decimal) -> None:
    held = {op for op in OPS if Condition("gap_pp", op, right).holds({"gap_pp": left})}
    assert held == ({"lt", "le"} if left < right else {"gt", "ge"} if left > right else {"le", "eq", "ge"})


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_falling_further_behind_never_brings_a_better_light(one: float, other: float) -> None:
    order = ["over", "lag", "near", "ok"]
    rules = table("baoshan", "tasks")
    lights = [order.index(light(rules, gap_pp=gap, working_days_left=50)) for gap in sorted((one, other))]
    assert lights == sorted(lights)
