"""Single statements of duties: the unit, its role, the document's own rule, and what is no duty."""

from __future__ import annotations

import pytest

from parkloop.domain.plan import compile_plan

FRAME = "青川市创新发展行动方案（2024—2026年）\n\n一、主要任务\n1.建设平台。完善功能。{}\n2.其他任务。加强工作。\n"


def duties(statement: str) -> list[str]:
    return [f"{duty.role} {duty.unit}" for duty in compile_plan(FRAME.format(statement)).duties]


CASES: dict[str, list[str]] = {
    "（牵头单位：市科技局；责任单位：市财政局、税务局，各区政府）": [
        "lead 市科技局", "responsible 市财政局", "responsible 市税务局", "responsible 各区政府"
    ],
    "（市科技局牵头，市财政局、市税务局配合）": ["lead 市科技局", "coop 市财政局", "coop 市税务局"],
    "（责任单位：市科技局（市外国专家局）、市发展改革委，各县〔市、区〕）": [
        "responsible 市科技局（市外国专家局）", "responsible 市发展改革委", "responsible 各县〔市、区〕"
    ],
    "【责任单位：市科技局、各县（市、区）人民政府】": ["responsible 市科技局", "responsible 各县（市、区）人民政府"],
    "责任单位：市科技局、财政局": ["responsible 市科技局", "responsible 市财政局"],
    "（市发展改革委、工业和信息化局，各区人民政府，列第一位的为牵头单位，下同）": ["lead 市发展改革委", "coop 市工业和信息化局", "coop 各区人民政府"],
    "（市科技局、农业农村局等按职责分工负责）": ["responsible 市科技局", "responsible 市农业农村局"],
    "（由市科技局牵头，会同市财政局、市人力资源和社会保障局落实）": ["lead 市科技局", "coop 市财政局", "coop 市人力资源和社会保障局"],
    "由市科技局会同市财政局制定细则。": ["lead 市科技局", "coop 市财政局"],
    "市科技局负责统筹协调，各区负责落实。": ["responsible 市科技局", "responsible 各区"],
    "（责任领导：张三；牵头单位：市科技局；责任人：李四；完成时限：2025年12月）": ["lead 市科技局"],
    "（牵头单位:市科技局 责任单位:市财政局 完成时限:2025年底)": ["lead 市科技局", "responsible 市财政局"],
    "（责任单位：市委组织部、人才办、团市委、市总工会）": [
        "responsible 市委组织部", "responsible 市人才办", "responsible 团市委", "responsible 市总工会"
    ],
    "（实施主体：青川城投集团；配合单位：市住建局）": ["owner 青川城投集团", "coop 市住建局"],
    "〔市科技局牵头，市教育局、各高校配合，2025年6月底前完成〕": ["lead 市科技局", "coop 市教育局", "coop 各高校"],
    "（市发展和改革委员会、市规划和自然资源局和市住房和城乡建设局）": [
        "responsible 市发展和改革委员会", "responsible 市规划和自然资源局", "responsible 市住房和城乡建设局"
    ],
    "（牵头单位：市科协，配合单位：各区、县级市，各有关单位）": ["lead 市科协", "coop 各区、县级市", "coop 各有关单位"],
    "（省科技厅、工业和信息化厅按职责分工负责，各市政府结合实际落实）": ["responsible 省科技厅", "responsible 省工业和信息化厅", "responsible 各市政府"],
    "（省自然资源厅、住房城乡建设厅、市场监管局，省供销社等单位按职责分工负责）": [
        "responsible 省自然资源厅", "responsible 省住房城乡建设厅", "responsible 省市场监管局", "responsible 省供销社"
    ],
    "（责任单位：市高院、市公安局、浙江证监局、白石街管理局、市税务局等；各区政府）": [
        "responsible 市高院", "responsible 市公安局", "responsible 浙江证监局", "responsible 白石街管理局", "responsible 市税务局", "responsible 各区政府"
    ],
    "（牵头单位：州司法局；责任单位：州财政局、州委编办及州直相关单位，各县市人民政府，6月底完成）": [
        "lead 州司法局", "responsible 州财政局", "responsible 州委编办", "responsible 州直相关单位", "responsible 各县市人民政府"
    ],
    "（中央编办、国务院国资委等和各省级人民政府配合，教育部牵头）": [
        "coop 中央编办", "coop 国务院国资委", "coop 各省级人民政府", "lead 教育部"
    ],
    "（省科技厅牵头，各市、县〔市、区〕政府负责落实。以下均需各市、县〔市、区〕政府落实，不再列出）": [
        "lead 省科技厅", "responsible 各市、县〔市、区〕政府"
    ],
    "（市科技局，2024年6月底前完成）": ["responsible 市科技局"],
    "（牵头部门：市科技局 配合部门：市财政局 市教育局）": ["lead 市科技局", "coop 市财政局", "coop 市教育局"],
    "（牵头单位：市工业和信息化局；参加单位：市发展改革、财政、税务等部门）": [
        "lead 市工业和信息化局", "coop 市发展改革部门", "coop 市财政部门", "coop 市税务部门"
    ],
    "（市税务局，各县、市、区人民政府）": ["responsible 市税务局", "responsible 各县、市、区人民政府"],
    "责任单位：市科技局（牵头）、市财政局": ["lead 市科技局", "responsible 市财政局"],
    "责任单位：市科技局牵头，市财政局、市教育局配合": ["lead 市科技局", "coop 市财政局", "coop 市教育局"],
    "（责任单位：市科技局*、市财政局按职责分工负责）": ["responsible 市科技局", "responsible 市财政局"],
    "（主办：市科技局；协办：市财政局、教育局）": ["lead 市科技局", "coop 市财政局", "coop 市教育局"],
    "（市科技局、市财政局，各区县政府。排在第一位的为牵头单位）": ["lead 市科技局", "coop 市财政局", "coop 各区县政府"],
    "市科技局会同市财政局负责专项资金管理。": ["lead 市科技局", "coop 市财政局"],
    "本任务由市科技局牵头负责，市财政局、市投促局及各街镇配合。": ["lead 市科技局", "coop 市财政局", "coop 市投促局", "coop 各街镇"],
    "市科技局为牵头单位，市财政局、市人社局为配合单位。": ["lead 市科技局", "coop 市财政局", "coop 市人社局"],
    "（责任单位：开发区经发局、科创局，市税务分局）": ["responsible 开发区经发局", "responsible 开发区科创局", "responsible 市税务分局"],
    "由市财政局、农业局，各县（市）、区人民政府负责落实。": ["responsible 市财政局", "responsible 市农业局", "responsible 各县（市）、区人民政府"],
    "（省科技厅会同有关部门、各市负责）": ["lead 省科技厅", "coop 有关部门", "coop 各市"],
    "（市科技局〔市人才局〕、市财政局）": ["responsible 市科技局〔市人才局〕", "responsible 市财政局"],
    "依托市科技创新领导小组，建立协调机制。": ["leader 市科技创新领导小组"],
    "强化市委、市政府对科技工作的统一领导。": ["leader 市委", "leader 市政府"],
}  # fmt: skip


