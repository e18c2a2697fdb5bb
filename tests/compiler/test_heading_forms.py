"""Numbering forms and their mixtures: the path, level, label and title of every heading."""

from __future__ import annotations

import pytest

from parkloop.domain.plan import compile_plan
from tests.compiler import support

TITLE = "青川市建设行动方案（2024—2026年）\n\n"


def headings(body: str) -> list[str]:
    return [support.short_heading(heading) for heading in compile_plan(TITLE + body).headings]


CASES: dict[str, list[str]] = {
    "1 总体要求\n1.1 指导思想\n坚持创新。\n1.2 主要目标\n加快发展。\n"
    "2 重点任务\n2.1 打造品牌\n2.1.1 建设景区\n完善功能。\n2.1.2 培育民宿\n做优服务。\n3 保障措施\n加强领导。\n": [
        "1 | 3 | 1 | 总体要求", "1/1.1 | 4 | 1.1 | 指导思想", "1/1.2 | 4 | 1.2 | 主要目标", "2 | 3 | 2 | 重点任务",
        "2/2.1 | 4 | 2.1 | 打造品牌", "2/2.1/2.1.1 | 4 | 2.1.1 | 建设景区", "2/2.1/2.1.2 | 4 | 2.1.2 | 培育民宿", "3 | 3 | 3 | 保障措施",
    ],
    "一、任务\n1.总体要求\n1.1抓好排查\n1.5公里范围内全面排查。\n1.2抓好整改\n二、保障\n": [
        "一 | 1 | 一 | 任务", "一/1 | 3 | 1 | 总体要求", "一/1/1.1 | 4 | 1.1 | 抓好排查", "一/1/1.2 | 4 | 1.2 | 抓好整改", "二 | 1 | 二 | 保障",
    ],
    "第一章 总则\n第一条 为加强管理，制定本方案。\n第二条 坚持分级负责。落实第一条规定。\n"
    "第二章 任务\n第三条 扩大供给。\n（一）新建学校。\n（二）改建学校。\n": [
        "第一章 | 0 | 第一章 | 总则", "第一章/第一条 | 3 | 第一条 | 为加强管理", "第一章/第二条 | 3 | 第二条 | 坚持分级负责",
        "第二章 | 0 | 第二章 | 任务", "第二章/第三条 | 3 | 第三条 | 扩大供给",
        "第二章/第三条/一 | 2 | 一 | 新建学校", "第二章/第三条/二 | 2 | 二 | 改建学校",
    ],
    "一、步骤\n（一）启动阶段（2024年3月—4月）。制定方案。\n（二）实施阶段（2024年5月—2026年10月）。全面推进。\n二、保障\n": [
        "一 | 1 | 一 | 步骤", "一/一 | 2 | 一 | 启动阶段（2024年3月—4月）", "一/二 | 2 | 二 | 实施阶段（2024年5月—2026年10月）", "二 | 1 | 二 | 保障",
    ],
}  # fmt: skip


@pytest.mark.parametrize("body", CASES)
def test_every_heading_stands_on_its_path(body):
    assert headings(body) == CASES[body]


@pytest.mark.parametrize("unit", ["件", "座", "公里", "万平方米", "项", "台"])
def test_a_goal_that_is_a_heading_is_a_goal(unit):
    plan = compile_plan(TITLE + f"一、目标\n1.建成设施30{unit}。\n2.完善制度。\n二、保障\n")
    assert [(target.path, target.value, target.unit) for target in plan.targets] == [("一/1", 30, unit)]


def test_the_stage_of_a_plan_needs_no_derived_title():
    plan = compile_plan(
        TITLE + "一、步骤\n（一）启动阶段（2024年3月—4月）。制定方案。\n（二）总结阶段（2026年12月）。评估。\n"
    )
    assert not [heading for heading in plan.headings if heading.derived]


def test_blanks_behind_a_heading_number_are_no_damage():
    plan = compile_plan(TITLE + "1 总体要求\n1.1 指导思想\n坚持创新。\n1.2 主要目标\n加快发展。\n")
    assert "NUM-SPACE" not in {finding.code for finding in plan.findings}
