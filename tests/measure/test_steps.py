"""Nearest steps: none can be left out or made smaller, nothing nearer exists on a grid, and nobody is told to grow older."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from parkloop.domain.measure import ir
from parkloop.domain.measure.stepping import REACHED, nearest_steps, outcome_with
from parkloop.domain.measure.trying import try_measure
from tests.measure import support
from tests.measure.support import ON, document, library

ROUTES = """
t:
  kind: rule
  fields:
    staff: {unit: 人}
    sci: {unit: 人, change: up, part_of: staff}
    rd: {change: up}
    sales: 数
    rights: {unit: 件, change: up}
    debt: {change: down}
    age: 年
  gates: {old: age ≥ 3年}
  require:
    people: sci ÷ staff ≥ 20%
    money: rd ÷ sales ≥ 5% 或 rd ≥ 12
    papers: {rule: rights ≥ 3, exempt: rd ≥ 15}
    sound: debt ≤ 8
"""
FOUND = library(document(ROUTES, fields="")).find("t")


def firms(count: int) -> list[dict[str, int]]:
    rng = random.Random(7)
    return [
        {"staff": rng.randint(3, 12), "sci": rng.randint(0, 3), "rd": rng.randint(0, 16), "sales": rng.randint(50, 300),
         "rights": rng.randint(0, 4), "debt": rng.randint(5, 10), "age": 3}
        for _ in range(count)
    ]  # fmt: skip


def holds(firm: dict[str, int], sci: float, rd: float, rights: float, debt: float) -> bool:
    """The rule by hand, after changes."""
    people = (firm["sci"] + sci) * 5 >= firm["staff"] + sci
    spent = firm["rd"] + rd
    money = spent * 20 >= firm["sales"] or spent >= 12
    return people and money and (firm["rights"] + rights >= 3 or spent >= 15) and firm["debt"] - debt <= 8


def brute(firm: dict[str, int]) -> set[frozenset[str]]:
    """Sets of figures that suffice on a grid and hold no smaller such set."""
    steps = [(s, r, p, d) for s in range(5) for r in range(17) for p in range(5) for d in range(6)]
    good = {
        frozenset(n for n, v in zip(("sci", "rd", "rights", "debt"), step, strict=True) if v)
        for step in steps
        if holds(firm, *step)
    }
    return {names for names in good if not any(other < names for other in good)}


def test_on_five_hundred_firms_the_sets_are_those_of_brute_force():
    for firm in firms(500):
        found = nearest_steps(try_measure(FOUND, firm, ON))
        wanted = brute(firm)
        if wanted == {frozenset()}:
            assert found == []
            continue
        least = min(map(len, wanted))
        names = {frozenset(step.field.name for step in steps) for steps in found}
        assert {n for n in names if len(n) <= 2 or len(n) == least} == {
            n for n in wanted if len(n) <= max(2, least)
        } & names
        if least <= 3:
            assert {n for n in wanted if len(n) == least} <= names, (firm, wanted, names)


def test_no_step_can_be_made_smaller():
    for firm in firms(120):
        result = try_measure(FOUND, firm, ON)
        row = result.frame.rows[0]
        for steps in nearest_steps(result):
            for smaller in steps:
                grid = Fraction(1) if smaller.field.type.unit.is_counted else Fraction(1, 10_000)
                grid = grid if smaller.change > 0 else -grid
                changed: dict[str, list[ir.Value]] = {name: list(values) for name, values in row.items()}
                for step in steps:
                    move = step.change - (grid if step is smaller else 0)
                    for name in filter(None, (step.field.name, step.field.part_of)):
                        changed[name][0] += move  # type: ignore[operator]
                assert outcome_with(result, changed) not in REACHED


def test_hiring_counts_in_the_denominator_too():
    firm = {"staff": 10, "sci": 1, "rd": 15, "sales": 100, "rights": 3, "debt": 5, "age": 3}
    (steps,) = nearest_steps(try_measure(FOUND, firm, ON))
    assert [(step.field.name, step.change) for step in steps] == [("sci", 2)]


def test_age_and_last_years_figures_are_never_offered():
    firm = {"staff": 10, "sci": 9, "rd": 15, "sales": 100, "rights": 3, "debt": 5, "age": 2}
    assert nearest_steps(try_measure(FOUND, firm, ON)) == []
    for measure in support.park().measures.values():
        for spec in measure.fields.values():
            if spec.type.kind == "date" or "year" in spec.name or "age" in spec.name:
                assert spec.change == "no", (measure.id, spec.name)


def test_last_years_ratio_of_a_real_rule_cannot_be_mended():
    found = support.park().find("zjtx_2026")
    inputs = {"tier1_title": True, "segment_years": 3, "revenue_wan": [2000, 1500], "main_ratio": 0.8, "debt_ratio": 0.8,
              "rd_wan": [99, 100], "class1": 1, "eval_score": 50}  # fmt: skip
    assert nearest_steps(try_measure(found, inputs, ON)) == []


@pytest.mark.parametrize("inputs", [{"staff": 10, "sci": 9, "rd": 15, "sales": 100, "rights": 3, "debt": 5, "age": 3}])
def test_who_is_there_already_needs_no_step(inputs):
    assert nearest_steps(try_measure(FOUND, inputs, ON)) == []
