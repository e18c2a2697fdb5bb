"""A new edition is held against the running one, each change decided once, and running work goes over when a second person confirms."""

import datetime as dt
import hashlib
from decimal import Decimal as D

import pytest

from parkloop.adapters.park_folder import read_folder
from parkloop.apps.plan.actions import (
    add_work_item,
    adopt_plan,
    assign_duty,
    confirm_reissue,
    decide_change,
    drop_reissue,
    link_items,
    record_target_value,
    report_progress,
    start_reissue,
    take_back_decision,
    take_baseline,
)
from parkloop.apps.plan.comparing import compared, side_of, side_today
from parkloop.apps.plan.models import (
    Duty,
    DutyRole,
    EditionChange,
    ItemKind,
    Plan,
    Reissue,
    SignOff,
    Target,
    Task,
    TaskProgress,
    WorkItem,
    WorkLink,
)
from parkloop.foundation import clock, definitions, delivery
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, NotAllowed, StaleVersion
from parkloop.foundation.models import JournalEntry
from parkloop.foundation.park_loading import load
from parkloop.packs import read_pack
from tests.plan.conftest import ROOT, SEPTEMBER, second_edition

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def started(world, who=None, text=None):
    return start_reissue(who or world.officer, plan=world.plan, text=text or second_edition(world))


def decide_all(world, reissue, **chosen):
    for change in reissue.changes.all():
        option = chosen.get(change.kind) or EditionChange.Option(_usual(change))
        decide_change(world.officer, change=change, option=option)


def _usual(change):
    from parkloop.domain.plan.editions.model import OPTIONS

    return OPTIONS[change.kind][0]


def confirmed(world, **chosen):
    reissue = started(world)
    decide_all(world, reissue, **chosen)
    return confirm_reissue(world.leader, reissue=Reissue.objects.get(pk=reissue.pk))


def report(world, path, percent, who, on=SEPTEMBER):
    return report_progress(who, task=world.task(path), as_of=on, completion_pp=D(percent), note="已推进")


def test_every_change_is_named_once_and_nothing_of_the_running_edition_changes(world):
    before = list(Task.objects.values())
    kinds = list(started(world).changes.values_list("kind", flat=True))
    assert kinds == ["merged", "renumbered", "target_raised", "target_dropped", "unit_replaced", "duty_removed"]
    assert list(Task.objects.values()) == before


def test_progress_of_merged_tasks_goes_on_with_their_mean_from_the_day_both_are_known(world):
    report(world, "第二章/一", 20, world.science, on=dt.date(2026, 6, 30))
    report(world, "第二章/一", 40, world.science)
    report(world, "第二章/二", 61, world.bureau)
    plan = confirmed(world)
    rows = TaskProgress.objects.filter(task__plan=plan)
    assert [(r.as_of, r.completion_pp) for r in rows] == [(SEPTEMBER, D("50.50"))]
    assert rows[0].carried == {"rule": "mean", "edition": 1, "from": [["一", "40.00"], ["二", "61.00"]]}
    assert TaskProgress.objects.filter(task__plan__edition=1).count() == 3


@pytest.mark.parametrize(("option", "expected"), [("carry_lowest", [D("40.00")]), ("fresh", [])])
def test_the_decision_says_how_progress_goes_on(world, option, expected):
    report(world, "第二章/一", 40, world.science)
    report(world, "第二章/二", 61, world.bureau)
    plan = confirmed(world, merged=EditionChange.Option(option))
    assert list(TaskProgress.objects.filter(task__plan=plan).values_list("completion_pp", flat=True)) == expected


def test_values_of_a_raised_target_go_on_and_a_dropped_one_ends_or_stays_by_decision(world):
    for code, value in (("C1", "4.5"), ("C2", "2.9")):
        record_target_value(
            world.officer, target=world.target(code), period_end=SEPTEMBER, value=D(value), source="统计月报"
        )
    plan = confirmed(world, target_dropped=EditionChange.Option.KEEP)
    raised, kept = (Target.objects.get(plan=plan, code=code) for code in ("C1", "C2"))
    assert (raised.number, raised.values.get().value) == (15, D("4.5"))
    assert raised.values.get().carried_from.target.plan.edition == 1
    assert raised.label_en == Target.objects.get(plan__edition=1, code="C1").label_en
    assert (kept.number, kept.is_by_person, kept.values.get().value) == (D("3.2"), True, D("2.9"))


def test_a_dropped_target_that_is_closed_stays_only_in_the_old_edition(world):
    plan = confirmed(world)
    assert list(plan.targets.values_list("code", flat=True)) == ["C1"]
    assert Target.objects.filter(plan__edition=1).count() == 2


def test_assigned_duties_go_on_and_to_the_unit_that_took_over(world):
    home = world.organisations["industry-bureau"]
    assign_duty(
        world.officer, task=world.task("第二章/四"), organisation=home, role=DutyRole.COOP, reason="专题会议纪要"
    )
    plan = confirmed(world)
    carried = Duty.objects.get(plan=plan, origin="assigned")
    assert (carried.heading.path, carried.organisation, carried.reason) == ("第二章/三", home, "专题会议纪要")


