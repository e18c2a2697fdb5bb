"""Formulas that are wrong: each with the exact code and span, a sentence in both languages, carets under the words."""

from __future__ import annotations

import pytest

from parkloop.domain.measure.errors import Source, wide
from tests.measure.broken import BROKEN
from tests.measure.support import document, faults_of, formula_faults


def test_there_are_at_least_eighty():
    assert len({formula for formula, _ in BROKEN}) >= 80


@pytest.mark.parametrize(("formula", "wanted"), BROKEN)
def test_a_broken_formula_is_refused_at_its_place(formula, wanted):
    faults = formula_faults(formula)
    assert [(fault.code, fault.span, fault.zh, fault.en) for fault in faults] == wanted
    for fault in faults:
        assert fault.zh
        assert fault.en
        assert "{name}" not in fault.zh
        assert fault.source.path == "measures/t.yaml"
        assert fault.line == 28
        assert fault.column == 11 + fault.span[0]


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("(" * 40 + "1" + ")" * 40, "ME-011"),
        ("+".join(["占比"] * 300), "ME-012"),
        ("占比" + " + 占比" * 700, "ME-003"),
        ("9" * 31, "ME-005"),
    ],
    ids=["nesting", "parts", "characters", "digits"],
)
def test_a_giant_formula_is_refused(formula, code):
    assert [fault.code for fault in formula_faults(formula)] == [code]


@pytest.mark.parametrize(
    ("formula", "hint"),
    [
        ("研发费 > 1", "研发费用"),
        ("分挡(营收, 分档表)", "分档"),
        ("参数.下线 > 1", "下限"),
        ("分档(占比, 两列.级)", "档"),
    ],
)
def test_a_name_that_is_nearly_right_is_offered(formula, hint):
    fault = formula_faults(formula)[0]
    assert f"“{hint}”" in fault.hint_zh
    assert "did you mean" in fault.hint_en


def test_carets_stand_under_the_words_although_chinese_takes_two_columns():
    fault = formula_faults("研发费用 ÷ 营业收人 ≥ 5%")[0]
    line, carets = fault.render("zh").splitlines()[1:3]
    start = carets.index("^")
    assert wide(line[: line.index("营业收人")]) == start
    assert carets.count("^") == wide("营业收人")


def test_all_faults_of_a_file_are_said_at_once_and_by_line():
    text = document("""
a:
  kind: rule
  let:
    x: 营收人 > 1
    y: 营收 + 职工
  require:
    c: 没有 > 1
b:
  kind: rule
  let:
    z: 营收 >
""")
    faults = faults_of(text)
    assert [fault.code for fault in faults] == ["ME-020", "ME-040", "ME-020", "ME-015"]
    lines = text.splitlines()
    assert [
        "营收人" in lines[faults[0].line - 1],
        "职工" in lines[faults[1].line - 1],
        "没有" in lines[faults[2].line - 1],
    ] == [True] * 3


def test_nothing_is_computed_from_half_a_definition():
    text = document("""
a:
  kind: rule
  let:
    x: 营收人 > 1
b:
  kind: rule
  let:
    y: 营收 > 1
""")
    assert [fault.code for fault in faults_of(text)] == ["ME-020"]


def test_a_cycle_is_named_with_its_path():
    text = document("""
a:
  kind: rule
  let:
    甲: 乙 + 1
    乙: 丙 + 1
    丙: 甲 + 1
""")
    faults = faults_of(text)
    assert [fault.code for fault in faults] == ["ME-025"]
    assert "甲 → 乙 → 丙 → 甲" in faults[0].zh


