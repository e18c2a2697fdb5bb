"""Deciding about the elements of a draft: accept, edit, reject, add, settle, undo; two people at once; what is refused."""

import pytest

from parkloop.apps.plan.actions import (
    accept_rest,
    add_element,
    confirm_review,
    decide_element,
    settle_draft_finding,
    submit_review,
    undo_decision,
)
from parkloop.apps.plan.models import DraftDecision, Duty, DutyOrigin, PlanHeading, Target
from parkloop.apps.plan.reviewing import Review
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, NotAllowed, StaleVersion
from parkloop.foundation.models import JournalEntry
from tests.plan.reviews import NOTICE, begun, items, key_of, settle_all

pytestmark = [pytest.mark.django_db, pytest.mark.db]
FEE = "服务费按成本价的八折收取"
FEE_FIELDS = {
    "indicator": "服务费折扣",
    "comparator": "le",
    "value": "8",
    "unit": "折",
    "kind": "limit",
    "year": "2026",
    "year_source": "own",
    "scale": "1",
}  # fmt: skip


@pytest.fixture
def draft(world):
    """A fresh draft of the invented notice."""
    return begun(world.officer)


def reasons(draft):
    return [d.reason for d in draft.decisions.all()]


def test_accepting_keeps_the_element_the_compilers(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    decide_element(world.officer, draft=draft, element=key, decision="accept")
    item = Review(draft).item(key)
    assert (item.state, item.decided.origin, item.decided.by) == ("accept", "compiler", "江澄")


def test_an_edit_changes_only_what_was_typed_and_makes_it_the_persons(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    fields = {"indicator": "高新技术企业数量", "value": "60"}
    made = decide_element(world.officer, draft=draft, element=key, decision="edit", fields=fields, reason="按统计口径")
    assert made.entry["set"] == {"indicator": "高新技术企业数量"}
    item = Review(draft).item(key)
    assert (item.element.indicator, item.element.value, item.decided.origin) == ("高新技术企业数量", 60, "person")


def test_editing_twice_keeps_both_changes(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    for fields in ({"unit": "户"}, {"indicator": "高企数"}):
        decide_element(world.officer, draft=draft, element=key, decision="edit", fields=fields, reason="口径")
    element = Review(draft).item(key).element
    assert (element.unit, element.indicator) == ("户", "高企数")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": "很多"}, "value"),
        ({"value": ""}, "value"),
        ({"value": "5-8"}, "value"),
        ({"year": "明年"}, "year"),
        ({"comparator": "big"}, "comparator"),
        ({"indicator": " "}, "indicator"),
        ({"unit": "家" * 31}, "unit"),
        ({"path": "九/九"}, "path"),
        ({"scale": "一万"}, "scale"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field_and_nothing_is_decided(world, draft, fields, field):
    key = key_of(draft, "target", "高新技术企业")
    with pytest.raises(InvalidInput) as refused:
        decide_element(world.officer, draft=draft, element=key, decision="edit", fields=fields, reason="口径")
    assert refused.value.field == field
    assert not draft.decisions.exists()


def test_an_edit_that_changes_nothing_is_told_so(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    with pytest.raises(InvalidInput, match="采纳"):
        decide_element(world.officer, draft=draft, element=key, decision="edit", fields={"value": "60"}, reason="口径")


@pytest.mark.parametrize("decision", ["edit", "reject"])
def test_editing_and_rejecting_need_a_reason(world, draft, decision):
    key = key_of(draft, "target", "高新技术企业")
    with pytest.raises(InvalidInput) as refused:
        decide_element(world.officer, draft=draft, element=key, decision=decision, fields={"value": "61"})
    assert refused.value.field == "reason"


def test_a_rejected_element_is_kept_for_the_record_and_not_adopted(world, draft):
    key = key_of(draft, "target", "科技型中小企业")
    decide_element(world.officer, draft=draft, element=key, decision="reject", reason="不是目标")
    settle_all(world.officer, draft)
    plan = confirm_review(world.science, draft=submit_review(world.officer, draft=draft))
    assert Target.objects.filter(plan=plan).count() == 1
    assert plan.stats["rejected"] == 1
    assert plan.compiled["rejected"][0]["reason"] == "不是目标"


def test_a_heading_at_which_elements_stand_is_not_rejected(world, draft):
    key = next(i.key for i in items(draft, "heading") if i.element.path == "二/一")
    with pytest.raises(InvalidState, match="个要素"):
        decide_element(world.officer, draft=draft, element=key, decision="reject", reason="不是标题")


def test_an_element_is_moved_to_another_heading(world, draft):
    key = key_of(draft, "deadline", "每半年")
    decide_element(
        world.officer, draft=draft, element=key, decision="edit", fields={"path": "二/三"}, reason="说的是这一项"
    )
    assert Review(draft).item(key).element.path == "二/三"


def test_selected_words_become_a_target_at_the_heading_before_them(world, draft):
    start = NOTICE.index(FEE)
    add_element(
        world.officer,
        draft=draft,
        kind="target",
        fields=FEE_FIELDS,
        start=start,
        end=start + len(FEE),
        reason="编译未识别",
    )
    added = next(i for i in items(draft, "target") if i.state == "add")
    assert (added.element.path, added.element.value, added.element.scale) == ("二/二", 8, 1)
    assert Review(draft).words_of(added) == FEE
    settle_all(world.officer, draft)
    plan = confirm_review(world.science, draft=submit_review(world.officer, draft=draft))
    target = Target.objects.get(plan=plan, indicator="服务费折扣")
    assert plan.quoted(target.start, target.end) == FEE
    assert target.is_by_person
    assert plan.stats["elements"]["target"] == {"compiler": 2, "person": 1}


@pytest.mark.parametrize("quote", [FEE, "服务费 按成本价\n的八折收取", "服务费按……八折收取"])
def test_words_are_found_whatever_blanks_lie_between_them(world, draft, quote):
    made = add_element(world.officer, draft=draft, kind="target", fields=FEE_FIELDS, quote=quote)
    start, end = made.entry["span"]
    assert NOTICE[start:end] == FEE


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, "quote"),
        ({"quote": "没有的文字"}, "quote"),
        ({"quote": "县科技局"}, "quote"),
        ({"start": 5, "end": 999_999}, "quote"),
        ({"start": 9, "end": 9}, "quote"),
    ],
)
def test_words_that_are_no_place_of_the_text_are_refused(world, draft, more, field):
    with pytest.raises(InvalidInput) as refused:
        add_element(world.officer, draft=draft, kind="target", fields=FEE_FIELDS, **more)
    assert refused.value.field == field
    assert not draft.decisions.exists()


def test_a_new_element_needs_its_fields(world, draft):
    with pytest.raises(InvalidInput) as refused:
        add_element(world.officer, draft=draft, kind="target", fields={"value": "8"}, quote=FEE)
    assert refused.value.field == "indicator"


def test_a_duty_that_the_text_does_not_state_is_assigned_with_a_reason(world, draft):
    fields = {"role": "lead", "unit": "县工信局", "path": "二/三"}
    with pytest.raises(InvalidInput) as refused:
        add_element(world.officer, draft=draft, kind="duty", fields=fields)
    assert refused.value.field == "reason"
    add_element(world.officer, draft=draft, kind="duty", fields=fields, reason="专题会议定")
    settle_all(world.officer, draft)
    plan = confirm_review(world.science, draft=submit_review(world.officer, draft=draft))
    duty = Duty.objects.get(plan=plan, heading__path="二/三")
    assert (duty.origin, duty.organisation, duty.reason) == (
        DutyOrigin.ASSIGNED,
        world.organisations["industry-bureau"],
        "专题会议定",
    )


def test_a_heading_is_added_below_the_one_before_it(world, draft):
    add_element(
        world.officer,
        draft=draft,
        kind="heading",
        fields={"title": "项目支持", "number": "1", "level": "3"},
        quote="支持早期项目",
    )
    settle_all(world.officer, draft)
    plan = confirm_review(world.science, draft=submit_review(world.officer, draft=draft))
    made = PlanHeading.objects.get(plan=plan, title="项目支持")
    assert (made.path, made.parent.path) == ("二/二/1", "二/二")


def test_an_added_heading_with_elements_is_not_undone(world, draft):
    made = add_element(
        world.officer, draft=draft, kind="heading", fields={"title": "项目支持", "level": "3"}, quote="支持早期项目"
    )
    path = Review(draft).item(made.subject).element.path
    add_element(
        world.officer,
        draft=draft,
        kind="duty",
        fields={"role": "lead", "unit": "县科技局", "path": path},
        reason="会议",
    )
    with pytest.raises(InvalidState, match="个要素"):
        undo_decision(world.officer, draft=draft, subject=made.subject)


def test_what_was_added_can_be_edited_and_undone(world, draft):
    made = add_element(world.officer, draft=draft, kind="target", fields=FEE_FIELDS, quote=FEE)
    decide_element(
        world.science, draft=draft, element=made.subject, decision="edit", fields={"value": "7"}, reason="更正"
    )
    assert Review(draft).item(made.subject).element.value == 7
    undo_decision(world.officer, draft=draft, subject=made.subject)
    assert Review(draft).item(made.subject).element.value == 8
    undo_decision(world.officer, draft=draft, subject=made.subject)
    assert Review(draft).item(made.subject) is None


def test_undoing_brings_the_earlier_decision_back(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    decide_element(world.officer, draft=draft, element=key, decision="accept")
    decide_element(world.officer, draft=draft, element=key, decision="reject", reason="不是目标")
    undo_decision(world.officer, draft=draft, subject=key)
    assert Review(draft).item(key).state == "accept"
    undo_decision(world.officer, draft=draft, subject=key)
    assert Review(draft).item(key).is_open
    with pytest.raises(InvalidState):
        undo_decision(world.officer, draft=draft, subject=key)


def test_the_second_person_is_told_who_decided_otherwise_and_nothing_is_lost(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    decide_element(world.science, draft=draft, element=key, decision="reject", reason="口径不清", seen=0)
    fields = {"value": "61"}
    with pytest.raises(StaleVersion, match=r"柯宁.*剔除.*口径不清"):
        decide_element(world.officer, draft=draft, element=key, decision="edit", fields=fields, reason="更正", seen=0)
    assert Review(draft).item(key).is_rejected
    seen = Review(draft).item(key).decision.number
    decide_element(world.officer, draft=draft, element=key, decision="edit", fields=fields, reason="更正", seen=seen)
    assert Review(draft).item(key).element.value == 61
    assert DraftDecision.objects.filter(draft=draft, subject=key).count() == 2


def test_who_works_on_other_elements_is_not_stopped(world, draft):
    first, second = key_of(draft, "target", "高新技术企业"), key_of(draft, "target", "科技型中小企业")
    decide_element(world.science, draft=draft, element=first, decision="accept", seen=0)
    decide_element(world.officer, draft=draft, element=second, decision="accept", seen=0)
    assert draft.decisions.count() == 2


def test_a_decision_that_was_undone_meanwhile_is_told(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    made = decide_element(world.officer, draft=draft, element=key, decision="accept")
    undo_decision(world.science, draft=draft, subject=key)
    with pytest.raises(StaleVersion, match="柯宁"):
        decide_element(world.officer, draft=draft, element=key, decision="reject", reason="不是", seen=made.number)


def test_accepting_the_rest_leaves_what_was_decided(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    decide_element(world.officer, draft=draft, element=key, decision="reject", reason="不是目标")
    assert accept_rest(world.officer, draft=draft, kind="target") == 1
    assert Review(draft).item(key).is_rejected
    with pytest.raises(AlreadyDone):
        accept_rest(world.officer, draft=draft, kind="target")


def test_a_finding_is_resolved_without_and_waived_with_a_reason(world, draft):
    code = "DUTY-NONE"
    with pytest.raises(InvalidInput) as refused:
        settle_draft_finding(world.officer, draft=draft, finding=code, state="waived")
    assert refused.value.field == "reason"
    settle_draft_finding(world.officer, draft=draft, finding=code, state="accepted")
    assert not Review(draft).problem(code).blocks


def test_findings_of_one_kind_are_settled_together_on_request(world):
    text = (
        NOTICE.replace("六十", "六十")
        + "\n（二）加强宣传。县工信局办好宣传。\n"
        + "四、其他\n（一）做好评估。每年开展评估。\n"
    )
    draft = begun(world.officer, text)
    codes = [p.found.finding.code for p in Review(draft).problems]
    code = max(codes, key=codes.count)
    first = next(p for p in Review(draft).problems if p.found.finding.code == code)
    made = settle_draft_finding(
        world.officer, draft=draft, finding=first.key, state="waived", reason="已核", every=True
    )
    assert len(made) == codes.count(code)


def test_the_state_of_a_finding_is_carried_to_the_plan(world, draft):
    settle_all(world.officer, draft)
    plan = confirm_review(world.science, draft=submit_review(world.officer, draft=draft))
    finding = plan.findings.get(code="DUTY-NONE")
    assert (finding.state, finding.reason, finding.decided_by) == ("waived", "会上已明确", "江澄")


def test_things_that_are_not_there_are_named(world, draft):
    with pytest.raises(InvalidInput):
        decide_element(world.officer, draft=draft, element="target@1-2", decision="accept")
    with pytest.raises(InvalidInput):
        settle_draft_finding(world.officer, draft=draft, finding="NO-SUCH", state="accepted")


@pytest.mark.parametrize("who", ["liuxi", "auditor", "leader", "stranger"])
def test_others_decide_nothing(world, draft, who):
    person, key = world.people[who], key_of(draft, "target", "高新技术企业")
    for act in (
        lambda: decide_element(person, draft=draft, element=key, decision="accept"),
        lambda: add_element(person, draft=draft, kind="target", fields=FEE_FIELDS, quote=FEE),
        lambda: accept_rest(person, draft=draft, kind="target"),
        lambda: settle_draft_finding(person, draft=draft, finding="DUTY-NONE", state="accepted"),
        lambda: undo_decision(person, draft=draft, subject=key),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_every_decision_stands_in_the_journal(world, draft):
    key = key_of(draft, "target", "高新技术企业")
    decide_element(world.officer, draft=draft, element=key, decision="reject", reason="不是目标")
    undo_decision(world.science, draft=draft, subject=key)
    first, second = JournalEntry.objects.filter(ref=f"plan.draft:{draft.pk}").order_by("pk")[1:3]
    assert (first.person, first.reason, first.after["decision"]["subject"]) == (world.officer, "不是目标", key)
    assert (second.person, second.action, second.before["decision"]["subject"]) == (
        world.science,
        "plan.undo_decision",
        key,
    )