def test_the_schedule_of_a_merged_task_spans_its_parts_and_a_renumbered_one_keeps_its_own(world):
    Task.objects.filter(heading__path="第二章/一").update(starts_on=dt.date(2026, 2, 1), due_on=dt.date(2027, 6, 30))
    Task.objects.filter(heading__path="第二章/二").update(starts_on=dt.date(2026, 3, 1), due_on=dt.date(2028, 12, 31))
    third = world.task("第二章/三")
    plan = confirmed(world)
    merged = Task.objects.get(plan=plan, heading__path="第二章/一")
    assert (merged.starts_on, merged.due_on) == (dt.date(2026, 2, 1), dt.date(2028, 12, 31))
    renumbered = Task.objects.get(plan=plan, heading__path="第二章/二")
    assert (renumbered.label_en, renumbered.due_on) == (third.label_en, third.due_on)


def test_the_new_edition_follows_the_old_and_its_addressees_sign_again(world):
    plan = confirmed(world)
    assert (plan.edition, plan.follows.edition, plan.doc_no) == (2, 1, "澄府办发〔2026〕31号")
    assert Plan.objects.get(edition=1).tasks.count() == 4
    delivery.deliver_waiting()
    assert SignOff.objects.filter(plan=plan).count() == SignOff.objects.filter(plan__edition=1).count()
    entry = JournalEntry.objects.filter(action="plan.confirm_reissue").first()
    assert entry.person == world.leader


def test_without_all_decisions_nothing_is_confirmed(world):
    reissue = started(world)
    with pytest.raises(InvalidState, match="6"):
        confirm_reissue(world.leader, reissue=reissue)
    assert Plan.objects.count() == 1


def test_who_started_it_does_not_confirm_it(world):
    reissue = started(world)
    decide_all(world, reissue)
    with pytest.raises(NotAllowed):
        confirm_reissue(world.officer, reissue=reissue)


def test_a_decision_can_be_taken_back_until_confirmation(world):
    reissue = started(world)
    change = reissue.changes.get(kind="target_dropped")
    decide_change(world.officer, change=change, option=EditionChange.Option.KEEP, reason="仍要看")
    take_back_decision(world.officer, change=change)
    change.refresh_from_db()
    assert (change.option, change.reason, change.decided_by) == ("", "", None)
    decide_all(world, reissue)
    confirm_reissue(world.leader, reissue=Reissue.objects.get(pk=reissue.pk))
    change.refresh_from_db()
    change.reissue.refresh_from_db()
    with pytest.raises(InvalidState):
        take_back_decision(world.officer, change=EditionChange.objects.get(pk=change.pk))


def test_a_second_opinion_is_told_who_decided_what(world):
    change = started(world).changes.get(kind="merged")
    decide_change(world.officer, change=change, option=EditionChange.Option.CARRY_MEAN)
    with pytest.raises(InvalidState, match="江澄"):
        decide_change(world.officer, change=change, option=EditionChange.Option.FRESH)
    with pytest.raises(AlreadyDone):
        decide_change(world.officer, change=change, option=EditionChange.Option.CARRY_MEAN)


def test_an_option_of_another_kind_of_change_is_refused_with_those_that_fit(world):
    change = started(world).changes.get(kind="merged")
    with pytest.raises(InvalidInput) as refused:
        decide_change(world.officer, change=change, option=EditionChange.Option.CLOSE)
    assert refused.value.field == "option"


def test_a_stale_page_is_told_so(world):
    change = started(world).changes.get(kind="merged")
    with pytest.raises(StaleVersion):
        decide_change(world.officer, change=change, option=EditionChange.Option.FRESH, version=change.version + 1)


def test_one_reissue_at_a_time_and_giving_it_up_frees_the_plan(world):
    first = started(world)
    with pytest.raises(AlreadyDone):
        started(world)
    with pytest.raises(InvalidInput):
        drop_reissue(world.officer, reissue=first, reason=" ")
    drop_reissue(world.officer, reissue=first, reason="文件撤回")
    assert started(world).state == Reissue.State.OPEN
    with pytest.raises(InvalidState):
        drop_reissue(world.officer, reissue=first, reason="再次")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text, "逐字|word for word"),
        (lambda text: text.replace("2026年1月20日", "2025年12月1日").replace("招租", "出租"), "2025-12-01"),
        (lambda text: "一、清单\n\n（一）检修龙舟。更换龙头与桨板，校正舵位。\n", "7"),
        (lambda text: "这里没有方案。", "标题|heading"),
    ],
)
def test_a_notice_that_cannot_follow_is_refused_and_nothing_is_kept(world, change, words):
    with pytest.raises(InvalidInput, match=words) as refused:
        started(world, text=change(world.plan.source_text))
    assert refused.value.field == "file"
    assert Reissue.objects.count() == 0


