"""Ways of writing met in plans of other bodies: each case is one habit, in words of our own."""

from __future__ import annotations

import pytest

from parkloop.domain.plan import compile_plan
from tests.compiler.support import FRAME, goals


def compiled(body: str):
    return compile_plan(FRAME.format(body))


GOALS: dict[str, list[str]] = {
    "力争全市五大产业集群总量超过六千亿规模。": ["全市五大产业集群总量 | gt | 6000 | 亿 | 2026 period | level"],
    "到2026年，集聚规模以上企业150家以上，软件园产值/营收超80亿元，力争到2028年产值/营收超120亿元。": [
        "规模以上企业 | ge | 150 | 家 | 2026 own | level",
        "软件园产值/营收 | gt | 80 | 亿元 | 2026 own | level",
        "软件园产值/营收 | gt | 120 | 亿元 | 2028 own | level",
    ],
    "创新能力指数达到140以上，科技进步综合评价实现进位，跃居全省前30位。": [
        "创新能力指数 | ge | 140 | '' | 2026 period | level",
        "科技进步综合评价 | rank | 30 | 位 | 2026 period | rank",
    ],
    "新培育与引进高新技术企业60家以上，确认市级新产品40个，推介发布成果300项以上。": [
        "高新技术企业 | ge | 60 | 家 | 2026 period | increment",
        "市级新产品 | eq | 40 | 个 | 2026 period | level",
        "成果 | ge | 300 | 项 | 2026 period | level",
    ],
    "实施技术改造项目90个，总投资120亿元。": [
        "技术改造项目 | eq | 90 | 个 | 2026 period | level",
        "技术改造项目总投资 | eq | 120 | 亿元 | 2026 period | level",
    ],
    "基本实现工程项目（主要是厂房和道路）审批时间压缩至60个工作日以内。": [
        "工程项目（主要是厂房和道路）审批时间 | le | 60 | 个工作日 | 2026 period | limit",
    ],
    "打造救援、配送、文旅等6个“低空+”示范场景。": ["“低空+”示范场景 | eq | 6 | 个 | 2026 period | level"],
    "建设北岸临空产业、南岸低空制造2个示范区。": ["示范区 | eq | 2 | 个 | 2026 period | level"],
    "新建培训基地5个，组织申报项目10个，组织培训企业家100名。": [
        "培训基地 | eq | 5 | 个 | 2026 period | increment",
        "申报项目 | eq | 10 | 个 | 2026 period | level",
        "企业家 | eq | 100 | 名 | 2026 period | level",
    ],
    "培育国家级单项冠军企业2家，省级10家以上。": [
        "国家级单项冠军企业 | eq | 2 | 家 | 2026 period | level",
        "省级单项冠军企业 | ge | 10 | 家 | 2026 period | level",
    ],
    "细颗粒物平均浓度下降至30微克/立方米以下。": ["细颗粒物平均浓度 | le | 30 | 微克/立方米 | 2026 period | limit"],
    "工序数控化率、设计工具普及率分别达到65%、80%。": [
        "工序数控化率 | ge | 65 | % | 2026 period | share",
        "设计工具普及率 | ge | 80 | % | 2026 period | share",
    ],
    "形成3家以上营收超过100亿元和一批营收超过10亿元的设计企业。": ["营收超过100亿元的设计企业 | ge | 3 | 家 | 2026 period | level"],
    "社区综合服务设施覆盖率：城市达到100%、农村达到80%。": [
        "城市社区综合服务设施覆盖率 | ge | 100 | % | 2026 period | coverage",
        "农村社区综合服务设施覆盖率 | ge | 80 | % | 2026 period | coverage",
    ],
    "新建居住区配套建设养老服务设施达标率100%，新建200个站点。": [
        "新建居住区配套建设养老服务设施达标率 | eq | 100 | % | 2026 period | share",
        "站点 | eq | 200 | 个 | 2026 period | increment",
    ],
    "战略性新兴产业增加值占GDP比重达到20%，年均增速高于GDP增速3个百分点以上。": [
        "战略性新兴产业增加值占GDP比重 | ge | 20 | % | 2026 period | share",
        "战略性新兴产业增加值年均增速 | ge | 3 | 个百分点 | 2026 period | growth",
    ],
    "新建改造提升高标准农田60万亩。": ["高标准农田 | eq | 60 | 万亩 | 2026 period | increment"],
    "推动1000家以上规模以上工业企业实施数字化改造。": ["规模以上工业企业 | ge | 1000 | 家 | 2026 period | level"],
    "万元GDP用水量、万元工业增加值用水量分别比2020年下降16%、18%。": [
        "万元GDP用水量 | eq | 16 | % | 2026 period | growth",
        "万元工业增加值用水量 | eq | 18 | % | 2026 period | growth",
    ],
    "单位工业增加值能耗、二氧化碳排放量比2020年分别下降14%、18%以上。": [
        "单位工业增加值能耗 | ge | 14 | % | 2026 period | growth",
        "二氧化碳排放量 | ge | 18 | % | 2026 period | growth",
    ],
    "孕产妇死亡率控制在8/10万以下，婴儿死亡率控制在4‰以内。": [
        "孕产妇死亡率 | le | 8 | /10万 | 2026 period | limit",
        "婴儿死亡率 | le | 4 | ‰ | 2026 period | limit",
    ],
    "工业增加值增速保持在8%以上，力争10%。": [
        "工业增加值增速 | keep | 8 | % | 2026 period | growth",
        "工业增加值增速 | eq | 10 | % | 2026 period | growth",
    ],
    "深入推进产业带提升，力争营业收入突破1.1万亿元、同比增长8%。": [
        "营业收入 | gt | 1.1 | 万亿元 | 2026 period | level",
        "营业收入 | eq | 8 | % | 2026 period | growth",
    ],
    "推动200家企业“上云用数”。": ["企业 | eq | 200 | 家 | 2026 period | level"],
    "建成人才公寓3000套，面积达20万平方米。": [
        "人才公寓 | eq | 3000 | 套 | 2026 period | level",
        "人才公寓面积 | ge | 20 | 万平方米 | 2026 period | level",
    ],
    "综合实力力争进入全国百强。": ["综合实力 | rank | 100 | 强 | 2026 period | rank"],
    "三次产业结构优化为5:45:50。": [],
    "实现规上企业研发机构“三个全覆盖”。": ["规上企业研发机构 | all | null | '' | 2026 period | coverage"],
    "登记办理时间平均缩短50%以上。": ["登记办理时间 | ge | 50 | % | 2026 period | growth"],
    "开展培训不少于1万人次。": ["培训 | ge | 1 | 万人次 | 2026 period | level"],
    "城乡居民收入之比缩小到1.8以内。": ["城乡居民收入之比 | le | 1.8 | '' | 2026 period | limit"],
    "全市预期目标是地区生产总值增长6%以上，一般公共预算收入同口径增长5%左右。": [
        "地区生产总值 | ge | 6 | % | 2026 period | growth",
        "一般公共预算收入 | approx | 5 | % | 2026 period | growth",
    ],
    "固定资产投资、工业投资均增长12%左右。": [
        "固定资产投资 | approx | 12 | % | 2026 period | growth",
        "工业投资 | approx | 12 | % | 2026 period | growth",
    ],
    "投资与上年度持平；失业率、价格涨幅控制在市定目标内；粮食产量保持在10万吨以上；完成国家下达的节能减排等任务。": [
        "投资 | keep | null | '' | 2026 period | level",
        "失业率 | le | null | '' | 2026 period | limit",
        "价格涨幅 | le | null | '' | 2026 period | limit",
        "粮食产量 | keep | 10 | 万吨 | 2026 period | level",
        "节能减排 | ge | null | '' | 2026 period | level",
    ],
    "开发区规模以上工业总产值达到500亿元。": ["开发区规模以上工业总产值 | ge | 500 | 亿元 | 2026 period | level"],
    "核心产业增加值占生产总值比重实现翻番。": ["核心产业增加值占生产总值比重 | eq | 1 | 番 | 2026 period | growth"],
    "服务中心在全覆盖的基础上数量要实现“翻番”，不少于40家。": [
        "服务中心 | eq | 1 | 番 | 2026 period | growth", "服务中心 | ge | 40 | 家 | 2026 period | level",
    ],
    "新开通5G基站2万个以上，总数达到5万个。": [
        "5G基站 | ge | 2 | 万个 | 2026 period | increment", "5G基站总数 | ge | 5 | 万个 | 2026 period | level",
    ],
    "床位达到2万张，且包含至少3000张认知障碍照护床位，助餐能力达到每天约5万人次。": [
        "床位 | ge | 2 | 万张 | 2026 period | level", "认知障碍照护床位 | ge | 3000 | 张 | 2026 period | level",
        "助餐能力 | approx | 5 | 万人次 | 2026 period | level",
    ],
    "一类、二类区每千人设施面积分别达到55平方米、50平方米。": [
        "一类区每千人设施面积 | ge | 55 | 平方米 | 2026 period | level", "二类区每千人设施面积 | ge | 50 | 平方米 | 2026 period | level",
    ],
    "护理型床位要达到总床位的60%。": ["护理型床位占总床位 | ge | 60 | % | 2026 period | share"],
    "突出对现有设施挖潜改造；同时，新建设施7处。": ["设施 | eq | 7 | 处 | 2026 period | increment"],
    "工业亩均增加值由120万元提高到160万元，研发经费占比从2.1%提高至3%以上。": [
        "工业亩均增加值 | eq | 160 | 万元 | 2026 period | level", "研发经费占比 | ge | 3 | % | 2026 period | share",
    ],
    "完成投资500亿元，其中2024年150亿元、2025年200亿元。": [
        "投资 | eq | 500 | 亿元 | 2026 period | level", "投资 | eq | 150 | 亿元 | 2024 own | level | 投资",
        "投资 | eq | 200 | 亿元 | 2025 own | level | 投资",
    ],
    "引进投资50亿元以上项目3个，组建不低于20亿元规模的产业基金。": [
        "投资50亿元以上项目 | eq | 3 | 个 | 2026 period | level", "产业基金规模 | ge | 20 | 亿元 | 2026 period | level",
    ],
    "为1000家企业提供诊断服务，主导或参与制定国家标准50项以上。": [
        "企业 | eq | 1000 | 家 | 2026 period | level", "国家标准 | ge | 50 | 项 | 2026 period | level",
    ],
    "建成区绿化覆盖率达到42%，免费职业技能培训10万人次。": [
        "建成区绿化覆盖率 | ge | 42 | % | 2026 period | coverage", "免费职业技能培训 | eq | 10 | 万人次 | 2026 period | level",
    ],
    "主要在五个街镇部分社区落实任务。": [],
    "在10个街镇开展试点。": ["街镇开展试点 | eq | 10 | 个 | 2026 period | level"],
}  # fmt: skip


