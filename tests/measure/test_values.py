"""What formulas give: arithmetic with units, dates, periods, bands, missing values, rounding; each at its boundaries."""

from __future__ import annotations

import datetime as dt

import pytest

from parkloop.domain.measure.errors import MeasureError
from tests.measure.support import tried, value

CASES = [
    ("营收 + 研发费用", {"营收": 100, "研发费用": 5}, 105),
    ("营收 - 1亿元", {"营收": 20000}, 10000),
    ("营收 ÷ 职工", {"营收": 300, "职工": 4}, 75),
    ("营收 ÷ 研发费用 × 2", {"营收": 300, "研发费用": 100}, 6),
    ("研发费用 ÷ 营收 ≥ 5%", {"营收": 5000, "研发费用": 250}, True),
    ("研发费用 ÷ 营收 > 5%", {"营收": 5000, "研发费用": 250}, False),
    ("营收 = 5000", {"营收": 5000}, True),
    ("营收 ≥ 5000万", {"营收": 5000}, True),
    ("revenue ≥ 5000万", {"revenue": 50000000}, True),
    ("revenue ≥ 5000万元", {"revenue": 49999999.99}, False),
    ("面积 ≤ 1.5万", {"面积": 15000}, True),
    ("负债率 ≤ 55%", {"负债率": 55}, True),
    ("如果 职工 > 500 则 1 否则 2", {"职工": 500}, 2),
    ("if 职工 > 500 then 1 else 2", {"职工": 501}, 1),
    ("非 上市 且 职工 ≥ 1", {"上市": False, "职工": 1}, True),
    ("上市 or not 上市", {"上市": True}, True),
    ("行业 = “材料”", {"行业": "材料"}, True),
    ("行业 在 {“材料”, “机器人”}", {"行业": "合成生物"}, False),
    ("职工 在 [10, 20)", {"职工": 10}, True),
    ("职工 在 [10, 20)", {"职工": 20}, False),
    ("职工 在 (10, 20]", {"职工": 10}, False),
    ("职工 在 (10, 20]", {"职工": 20}, True),
    ("职工 为空", {}, True),
    ("职工 不为空", {"职工": 0}, True),
    ("缺省(职工, 7)", {}, 7),
    ("最大(营收, 研发费用, 0)", {"营收": -3, "研发费用": -5}, 0),
    ("最小(营收, 2)", {"营收": 3}, 2),
    ("绝对值(营收 - 5)", {"营收": 3}, 2),
    ("取整(营收 ÷ 7, 2)", {"营收": 1}, 0.14),
    ("取整(占比, 0)", {"占比": 2.5}, 3),
    ("取整(占比, 0)", {"占比": -2.5}, -3),
    ("取整(占比, 2)", {"占比": 1.005}, 1.01),
    ("向上取整(占比)", {"占比": 4.35}, 5),
    ("向下取整(占比)", {"占比": 7.8}, 7),
    ("向下取整(占比 × 3)", {"占比": 0.3333333333333333}, 1),
    ("开方(占比, 2)", {"占比": 1.1025}, 1.05),
    ("开方(占比, 2)", {"占比": -1}, None),
    ("天数(注册日期, @2026-01-01)", {"注册日期": "2025-01-01"}, 365),
    ("天数(注册日期, @2025-06-30) ≥ 365", {"注册日期": "2024-06-30"}, True),
    ("天数(注册日期, @2025-06-30) ≥ 365", {"注册日期": "2024-07-01"}, False),
    ("月数(注册日期, @2026-02-28)", {"注册日期": "2026-01-31"}, 1),
    ("月数(注册日期, @2026-02-27)", {"注册日期": "2026-01-31"}, 0),
    ("加月(注册日期, 1)", {"注册日期": "2026-01-31"}, "2026-02-28"),
    ("加月(注册日期, 3年)", {"注册日期": "2023-11-15"}, "2026-11-15"),
    ("加天(注册日期, 20)", {"注册日期": "2026-03-02"}, "2026-03-22"),
    ("年份(注册日期)", {"注册日期": "2026-03-02"}, 2026),
    ("年初(注册日期) = @2026-01-01", {"注册日期": "2026-03-02"}, True),
    ("几项(职工 > 1, 上市, 占比 > 1)", {"职工": 2, "上市": True, "占比": 0}, 2),
    ("上年(营收)", {"营收": [1, 2, 3]}, 2),
    ("期(营收, -2)", {"营收": [1, 2, 3]}, 1),
    ("期(营收 + 研发费用, -1)", {"营收": [1, 2, 3], "研发费用": [10, 20, 30]}, 22),
    ("上年(营收)", {"营收": [3]}, None),
    ("分档(营收, 分档表)", {"营收": 5000}, 0.05),
    ("分档(营收, 分档表)", {"营收": 5000.01}, 0.04),
    ("分档(营收, 分档表)", {"营收": 20000}, 0.04),
    ("分档(营收, 分档表)", {"营收": 20000.01}, 0.03),
    ("分档(占比, 两列.档)", {"占比": 0.1}, "甲"),
    ("分档(占比, 两列.分)", {"占比": 0.0999}, 5),
    ("分档(占比, 两列.档)", {"占比": -0.0001}, "丙"),
    ("如果 职工 > 1 则 无值 否则 3", {"职工": 2}, None),
    ("-营收", {"营收": 3}, -3),
    ("2 × (营收 + 1)", {"营收": 3}, 8),
    ("参数.金额 × 2", {}, 10000),
]


