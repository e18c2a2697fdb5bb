"""What a plan leaves open: each kind of gap is found where it is, with what to do; only those who see all duties see the page."""

import datetime as dt

import pytest
from django.urls import reverse

from parkloop.apps.plan import gaps
from parkloop.apps.plan.actions import assign_duty
from parkloop.apps.plan.models import Duty, DutyRole
from parkloop.domain.plan import compile_plan
from parkloop.domain.plan.gaps import (
    MESSAGES,
    DeadlineFact,
    Facts,
    GoalFact,
    TargetFact,
    TaskFact,
    UnitFact,
    facts_of,
    find_gaps,
)
from tests.compiler.test_notice import RAW

LEAD = UnitFact("a", "甲局", "lead")


def task(*units, **more):
    return TaskFact("1", "建园", units, **{"targets": 1, **more})


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (Facts(tasks=[task(LEAD)]), []),
        (Facts(tasks=[task()]), ["TASK-NO-UNIT"]),
        (Facts(tasks=[task(UnitFact("b", "乙局", "coop"))]), ["TASK-NO-LEAD"]),
        (Facts(tasks=[task(UnitFact("b", "各镇", "responsible"))]), []),
        (Facts(tasks=[task(LEAD, UnitFact("b", "乙局", "lead"))]), ["TWO-LEADS"]),
        (Facts(tasks=[task(LEAD, UnitFact("a", "甲局", "lead"))]), []),
        (Facts(tasks=[task(UnitFact("a", "甲局", "lead", dissolved=True))]), ["UNIT-DISSOLVED"]),
        (Facts(tasks=[task(LEAD, targets=0)]), ["TASK-NO-INDICATOR"]),
        (Facts(tasks=[task(LEAD, has_schedule=False)]), ["TASK-NO-SCHEDULE"]),
        (Facts(tasks=[task(LEAD, due="2026-12-31")], end="2026-12-31"), []),
        (Facts(tasks=[task(LEAD, due="2027-01-01")], end="2026-12-31"), ["DEADLINE-AFTER-END"]),
        (Facts(targets=[TargetFact("1", "产值", False)]), ["TARGET-NO-TASK"]),
        (Facts(goals=[GoalFact("1", "生态")]), ["GOAL-NOT-OBSERVED"]),
        (Facts(goals=[GoalFact("1", "生态", is_observed=True)]), []),
        (Facts(deadlines=[DeadlineFact("1", "2027年3月底前", "2027-03-31")], end="2026-12-31"), ["DEADLINE-AFTER-END"]),
        (Facts(deadlines=[DeadlineFact("1", "2027年3月底前", "2027-03-31")]), []),
        (Facts(tasks=[TaskFact(str(n), "x", (LEAD,), 1) for n in range(3)], most_leads=2), ["UNIT-OVERLOADED"]),
        (Facts(tasks=[TaskFact(str(n), "x", (LEAD,), 1) for n in range(2)], most_leads=2), []),
        (Facts(tasks=[TaskFact(str(n), "x", (LEAD,), 1) for n in range(9)]), []),
    ],
)
def test_a_gap_is_found_where_it_is_and_nowhere_else(facts, codes):
    found = find_gaps(facts)
    assert [gap.code for gap in found] == codes
    for gap in found:
        assert gap.message["zh"]
        assert gap.advice["en"]


def test_the_worst_comes_first():
    found = find_gaps(Facts(tasks=[task(targets=0)], targets=[TargetFact("1", "产值", False)]))
    assert [gap.severity for gap in found] == ["error", "warning", "info"]


def test_every_message_says_what_to_do_in_both_languages():
    for _, *texts in MESSAGES.values():
        assert all(texts)


def test_a_compiled_notice_can_be_looked_at_without_a_database():
    plan = compile_plan(RAW)
    found = find_gaps(facts_of(plan, lambda path: path.count("/") == 2))
    assert {"TASK-NO-UNIT", "TARGET-NO-TASK", "GOAL-NOT-OBSERVED"} <= {gap.code for gap in found}


@pytest.mark.django_db
@pytest.mark.db
class TestPage:
    """The page of an adopted plan."""

    def address(self, world):
        return reverse("desk:plan-plan-gaps", kwargs={"pk": world.plan.pk})

    def test_a_dissolved_unit_is_named_and_goes_when_its_duty_ends(self, client, world):
        found = world.task("第二章/一")
        body = world.organisations["park-company"]
        assign_duty(world.officer, task=found, organisation=body, role=DutyRole.COOP, reason="会议纪要")
        body.dissolved_on = dt.date(2026, 6, 1)
        body.save()
        client.force_login(world.officer.user)
        page = client.get(self.address(world)).content.decode()
        assert "已撤并" in page
        assert reverse("desk:detail", kwargs={"kind": "plan.task", "pk": found.pk}) in page
        Duty.objects.filter(organisation=body).update(ended_on=dt.date(2026, 12, 31))
        assert not [g for g in gaps.gaps_of(world.officer, world.plan) if g.code == "UNIT-DISSOLVED"]

    def test_too_many_leads_are_counted_by_the_parks_own_limit(self, world):
        codes = [g.code for g in gaps.gaps_of(world.officer, world.plan)]
        assert "UNIT-OVERLOADED" not in codes

    @pytest.mark.parametrize(
        ("who", "status"), [("leader", 200), ("auditor", 200), ("liuxi", 403), ("enterprise", 403), ("admin", 403)]
    )
    def test_only_those_who_see_all_duties_see_the_gaps(self, client, world, who, status):
        client.force_login(getattr(world, who).user)
        assert client.get(self.address(world)).status_code == status
