"""A new edition is reviewed as a draft before it is compared: corrections are taken over, shares never stay stale, two people look at it."""

import pytest
from django.test import Client

from parkloop.apps.plan.actions import (
    confirm_reissue,
    confirm_review,
    decide_change,
    decide_element,
    edit_fact,
    start_reissue,
    start_review,
    undo_decision,
)
from parkloop.apps.plan.models import EditionChange, Plan, PlanDraft, Reissue, Target
from parkloop.apps.plan.reviewing import Review
from parkloop.domain.plan.editions.model import OPTIONS
from parkloop.foundation import delivery, working
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, NotAllowed
from tests.plan.conftest import second_edition
from tests.plan.reviews import NOTICE, begun, key_of, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.db]
OLD = NOTICE.replace("达到60家，科技型", "达到60家。科技型")
NEW = OLD.replace("8号", "12号").replace("2026年3月2日", "2026年9月2日").replace("突破200家", "突破220家")
KINDS = ["merged", "renumbered", "target_raised", "target_dropped", "unit_replaced", "duty_removed"]


def decide_all(world, reissue):
    for change in reissue.changes.filter(option=""):
        decide_change(world.officer, change=change, option=EditionChange.Option(OPTIONS[change.kind][0]))
    return Reissue.objects.get(pk=reissue.pk)


def reviewed(world, draft):
    """The draft submitted by the officer and confirmed by somebody else."""
    return confirm_review(world.science, draft=submitted(world.officer, draft))


def uploaded(world) -> Plan:
    """The invented notice as a plan at work, its target corrected and its issuer too."""
    draft = begun(world.officer, OLD)
    key = key_of(draft, "target", "高新技术企业")
    decide_element(world.officer, draft=draft, element=key, decision="edit", fields={"unit": "户"}, reason="统计口径")
    edit_fact(world.officer, draft=draft, fact="issuer", value="澄川县人民政府", reason="对照盖章件")
    plan = reviewed(world, draft)
    assert isinstance(plan, Plan)
    return plan


def test_a_reviewed_draft_becomes_the_compared_edition_and_running_work_goes_on(world):
    old = world.plan
    draft = start_review(world.officer, source_text=second_edition(world), follows=old)
    reissue = reviewed(world, draft)
    assert isinstance(reissue, Reissue)
    assert list(reissue.changes.values_list("kind", flat=True)) == KINDS
    draft.refresh_from_db()
    assert (draft.state, draft.plan, draft.reissue, reissue.started_by) == ("confirmed", None, reissue, world.science)
    assert Plan.objects.filter(code=old.code).count() == 1
    plan = confirm_reissue(world.leader, reissue=decide_all(world, reissue))
    assert (plan.code, plan.edition, plan.follows) == (old.code, 2, old)
    assert {e["change"] for e in plan.compiled["elements"]} >= {"accepted"}
    assert {e["by"] for e in plan.compiled["elements"] if e["change"] == "accepted"} == {"江澄"}


def test_who_confirmed_the_text_does_not_confirm_the_decisions(world):
    reissue = decide_all(
        world, reviewed(world, start_review(world.officer, source_text=second_edition(world), follows=world.plan))
    )
    with pytest.raises(NotAllowed):
        confirm_reissue(world.science, reissue=reissue)


def test_an_edit_in_the_review_counts_in_the_comparison(world):
    draft = start_review(world.officer, source_text=second_edition(world), follows=world.plan)
    target = next(i for i in Review(draft).items if i.kind == "target")
    decide_element(
        world.officer, draft=draft, element=target.key, decision="edit", fields={"value": "12"}, reason="对照盖章件"
    )
    reissue = reviewed(world, draft)
    assert "target_raised" not in reissue.changes.values_list("kind", flat=True)


def test_corrections_of_the_running_edition_are_decisions_of_the_draft_that_can_be_undone(world):
    plan = uploaded(world)
    draft = start_review(world.officer, source_text=NEW, follows=plan)
    review = Review(draft)
    subjects = {d.subject.partition("@")[0]: d for d in review.decisions}
    assert set(subjects) == {"target", "document"}
    assert "统计口径" in subjects["target"].reason
    assert "江澄" in subjects["target"].reason
    item = next(i for i in review.items if i.kind == "target" and "高新" in i.element.indicator)
    assert (item.element.unit, item.state) == ("户", "edit")
    undo_decision(world.officer, draft=draft, subject=item.key)
    assert Review(draft).item(item.key).element.unit == "家"


def test_a_correction_whose_sentence_changed_is_named_among_the_changes_either_way(world):
    plan = uploaded(world)
    text = NEW.replace("达到60家", "达到80家")
    draft = start_review(world.officer, source_text=text, follows=plan)
    lapsed = reviewed(world, draft).changes.get(kind="edit_lapsed")
    assert lapsed.facts["before"] == "高新技术企业 60 户 2027"
    Reissue.objects.all().update(state="dropped", ended_by=world.officer)
    direct = start_reissue(world.officer, plan=plan, text=text)
    assert direct.changes.get(kind="edit_lapsed").facts == lapsed.facts


