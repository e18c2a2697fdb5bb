"""A review from the text to version 1: decided, submitted by one, confirmed by another."""

import datetime as dt

import pytest

from parkloop.apps.plan import queries
from parkloop.apps.plan.actions import (
    accept_rest,
    confirm_reissue,
    confirm_review,
    decide_change,
    drop_review,
    return_review,
    start_reissue,
    submit_review,
    take_back_review,
)
from parkloop.apps.plan.models import Duty, EditionChange, Plan, PlanDraft, Target, Task
from parkloop.apps.plan.reviewing import Review
from parkloop.apps.plan.standings import Standings
from parkloop.domain.plan import compile_plan
from parkloop.domain.plan.decisions import apply_decisions, stats
from parkloop.foundation import delivery
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, NotAllowed, StaleVersion
from parkloop.foundation.models import JournalEntry, Notice
from tests.plan.reviews import NOTICE, begun, settle_all, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def test_a_pasted_text_is_compiled_and_named_by_its_title(world):
    draft = begun(world.officer)
    assert draft.state == PlanDraft.State.DRAFT
    assert draft.label_zh == "澄川科创园企业培育行动方案（2026—2027年）"
    assert draft.source_text == NOTICE
    assert draft.organisation == world.organisations["chengchuan-park"]
    assert all(item.is_open for item in Review(draft).items)


def test_nothing_is_submitted_before_everything_is_decided(world):
    draft = begun(world.officer)
    accept_rest(world.officer, draft=draft, kind="target")
    with pytest.raises(InvalidState, match="处没有定"):
        submit_review(world.officer, draft=draft)
    draft.refresh_from_db()
    assert draft.state == PlanDraft.State.DRAFT


def test_an_open_finding_that_must_be_settled_blocks_and_others_do_not(world):
    draft = begun(world.officer)
    for kind in ("heading", "target", "qualitative", "duty", "deadline", "entity"):
        accept_rest(world.officer, draft=draft, kind=kind)
    review = Review(draft)
    blocking = [p for p in review.problems if p.blocks]
    assert review.left() == len(blocking) > 0
    assert len(review.problems) > len(blocking)


def test_a_second_person_makes_it_version_1_of_the_plan(world):
    draft = submitted(world.officer)
    plan = confirm_review(world.science, draft=draft)
    draft.refresh_from_db()
    assert (draft.state, draft.plan, draft.settled_by) == (PlanDraft.State.CONFIRMED, plan, world.science)
    assert (plan.edition, plan.title) == (1, "澄川科创园企业培育行动方案（2026—2027年）")
    assert plan.source_text == NOTICE
    assert plan.organisation == world.organisations["chengchuan-park"]
    assert Target.objects.filter(plan=plan).count() == 2
    assert Plan.objects.count() == 2


def test_the_plan_says_how_much_came_from_the_compiler_and_how_much_was_looked_at(world):
    plan = confirm_review(world.science, draft=submitted(world.officer))
    counts = plan.stats["elements"]["target"]
    assert counts == {"compiler": 2, "person": 0}
    assert plan.stats["accepted"] == sum(c["compiler"] for c in plan.stats["elements"].values())


def test_the_decisions_are_those_of_a_park_file(world):
    """The same entries on the same text give the same plan, in the review and in `plan/decisions.yaml`."""
    draft = begun(world.officer)
    settle_all(world.officer, draft)
    review = Review(draft)
    by_file = apply_decisions(review.compiled, review.entries)
    assert by_file == review.confirmed
    assert {d["by"] for section in review.entries.values() if isinstance(section, list) for d in section} == {"江澄"}
    assert stats(by_file)["rejected"] == 0
    assert review.compiled == compile_plan_as_read(world)


def compile_plan_as_read(world):
    """What the compiler makes of the notice with the park's names."""
    from parkloop.apps.plan import parkdata
    from parkloop.apps.plan.compiling import gazetteer_of
    from parkloop.apps.plan.drafting import once

    return once(compile_plan(NOTICE, gazetteer=gazetteer_of(parkdata.park_itself())))


@pytest.mark.parametrize("who", ["officer", "science"])
def test_nobody_confirms_or_returns_what_they_began_or_submitted(world, who):
    """江澄 began it and 柯宁 submitted it: neither is the second person."""
    draft = submitted(world.science, begun(world.officer))
    for act in (lambda p: confirm_review(p, draft=draft), lambda p: return_review(p, draft=draft, reason="再看")):
        with pytest.raises(NotAllowed, match="另一个人"):
            act(world.people[who])
    assert Plan.objects.count() == 1


def test_only_the_named_person_confirms(world):
    draft = submitted(world.officer, confirmer=world.bureau)
    with pytest.raises(NotAllowed):
        confirm_review(world.science, draft=draft)
    assert confirm_review(world.bureau, draft=draft).edition == 1


@pytest.mark.parametrize("who", ["officer", "liuxi", "leader"])
def test_a_confirmer_is_another_officer(world, who):
    draft = begun(world.officer)
    settle_all(world.officer, draft)
    with pytest.raises(InvalidInput) as refused:
        submit_review(world.officer, draft=draft, confirmer=world.people[who])
    assert refused.value.field == "confirmer"


def test_what_changed_since_it_was_looked_at_is_not_confirmed(world):
    draft = submitted(world.officer)
    seen = draft.version
    take_back_review(world.officer, draft=draft)
    submit_review(world.officer, draft=draft)
    with pytest.raises(StaleVersion):
        confirm_review(world.science, draft=draft, version=seen)
    assert Plan.objects.count() == 1


