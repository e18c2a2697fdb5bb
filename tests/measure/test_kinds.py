"""Rules, scores and indicators: five outcomes, routes, gates, vetoes, opinions; ways of scoring, grades; aggregates and groups."""

from __future__ import annotations

from typing import Any

import pytest

from parkloop.domain.measure.trying import try_measure
from tests.measure.support import ON, document, library


def outcome(measure: str, **inputs: Any) -> str:
    return try_measure(library(document(measure)).find("t"), inputs, ON).outcome


RULE = """
t:
  kind: rule
  {more}
  require:
    a: 职工 ≥ 10
    b: 上市
    c: {{manual: 看法}}
  fields: {{看法: 是否, 首: 是否, 免: 是否, 停: 是否}}
"""


def rule(more: str = "") -> str:
    return RULE.format(more=more)


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        ({"职工": 10, "上市": True, "看法": True}, "met"),
        ({"职工": 9, "上市": True, "看法": True}, "unmet"),
        ({"职工": 9}, "unmet"),
        ({"职工": 10, "看法": True}, "unknown"),
        ({"职工": 10, "上市": True}, "manual"),
        ({"职工": 10, "上市": True, "看法": False}, "unmet"),
        ({"上市": True}, "unknown"),
    ],
)
def test_all_conditions_must_hold(inputs, wanted):
    assert outcome(rule(), **inputs) == wanted


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        ({"职工": 10, "上市": True}, "met"),
        ({"职工": 10, "上市": False}, "manual"),
        ({"职工": 10}, "manual"),
        ({"职工": 9, "上市": False}, "unmet"),
        ({"职工": 9}, "unknown"),
        ({"职工": 9, "看法": True}, "unknown"),
    ],
)
def test_at_least_two_of_three(inputs, wanted):
    assert outcome(rule("pass: {at_least: 2}"), **inputs) == wanted


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [({"职工": 10}, "met"), ({"职工": 9, "上市": True}, "manual"), ({"职工": 9, "上市": False}, "unmet"), ({"职工": 9}, "unknown"),
     ({"职工": 9, "上市": True, "看法": True}, "met")],
)  # fmt: skip
def test_an_expression_over_conditions(inputs, wanted):
    assert outcome(rule("pass: a 或 (b 且 c)"), **inputs) == wanted


def test_a_direct_route_replaces_the_conditions_and_a_gate_always_counts():
    text = rule("direct: {d: 首}\n  gates: {g: 职工 ≤ 500}")
    assert outcome(text, 首=True, 职工=500) == "met"
    assert outcome(text, 首=True, 职工=501) == "unmet"
    assert outcome(text, 首=False, 职工=9) == "unmet"
    assert outcome(text, 职工=9) == "unknown"


def test_a_veto_refuses_and_an_unknown_one_leaves_it_open():
    text = rule("veto: {v: 停}")
    good = {"职工": 10, "上市": True, "看法": True}
    assert outcome(text, **good, 停=True) == "unmet"
    assert outcome(text, **good, 停=False) == "met"
    assert outcome(text, **good) == "unknown"


def test_what_does_not_apply_is_neither_met_nor_unmet():
    text = rule("when: 停")
    assert outcome(text, 停=False, 职工=10) == "not_applicable"
    one = "t:\n  kind: rule\n  require:\n    a: {rule: 职工 ≥ 10, when: 上市}\n    b: 占比 > 0"
    result = try_measure(library(document(one)).find("t"), {"职工": 1, "上市": False, "占比": 1}, ON)
    assert (result.status("a"), result.outcome) == ("not_applicable", "met")


def test_an_exemption_stands_in_and_the_gap_is_still_that_of_the_rule():
    one = "t:\n  kind: rule\n  require:\n    a: {rule: 职工 ≥ 10, exempt: 上市}"
    found = library(document(one)).find("t")
    assert try_measure(found, {"职工": 8, "上市": True}, ON).outcome == "met"
    assert try_measure(found, {"职工": 8}, ON).conditions()[0]["gap"] == 2