@pytest.mark.parametrize(("formula", "inputs", "wanted"), CASES)
def test_a_formula_gives(formula, inputs, wanted):
    found = value(formula, **inputs)
    assert found == pytest.approx(wanted) if isinstance(wanted, float) else found == wanted


MISSING = [
    ("营收 + 研发费用", {"营收": 1}),
    ("营收 > 1", {}),
    ("上市 且 职工 > 1", {"上市": True}),
    ("上市 或 职工 > 1", {"上市": False}),
    ("非 上市", {}),
    ("最大(营收, 0)", {}),
    ("营收 ÷ 职工", {"营收": 1, "职工": 0}),
    ("如果 上市 则 1 否则 2", {}),
    ("分档(营收, 分档表)", {}),
    ("几项(上市, 职工 > 1)", {"上市": True}),
]


@pytest.mark.parametrize(("formula", "inputs"), MISSING)
def test_what_is_missing_stays_missing(formula, inputs):
    assert value(formula, **inputs) is None


def test_what_is_known_decides_although_the_other_side_is_missing():
    assert value("上市 且 职工 > 1", 上市=False) is False
    assert value("上市 或 职工 > 1", 上市=True) is True


def test_the_parameter_in_force_on_the_day_counts():
    inputs = {"占比": 0.055}
    assert value("占比 ≥ 下限", on=dt.date(2025, 12, 31), **inputs) is True
    assert value("占比 ≥ 下限", on=dt.date(2026, 1, 1), **inputs) is False


def test_a_day_before_the_first_value_is_an_error_that_names_it():
    with pytest.raises(MeasureError) as caught:
        tried("营收 ≥ 金额", on=dt.date(2024, 12, 31), 营收=1)
    fault = caught.value.faults[0]
    assert fault.code == "ME-060"
    assert "2024-12-31" in fault.zh
    assert "2025-01-01" in fault.en


def test_a_ratio_exactly_at_the_limit_in_cents_is_never_misjudged():
    for fen in range(1, 400):
        assert value("研发费用 ÷ 营收 ≥ 5%", 研发费用=fen / 100, 营收=fen / 5) is True


@pytest.mark.parametrize(
    ("inputs", "code"),
    [({"职工": "多"}, "ME-083"), ({"上市": "真"}, "ME-083"), ({"注册日期": "2026-13-01"}, "ME-083"), ({"行业": "钢铁"}, "ME-083"),
     ({"营收": [1, 2, 3, 4]}, "ME-083"), ({"职工": True}, "ME-083")],
)  # fmt: skip
def test_an_input_of_the_wrong_type_is_refused_by_name(inputs, code):
    name = next(iter(inputs))
    with pytest.raises(MeasureError) as caught:
        value(f"{name} 为空", **inputs)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert name in caught.value.faults[0].zh
