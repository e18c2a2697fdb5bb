"""Single statements of deadlines: stated, relative to the paper's date, without a year, recurring, and what is none."""

from __future__ import annotations

import pytest

from parkloop.domain.plan import compile_plan

FRAME = "青川市创新发展行动方案（2025—2027年）\n\n一、主要任务\n1.建设平台。完善功能。{}\n2.其他任务。加强工作。\n\n青川市人民政府\n2025年3月10日\n"


def deadlines(statement: str) -> list[str]:
    plan = compile_plan(FRAME.format(statement))
    return [f"{deadline.text} {deadline.due} {deadline.every or ''}".strip() for deadline in plan.deadlines]


CASES: dict[str, list[str]] = {
    "自本方案印发之日起30日内制定细则。": ["30日内 2025-04-09"],
    "方案发布后3个月内备案，6个月内完成整改。": ["3个月内 2025-06-10", "6个月内 2025-09-10"],
    "企业提出申请后1个月内办结。": ["1个月内 None"],
    "2026年6月底前完成方案编制，12月底前全面建成。": ["2026年6月底前 2026-06-30", "12月底前 2026-12-31"],
    "6月底前完成。": ["6月底前 2025-06-30"],
    "1月底前完成。": ["1月底前 None"],
    "2026年上半年完成招标，年底前开工。": ["2026年上半年 2026-06-30", "年底前 2026-12-31"],
    "2025年一季度启动，三季度前完成。": ["2025年一季度 2025-03-31", "三季度前 2025-09-30"],
    "到“十四五”末，建成体系。": ["到“十四五”末 2025-12-31"],
    "（2025年10月完成）": ["2025年10月 2025-10-31"],
    "时间安排：2025年3月—2025年12月": ["2025年3月—2025年12月 2025-12-31"],
    "完成时限：6月底前": ["6月底前 2025-06-30"],
    "完成时限：长期坚持": ["长期坚持 None continuous"],
    "次年3月底前公布结果。": ["次年3月底前 2026-03-31"],
    "每季度末报送进展，每半年开展一次评估，每年1月底前、7月底前报送报告。": ["每季度末 None quarter", "每半年 None half-year", "每年1月底前 None year"],
    "规划期为2025至2027年，9月15日前报送方案。": ["9月15日前 2025-09-15"],
    "2026年6月31日前完成。": ["2026年6月31日前 None"],
}  # fmt: skip


@pytest.mark.parametrize("statement", CASES)
def test_a_deadline_is_read_with_the_day_it_leads_to(statement):
    assert deadlines(statement) == CASES[statement]


@pytest.mark.parametrize("statement", [
    "截至2024年底，已完成50项。", "2024年以来累计完成100项。", "2025年起每年安排资金。", "审批时限压缩到20个工作日以内。", "近3年内累计投入。",
    "第一阶段（2025年1月—6月）启动。", "到2O26年底前完成。",
])  # fmt: skip
def test_dates_that_bind_nobody_are_no_deadlines(statement):
    assert deadlines(statement) == []


@pytest.mark.parametrize("date", ["2026年6月31日前", "2026年13月底前"])
def test_a_date_that_does_not_exist_is_reported(date):
    plan = compile_plan(FRAME.format(f"{date}完成。"))
    assert "DATE-IMPOSSIBLE" in {finding.code for finding in plan.findings}
    assert not [deadline for deadline in plan.deadlines if deadline.due]
