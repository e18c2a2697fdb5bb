"""Annexes whose sentences stand under no number: what they say stands on the annex."""

from __future__ import annotations

from parkloop.domain.plan import compile_plan
from tests.compiler import support

PLAN = """青川市数据惠企行动方案（2024—2026年）

一、主要目标
到2026年，建成平台3个。
二、重点任务
（一）汇聚数据。归集数据集100个。（责任单位：市数据局）

附件1
青川市数据沙盒试点说明

试点先在高新区开展，到2025年底遴选企业20家。由市数据局牵头，市司法局配合。

附件2：名单

序号	任务	责任单位
1	建设目录	市数据局
"""


def test_the_prose_of_an_annex_stands_on_the_annex():
    plan = compile_plan(PLAN)
    assert [support.short_heading(heading) for heading in plan.headings][3:] == [
        "附件1 | 0 | 附件1 | 青川市数据沙盒试点说明",
        "附件2/1 | 3 | 1 | 建设目录",
    ]
    assert support.short_target(plan.targets[-1]) == "附件1 | 企业 | eq | 20 | 家 | 2025 own | level |"
    duties = [support.short_duty(duty) for duty in plan.duties]
    assert duties == [
        "二/一 | responsible | 市数据局",
        "附件1 | lead | 市数据局",
        "附件1 | coop | 市司法局",
        "附件2/1 | responsible | 市数据局",
    ]


def test_an_annex_of_numbered_parts_alone_needs_no_heading_of_its_own():
    text = PLAN.replace("试点先在高新区开展，到2025年底遴选企业20家。", "一、范围\n到2025年底遴选企业20家。")
    plan = compile_plan(text)
    assert "附件1" not in {heading.path for heading in plan.headings}
    assert support.short_target(plan.targets[-1]).startswith("附件1/一 | 企业 | eq | 20")


def test_an_annex_named_in_a_sentence_opens_nothing():
    plan = compile_plan(PLAN.replace("附件1\n青川市数据沙盒试点说明\n", "附件1另行印发。"))
    assert "附件1" not in {heading.path for heading in plan.headings}
