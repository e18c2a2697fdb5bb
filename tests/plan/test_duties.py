"""Assigning and ending duties: who may, what is refused, what is kept, who is told."""

import pytest

from parkloop.apps.plan.actions import assign_duty, end_duty, urge
from parkloop.apps.plan.models import Duty, DutyOrigin, DutyRole
from parkloop.foundation import delivery
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, NotAllowed, StaleVersion
from parkloop.foundation.models import JournalEntry, Notice, StoredEvent

pytestmark = [pytest.mark.django_db, pytest.mark.db]
TASK = "第二章/三"


def given(world, code="qinghe", role=DutyRole.RESPONSIBLE, who=None, **more):
    organisation = world.organisations[code]
    return assign_duty(
        who or world.officer, task=world.task(TASK), organisation=organisation, role=role, reason="会议纪要", **more
    )


def test_an_assigned_duty_says_who_assigned_it_when_and_why(world):
    duty = given(world)
    assert (duty.origin, duty.assigned_by, duty.reason) == (DutyOrigin.ASSIGNED, world.officer, "会议纪要")
    assert duty.from_on.isoformat() == "2026-10-12"
    assert JournalEntry.objects.filter(action="plan.assign_duty", reason="会议纪要").count() == 2


def test_the_people_of_the_organisation_are_told_in_their_language(world):
    given(world, code="liuxi")
    delivery.deliver_waiting()
    delivery.deliver_waiting()
    notice = Notice.objects.get(person=world.liuxi, key__startswith="plan.duty:")
    assert "%(task)s" in notice.message
    assert notice.ref == f"plan.task:{world.task(TASK).pk}"


def test_the_same_duty_twice_is_told_so(world):
    given(world)
    with pytest.raises(AlreadyDone):
        given(world)
    assert Duty.objects.filter(heading=world.task(TASK).heading, role="responsible").count() == 1


def test_a_task_has_one_lead(world):
    with pytest.raises(InvalidInput, match=r"县自然资源局|Land"):
        given(world, code="science-bureau", role=DutyRole.LEAD)


def test_a_duty_needs_a_reason(world):
    with pytest.raises(InvalidInput) as refused:
        assign_duty(
            world.officer,
            task=world.task(TASK),
            organisation=world.organisations["qinghe"],
            role=DutyRole.COOP,
            reason=" ",
        )
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    "who", ["bureau", "liuxi", "operator", "enterprise", "expert", "auditor", "leader", "admin", "stranger"]
)
def test_only_who_runs_the_plan_assigns_duties(world, who):
    with pytest.raises(NotAllowed):
        given(world, who=world.people[who])


def test_an_assigned_duty_ends_and_stays_as_history(world):
    duty = given(world)
    end_duty(world.officer, duty=duty, reason="职责调整")
    duty.refresh_from_db()
    assert duty.ended_on is not None
    given(world)
    assert Duty.objects.filter(organisation=world.organisations["qinghe"], role="responsible").count() == 2


def test_a_stated_duty_ends_only_with_a_new_notice(world):
    stated = Duty.objects.filter(origin=DutyOrigin.STATED).first()
    with pytest.raises(InvalidState):
        end_duty(world.officer, duty=stated, reason="不想做了")


def test_a_duty_ends_once(world):
    duty = given(world)
    end_duty(world.officer, duty=duty, reason="职责调整")
    with pytest.raises(InvalidState):
        end_duty(world.officer, duty=Duty.objects.get(pk=duty.pk), reason="职责调整")


def test_two_officers_assigning_at_once_the_second_is_told(world):
    task = world.task(TASK)
    seen = task.version
    given(world, version=seen)
    with pytest.raises(StaleVersion):
        assign_duty(
            world.officer, task=world.task(TASK), organisation=world.organisations["college"],
            role=DutyRole.COOP, reason="会议纪要", version=seen,
        )  # fmt: skip
    assert not Duty.objects.filter(organisation=world.organisations["college"], reason="会议纪要").exists()


def test_urging_tells_the_lead_once_a_day(world):
    task = world.task("第二章/一")
    assert urge(world.officer, tasks=[task], reason="本周内报进展") >= 1
    urge(world.officer, tasks=[task], reason="本周内报进展")
    assert Notice.objects.filter(person=world.science, key__startswith="plan.urge").count() == 1


def test_a_duty_event_has_a_listener(world):
    given(world)
    stored = StoredEvent.objects.get(name="plan.duty_assigned")
    assert stored.deliveries.count() == 1
