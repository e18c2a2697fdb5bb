"""Ways of writing met in a second round of papers of other bodies: each case is one habit, in words of our own."""

from __future__ import annotations

import pytest

from parkloop.domain.plan import compile_plan
from parkloop.domain.text.script import to_simplified
from tests.compiler import support
from tests.compiler.support import FRAME, goals

GOALS: dict[str, list[str]] = {
    "新建大型数据中心PUE降低到1.3以下，算力规模超过120 EFLOPS。": [
        "新建大型数据中心PUE | le | 1.3 | '' | 2026 period | limit",
        "算力规模 | gt | 120 | EFLOPS | 2026 period | level",
    ],
    "骨干网络单向时延小于20毫秒。": ["骨干网络单向时延 | lt | 20 | 毫秒 | 2026 period | limit"],
    "炼铁产能与炼钢产能比达到0.4左右。": ["炼铁产能与炼钢产能比 | approx | 0.4 | '' | 2026 period | level"],
    "二氧化硫、氮氧化物排放总量分别比2020年下降15%以上。": [
        "二氧化硫排放总量 | ge | 15 | % | 2026 period | growth",
        "氮氧化物排放总量 | ge | 15 | % | 2026 period | growth",
    ],
    "北方五省煤炭消费总量下降10%，南方地区下降5%。": [
        "北方五省煤炭消费总量 | eq | 10 | % | 2026 period | growth",
        "南方地区煤炭消费总量 | eq | 5 | % | 2026 period | growth",
    ],
    "分别培育链主企业、协同平台30家、20个。": [
        "链主企业 | eq | 30 | 家 | 2026 period | level",
        "协同平台 | eq | 20 | 个 | 2026 period | level",
    ],
    "北京、天津、河北三省（直辖市）煤炭消费总量下降10%，南方地区下降5%。": [
        "北京、天津、河北三省（直辖市）煤炭消费总量 | eq | 10 | % | 2026 period | growth",
        "南方地区煤炭消费总量 | eq | 5 | % | 2026 period | growth",
    ],
    "化学需氧量、氨氮重点工程减排量分别达到1000吨、200吨。": [
        "化学需氧量重点工程减排量 | ge | 1000 | 吨 | 2026 period | level",
        "氨氮重点工程减排量 | ge | 200 | 吨 | 2026 period | level",
    ],
    "推动全市50家传统制造企业“触网”转型，完成37座加氢站建设。": [
        "传统制造企业“触网”转型 | eq | 50 | 家 | 2026 period | level",
        "加氢站 | eq | 37 | 座 | 2026 period | level",
    ],
    "社会消费品零售总额突破2万亿元，全国排名重回第6位。": [
        "社会消费品零售总额 | gt | 2 | 万亿元 | 2026 period | level",
        "全国排名 | rank | 6 | 位 | 2026 period | rank",
    ],
    "树立3—5个区域示范标杆，市县各级30个高频事项实现“一次办”。": [
        "区域示范标杆 | range | 3-5 | 个 | 2026 period | level",
        "高频事项 | eq | 30 | 个 | 2026 period | level",
    ],
    "全市社会消费品零售总额（以下简称社零额）年均增速11%，2025年增速达到10%，总量达到2万亿元。": [
        "全市社会消费品零售总额年均增速 | eq | 11 | % | 2026 period | growth",
        "全市社会消费品零售总额增速 | ge | 10 | % | 2025 own | growth",
        "全市社会消费品零售总额总量 | ge | 2 | 万亿元 | 2025 own | level",
    ],
    "20个地表水断面中水质优良比例达到85%。": ["20个地表水断面中水质优良比例 | ge | 85 | % | 2026 period | share"],
    "居民医保补助标准由每人每年420元提高到450元。": ["居民医保补助标准 | eq | 450 | 元 | 2026 period | level"],
    "钢铁行业吨钢取水量、造纸行业产品取水量下降10%。": [
        "钢铁行业吨钢取水量 | eq | 10 | % | 2026 period | growth",
        "造纸行业产品取水量 | eq | 10 | % | 2026 period | growth",
    ],
    "公交来车信息预报服务基本实现全覆盖。": ["公交来车信息预报服务 | all | null | '' | 2026 period | coverage"],
    "居民医保和公共卫生经费人均补助标准分别提高30元、5元。": [
        "居民医保人均补助标准 | eq | 30 | 元 | 2026 period | increment",
        "公共卫生经费人均补助标准 | eq | 5 | 元 | 2026 period | increment",
    ],
}