BAD_FILES = [
    (
        "weights that do not sum to 100",
        "t:\n  kind: score\n  items:\n    a: {value: 占比, weight: 60, ratio: {base: 1}}"
        "\n    b: {value: 占比, weight: 30, ratio: {base: 1}}",
        "ME-063",
    ),
    (
        "a hole",
        't:\n  kind: rule\n  parameters:\n    p: {bands: {2020-01-01: [["[0, 5)", 1], ["[6, 9)", 2]]}}',
        "ME-061",
    ),
    (
        "an open point",
        't:\n  kind: rule\n  parameters:\n    p: {bands: {2020-01-01: [["[0, 5)", 1], ["(5, 9)", 2]]}}',
        "ME-061",
    ),
    (
        "an overlap",
        't:\n  kind: rule\n  parameters:\n    p: {bands: {2020-01-01: [["[0, 5]", 1], ["[5, 9)", 2]]}}',
        "ME-062",
    ),
    (
        "bounds out of order",
        't:\n  kind: rule\n  parameters:\n    p: {bands: {2020-01-01: [["≥ 3", 1], ["≥ 5", 2], [else, 0]]}}',
        "ME-066",
    ),
    (
        "else that is not last",
        't:\n  kind: rule\n  parameters:\n    p: {bands: {2020-01-01: [[else, 0], ["≥ 5", 2]]}}',
        "ME-065",
    ),
    (
        "an unreadable band",
        't:\n  kind: rule\n  parameters:\n    p: {bands: {2020-01-01: [["about 5", 2], [else, 0]]}}',
        "ME-064",
    ),
    (
        "a band without value",
        't:\n  kind: rule\n  parameters:\n    p: {bands: {2020-01-01: [["≥ 5"], [else, 0]]}}',
        "ME-067",
    ),
    ("an unknown key", "t:\n  kind: rule\n  requires: {c: 上市}", "ME-070"),
    ("an unknown kind", "t:\n  kind: rules", "ME-070"),
    ("a missing kind", "t:\n  let: {x: 1}", "ME-069"),
    ("an unknown unit", "t:\n  kind: rule\n  fields: {甲: 万园}", "ME-006"),
    ("a date that is none", "t:\n  kind: rule\n  parameters:\n    p: {values: {2020-13-01: 1}}", "ME-071"),
    (
        "a parameter in another unit",
        "t:\n  kind: rule\n  parameters:\n    p: {unit: 人, values: {2020-01-01: 5万元}}",
        "ME-040",
    ),
    ("more at least than conditions", "t:\n  kind: rule\n  require: {c: 上市}\n  pass: {at_least: 2}", "ME-076"),
    (
        "shares that fall",
        "t:\n  kind: score\n  items: {a: {value: 占比, weight: 100, ratio: {base: 1}}}"
        "\n  grades: {by: share, shares: [[0.6, A], [0.2, B]]}",
        "ME-068",
    ),
    (
        "an output of an unknown condition",
        "t:\n  kind: rule\n  require: {c: 上市}\n  outputs: {x: {met: [d]}}",
        "ME-075",
    ),
    ("an item without a way of scoring", "t:\n  kind: score\n  items: {a: {value: 占比, weight: 100}}", "ME-069"),
    ("a row field outside an aggregate", "t:\n  kind: indicator\n  let: {x: 营收 + 1}", "ME-051"),
    ("rank for a whole set", "t:\n  kind: indicator\n  let: {x: 排名(营收)}", "ME-052"),
    ("a name with two meanings", "t:\n  kind: rule\n  let: {营收: 1}", "ME-026"),
    ("a condition that is no yes or no", "t:\n  kind: rule\n  require: {c: 营收 + 1}", "ME-049"),
    (
        "a validity that ends before it begins",
        "t:\n  kind: rule\n  valid: {from: 2026-01-01, to: 2025-01-01}\n  let: {x: 1}",
        "ME-077",
    ),
    ("a status that is none", "t:\n  kind: rule\n  status: sure\n  let: {x: 1}", "ME-073"),
]


@pytest.mark.parametrize(("measures", "code"), [pytest.param(m, c, id=name) for name, m, c in BAD_FILES])
def test_a_broken_definition_is_refused(measures, code):
    faults = faults_of(document(measures))
    assert [fault.code for fault in faults] == [code]
    assert faults[0].line > 7
    assert faults[0].zh
    assert faults[0].en


def test_two_versions_in_force_on_one_day_are_refused():
    one = "  kind: rule\n  family: f\n  let: {x: 1}\n"
    faults = faults_of(document(f"a:\n{one}b:\n{one}"))
    assert [fault.code for fault in faults] == ["ME-078"]


def test_the_width_of_a_line_counts_chinese_twice():
    assert wide("营收 x") == 6
    assert Source("x").path == ""