def test_an_interval_that_experts_decide_is_met_at_its_floor_and_refused_at_its_ceiling():
    one = "t:\n  kind: rule\n  fields: {低: 数, 高: 数}\n  require:\n    a: {rule: 低 > 70, possible: 高 > 70}"
    assert outcome(one, 低=71, 高=90) == "met"
    assert outcome(one, 低=60, 高=71) == "manual"
    assert outcome(one, 低=60, 高=70) == "unmet"


def test_value_limit_gap_and_need_of_a_quotient():
    one = "t:\n  kind: rule\n  require:\n    a: 科技人员 ÷ 职工 ≥ 10%\n    b: 研发费用 ÷ 营收 ≥ 5%"
    conditions = try_measure(
        library(document(one)).find("t"), {"科技人员": 8, "职工": 100, "研发费用": 205.62, "营收": 5000}, ON
    ).conditions()
    assert conditions[0]["need"] == 3
    assert conditions[1]["gap"] == pytest.approx(0.05 - 205.62 / 5000)
    assert conditions[1]["need"] == pytest.approx(44.38)


# -- scores

SCORE = """
t:
  kind: score
  fields: {{甲: 数, 乙: 数, 加: 是否, 停: 是否}}
  items:
    x: {{value: 甲, weight: 60, {x}}}
    y: {{value: 乙, weight: 40, {y}}}
  {more}
"""


def score(x: str, y: str = "ratio: {base: 1}", more: str = "") -> str:
    return SCORE.format(x=x, y=y, more=more)


def total(text: str, *rows: dict[str, Any]) -> Any:
    first, *others = rows
    return try_measure(library(document(text)).find("t"), first, ON, population=others).plain("total")


@pytest.mark.parametrize(
    ("way", "value", "points"),
    [
        ("ratio: {base: 2}", 1, 30),
        ("ratio: {base: 2, cap: 1.5}", 4, 90),
        ("ratio: {base: 2, floor: 0}", -1, 0),
        ("ratio: {base: 2, over: 4}", 4, 64),
        ("linear: {base: 10, lead: 20}", 15, 30),
        ("linear: {base: 10, lead: 20}", 9, 0),
        ("linear: {base: 20, lead: 10}", 10, 60),
        ("linear: {base: 20, lead: 10}", 12.5, 45),
        ('bands: [["≥ 5%", 1], ["≥ 3%", 0.6], [else, 0.2]]', 0.05, 60),
        ('bands: [["≥ 5%", 1], ["≥ 3%", 0.6], [else, 0.2]]', 0.0499, 36),
    ],
)
def test_a_way_of_scoring(way, value, points):
    assert total(score(way), {"甲": value, "乙": 0}) == pytest.approx(points)


def test_rank_and_min_max_count_the_whole_population():
    rows = [{"甲": value, "乙": 0} for value in (10, 30, 20, 30)]
    assert total(score("rank: true"), *rows) == pytest.approx(15)
    assert total(score("rank: true"), rows[1], rows[0], rows[2], rows[3]) == pytest.approx(60)
    assert total(score("min_max: true"), rows[2], rows[0], rows[1]) == pytest.approx(30)


def test_a_base_may_be_a_multiple_of_the_mean():
    rows = [{"甲": value, "乙": 0} for value in (30, 10, 20)]
    assert total(score("ratio: {base: 平均(甲) × 2}"), *rows) == pytest.approx(45)


@pytest.mark.parametrize(("way", "points"), [("unknown", None), ("zero", 20), ("reweight", 50)])
def test_a_missing_item_is_unknown_zero_or_shared_out(way, points):
    assert total(score(f"missing: {way}, ratio: {{base: 1}}"), {"乙": 0.5}) == points


def test_plus_and_minus_items_floor_and_cap():
    text = score(
        "ratio: {base: 1}",
        more="adjust: {b: {when: 加, points: 5}, m: {when: 停, points: -200}}\n  bounds: {floor: 0, cap: 100}",
    )
    assert total(text, {"甲": 0.5, "乙": 0.5, "加": True, "停": False}) == 55
    assert total(text, {"甲": 1, "乙": 1, "加": True, "停": False}) == 100
    assert total(text, {"甲": 1, "乙": 1, "加": True, "停": True}) == 0