@pytest.mark.parametrize("sentence", GOALS)
def test_a_goal_is_read_as_the_sentence_says(sentence):
    assert goals(sentence) == GOALS[sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "入住人数大于10人的，每增加1人，增加运行经费。",
        "对床位数不足40张且人数少于10人的机构，可以合并。",
        "深入学习十九届二中、三中、四中全会精神。",
        "按国际、国家分级，分别给予不超过100万元/项、50万元/项的奖励。",
        "聚焦5个产业，依托3个平台，联合4个部门开展培训，涉及8个乡镇，园区分为3个片区。",
    ],
)
def test_cases_of_rules_sessions_and_rewards_are_no_goals(sentence):
    assert goals(sentence) == []


def test_the_year_of_a_task_row_is_that_of_its_date():
    table = "序号\t重点任务\t牵头单位\t完成时限\n1\t建设平台5个\t市科技局\t2025年6月底\n"
    plan = compile_plan(FRAME.format("到2026年，建成中心3个。") + "\n附件\n任务分工表\n" + table)
    assert support.short_target(plan.targets[-1]) == "附件/1 | 平台 | eq | 5 | 个 | 2025 lead | level |"


def test_a_table_of_values_of_one_cell_a_line_is_put_together_with_its_groups():
    table = "专栏\n指标\n2023年\n2025年\n2026年\n创新能力\n研发强度（%）\n2.1\n2.6\n3.0\n专利拥有量（件）\n8\n—\n＞15\n"
    plan = compile_plan(FRAME.format("提升能力。\n" + table + "二、结束\n加强领导。"))
    assert [support.short_target(target) for target in plan.targets] == [
        "专栏 | 研发强度 | eq | 2.6 | % | 2025 own | share |",
        "专栏 | 研发强度 | eq | 3 | % | 2026 own | share |",
        "专栏 | 专利拥有量 | gt | 15 | 件 | 2026 own | level |",
    ]
    assert [heading.path for heading in plan.headings] == ["一", "专栏", "二", "二#2"]
    assert "TABLE-EXPLODED" in {finding.code for finding in plan.findings}


def test_a_row_that_lost_its_columns_still_tells_its_number_and_task_and_binds_nobody():
    text = (
        "青川县文旅局2025年度任务分解表\n序号\n指标\n工作任务\n完成时限\n责任股室\n（单位）\n备注\n1\n公共服务\n"
        "全年组织惠民演出不少于100场。\n12月底前\n文化股\n2\n开展专项整治4次以上。\n3\n培育企业1家。\n"
    )
    plan = compile_plan(text)
    assert [heading.path for heading in plan.headings] == ["1", "2", "3"]
    assert [(target.path, target.value) for target in plan.targets] == [("1", 100), ("2", 4), ("3", 1)]
    assert plan.duties == ()
    assert "DUTY-ROW" in {finding.code for finding in plan.findings}


def test_heads_glued_together_are_reported():
    text = (
        FRAME.format("建成平台3个。") + "\n附件\n分工表\n序号重点任务责任部门时间进度\n1发布成果包科技部2026年6月底前\n"
    )
    plan = compile_plan(text)
    assert "TABLE-GLUED" in {finding.code for finding in plan.findings}
    assert plan.duties == ()


def test_cells_with_a_bar_behind_each_line_are_a_table():
    cells = "序号 | 重点工作 | 责任领导 | 责任单位 | 完成时限 | 1 | 全力盘活土地400亩。 | 张三 | 改革办 | 全年 | 2 | 提升能力。 | 李四 | 规划局 | 全年 |"
    plan = compile_plan("2025年开发区重点工作清单\n" + cells.replace("| ", "|\n") + "\n")
    assert [support.short_duty(duty) for duty in plan.duties] == [
        "1 | responsible | 改革办",
        "2 | responsible | 规划局",
    ]


DUTIES: dict[str, list[str]] = {
    "（省科技厅牵头，各市、县政府负责落实。以下均需各市、县政府落实，不再列出）": ["lead 省科技厅", "responsible 各市、县政府"],
    "市科技局会同市财政局等部门建立协调机制。": ["lead 市科技局", "coop 市财政局"],
    "各区政府落实属地责任。": ["responsible 各区政府"],
    "应急管理、税务部门负责指导监督。": ["responsible 应急管理部门", "responsible 税务部门"],
    "（市科技局牵头，南山区、宝安区政府配合）": ["lead 市科技局", "coop 南山区政府", "coop 宝安区政府"],
    "（省委网信办、省通信管理局及各地区按职责分工负责）": [
        "responsible 省委网信办", "responsible 省通信管理局", "responsible 各地区"
    ],
}  # fmt: skip


@pytest.mark.parametrize("statement", DUTIES)
def test_a_duty_is_read_with_its_role(statement):
    plan = compile_plan(FRAME.replace("加强领导。", "（一）任务。{}").format("目标。", statement))
    assert [f"{duty.role} {duty.unit}" for duty in plan.duties] == DUTIES[statement]


TASKS = """青川省改革2025年重点任务

一、重点工作
1.制定意见。（省卫健委负责）
2.推进试点。（省人社厅、省卫健委负责。排在第一位的部门为牵头部门，下同）
3.完善机制。（省财政厅、省医保局负责）
"""


