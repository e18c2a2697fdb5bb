"""Every production of the grammar, numbered as in docs/concepts/measures.md: at least three texts it takes and three it refuses."""

from __future__ import annotations

import re

import pytest

from parkloop.domain.measure.errors import Faults, Source
from parkloop.domain.measure.functions import AGGREGATES, FUNCTIONS
from parkloop.domain.measure.parser import parse
from tests.measure.support import ROOT, formula_faults

PRODUCTIONS: dict[str, tuple[list[str], list[str]]] = {
    "E1": (
        ["如果 a 则 b 否则 c", "if a then b else c", "如果 a 则 如果 b 则 1 否则 2 否则 3"],
        ["如果 a 则 b", "如果 a 否则 c", "则 b 否则 c"],
    ),
    "E2": (["a 或 b", "a or b or c", "a 且 b 或 c"], ["或 b", "a 或", "a 或 或 b"]),
    "E3": (["a 且 b", "a and b", "a 且 b 且 c"], ["且 b", "a 且", "a 且 且 b"]),
    "E4": (["非 a", "not a", "非 非 a"], ["非", "a 非", "非 且 a"]),
    "E5": (
        ["a ≥ 1", "a != b", "a 为空", "a 不为空", "a = b", "a <> b", "a＜＝b"],
        ["a ≥", "≥ 1", "a < b < c", "a == b", "a = > b"],
    ),
    "E6": (["a 在 [1, 2)", "a in (1, 2]", "a 在 {“甲”, “乙”}"], ["a 在 1", "a 在 [1)", "a 在 {}"]),
    "E7": (["a + b", "a - b + c", "a － 1"], ["a +", "a + + * b", "+ + "]),
    "E8": (["a × b", "a ÷ b / c", "a * b"], ["× b", "a ÷", "a × ÷ b"]),
    "E9": (["-a", "+a", "--a"], ["-", "a -", "-×a"]),
    "E10": (["1", "(a)", "真", "“文”", "@2026-01-31", "无值"], ["()", "(a", "a)"]),
    "E11": (["参数.x", "points.a", "a.b.c"], ["a.", ".a", "a..b"]),
    "E12": (
        ["最大(a, b)", "计数()", "计数(其中 a 按 b)", "平均(x，其中 a，按 街镇)"],
        ["最大(a", "最大 a, b)", "最大(a b)"],
    ),
    "L1": (["5000万元", "1.5 亿", "30万元/亩", "365天", "２０"], ["5000万园", "1.5.2", "5元万"]),
    "L2": (["5%", "60％", "3‰"], ["%5", "5%%", "% "]),
    "L3": (["@2026-01-31", "@ 2026-1-3", "@2024-02-29"], ["@2026-02-30", "@26-01-01", "@"]),
    "L4": (['"a"', "「甲」", "‘乙’"], ['"a', "“甲", "'"]),
    "L5": (["营收_1", "R2", "研发费用三年"], ["1a", "rеvenue", "a\u200bb"]),
}


def read(text: str) -> list[str]:
    faults = Faults()
    parse(Source(text), faults)
    return [fault.code for fault in faults.found]


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, (good, _) in PRODUCTIONS.items() for t in good])
def test_the_production_takes(name, text):
    assert read(text) == []


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, (_, bad) in PRODUCTIONS.items() for t in bad])
def test_the_production_refuses(name, text):
    assert read(text) != []


def test_each_production_has_three_of_both_and_stands_in_the_table_of_the_docs():
    table = (ROOT / "docs/concepts/measures.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| ([EL]\d+) \|", table, re.MULTILINE))
    assert documented == set(PRODUCTIONS)
    for good, bad in PRODUCTIONS.values():
        assert len(good) >= 3
        assert len(bad) >= 3


@pytest.mark.parametrize("function", [*FUNCTIONS, *AGGREGATES], ids=lambda f: f.name)
def test_each_function_stands_in_the_docs_in_both_languages(function):
    table = (ROOT / "docs/concepts/measures.md").read_text(encoding="utf-8")
    assert f"`{function.name}`" in table
    assert function.zh in table


EQUAL = [
    ("研发费用 ÷ 营收 ≥ 5%", "研发费用/营收 >= 5％"),
    ("如果 上市 则 1 否则 2", "if 上市 then 1 else 2"),
    ("最大（营收，研发费用）", "max(营收, 研发费用)"),
    ("非 上市 且 职工 ≠ 1", "not 上市 and 职工 != 1"),
    ("２ × 占比", "2 * 占比"),
    ("行业 = “材料”", '行业 = "材料"'),
]


@pytest.mark.parametrize(("a", "b"), EQUAL)
def test_full_and_half_width_and_both_languages_read_alike(a, b):
    from tests.measure.support import document, library, quoted

    def expr(text: str) -> object:
        return library(document(f"t:\n  kind: rule\n  let:\n    x: {quoted(text)}")).find("t").lets["x"]

    assert formula_faults(a) == []
    assert expr(a) == expr(b)


def test_a_long_name_of_many_keywords_is_one_name():
    assert read("非公企业数 + 或有负债") == []