def test_a_direct_re_issue_keeps_corrections_where_the_sentence_stands(world):
    plan = uploaded(world)
    reissue = start_reissue(world.officer, plan=plan, text=NEW)
    kinds = list(reissue.changes.values_list("kind", flat=True))
    assert kinds == ["target_raised"]
    new = confirm_reissue(world.leader, reissue=decide_all(world, reissue))
    assert new.targets.get(indicator="高新技术企业").unit == "户"
    assert (new.issuer, new.doc_no) == ("澄川县人民政府", "澄府办发〔2026〕12号")
    again = start_reissue(world.officer, plan=new, text=NEW.replace("12号", "13号").replace("220家", "230家"))
    assert (
        confirm_reissue(world.leader, reissue=decide_all(world, again)).targets.get(indicator="高新技术企业").unit
        == "户"
    )


def test_shares_go_over_with_an_unchanged_target_and_end_with_a_changed_one(world):
    plan = uploaded(world)
    Target.objects.filter(plan=plan).update(shares={"liuxi": "30", "shiqiao": "30"})
    reissue = start_reissue(world.officer, plan=plan, text=NEW)
    (raised,) = reissue.changes.all()
    assert raised.facts["shares"] == 2
    client = Client()
    client.force_login(world.officer.user)
    assert "2 个街镇的分解数随之失效" in client.get(f"/plan/reissue/{reissue.pk}/changes/").content.decode()
    new = confirm_reissue(world.leader, reissue=decide_all(world, reissue))
    assert new.targets.get(indicator="高新技术企业").shares == {"liuxi": "30", "shiqiao": "30"}
    assert new.targets.get(indicator="科技型中小企业").shares == {}
    assert plan.targets.get(indicator="科技型中小企业").shares == {"liuxi": "30", "shiqiao": "30"}


def test_a_long_edition_is_read_by_the_job_with_its_corrections(world, monkeypatch):
    from parkloop.apps.plan import drafting

    plan = uploaded(world)
    monkeypatch.setattr(drafting, "AT_ONCE_BYTES", 10)
    draft = start_review(world.officer, source_text=NEW, follows=plan)
    assert draft.state == "reading"
    working.work_off("test")
    draft = PlanDraft.objects.get(pk=draft.pk)
    assert (draft.state, draft.decisions.count()) == ("draft", 2)


def test_what_cannot_follow_is_refused_and_nothing_is_kept(world):
    plan = uploaded(world)
    with pytest.raises(InvalidInput, match="早于"):
        start_review(world.officer, source_text=NEW.replace("2026年9月2日", "2025年9月2日"), follows=plan)
    with pytest.raises(InvalidInput, match="逐字"):
        start_review(world.officer, source_text=OLD.replace("\n\n", "\n\n\n"), follows=plan)
    with pytest.raises(NotAllowed):
        start_review(world.liuxi, source_text=NEW, follows=plan)
    start_reissue(world.officer, plan=plan, text=NEW)
    with pytest.raises(AlreadyDone):
        start_review(world.officer, source_text=NEW.replace("12号", "14号"), follows=plan)
    assert not PlanDraft.objects.filter(follows__isnull=False).exists()


def test_an_edition_that_came_between_is_seen_at_confirming(world):
    plan = uploaded(world)
    draft = submitted(world.officer, start_review(world.officer, source_text=NEW, follows=plan))
    other = decide_all(world, start_reissue(world.officer, plan=plan, text=NEW.replace("12号", "15号")))
    with pytest.raises(AlreadyDone):
        confirm_review(world.science, draft=draft)
    confirm_reissue(world.leader, reissue=other)
    with pytest.raises(InvalidState):
        confirm_review(world.science, draft=PlanDraft.objects.get(pk=draft.pk))


def test_the_pages_say_what_it_follows_and_lead_to_the_changes(world):
    client = Client()
    client.force_login(world.officer.user)
    old = world.plan
    form = client.get("/plan/draft/new/").content.decode()
    assert 'name="follows"' in form
    draft = start_review(world.officer, source_text=second_edition(world), follows=old)
    assert old.name in client.get(f"/plan/draft/{draft.pk}/review/").content.decode()
    reissue = reviewed(world, draft)
    delivery.deliver_waiting()
    assert f"/plan/reissue/{reissue.pk}/changes/" in client.get(f"/plan/draft/{draft.pk}/").content.decode()
    for address in ("/plan/draft/", f"/plan/draft/{draft.pk}/review/", f"/plan/reissue/{reissue.pk}/changes/", "/"):
        assert client.get(address).status_code == 200, address
