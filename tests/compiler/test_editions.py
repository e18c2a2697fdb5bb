"""A second edition of the real notice, written for this test, differs in six ways; the comparison names these six and no others."""

import random
from pathlib import Path

import pytest

from parkloop.domain.plan import compile_plan
from parkloop.domain.plan.editions import Edition, EditionError, compare_editions, faults_of, settled
from parkloop.domain.plan.editions.similarity import dice

PARK = Path(__file__).parents[2] / "parks" / "baoshan"

HEAD = "关于印发《试验园行动方案（2026—2027年）》的通知\n\n{date}\n\n试验园行动方案（2026—2027年）\n\n"
GOALS = "一、主要目标\n\n到2027年，{goals}。\n\n二、重点任务\n\n"
BODIES = {
    "窗": "设立综合服务窗口，受理企业注册、纳税、社保等事项，建立首问负责和限时办结制度，编制服务指南",
    "桥": "修建跨河大桥和引桥，打通东西片区断头路，改造沿线排水管网，安装智能路灯和监测设备",
    "林": "补植乔木和灌木，建设口袋公园与滨水绿道，治理黑臭水体，推广雨水花园和透水铺装",
    "厂": "建设通用厂房和中试车间，引进精密加工与检测设备，组织产线调试，推动量产爬坡",
    "校": "联合职业院校开设焊接、数控、护理专业班，建立实训基地，发放培训券，举办技能竞赛",
}
TITLES = {"窗": "优化窗口服务", "桥": "打通园区路网", "林": "提升生态品质", "厂": "建设中试基地", "校": "培养技能人才"}


def edition(tasks, goals="规上企业达到200家，税收达到10亿元", date="2026年1月5日", duties=None):
    """An edition of five small tasks; ``tasks`` are (title, body) in their order."""
    lines = [
        f"{n}.{title}。{body}。" + ((duties or {}).get(title) or "") + "\n" for n, (title, body) in enumerate(tasks, 1)
    ]
    text = HEAD.format(date=date) + GOALS.format(goals=goals) + "\n".join(lines)
    return Edition(compile_plan(text), text)


def tasks(*keys):
    return [(TITLES[key], BODIES[key]) for key in keys]


ALL = tasks("窗", "桥", "林", "厂", "校")
OLD = edition(ALL)


def kinds(old, new):
    return [change.kind for change in compare_editions(old, new).changes]


def test_the_second_edition_of_the_notice_differs_in_the_six_ways_it_was_written_with():
    old, new = (
        Edition(compile_plan(text), text)
        for text in (
            (PARK / "plan/notice.txt").read_text(encoding="utf8"),
            (PARK / "demo/second-edition.txt").read_text(encoding="utf8"),
        )
    )
    changes = {change.kind: change for change in compare_editions(old, new).changes}
    assert list(changes) == ["merged", "split", "renumbered", "target_raised", "target_dropped", "unit_replaced"]
    assert (changes["merged"].old, changes["merged"].new) == (("二/二/4", "二/二/5"), ("二/二/4",))
    assert (changes["split"].old, changes["split"].new) == (("二/六/17",), ("二/六/16", "二/六/17"))
    assert [pair[0] for pair in changes["renumbered"].facts["old"]] == [str(n) for n in range(6, 17)]
    assert changes["target_raised"].facts["indicator"] == "园区高新技术企业数量"
    assert [changes["target_raised"].facts[side]["value"] for side in ("before", "after")] == [1300, 1450]
    assert "PCT" in changes["target_dropped"].facts["indicator"]
    assert changes["unit_replaced"].facts["before"] == "宝山大学科技园发展有限公司"
    assert changes["unit_replaced"].facts["roles"] == ["lead"]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (tasks("窗", "桥", "厂", "校"), ["renumbered", "dropped"]),
        ([*ALL, ("建立数据底座", "汇聚遥感影像、企业名录与能耗读数，开放接口并制定共享目录")], ["added"]),
        ([("建设便民窗口", BODIES["窗"]), *ALL[1:]], ["retitled"]),
        ([("服务与路网一体建设", f"{BODIES['窗']}，{BODIES['桥']}"), *ALL[2:]], ["merged", "renumbered"]),
        (
            [("优化注册服务", "设立综合服务窗口，受理企业注册、纳税、社保等事项"),
             ("完善办结制度", "建立首问负责和限时办结制度，编制服务指南"), *ALL[1:]],
            ["split", "renumbered"],
        ),
        (list(reversed(ALL)), ["renumbered"]),
        ([("优化窗口服务", "全部事项改为线上受理，配备智能终端，周末开放预约"), *ALL[1:]], []),
    ],
)  # fmt: skip
def test_what_became_of_tasks_is_named(new, expected):
    assert kinds(OLD, edition(new, date="2026年6月1日")) == expected


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ("规上企业达到200家，税收达到10亿元", []),
        ("规上企业达到220家，税收达到10亿元", ["target_raised"]),
        ("规上企业达到180家，税收达到10亿元", ["target_lowered"]),
        ("规上企业超过200家，税收达到10亿元", ["target_raised"]),
        ("规上企业达到200家左右，税收达到10亿元", ["target_lowered"]),
        ("规上企业达到200家，税收达到100000万元", []),
        ("规上企业达到200家，税收达到9000万元", ["target_lowered"]),
        ("规上企业达到200家", ["target_dropped"]),
        ("规上企业达到200家，税收达到10亿元，发明专利拥有量达到300件", ["target_added"]),
        ("规上企业达到200家，税收年均增长10%", ["target_restated"]),
    ],
)
def test_what_became_of_a_number_is_judged_by_its_meaning(goals, expected):
    assert kinds(OLD, edition(ALL, goals=goals, date="2026年6月1日")) == expected


