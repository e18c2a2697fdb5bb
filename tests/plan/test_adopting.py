"""A published notice becomes a plan at work; what is unchanged is not adopted twice; editions and plans stand side by side."""

import datetime as dt

import pytest

from parkloop.apps.plan.actions import adopt_plan
from parkloop.apps.plan.models import Duty, DutyOrigin, DutyRole, HeadingKind, Plan, PlanHeading, SignOff, Target, Task
from parkloop.foundation import clock, definitions
from parkloop.foundation.acting import AlreadyDone, InvalidInput, NotAllowed
from parkloop.foundation.models import JournalEntry
from parkloop.foundation.park_loading import load
from tests.plan.conftest import ADOPTED

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def test_the_invented_notice_gives_four_tasks_two_targets_two_safeguards(world):
    kinds = PlanHeading.objects.values_list("kind", flat=True)
    assert Task.objects.count() == 4
    assert Target.objects.count() == 2
    assert list(kinds).count(HeadingKind.SAFEGUARD) == 2


def test_the_plan_keeps_its_paper_untouched(world):
    plan = world.plan
    assert plan.doc_no == "澄府办发〔2026〕3号"
    assert (plan.period_first, plan.period_last, plan.edition) == (2026, 2028, 1)
    assert plan.source_text == world.pack.plans[0].text
    assert plan.organisation == world.organisations["chengchuan-park"]


def test_every_span_quotes_the_printed_words(world):
    for target in Target.objects.all():
        assert str(target.number.normalize()) in world.plan.quoted(target.start, target.end)
    for duty in Duty.objects.filter(origin=DutyOrigin.STATED):
        assert duty.surface in world.plan.quoted(duty.start, duty.end).replace("\n", "") or duty.surface


def test_the_parks_settings_are_on_the_targets(world):
    contracts = world.target("C1")
    assert (contracts.label_zh, contracts.label_en, contracts.decimals) == ("技术合同成交额", "Technology contracts", 2)
    assert contracts.shares == {"liuxi": "6", "shiqiao": "4", "qinghe": "2"}
    assert contracts.comparator == "gt"


def test_duties_stated_in_brackets_name_their_organisations(world):
    duties = Duty.objects.filter(heading__path="第二章/一").select_related("organisation")
    found = {(d.role, d.organisation.code) for d in duties}
    assert found == {("lead", "science-bureau"), ("coop", "industry-bureau"), ("coop", "liuxi")}


def test_a_collective_phrase_becomes_one_duty_for_each_of_its_organisations(world):
    duties = Duty.objects.filter(heading__path="第二章/二", role=DutyRole.COOP)
    assert {d.organisation.code for d in duties} == {"liuxi", "shiqiao", "qinghe"}
    assert {d.surface for d in duties} == {"各乡镇"}


def test_addressees_are_opened_for_signing_once(world):
    codes = set(SignOff.objects.values_list("organisation__code", flat=True))
    assert {"liuxi", "shiqiao", "qinghe", "science-bureau", "industry-bureau"} <= codes
    with clock.fixed(ADOPTED):
        load(world.system, world.pack)
    assert SignOff.objects.count() == len(codes)


def test_loading_the_same_park_again_adopts_nothing(world):
    lines = load(world.system, world.pack).lines
    assert Plan.objects.count() == 1
    assert any("unchanged" in line for line in lines)


def test_adopting_the_same_edition_again_is_told_so(world):
    with pytest.raises(AlreadyDone):
        adopt_plan(world.system, folder="plan")


def test_a_changed_decision_gives_a_second_edition_beside_the_first(world):
    body = {"format": 1, "by": "江澄", "on": "2026-02-02", "assign": [
        {"path": "第三章/一", "role": "lead", "unit": "县科技局", "reason": "会议纪要"}]}  # fmt: skip
    with clock.fixed(dt.date(2026, 2, 2)):
        version = definitions.add_version(world.system, "decisions", "plan", body, dt.date(2026, 2, 2), origin="desk")
        definitions.put_in_force(world.system, version)
        second = adopt_plan(world.system, folder="plan")
    assert second.edition == 2
    assert Plan.objects.count() == 2
    assert Task.objects.count() == 8
    assert Duty.objects.get(plan=second, heading__path="第三章/一", role="lead").reason == "会议纪要"


def test_a_decision_that_meets_nothing_is_named(world):
    body = {"format": 1, "assign": [{"path": "第九章", "role": "lead", "unit": "县科技局", "reason": "无"}]}
    version = definitions.add_version(world.system, "decisions", "plan", body, dt.date(2026, 2, 2), origin="desk")
    definitions.put_in_force(world.system, version)
    with pytest.raises(InvalidInput, match=r"assign\[1\]"):
        adopt_plan(world.system, folder="plan")
    assert Plan.objects.count() == 1


def test_a_folder_without_a_notice_is_told_so(world):
    with pytest.raises(InvalidInput) as refused:
        adopt_plan(world.officer, folder="plan/other")
    assert refused.value.field == "folder"


@pytest.mark.parametrize("who", ["liuxi", "operator", "enterprise", "expert", "auditor", "admin", "stranger", "leader"])
def test_only_district_officers_adopt_plans(world, who):
    with pytest.raises(NotAllowed):
        adopt_plan(world.people[who], folder="plan")


def test_the_journal_names_the_paper_and_the_digest(world):
    entry = JournalEntry.objects.get(action="plan.adopt_plan")
    assert entry.basis == "澄府办发〔2026〕3号"
    assert entry.after["tasks"] == 4
    assert len(entry.digest) == 64
    assert "source_text" not in entry.after


def test_changed_settings_are_put_on_the_plan_without_a_new_edition(world):
    row = definitions.published("targets", "plan")
    body = {**row.body, "targets": [{**t, "decimals": 1} if t["code"] == "C1" else t for t in row.body["targets"]]}
    definitions.put_in_force(
        world.system, definitions.add_version(world.system, "targets", "plan", body, dt.date(2026, 2, 2), origin="desk")
    )
    load(world.system, world.pack)
    assert world.target("C1").decimals == 1
    assert Plan.objects.count() == 1
