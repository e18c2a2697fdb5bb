"""Single sentences of goals: indicator, comparator, value, unit, year, kind and parent as the grammar says."""

from __future__ import annotations

import pytest

from parkloop.domain.plan import compile_plan
from tests.compiler import support

FRAME = "青川市创新发展行动方案（2024—2026年）\n\n一、主要目标\n{}\n二、其他\n加强领导。\n"


def goals(sentence: str) -> list[str]:
    plan = compile_plan(FRAME.format(sentence))
    return [support.short_target(target).removeprefix("一 | ").rstrip(" |") for target in plan.targets]


CASES: dict[str, list[str]] = {
    "到2026年，全社会研发投入占地区生产总值比重达到3.5%左右，每万人口高价值发明专利拥有量达到25件，技术合同成交额突破300亿元。": [
        "全社会研发投入占地区生产总值比重 | approx | 3.5 | % | 2026 own | share",
        "每万人口高价值发明专利拥有量 | ge | 25 | 件 | 2026 own | level",
        "技术合同成交额 | gt | 300 | 亿元 | 2026 own | level",
    ],
    "新增国家级专精特新“小巨人”企业15家以上、省级专精特新企业100家，累计培育上市企业10家。": [
        "国家级专精特新“小巨人”企业 | ge | 15 | 家 | 2026 period | increment",
        "省级专精特新企业 | eq | 100 | 家 | 2026 period | increment",
        "上市企业 | eq | 10 | 家 | 2026 period | level",
    ],
    "到2025年，规上工业企业达到500家，到2026年达到600家。": [
        "规上工业企业 | ge | 500 | 家 | 2025 own | level",
        "规上工业企业 | ge | 600 | 家 | 2026 own | level",
    ],
    "生产总值年均增长8%以上，人均可支配收入增速高于经济增速，单位GDP能耗累计下降13.5%。": [
        "生产总值 | ge | 8 | % | 2026 period | growth",
        "人均可支配收入增速 | gt | null | '' | 2026 period | growth",
        "单位GDP能耗 | eq | 13.5 | % | 2026 period | growth",
    ],
    "力争到2026年，产值超百亿元企业达到5家、超十亿元企业达到30家。": [
        "产值超百亿元企业 | ge | 5 | 家 | 2026 own | level",
        "产值超十亿元企业 | ge | 30 | 家 | 2026 own | level",
    ],
    "打造龙头企业，其中年营收超1000亿元的1个、超500亿元的3个。": [
        "年营收超1000亿元 | eq | 1 | 个 | 2026 period | level",
        "年营收超500亿元 | eq | 3 | 个 | 2026 period | level",
    ],
    "空气质量优良天数比率保持在85%以上，PM2.5浓度控制在35微克/立方米以内。": [
        "空气质量优良天数比率 | keep | 85 | % | 2026 period | share",
        "PM2.5浓度 | le | 35 | 微克/立方米 | 2026 period | limit",
    ],
    "产业集群规模达到1.2万亿元，其中电子信息产业5000亿元、装备制造产业3000亿元。": [
        "产业集群规模 | ge | 1.2 | 万亿元 | 2026 period | level",
        "电子信息产业 | eq | 5000 | 亿元 | 2026 period | level | 产业集群规模",
        "装备制造产业 | eq | 3000 | 亿元 | 2026 period | level | 产业集群规模",
    ],
    "完成固定资产投资120亿元，其中工业投资60亿元（技改投资20亿元）。": [
        "固定资产投资 | eq | 120 | 亿元 | 2026 period | level",
        "工业投资 | eq | 60 | 亿元 | 2026 period | level | 固定资产投资",
        "技改投资 | eq | 20 | 亿元 | 2026 period | level | 工业投资",
    ],
    "新增市级以上创新平台30个（其中国家级2个、省级10个）。": [
        "市级以上创新平台 | eq | 30 | 个 | 2026 period | increment",
        "国家级 | eq | 2 | 个 | 2026 period | increment | 市级以上创新平台",
        "省级 | eq | 10 | 个 | 2026 period | increment | 市级以上创新平台",
    ],
    "科技进步贡献率提高到65%，较2023年提高5个百分点。": [
        "科技进步贡献率 | eq | 65 | % | 2026 period | share",
        "科技进步贡献率 | eq | 5 | 个百分点 | 2026 period | growth",
    ],
    "园区综合排名进入全国前50名，力争进入前30名。": [
        "园区综合排名 | rank | 50 | 名 | 2026 period | rank",
        "园区综合排名 | rank | 30 | 名 | 2026 period | rank",
    ],
    "到2024年底、2025年底、2026年底，高新技术企业数量分别达到1000家、1200家、1500家。": [
        "高新技术企业数量 | ge | 1000 | 家 | 2024 own | level",
        "高新技术企业数量 | ge | 1200 | 家 | 2025 own | level",
        "高新技术企业数量 | ge | 1500 | 家 | 2026 own | level",
    ],
    "高新技术企业、科技型企业分别超过90家、870家。": [
        "高新技术企业 | gt | 90 | 家 | 2026 period | level",
        "科技型企业 | gt | 870 | 家 | 2026 period | level",
    ],
    "审批时间缩短至3个工作日，办理时限压缩60%以上。": [
        "审批时间 | le | 3 | 个工作日 | 2026 period | limit",
        "办理时限 | ge | 60 | % | 2026 period | growth",
    ],
    "打造3个千亿级产业集群、5个百亿级特色产业园区。": [
        "千亿级产业集群 | eq | 3 | 个 | 2026 period | level",
        "百亿级特色产业园区 | eq | 5 | 个 | 2026 period | level",
    ],
    "设立总规模不低于50亿元的引导基金，撬动社会资本200亿元以上。": [
        "引导基金总规模 | ge | 50 | 亿元 | 2026 period | level",
        "社会资本 | ge | 200 | 亿元 | 2026 period | level",
    ],
    "突破5项关键技术，产值突破100亿元。": [
        "关键技术 | eq | 5 | 项 | 2026 period | level",
        "产值 | gt | 100 | 亿元 | 2026 period | level",
    ],
    "孵化面积新增10万㎡以上，算力规模超过1000PFlops。": [
        "孵化面积 | ge | 10 | 万㎡ | 2026 period | increment",
        "算力规模 | gt | 1000 | PFlops | 2026 period | level",
    ],
    "服务贸易额达到20亿元，服务企业1000家次以上。": [
        "服务贸易额 | ge | 20 | 亿元 | 2026 period | level",
        "企业 | ge | 1000 | 家次 | 2026 period | level",
    ],
    "农村居民收入增长与经济增长基本同步，不低于全省平均水平。": [
        "农村居民收入增长 | sync | null | '' | 2026 period | growth",
        "农村居民收入增长 | ge | null | '' | 2026 period | level",
    ],
    "引进重点企业十家，培育两个百亿级园区，举办论坛3—5场。": [
        "重点企业 | eq | 10 | 家 | 2026 period | level",
        "百亿级园区 | eq | 2 | 个 | 2026 period | level",
        "论坛 | range | 3-5 | 场 | 2026 period | level",
    ],
    "到2026年，研发投入强度达到3%，其中企业、院所、高校研发经费支出分别达到120亿元、60亿元、20亿元。": [
        "研发投入强度 | ge | 3 | % | 2026 own | share",
        "企业研发经费支出 | ge | 120 | 亿元 | 2026 own | level | 研发投入强度",
        "院所研发经费支出 | ge | 60 | 亿元 | 2026 own | level | 研发投入强度",
        "高校研发经费支出 | ge | 20 | 亿元 | 2026 own | level | 研发投入强度",
    ],
    "到2025年和2026年，瞪羚企业数量分别达到10家和15家，合同成交额分别突破50亿元和80亿元。": [
        "瞪羚企业数量 | ge | 10 | 家 | 2025 own | level",
        "瞪羚企业数量 | ge | 15 | 家 | 2026 own | level",
        "合同成交额 | gt | 50 | 亿元 | 2025 own | level",
        "合同成交额 | gt | 80 | 亿元 | 2026 own | level",
    ],
    "企业和平台在2022年的基础上实现倍增，分别超过90家和70个；小巨人企业突破8家。": [
        "企业 | gt | 90 | 家 | 2026 period | level",
        "平台 | gt | 70 | 个 | 2026 period | level",
        "小巨人企业 | gt | 8 | 家 | 2026 period | level",
    ],
    "城乡居民人均可支配收入分别增长6%和7%。": [
        "城镇居民人均可支配收入 | eq | 6 | % | 2026 period | growth",
        "农村居民人均可支配收入 | eq | 7 | % | 2026 period | growth",
    ],
    "到2025年，数字产业增加值占GDP比重达到8%，到2026年达到10%，规模突破200亿元。": [
        "数字产业增加值占GDP比重 | ge | 8 | % | 2025 own | share",
        "数字产业增加值占GDP比重 | ge | 10 | % | 2026 own | share",
        "数字产业规模 | gt | 200 | 亿元 | 2026 own | level",
    ],
    "新兴产业产值达到500亿元，占规上工业总产值比重力争达到45%，年均增长12%。": [
        "新兴产业产值 | ge | 500 | 亿元 | 2026 period | level",
        "新兴产业产值占规上工业总产值比重 | ge | 45 | % | 2026 period | share",
        "新兴产业产值 | eq | 12 | % | 2026 period | growth",
    ],
    "财政收入增速高于全省平均水平2个百分点，能耗降幅大于全社会降幅，碳排放强度确保完成省下达指标。": [
        "财政收入增速 | gt | 2 | 个百分点 | 2026 period | growth",
        "能耗降幅 | gt | null | '' | 2026 period | growth",
        "碳排放强度 | ge | null | '' | 2026 period | level",
    ],
    "研发经费年均增长10%以上，增速高于全省平均增速，综合评价力争排名全省前三。": [
        "研发经费 | ge | 10 | % | 2026 period | growth",
        "研发经费增速 | gt | null | '' | 2026 period | growth",
        "综合评价 | rank | 3 | '' | 2026 period | rank",
    ],
    "建成2个国家级、5个省级创新平台，打造4个千亿级、一批百亿级产业集群。": [
        "国家级创新平台 | eq | 2 | 个 | 2026 period | level",
        "省级创新平台 | eq | 5 | 个 | 2026 period | level",
        "千亿级产业集群 | eq | 4 | 个 | 2026 period | level",
    ],
    "培养100名优秀企业家、50名校长，打造20个工业数据集，首批10个示范社区全面建成。": [
        "优秀企业家 | eq | 100 | 名 | 2026 period | level",
        "校长 | eq | 50 | 名 | 2026 period | level",
        "工业数据集 | eq | 20 | 个 | 2026 period | level",
        "示范社区 | eq | 10 | 个 | 2026 period | level",
    ],
    "孵化器数量达到20家，每年新增企业不少于50家，三年累计新增150家，全市累计建成基站1万个。": [
        "孵化器数量 | ge | 20 | 家 | 2026 period | level",
        "企业 | ge | 50 | 家 | 2026 period | increment",
        "企业 | eq | 150 | 家 | 2026 period | increment",
        "基站 | eq | 1 | 万个 | 2026 period | level",
    ],
    "完成老旧厂房改造80万平方米，落实10万平方米人才住房，支持30名骨干赴境外培训。": [
        "老旧厂房改造 | eq | 80 | 万平方米 | 2026 period | level",
        "人才住房 | eq | 10 | 万平方米 | 2026 period | level",
        "骨干 | eq | 30 | 名 | 2026 period | level",
    ],
    "新建厂房光伏覆盖率力争达到50%，完成甲村等18个更新项目，力争在5个以上领域取得突破。": [
        "新建厂房光伏覆盖率 | ge | 50 | % | 2026 period | coverage",
        "更新项目 | eq | 18 | 个 | 2026 period | level",
        "领域 | ge | 5 | 个 | 2026 period | level",
    ],
    "新创建10个农业与旅游示范县、10个达到国家标准的综合体，吸纳农村50万劳动力就业。": [
        "农业与旅游示范县 | eq | 10 | 个 | 2026 period | increment",
        "达到国家标准的综合体 | eq | 10 | 个 | 2026 period | increment",
        "劳动力就业 | eq | 50 | 万 | 2026 period | level",
    ],
    "新增就业35万人以上（含城镇新增就业25万人），平均受教育年限达到10.9年，千人床位数达到4.3张。": [
        "新增就业 | ge | 35 | 万人 | 2026 period | increment",
        "含城镇新增就业 | eq | 25 | 万人 | 2026 period | increment | 新增就业",
        "平均受教育年限 | ge | 10.9 | 年 | 2026 period | level",
        "千人床位数 | ge | 4.3 | 张 | 2026 period | level",
    ],
    "持证人员总量达到130万人，占从业人员的60%以上，20亿元以上项目开工率达50%以上。": [
        "持证人员总量 | ge | 130 | 万人 | 2026 period | level",
        "持证人员总量占从业人员 | ge | 60 | % | 2026 period | share",
        "20亿元以上项目开工率 | ge | 50 | % | 2026 period | share",
    ],
    "科技创新指数达到160以上，年底前签约6个项目，“十四五”期间新改扩建幼儿园200所。": [
        "科技创新指数 | ge | 160 | '' | 2026 period | level",
        "项目 | eq | 6 | 个 | 2026 period | level",
        "幼儿园 | eq | 200 | 所 | 2025 own | increment",
    ],
    "国家级平台达到48个，其中国家级中心达到5个，国家级实验室达到10个；检测中心达到10个。": [
        "国家级平台 | ge | 48 | 个 | 2026 period | level",
        "国家级中心 | ge | 5 | 个 | 2026 period | level | 国家级平台",
        "国家级实验室 | ge | 10 | 个 | 2026 period | level | 国家级平台",
        "检测中心 | ge | 10 | 个 | 2026 period | level",
    ],
    "实现规上企业研发活动全覆盖，产业规模翻一番。": [
        "产业规模 | eq | 1 | 番 | 2026 period | growth",
        "规上企业研发活动 | all | null | '' | 2026 period | coverage",
    ],
}  # fmt: skip


