"""Tables whose cells are divided by blanks only, as PDF readers give them."""

from __future__ import annotations

import pytest

from parkloop.domain.plan import compile_plan
from tests.compiler import support

TASKS = """青川市产业提升行动方案（2024—2026年）

一、主要目标
到2026年，建成平台3个。

附件：任务分工表
序号 重点任务 牵头单位 配合单位 完成时限
1 建设中试基地2个 市科技局 市财政局、市发展改革委 2025年12月底
2 推广标准托盘 市商务局 各县（市）、区人民政府 持续推进
3 组织路演 市金融办 2026年6月底
4 开放场景 20个 市数据局 市经信局 2026年底
"""

GOALS = """青川市产业提升行动方案（2024—2026年）

一、主要目标
主要指标如下：
序号 指标名称 单位 2023年现状值 2026年目标值 属性
1 高新技术企业 家 210 400 预期性
2 研发投入强度 % 2.1 3.0 约束性
3 技术合同成交额 亿元 30 预期性
二、保障措施
加强领导。
"""


def test_duties_and_goals_of_a_table_parted_by_blanks_are_read_by_their_columns():
    plan = compile_plan(TASKS)
    assert [support.short_heading(heading) for heading in plan.headings] == [
        "一 | 1 | 一 | 主要目标",
        "附件/1 | 3 | 1 | 建设中试基地2个",
        "附件/2 | 3 | 2 | 推广标准托盘",
    ]
    assert [support.short_duty(duty) for duty in plan.duties] == [
        "附件/1 | lead | 市科技局",
        "附件/1 | coop | 市财政局",
        "附件/1 | coop | 市发展改革委",
        "附件/2 | lead | 市商务局",
        "附件/2 | coop | 各县（市）、区人民政府",
    ]
    assert support.short_target(plan.targets[-1]).startswith("附件/1 | 中试基地 | eq | 2 | 个")


def test_a_row_that_lost_an_empty_cell_or_has_a_blank_in_a_cell_is_reported_and_binds_nobody():
    plan = compile_plan(TASKS)
    glued = [TASKS[slice(*finding.span)] for finding in plan.findings if finding.code == "TABLE-GLUED"]
    assert [row[:1] for row in glued] == ["3", "4"]
    assert {"市金融办", "市数据局"}.isdisjoint(duty.unit for duty in plan.duties)


def test_goals_are_read_by_the_column_of_their_year_and_base_years_are_facts():
    plan = compile_plan(GOALS)
    assert [support.short_target(target) for target in plan.targets] == [
        "一 | 高新技术企业 | eq | 400 | 家 | 2026 own | level |",
        "一 | 研发投入强度 | eq | 3 | % | 2026 own | share |",
    ]
    assert "TABLE-GLUED" in {finding.code for finding in plan.findings}


def test_every_span_still_points_at_its_text():
    plan = compile_plan(TASKS)
    for duty in plan.duties:
        assert TASKS[slice(*duty.span)] == duty.surface


@pytest.mark.parametrize(
    "line", ["负责人 联系人 联系电话", "任务 内容 要求", "责任单位 牵头单位", "序号 重点任务 牵头单位 配合单位。"]
)
def test_words_beside_each_other_are_no_table_without_rows_of_their_width(line: str):
    text = TASKS.replace("一、主要目标\n", f"一、主要目标\n{line}\n")
    assert (
        next(support.short_target(t) for t in compile_plan(text).targets)
        == "一 | 平台 | eq | 3 | 个 | 2026 own | level |"
    )