@pytest.mark.parametrize("sentence", GOALS)
def test_a_goal_is_read_as_the_sentence_says(sentence):
    assert goals(sentence) == GOALS[sentence]


@pytest.mark.parametrize("sentence", [
    "对实际投资1亿元或年纳税总额2000万元以上的项目，给予用地支持，每增加投资2000万元增加1名指标。",
    "在扶持的基础上，再给予50万元用于研发。",
])  # fmt: skip
def test_the_conditions_of_a_subsidy_are_no_goals(sentence):
    assert goals(sentence) == []


def test_a_list_in_front_of_its_count_is_kept_as_the_qualifier():
    assert compiled("建设北岸临空产业、南岸低空制造2个示范区。").targets[0].qualifier == "北岸临空产业、南岸低空制造"


@pytest.mark.parametrize(
    "title", ["夯实基础设施", "加强基础研究", "破解突出问题", "打牢产业基础", "形成现代化基础设施体系"]
)
def test_a_task_about_foundations_keeps_its_goals(title):
    plan = compile_plan(FRAME.replace("主要目标", title).format("到2026年，建成通用机场3个。"))
    assert [(target.indicator, target.value) for target in plan.targets] == [("通用机场", 3)]


@pytest.mark.parametrize("title", ["发展基础", "现实基础和面临形势", "基础与形势", "主要成效", "存在问题"])
def test_a_chapter_of_facts_gives_no_goals_nor_do_its_parts(title):
    body = "（一）产业规模较大。园区企业达到300家。\n（二）环境较好。建成平台20个。"
    assert compile_plan(FRAME.replace("主要目标", title).format(body)).targets == ()