@pytest.mark.parametrize("sentence", CASES)
def test_a_sentence_of_goals_is_read_wholly(sentence):
    assert sorted(goals(sentence)) == sorted(CASES[sentence])


@pytest.mark.parametrize("sentence", [
    "形成“2+3+N”产业体系，建设“一核两带三区”，推进“315”工程和224X布局。",
    "打造15分钟生活圈，推动一地两区建设，落实省级以上平台政策。",
    "2023年，全市高新技术企业达到1200家，同比增长15%。",
    "截至2023年底，已建成智能工厂30家。",
    "支持企业技术改造，对投资超过1000万元的项目，按设备投资的10%给予最高500万元补助。",
    "做到机构、编制、人员、经费四个到位，坚持三个结合。",
    "构建六大体系、两大平台，推进一件事改革，形成一批成果。",
    "推动党建全覆盖，实施“百千万”工程。",
    "根据青政发〔2024〕18号文件，召开第3次会议。",
    "紧盯全市10个重点在谈项目，加大对35岁以下青年的培养力度。",
])  # fmt: skip
def test_numbers_that_promise_nothing_are_no_goals(sentence):
    assert goals(sentence) == []


def test_lists_of_unequal_length_are_reported_and_give_no_goal():
    plan = compile_plan(FRAME.format("企业、平台、人才分别达到10家、20个。"))
    assert not plan.targets
    assert "TGT-ZIP" in {finding.code for finding in plan.findings}