def test_a_rule_that_says_from_here_on_binds_from_where_it_stands():
    assert [support.short_duty(duty) for duty in compile_plan(TASKS).duties] == [
        "一/1 | responsible | 省卫健委",
        "一/2 | lead | 省人社厅",
        "一/2 | responsible | 省卫健委",
        "一/3 | lead | 省财政厅",
        "一/3 | responsible | 省医保局",
    ]


def test_units_bound_to_every_later_task_are_bound_where_a_task_names_units():
    text = TASKS.replace("（省卫健委负责）", "（省卫健委牵头，各市政府落实。以下均需各市政府落实，不再列出）")
    duties = [support.short_duty(duty) for duty in compile_plan(text).duties]
    assert "一/3 | responsible | 各市政府" in duties
    assert "DUTY-RULE" in {finding.code for finding in compile_plan(text).findings}


def test_numbers_inside_a_line_may_leave_some_out_behind_a_sentence_and_a_title():
    text = "青川省运输方案（2024—2026年）\n一、总体要求（一）思路。加强。（二）目标。提升。\n二、铁路行动（四）提升能力。加快。（六）优化组织。推进。\n"
    plan = compile_plan(text)
    assert [heading.path for heading in plan.headings] == ["一", "一/一", "一/二", "二", "二/四", "二/六"]
    assert "NUM-GAP" in {finding.code for finding in plan.findings}


def test_the_last_line_of_a_contents_list_is_dropped_with_the_preamble_behind_it():
    text = (
        "青川市行动计划（2024—2026年）\n目  录\n一、总体要求1\n二、重点任务3\n三、重点工程6\n四、保障措施9\n"
        "为加快发展，制定本计划。\n一、总体要求\n提升。\n二、重点任务\n推进。\n三、重点工程\n实施。\n四、保障措施\n加强。\n"
    )
    assert [heading.path for heading in compile_plan(text).headings] == ["一", "二", "三", "四"]


def test_single_foreign_letters_between_sentences_stand_for_lost_line_ends():
    text = (
        "青川市教育方案（2024—2026年）一、任务。Р1.建设学校。新建学校3所。Р2.提高质量。加强培训。Р二、保障。加强领导。"
    )
    plan = compile_plan(text)
    assert [heading.path for heading in plan.headings] == ["一", "一/1", "一/2", "二"]
    assert "TOKEN-ALIEN" in {finding.code for finding in plan.findings}


def test_readings_behind_characters_are_left_out_and_said():
    text = FRAME.format("新(xīn)开通基站15个，能(néng)力提升，覆盖率达到90%。")
    plan = compile_plan(text)
    assert [target.indicator for target in plan.targets] == ["基站", "覆盖率"]
    assert "PINYIN" in {finding.code for finding in plan.findings}


def test_traditional_magnitudes_are_read():
    assert to_simplified("新開通15萬個，達5.5萬億元，産業園") == "新开通15万个，达5.5万亿元，产业园"


def test_a_paper_that_is_an_annex_alone_keeps_its_rows_under_it():
    plan = compile_plan("附件\n任务分工表\n序号\t工作任务\t负责单位\n1\t建设平台\t市科技局\n2\t开放数据\t市数据局\n")
    assert [support.short_duty(duty) for duty in plan.duties] == [
        "附件/1 | responsible | 市科技局",
        "附件/2 | responsible | 市数据局",
    ]


def test_a_paper_of_this_year_gives_its_goals_the_year_of_its_number():
    text = "青川省人民政府关于重点工作分工的意见\n青政发〔2025〕9号\n\n各市人民政府：\n现提出如下意见：\n一、目标\n今年新增就业10万人。\n"
    plan = compile_plan(text)
    assert (plan.targets[0].year, plan.targets[0].year_source) == (2025, "period")
    assert "PERIOD-INFERRED" in {finding.code for finding in plan.findings}


def test_a_date_behind_the_dashes_of_a_bullet_is_a_deadline():
    plan = compile_plan(FRAME.format("——到2025年底，建成平台3个。\n——2024—2026年，开展培训。"))
    assert [support.short_deadline(deadline) for deadline in plan.deadlines] == ["一 | 2025-12-31"]


def test_a_task_table_behind_a_table_of_indicators_has_no_rows_of_goals():
    tables = "指标\t单位\t2026年\n研发强度\t%\t3.0\n任务分工\n序号\t重点任务\t牵头单位\t完成时限\n1\t建设平台5个\t市科技局\t2025年底\n"
    plan = compile_plan(FRAME.format("提升能力。\n" + tables + "二、结束\n加强领导。"))
    assert [(target.indicator, target.value) for target in plan.targets] == [("研发强度", 3.0), ("平台", 5)]
    assert "TGT-ROW" not in {finding.code for finding in plan.findings}