def test_a_draft_is_confirmed_once(world):
    draft = submitted(world.officer)
    confirm_review(world.science, draft=draft)
    with pytest.raises(InvalidState, match="已确认"):
        confirm_review(world.bureau, draft=PlanDraft.objects.get(pk=draft.pk))
    assert Plan.objects.count() == 2


def test_a_returned_draft_says_why_and_can_be_submitted_again(world):
    draft = submitted(world.officer)
    return_review(world.science, draft=draft, reason="第二项任务缺责任单位")
    assert (draft.state, draft.reason) == (PlanDraft.State.RETURNED, "第二项任务缺责任单位")
    submit_review(world.officer, draft=draft)
    assert confirm_review(world.science, draft=draft).edition == 1


def test_returning_needs_a_reason(world):
    draft = submitted(world.officer)
    with pytest.raises(InvalidInput) as refused:
        return_review(world.science, draft=draft, reason="  ")
    assert refused.value.field == "reason"


def test_who_submitted_takes_it_back_and_nobody_else(world):
    draft = submitted(world.officer)
    with pytest.raises(NotAllowed):
        take_back_review(world.science, draft=draft)
    take_back_review(world.officer, draft=draft)
    assert draft.is_open


def test_a_submitted_draft_is_not_decided_about(world):
    draft = submitted(world.officer)
    with pytest.raises(InvalidState, match="待确认"):
        accept_rest(world.officer, draft=draft, kind="target")


def test_a_review_is_given_up_with_a_reason_and_its_text_is_free_again(world):
    draft = begun(world.officer)
    with pytest.raises(InvalidInput):
        drop_review(world.officer, draft=draft, reason="")
    drop_review(world.officer, draft=draft, reason="传错了文件")
    again = begun(world.officer)
    assert (draft.state, again.state) == (PlanDraft.State.DROPPED, PlanDraft.State.DRAFT)
    assert draft.code != again.code


def test_a_submitted_review_is_not_given_up(world):
    draft = submitted(world.officer)
    with pytest.raises(InvalidState):
        drop_review(world.officer, draft=draft, reason="不要了")


def test_the_same_text_is_not_reviewed_twice_nor_after_it_was_adopted(world):
    draft = begun(world.officer)
    with pytest.raises(AlreadyDone, match="江澄"):
        begun(world.science)
    settle_all(world.officer, draft)
    confirm_review(world.science, draft=submit_review(world.officer, draft=draft))
    with pytest.raises(AlreadyDone, match="入库"):
        begun(world.science)


@pytest.mark.parametrize("who", ["liuxi", "operator", "enterprise", "expert", "auditor", "leader", "admin", "stranger"])
def test_only_district_officers_review(world, who):
    with pytest.raises(NotAllowed):
        begun(world.people[who])


def test_the_named_person_is_told_and_so_are_the_makers(world):
    draft = submitted(world.officer, confirmer=world.science)
    delivery.deliver_waiting()
    assert Notice.objects.filter(person=world.science, key__startswith=f"plan.review:{draft.pk}:submitted").count() == 1
    return_review(world.science, draft=draft, reason="缺单位")
    delivery.deliver_waiting()
    assert Notice.objects.filter(person=world.officer, key__contains=":returned:").count() == 1
    submit_review(world.officer, draft=draft)
    confirm_review(world.science, draft=draft)
    delivery.deliver_waiting()
    assert Notice.objects.filter(person=world.officer, key=f"plan.review:{draft.pk}:confirmed").count() == 1


def test_the_journal_tells_the_way_of_a_draft_and_not_its_text(world):
    draft = submitted(world.officer)
    confirm_review(world.science, draft=draft, note="同意")
    entries = JournalEntry.objects.filter(ref=f"plan.draft:{draft.pk}")
    assert {"plan.start_review", "plan.accept_rest", "plan.submit_review", "plan.confirm_review"} <= set(
        entries.values_list("action", flat=True)
    )
    assert not [e for e in entries if "source_text" in e.after or "compiled" in e.after]
    assert entries.get(action="plan.confirm_review").reason == "同意"


def test_duties_of_the_confirmed_plan_keep_their_words_in_the_text(world):
    plan = confirm_review(world.science, draft=submitted(world.officer))
    lead = Duty.objects.get(plan=plan, heading__path="二/一", role="lead")
    assert lead.organisation == world.organisations["science-bureau"]
    assert plan.quoted(lead.start, lead.end) == "县科技局"


def test_a_reviewed_plan_goes_by_the_parks_lights_leaves_the_cockpit_to_the_parks_own_and_can_be_issued_again(world):
    plan = confirm_review(world.science, draft=submitted(world.officer))
    assert queries.newest_plan(world.leader).code == "chengchuan-2026"
    task = plan.tasks.select_related("plan", "heading").first()
    Task.objects.filter(pk=task.pk).update(starts_on=dt.date(2026, 3, 2), due_on=dt.date(2027, 12, 31))
    assert Standings().of_tasks(plan.tasks.select_related("plan"))[task.pk].lamp.light == "none"
    text = plan.source_text.replace("60家", "80家").replace("2026年3月2日", "2026年9月2日")
    reissue = start_reissue(world.officer, plan=plan, text=text)
    change = reissue.changes.get()
    decide_change(world.officer, change=change, option=EditionChange.Option.CARRY)
    second = confirm_reissue(world.leader, reissue=reissue)
    assert (second.edition, second.code, second.folder, second.organisation) == (2, plan.code, "", plan.organisation)
    assert Target.objects.get(plan=second, indicator__contains="高新").number == 80
