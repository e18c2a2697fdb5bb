"""Decisions of people: what they settle, assign and change is told apart from what the compiler read."""

from __future__ import annotations

import datetime

import pytest

from parkloop.domain.plan import as_dict
from parkloop.domain.plan.decisions import DecisionError, apply_decisions, stats
from tests.compiler import support
from tests.compiler.test_notice import PARK, PLAN

SIGNED = {"by": "张三", "on": "2026-01-05"}


def test_without_decisions_everything_comes_from_the_compiler():
    confirmed = apply_decisions(PLAN, {})
    assert {decided.origin for decided in confirmed.elements} == {"compiler"}
    assert {finding.state for finding in confirmed.findings} == {"open"}


def test_an_accepted_code_settles_every_finding_of_it():
    confirmed = apply_decisions(PLAN, {**SIGNED, "accept": [{"finding": "PARA-CUT"}]})
    cuts = [finding for finding in confirmed.findings if finding.finding.code == "PARA-CUT"]
    assert {(finding.state, finding.by, finding.on) for finding in cuts} == {("accepted", "张三", "2026-01-05")}


def test_quoted_words_narrow_a_decision_to_one_finding():
    confirmed = apply_decisions(PLAN, {"accept": [{"finding": "PARA-CUT", "at": "领域创新链"}]})
    assert [finding.state for finding in confirmed.findings].count("accepted") == 1


def test_an_assigned_duty_is_a_persons_and_stands_at_the_heading():
    entry = {
        "path": "二/二/4",
        "role": "lead",
        "unit": ["区科委", "区经委"],
        "reason": "专题会议",
        "on": datetime.date(2026, 1, 6),
    }
    duties = [d for d in apply_decisions(PLAN, {**SIGNED, "assign": [entry]}).of("duty") if d.origin == "person"]
    assert [(d.element.unit, d.change, d.on, d.reason) for d in duties] == [
        ("区科委", "assigned", "2026-01-06", "专题会议"), ("区经委", "assigned", "2026-01-06", "专题会议")]  # fmt: skip
    assert duties[0].element.span == next(h.span for h in PLAN.headings if h.path == "二/二/4")


def test_an_edited_element_is_a_persons():
    entry = {"element": "target", "path": "二/五/13", "set": {"unit": "万平方米"}, "reason": "口径"}
    confirmed = apply_decisions(PLAN, {"edit": [entry]})
    edited = [decided for decided in confirmed.of("target") if decided.origin == "person"]
    assert [(d.element.unit, d.element.value, d.change) for d in edited] == [("万平方米", 200, "edited")]
    assert stats(confirmed)["added_or_edited"] == 1


def test_an_added_target_and_a_rejected_one_are_counted():
    confirmed = apply_decisions(PLAN, {
        "add": [{"element": "target", "path": "一", "set": {"indicator": "技术合同成交额", "value": 80, "unit": "亿元"}, "reason": "附表"}],
        "reject": [{"element": "target", "path": "一", "match": {"value": 110}, "reason": "重复"}],
    })  # fmt: skip
    counts = stats(confirmed)
    assert counts["elements"]["target"] == {"compiler": 5, "person": 1}
    assert (counts["rejected"], confirmed.rejected[0].element.value) == (1, 110)


def test_the_parks_own_decisions_apply_with_few_added_or_edited_elements():
    decisions = support.read_yaml(PARK / "plan" / "decisions.yaml")
    counts = stats(apply_decisions(PLAN, decisions))
    assert counts["added_or_edited"] <= 5
    assert counts["elements"]["target"]["compiler"] == 6


def test_a_confirmed_plan_has_a_json_form():
    assert as_dict(apply_decisions(PLAN, {}))["elements"][0]["origin"] == "compiler"


WRONG = {
    "unknown section": ({"accepted": []}, "unknown key 'accepted'"),
    "unknown format": ({"format": 2}, "format 2"),
    "not a list": ({"assign": {}}, None),
    "unknown key": ({"assign": [{"path": "一", "who": "x", "reason": "r"}]}, "assign[1]: unknown key 'who'"),
    "unknown path": (
        {"assign": [{"path": "九", "role": "lead", "unit": "甲局", "reason": "r"}]},
        "assign[1]: there is no heading with path '九'",
    ),
    "unknown role": (
        {"assign": [{"path": "一", "role": "boss", "unit": "甲局", "reason": "r"}]},
        "role 'boss' is none of",
    ),
    "no unit": ({"assign": [{"path": "一", "role": "lead", "unit": [], "reason": "r"}]}, "unit must be"),
    "no reason": ({"waive": [{"finding": "DUTY-NONE"}]}, "waive[1]: a reason is required"),
    "unknown finding": ({"accept": [{"finding": "PARA-CUT", "at": "不存在"}]}, "accept[1]: there is no finding"),
    "no date": ({"accept": [{"finding": "PARA-CUT", "on": "昨天"}]}, "is no date"),
    "ambiguous": ({"reject": [{"element": "target", "path": "一", "reason": "r"}]}, "5 elements of kind target"),
    "nothing matches": (
        {"edit": [{"element": "target", "path": "一", "match": {"value": 7}, "set": {"value": 8}, "reason": "r"}]},
        "no target",
    ),
    "unknown field": (
        {"edit": [{"element": "target", "path": "二/五/13", "set": {"amount": 8}, "reason": "r"}]},
        "unknown field 'amount'",
    ),
    "wrong choice": (
        {"edit": [{"element": "target", "path": "二/五/13", "set": {"kind": "big"}, "reason": "r"}]},
        "kind 'big' is none of",
    ),
    "wrong type": (
        {"edit": [{"element": "target", "path": "二/五/13", "set": {"year": "soon"}, "reason": "r"}]},
        "year must be a number",
    ),
    "lacking field": ({"add": [{"element": "target", "path": "一", "set": {"value": 8}, "reason": "r"}]}, "indicator"),
    "empty change": ({"edit": [{"element": "target", "path": "二/五/13", "set": {}, "reason": "r"}]}, "set is empty"),
    "no mapping": ([], "must be a mapping"),
    "entry no mapping": ({"accept": ["PARA-CUT"]}, "accept[1]: must be a mapping"),
}


@pytest.mark.parametrize("name", [name for name in WRONG if WRONG[name][1]])
def test_a_wrong_entry_is_named(name):
    decisions, words = WRONG[name]
    with pytest.raises(DecisionError) as caught:
        apply_decisions(PLAN, decisions)
    assert words in str(caught.value)