def test_the_first_paragraph_of_the_goals_lends_its_year_to_the_paragraphs_below():
    body = "到2025年，建成创新高地。\n能级更高。高新技术企业突破500家。\n结构更优。服务业占比超过40%。"
    assert [(target.year, target.year_source) for target in compiled(body).targets] == [(2025, "lead")] * 2


def test_a_look_ahead_lends_no_year():
    body = "到2025年，建成创新高地。展望2035年，跻身前列。\n能级更高。高新技术企业突破500家。"
    assert [(target.year, target.year_source) for target in compiled(body).targets] == [(2025, "lead")]


TASK = "青川市创新发展行动方案（2024—2026年）\n\n一、主要任务\n1.建设平台。完善功能。{}\n2.其他任务。加强工作。（责任单位：☆市数据局、市经信局）\n"


def duties(statement: str) -> list[str]:
    return [f"{duty.role} {duty.unit}" for duty in compile_plan(TASK.format(statement)).duties if duty.path == "一/1"]


DUTIES: dict[str, list[str]] = {
    "（责任单位：☆经信局、科技局。标☆的为牵头单位，下同。）": ["lead 经信局", "coop 科技局"],
    "（责任单位：市科技局*、市财政局，带*号的为牵头单位）": ["lead 市科技局", "coop 市财政局"],
    "\n牵头责任单位：省经信委、省发改委\n协同配合责任单位：省财政厅、省统计局等。\n牵头负责领导：王某": [
        "lead 省经信委", "lead 省发改委", "coop 省财政厅", "coop 省统计局",
    ],
    "（牵头单位：市审批局；责任单位：市直有关部门、单位，各区市政府、开发区管委。以下任务均需各区市政府落实，不再一一列出）": [
        "lead 市审批局", "responsible 市直有关部门、单位", "responsible 各区市政府", "responsible 开发区管委",
    ],
    "\n主要责任单位：区科技局\n协同配合单位：区商务局（区药发中心）、区税务局等区政府有关部门，高新区管委会。": [
        "responsible 区科技局", "coop 区商务局（区药发中心）", "coop 区税务局", "coop 高新区管委会",
    ],
    "（区委办公室、区政协办公室、区纪委监委）": ["responsible 区委办公室", "responsible 区政协办公室", "responsible 区纪委监委"],
    "（市科技局、市工信局按职能职责抓好落实）": ["responsible 市科技局", "responsible 市工信局"],
    "（主责单位：区经济局，协同单位：区财政局、税务局）": ["lead 区经济局", "coop 区财政局", "coop 区税务局"],
    "责任单位：市科技局，各县（区）政府、管委会": ["responsible 市科技局", "responsible 各县（区）政府、管委会"],
    "（市人才局，各县（市、区）党委、政府）": ["responsible 市人才局", "responsible 各县（市、区）党委、政府"],
    "\n（责任单位：\n市科技局、市财政局）": ["responsible 市科技局", "responsible 市财政局"],
    "市科技局牵头制定实施细则，市财政局负责资金保障。": ["lead 市科技局", "responsible 市财政局"],
    "（市科技局牵头，会同市财政局、市教育局于2024年12月底前完成）": ["lead 市科技局", "coop 市财政局", "coop 市教育局"],
    "（财政部、国资委等部门和地方按职责分工负责）": ["responsible 财政部", "responsible 国资委"],
    "（国家发展改革委牵头，各省、自治区、直辖市人民政府负责）": ["lead 国家发展改革委", "responsible 各省、自治区、直辖市人民政府"],
}  # fmt: skip