def test_grades_by_score_and_a_veto():
    more = 'grades: {by: score, bands: [["≥ 80", A], ["≥ 60", B], [else, C]]}\n  veto: {v: {when: 停, grade: D}}'
    found = library(document(score("ratio: {base: 1}", more=more))).find("t")
    for value, stopped, grade in ((0.8, False, "A"), (0.799, False, "B"), (0.1, False, "C"), (1, True, "D")):
        assert try_measure(found, {"甲": value, "乙": value, "停": stopped}, ON).value("grade") == grade


@pytest.mark.parametrize(
    ("rounding", "counts"), [("down", "AABBBBBCCD"), ("nearest", "AAABBBBCCC"), ("up", "AAABBBBCCC")]
)
def test_grades_by_share_of_the_ranking(rounding, counts):
    more = f"grades: {{by: share, shares: [[0.25, A], [0.7, B], [0.95, C]], else: D, rounding: {rounding}}}"
    found = library(document(score("ratio: {base: 1}", more=more))).find("t")
    rows = [{"甲": 10 - place, "乙": 0} for place in range(10)]
    grades = "".join(
        str(try_measure(found, row, ON, population=[r for r in rows if r is not row]).value("grade")) for row in rows
    )
    assert grades == counts


def test_equals_share_the_better_grade():
    more = "grades: {by: share, shares: [[0.5, A]], else: B}"
    found = library(document(score("ratio: {base: 1}", more=more))).find("t")
    rows = [{"甲": value, "乙": 0} for value in (3, 3, 3, 1)]
    assert [try_measure(found, r, ON, population=[o for o in rows if o is not r]).value("grade") for r in rows] == [
        "A",
        "A",
        "A",
        "B",
    ]


# -- indicators

INDICATOR = """
t:
  kind: indicator
  rows: firms
  let:
    n: 计数()
    in_robots: 计数(其中 行业 = “机器人”)
    whole: 合计(营收)
    mean: 平均(营收，其中 职工 > 10)
    middle: 中位数(营收)
    tenth: 分位数(营收, 0.9)
    least: 最低值(营收)
    most: 最高值(营收)
    kinds: 去重计数(行业)
    share: 合计(营收，其中 上市) ÷ 合计(营收)
"""
FIRMS = [
    {"营收": 10, "职工": 5, "行业": "机器人", "上市": True},
    {"营收": 20, "职工": 20, "行业": "材料", "上市": False},
    {"营收": None, "职工": 30, "行业": "材料", "上市": True},
    {"营收": 60, "职工": 30, "行业": "机器人", "上市": None},
]


def test_aggregates_leave_out_what_is_missing():
    result = try_measure(library(document(INDICATOR)).find("t"), {"firms": FIRMS}, ON)
    assert result.outputs() == {
        "n": 4, "in_robots": 2, "whole": 90, "mean": 40, "middle": 20, "tenth": 52, "least": 10, "most": 60, "kinds": 2,
        "share": pytest.approx(1 / 9),
    }  # fmt: skip


def test_of_nothing_a_count_is_zero_and_a_mean_is_missing():
    result = try_measure(library(document(INDICATOR)).find("t"), {"firms": []}, ON)
    assert (result.value("n"), result.value("whole"), result.value("mean")) == (0, None, None)


def test_in_a_rule_an_aggregate_stands_for_the_population_and_by_for_its_group():
    one = "t:\n  kind: rule\n  let:\n    x: 营收 - 平均(营收，按 行业)\n    r: 排名(营收，按 行业)"
    found = library(document(one)).find("t")
    rows = [{key: firm[key] for key in ("营收", "行业")} for firm in FIRMS]
    result = try_measure(found, rows[3], ON, population=rows[:3])
    assert (result.plain("x"), result.plain("r")) == (25, 1)