def test_a_file_and_a_pasted_text_exclude_each_other_and_one_is_needed(world):
    for given in ({}, {"text": "x", "file": b"x", "name": "a.txt"}):
        with pytest.raises(InvalidInput):
            start_reissue(world.officer, plan=world.plan, **given)
    with pytest.raises(InvalidInput):
        start_reissue(world.officer, plan=world.plan, file=b"PK\x03\x04 broken", name="a.docx")


def test_an_edition_that_was_followed_is_not_compared_again(world):
    plan = confirmed(world)
    with pytest.raises(InvalidState, match="2"):
        start_reissue(world.officer, plan=plan.follows, text="x")


@pytest.mark.parametrize("who", ["liuxi", "operator", "enterprise", "expert", "auditor", "admin", "stranger", "leader"])
def test_only_officers_who_run_the_plan_start_it(world, who):
    with pytest.raises(NotAllowed):
        started(world, who=world.people[who])


def test_a_changed_notice_of_the_park_waits_for_decisions_instead_of_replacing_the_plan(world):
    files = dict(read_folder(ROOT / "parks" / "example"))
    old, new = files["plan/notice.txt"], second_edition(world).encode()
    files["plan/notice.txt"] = new
    files["plan/provenance.yaml"] = files["plan/provenance.yaml"].replace(
        hashlib.sha256(old).hexdigest().encode(), hashlib.sha256(new).hexdigest().encode()
    )
    pack = read_pack(files)
    assert any("wait for a decision" in line for line in load(world.system, pack).lines)
    assert (Plan.objects.count(), Reissue.objects.get().changes.count()) == (1, 6)
    with pytest.raises(InvalidState):
        adopt_plan(world.officer, folder="plan")
    assert any("under decision already" in line for line in load(world.system, pack).lines)


def test_loading_the_park_after_a_reissue_leaves_the_new_edition_alone(world):
    confirmed(world)
    lines = load(world.system, world.pack).lines
    assert Plan.objects.count() == 2
    assert any("followed" in line for line in lines)


def test_a_changed_decision_takes_running_work_over(world):
    report(world, "第二章/一", 40, world.science)
    record_target_value(world.officer, target=world.target("C1"), period_end=SEPTEMBER, value=D(4), source="月报")
    body = {"format": 1, "by": "江澄", "on": "2026-10-12", "assign": [
        {"path": "第三章/一", "role": "lead", "unit": "县科技局", "reason": "会议纪要"}]}  # fmt: skip
    definitions.put_in_force(
        world.system,
        definitions.add_version(world.system, "decisions", "plan", body, dt.date(2026, 10, 12), origin="desk"),
    )
    second = adopt_plan(world.system, folder="plan")
    assert TaskProgress.objects.get(task__plan=second).completion_pp == 40
    assert Target.objects.get(plan=second, code="C1").values.get().value == 4
    with clock.fixed(dt.date(2026, 10, 13)):
        assert second.follows.edition == 1


def add_milestone(world, path, code, weight=None):
    return add_work_item(
        world.officer, task=world.task(path), kind=ItemKind.MILESTONE, code=code, name_zh=f"节点{code}", weight=weight,
        not_before=dt.date(2026, 11, 2),
    )  # fmt: skip


def test_the_work_plan_goes_over_with_links_and_baselines_and_weights_of_merged_tasks_are_100_again(world):
    for path, codes in (("第二章/一", ("A1", "A2")), ("第二章/二", ("B1",))):
        for code in codes:
            add_milestone(world, path, code)
        WorkItem.objects.filter(code__in=codes).update(weight=D(100) / len(codes))
    link_items(world.officer, item=WorkItem.objects.get(code="A1"), after=WorkItem.objects.get(code="B1"))
    baseline = take_baseline(world.officer, plan=world.plan, name="再版前", reason="再版")
    plan = confirmed(world)
    items = {
        i.code: (i.plan.edition, i.task.heading.path, i.weight)
        for i in WorkItem.objects.select_related("plan", "task__heading")
    }
    assert items["A1"] == items["A2"] == (2, "第二章/一", D(25))
    assert items["B1"] == (2, "第二章/一", D(50))
    assert items["P1"][:2] == (2, "第二章/三")
    baseline.refresh_from_db()
    assert (baseline.plan, WorkLink.objects.filter(before__plan=plan, after__plan=plan).count()) == (plan, 4)
    differences = compared(side_of(world.officer, baseline), side_today(world.officer, plan))
    assert not [row for row in differences["rows"] if row["was_task"]]


def test_what_begins_anew_leaves_its_work_plan_with_the_old_edition_and_links_across_end(world):
    add_milestone(world, "第二章/一", "A1")
    link_items(world.officer, item=WorkItem.objects.get(code="A1"), after=WorkItem.objects.get(code="P4"))
    confirmed(world, merged=EditionChange.Option.FRESH)
    assert WorkItem.objects.get(code="A1").plan.edition == 1
    assert not WorkLink.objects.filter(before__code="A1").exists()
    assert not WorkLink.objects.filter(after__code="A1").exists()