def test_a_value_without_an_indicator_is_reported_and_gives_no_goal():
    plan = compile_plan(FRAME.format("力争突破100亿元。"))
    assert not plan.targets
    assert "TGT-NO-INDICATOR" in {finding.code for finding in plan.findings}


@pytest.mark.parametrize(
    ("sentence", "codes", "kept"),
    [
        ("企业达到1O0家，产值突破5OO亿元。", {"NUM-BROKEN"}, 0),
        ("企业达到l00家，平台达到五OO个。", {"NUM-BROKEN"}, 0),
        ("产值达到35。5亿元。", {"NUM-BROKEN"}, 0),
        ("产值达到12..5亿元，研发投入强度达到3.%。", {"NUM-BROKEN"}, 0),
        ("产值达到1,20亿元。", {"NUM-BROKEN"}, 0),
        ("占比达到12、5%。", {"NUM-BROKEN"}, 0),
        ("企业达到5□0家，产值达到？00亿元，新增×× 家。", {"NUM-BROKEN"}, 0),
        ("成交额达到300一400亿元，企业500至400家，平台5—个。", {"NUM-BROKEN"}, 0),
        ("研发投入强度达到25%%。", {"NUM-BROKEN"}, 0),
        ("企业达到家，占比提高到%。", {"NUM-LOST"}, 0),
        ("企业达到500，产值突破300。", {"UNIT-LOST"}, 0),
        ("企业达到500冢，产值达到300亿无。", {"UNIT-ODD"}, 0),
        ("企业达到50 0家，研发投入强度达到1 2.5%。", {"NUM-SPLIT"}, 0),
        ("到2026年，产值达到", {"NUM-CUT"}, 0),
        ("到2026年，企业达到500家以，", {"NUM-CUT"}, 1),
        ("占比达到325%。", {"TGT-SHARE-OVER"}, 1),
    ],
)  # fmt: skip
def test_a_damaged_value_is_reported_and_never_guessed(sentence, codes, kept):
    plan = compile_plan(FRAME.format(sentence))
    assert codes <= {finding.code for finding in plan.findings}
    assert len(plan.targets) == kept