@pytest.mark.parametrize("statement", CASES)
def test_a_stated_duty_is_read_with_its_role(statement):
    assert duties(statement) == CASES[statement]


@pytest.mark.parametrize("statement", [
    "推动龙头企业牵头组建创新联合体。", "以企业需求为牵引，发挥高校牵头作用。", "建立由分管副市长任召集人的联席会议。", "建设产业园（基地）。",
    "由企业牵头开展攻关，落实安全生产责任制。", "坚持党建引领，强化责任担当。", "打造标准厂房（一期、二期）。",
])  # fmt: skip
def test_nothing_is_invented_where_no_unit_is_bound(statement):
    assert duties(statement) == []


def test_a_passed_on_prefix_keeps_the_printed_words():
    plan = compile_plan(FRAME.format("（责任单位：市科技局、财政局）"))
    assert [(duty.unit, duty.surface) for duty in plan.duties] == [("市科技局", "市科技局"), ("市财政局", "财政局")]


def test_without_a_rule_several_responsible_units_are_reported():
    plan = compile_plan(FRAME.format("（责任单位：市科技局、财政局）"))
    assert "DUTY-ROLE-OPEN" in {finding.code for finding in plan.findings}


def test_where_only_the_responsible_unit_leads_by_rule_it_leads():
    rule = "无牵头单位的，责任单位即为牵头单位。"
    plan = compile_plan(FRAME.format(f"（责任单位：市科技局）\n{rule}"))
    assert [(duty.role, duty.unit) for duty in plan.duties] == [("lead", "市科技局")]


def test_tasks_without_a_unit_are_reported_once_with_their_numbers():
    plan = compile_plan(FRAME.format("（牵头单位：市科技局）"))
    findings = [finding for finding in plan.findings if finding.code == "DUTY-NONE"]
    assert len(findings) == 1
    assert "1 项任务原文未载明责任单位（2）" in findings[0].message["zh"]