@pytest.mark.parametrize("statement", DUTIES)
def test_a_duty_is_read_with_its_role(statement):
    assert duties(statement) == DUTIES[statement]


END = "为加快建设，制定本方案。\n一、目标\n加强建设。\n"
FACTS: dict[str, dict[str, object]] = {
    "各县（市）、区人民政府，市政府各部门、单位，中央、省属驻市单位：\n《青川市数字建设方案（2024—2026年）》已经同意，现印发给你们。\n"
    "青川市人民政府\n2024年3月1日\n\n青川市数字建设方案（2024—2026年）\n\n一、目标\n加强建设。\n": {
        "addressees": ("各县（市）、区人民政府", "市政府各部门、单位", "中央、省属驻市单位"), "issuer": "青川市人民政府",
    },
    "青川关于印发青川市数字建设方案的通知\n各区：\n现印发给你们。\n\n" + END: {
        "title": "青川市数字建设方案", "issuer": "青川",
    },
    "青川市甲委员会 青川市乙局 关于印发青川市数字建设方案的通知\n各区：\n现印发给你们。\n\n" + END: {
        "title": "青川市数字建设方案", "issuer": "青川市甲委员会、青川市乙局",
    },
    "关于征求《青川市数字建设方案》意见的函\n请反馈意见。\n联系人：李某\n联系电话：010-1234567\n\n青川市数字建设方案\n\n" + END: {
        "title": "青川市数字建设方案",
    },
    "索 引 号： | 0001 | 信息分类： | |\n"
    "文 号： | 青府办发〔2024〕10号 | 是否有效： | |\n"
    "名 称： | 青川市人民政府办公室关于印发青川市数字建设方案的通知 |\n各区人民政府：\n现印发给你们。\n青川市数字建设方案\n" + END: {
        "notice_title": "青川市人民政府办公室关于印发青川市数字建设方案的通知", "doc_no": "青府办发〔2024〕10号",
        "issuer": "青川市人民政府办公室", "title": "青川市数字建设方案",
    },
    "青川市2024年重点工作责任分解表\n\n一、扩大投资\n1.加强保障。做好服务。\n": {
        "title": "青川市2024年重点工作责任分解表", "period": (2024, 2024),
    },
}  # fmt: skip