@pytest.mark.parametrize("year", ["2O26", "20226", "026", "20□6"])
def test_a_damaged_year_leaves_the_goal_without_one(year):
    plan = compile_plan(FRAME.format(f"到{year}年，企业达到500家。"))
    assert "YEAR-BROKEN" in {finding.code for finding in plan.findings}
    assert [(target.value, target.year, target.year_source) for target in plan.targets] == [(500, None, "none")]


@pytest.mark.parametrize(
    "sentence",
    ["企业达到1，200家，产值达到12，500.5万元。", "5G基站达到100座，O2O平台达到3个，3D打印企业10家。", "企业达到500家；产值突破亿级规模。",
     "到2025，企业达到20家以上。", "国家级5家、省级10家，占比3.5%—4%。"],
)  # fmt: skip
def test_what_only_looks_odd_is_no_damage(sentence):
    codes = {finding.code for finding in compile_plan(FRAME.format(sentence)).findings}
    assert not codes & {"NUM-BROKEN", "NUM-LOST", "NUM-CUT", "UNIT-LOST", "UNIT-ODD", "YEAR-BROKEN", "TGT-SHARE-OVER"}


@pytest.mark.parametrize(
    ("unit", "scale"),
    [("亿元", 10**8), ("万平方米", 10**4), ("家", 1), ("%", 1), ("万亿元", 10**12), ("千瓦时", 1), ("万吨/年", 10**4)],
)
def test_the_factor_is_that_of_the_printed_unit(unit, scale):
    target = compile_plan(FRAME.format(f"总规模达到12{unit}。")).targets[0]
    assert (target.unit, target.scale, target.value) == (unit, scale, 12)