def test_a_limit_that_falls_asks_for_more():
    old = edition(ALL, goals="单位产值能耗控制在0.5吨标准煤以内")
    new = edition(ALL, goals="单位产值能耗控制在0.4吨标准煤以内", date="2026年6月1日")
    assert kinds(old, new) == ["target_raised"]
    assert kinds(
        edition(ALL, goals="单位产值能耗控制在0.4吨标准煤以内"), edition(ALL, goals="单位产值能耗控制在0.5吨标准煤以内")
    ) == ["target_lowered"]


def test_a_unit_that_leaves_everywhere_for_another_is_one_change_and_others_are_named_by_task():
    old = edition(ALL, duties=dict.fromkeys(("优化窗口服务", "打通园区路网"), "（责任单位：区经委、区科委）"))
    new = edition(
        ALL,
        date="2026年6月1日",
        duties={
            "优化窗口服务": "（责任单位：区数据局、区科委）",
            "打通园区路网": "（责任单位：区数据局、区科委、区水务局）",
        },
    )
    changes = compare_editions(old, new).changes
    assert [(c.kind, c.facts.get("before") or c.facts.get("unit")) for c in changes] == [
        ("unit_replaced", "区经委"),
        ("duty_added", "区水务局"),
    ]
    assert len(changes[0].new) == 2


def test_a_task_that_goes_to_another_chapter_moved():
    text = OLD.text
    old = text.replace("3.提升", "三、绿色行动\n\n3.提升")
    new = text.replace("4.建设中试", "三、绿色行动\n\n4.建设中试").replace("2026年1月5日", "2026年6月1日")
    found = compare_editions(Edition(compile_plan(old), old), Edition(compile_plan(new), new))
    assert [(c.kind, c.facts["new"][0][1]) for c in found.changes] == [("moved", "提升生态品质")]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (edition(ALL), "same"),
        (edition(tasks("窗", "桥"), date="2025年12月31日"), "older"),
        (
            edition([("举办龙舟赛", "组织龙舟队伍报名抽签，设置航道浮标，评选最佳鼓手")], date="2026年6月1日"),
            "stranger",
        ),
        (Edition(compile_plan("没有标题的一段话。"), "没有标题的一段话。"), "empty"),
    ],
)
def test_what_cannot_follow_the_running_edition_is_refused_by_name(new, code):
    with pytest.raises(EditionError) as refused:
        compare_editions(OLD, new)
    assert refused.value.code == code


def test_decisions_must_fit_and_be_complete_before_anything_is_settled():
    new = edition([("服务与路网一体建设", f"{BODIES['窗']}，{BODIES['桥']}"), *ALL[2:]], date="2026年6月1日")
    found = compare_editions(OLD, new)
    merged, renumbered = found.changes
    assert [fault.code for fault in faults_of(found, {})] == ["missing", "missing"]
    wrong = {merged.key: "close", renumbered.key: "carry", "x": "carry"}
    assert [fault.code for fault in faults_of(found, wrong)] == ["no_such_change", "unknown_option"]
    right = {merged.key: "carry_lowest", renumbered.key: "carry"}
    assert faults_of(found, right) == []
    rules = {(link.old, link.rule) for link in settled(found, right).tasks}
    assert (merged.old, "lowest") in rules
    fresh = settled(found, {**right, merged.key: "fresh"})
    assert merged.old not in {link.old for link in fresh.tasks}


def test_any_order_of_the_same_tasks_is_found_again_one_to_one():
    chance = random.Random(7)
    for _ in range(40):
        order = ALL[:]
        chance.shuffle(order)
        found = compare_editions(OLD, edition(order, goals="规上企业达到201家，税收达到10亿元", date="2026年6月1日"))
        assert all(len(link.old) == len(link.new) == 1 for link in found.items)
        before = {item.path: item.title for item in OLD.items}
        after = {item.path: item.title for item in edition(order).items}
        assert all(before[link.old[0]] == after[link.new[0]] for link in found.items)


def test_likeness_is_symmetric_and_whole_for_the_same_text():
    assert dice("高新技术企业", "高新技术企业") == 1
    assert dice("高新技术企业", "技术企业") == dice("技术企业", "高新技术企业")
    assert dice("甲", "乙") == 0