@pytest.mark.parametrize("text", FACTS)
def test_the_facts_of_a_paper_are_read_from_its_front(text):
    document = compile_plan(text).document
    assert {key: getattr(document, key) for key in FACTS[text]} == FACTS[text]


def test_a_blank_before_a_number_ends_no_title():
    plan = compile_plan(FRAME.format("1.对实际投资 2 亿元的项目提供服务。做好保障。\n2.加强管理。完善制度。"))
    assert [heading.title for heading in plan.headings][1] != "对实际投资"


def test_the_term_of_a_benefit_is_no_deadline():
    assert compiled("入选人才5年内享受薪酬补贴。").deadlines == ()


def test_traditional_script_is_said_and_read_by_a_table():
    text = (
        "青川市創新發展行動方案\n\n一、推動產業發展\n1.優化營商環境。完善機制。（市發展改革委牽頭，各區配合）\n"
        "2.強化責任落實。企業達到30家。（市財政廳負責）\n"
    )
    plan = compile_plan(text)
    assert "TRADITIONAL" in {finding.code for finding in plan.findings}
    assert [(duty.path, duty.role, duty.unit) for duty in plan.duties] == [
        ("一/1", "lead", "市发展改革委"), ("一/1", "coop", "各区"), ("一/2", "responsible", "市财政厅"),
    ]  # fmt: skip
    assert [(target.indicator, target.comparator, target.value) for target in plan.targets] == [("企业", "ge", 30)]
    assert text[slice(*plan.duties[0].span)] == "市發展改革委"


def test_a_simplified_text_with_some_traditional_names_stays_as_it_is():
    plan = compile_plan(
        "青川市甲建设方案\n\n一、目标\n建成臺灣青年創業基地3个。\n二、保障措施\n加强组织领导，落实责任，强化监督，确保实效。\n"
    )
    assert plan.targets[0].indicator == "臺灣青年創業基地"


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("到2026年，全市车桩比达到2:1。", "2:1"),
        ("三次产业结构比调整为5:45:50。", "5:45:50"),
        ("公共充电桩与电动汽车比例不低于1：7。", "1：7"),
        ("师生比优化到1∶12.5以内，新增学位500个。", "1∶12.5"),
        ("医护比提高至1:1.5左右。", "1:1.5"),
        ("专职与兼职导师配比保持在3比1。", "3比1"),
    ],
)
def test_a_ratio_is_a_finding_and_never_one_half_of_it_as_a_value(body: str, printed: str):
    plan = compiled(body)
    ratios = [finding for finding in plan.findings if finding.code == "TGT-RATIO"]
    assert len(ratios) == 1
    start, end = ratios[0].span
    assert printed in FRAME.format(body)[start:end]
    assert all("比" not in target.indicator for target in plan.targets)


@pytest.mark.parametrize(
    "body",
    [
        "每周一上午9:00至11:30召开例会，建成平台3个。",
        "推行“1:1”结对帮扶，建成平台3个。",
        "编制1:500地形图，建成平台3个。",
        "乒乓球队以3比1取胜，建成平台3个。",
        "按照1:1比例配套资金，建成平台3个。",
    ],
)
def test_clock_times_scales_and_slogans_are_no_ratios_of_goals(body: str):
    assert "TGT-RATIO" not in {finding.code for finding in compiled(body).findings}
    assert goals(body) == ["平台 | eq | 3 | 个 | 2026 period | level"]