TABLE = """序号	指标名称	单位	2023年	2025年	2026年	属性
1	高新技术企业	家	1000	1200	1500以上	预期性
	其中：规上企业	家	300	360	420	预期性
2	单位能耗下降	%	—	—	完成市下达目标	约束性
3	上云企业	家	80	1O0	12 0	预期性
4	合同成交额	亿元	20	30"""


def test_a_table_of_indicators_gives_a_goal_a_cell_and_reports_what_is_damaged():
    plan = compile_plan(FRAME.format(TABLE))
    assert [(t.indicator, t.comparator, t.value, t.unit, t.year, t.parent, t.qualifier) for t in plan.targets] == [
        ("高新技术企业", "eq", 1200, "家", 2025, None, "预期性"),
        ("高新技术企业", "ge", 1500, "家", 2026, None, "预期性"),
        ("规上企业", "eq", 360, "家", 2025, "高新技术企业", "预期性"),
        ("规上企业", "eq", 420, "家", 2026, "高新技术企业", "预期性"),
        ("单位能耗下降", "ge", None, "", 2026, None, "约束性"),
    ]
    assert {"NUM-BROKEN", "NUM-SPLIT", "TGT-ROW"} <= {finding.code for finding in plan.findings}
    assert plan.targets[-1].reference == "市下达目标"


@pytest.mark.parametrize("sentence", [
    "企业达到1.200家。", "产值达500亿亿元。", "产值达到500亿元以内以上。", "产值突破500600亿元。", "企业达到叁佰家。", "企业达到30.5家。",
])  # fmt: skip
def test_numbers_that_cannot_be_are_reported_and_give_no_goal(sentence):
    plan = compile_plan(FRAME.format(sentence))
    assert plan.targets == ()
    assert "NUM-BROKEN" in {finding.code for finding in plan.findings}


def test_a_number_cut_from_its_unit_by_a_line_end_is_joined():
    assert goals("产值达到500亿\n元以上，企业达到300\n家。") == [
        "产值 | ge | 500 | 亿元 | 2026 period | level", "企业 | ge | 300 | 家 | 2026 period | level",
    ]  # fmt: skip


def test_a_blank_beside_the_comma_of_a_number_is_said():
    plan = compile_plan(FRAME.format("产值突破1 ,200亿元，收入突破2, 300亿元。"))
    assert sum(finding.code == "NUM-SPACE" for finding in plan.findings) == 2


def test_leaked_markup_before_a_number_hides_nothing():
    assert goals("产值达到&nbsp;500亿元，增长百分之十。") == [
        "产值 | ge | 500 | 亿元 | 2026 period | level", "产值 | eq | 10 | % | 2026 period | growth",
    ]  # fmt: skip


def test_parts_behind_a_colon_keep_their_parent():
    assert goals("产值达到500亿元，其中：电子300亿元、装备200亿元。")[1:] == [
        "电子 | eq | 300 | 亿元 | 2026 period | level | 产值", "装备 | eq | 200 | 亿元 | 2026 period | level | 产值",
    ]  # fmt: skip


def test_growth_columns_and_bracketed_sums_say_what_they_are():
    table = "指标	2023年实际	2026年目标	年均增速\n产值（亿元）	200	400	15%\n光伏装机（万千瓦）	5	〔12〕	—"
    plan = compile_plan(FRAME.format(table))
    assert [(t.indicator, t.value, t.unit, t.year, t.kind, t.qualifier, t.rule) for t in plan.targets] == [
        ("产值", 400, "亿元", 2026, "level", None, "table"),
        ("产值", 15, "%", 2026, "growth", "年均", "table:growth"),
        ("光伏装机", 12, "万千瓦", 2026, "level", "累计", "table"),
    ]


def test_goals_of_the_preamble_stand_on_the_plan_itself():
    plan = compile_plan(
        "青川市创新行动方案（2024—2026年）\n\n主要目标是：到2026年，产值达到50亿元。2023年产值达到30亿元。\n\n一、任务\n加强工作。\n二、其他\n加强领导。\n"
    )
    assert [(target.path, target.indicator, target.value) for target in plan.targets] == [("", "产值", 50)]
