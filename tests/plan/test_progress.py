"""Reporting progress, and the light of a task that follows from it."""

import datetime as dt
from decimal import Decimal as D

import pytest

from parkloop.apps.plan.actions import report_progress
from parkloop.apps.plan.models import TaskProgress
from parkloop.apps.plan.standings import Standings
from parkloop.foundation import clock, delivery
from parkloop.foundation.acting import AlreadyDone, InvalidInput, NotAllowed
from parkloop.foundation.models import Notice
from tests.plan.conftest import SEPTEMBER, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.db]
PATH = "第二章/一"


def report(world, percent, who=None, on=SEPTEMBER, note="厂房已腾空", path=PATH, **more):
    return report_progress(
        who or world.science, task=world.task(path), as_of=on, completion_pp=D(percent), note=note, **more
    )


def stand_of(world, path=PATH, today=TODAY):
    task = world.task(path)
    return Standings(today).of_tasks([task])[task.pk]


def test_the_lead_reports_for_its_organisation(world):
    row = report(world, 36)
    assert row.organisation == world.organisations["science-bureau"]
    assert stand_of(world).completion_pp == 36


def test_a_task_without_a_report_for_the_period_is_not_reported(world):
    assert (stand_of(world).lamp.light, stand_of(world).completion_pp) == ("none", None)
    report(world, 30, on=dt.date(2026, 7, 31))
    assert stand_of(world).lamp.light == "none"


def test_nought_percent_is_a_report(world):
    report(world, 0)
    assert stand_of(world).missing is False
    assert stand_of(world).lamp.light == "over"


def test_a_task_at_a_hundred_percent_asks_for_no_more_reports(world):
    report(world, 100)
    assert stand_of(world, today=dt.date(2027, 3, 1)).missing is False


def test_the_gap_decides_the_light(world):
    report(world, 30)
    assert stand_of(world).lamp.light == "ok"
    report(world, 10, reason="更正", note="厂房未腾空")
    assert stand_of(world).lamp.light == "over"


def test_falling_back_needs_a_reason(world):
    report(world, 36, on=dt.date(2026, 8, 31))
    with pytest.raises(InvalidInput) as refused:
        report(world, 35)
    assert refused.value.field == "completion_pp"
    assert report(world, 35, reason="返工").completion_pp == 35


def test_the_same_report_again_is_told_so_and_another_needs_a_reason(world):
    report(world, 36)
    with pytest.raises(AlreadyDone):
        report(world, 36)
    with pytest.raises(InvalidInput) as refused:
        report(world, 37)
    assert refused.value.field == "reason"
    report(world, 37, reason="更正")
    assert TaskProgress.objects.count() == 2


@pytest.mark.parametrize("percent", ["-0.1", "100.1"])
def test_completion_is_a_percentage(world, percent):
    with pytest.raises(InvalidInput):
        report(world, percent)


@pytest.mark.parametrize(
    "who", ["liuxi", "bureau", "operator", "enterprise", "expert", "auditor", "leader", "admin", "stranger"]
)
def test_who_does_not_lead_does_not_report(world, who):
    with pytest.raises(NotAllowed):
        report(world, 36, who=world.people[who])


def test_who_runs_the_plan_hears_of_a_report(world):
    report(world, 36)
    delivery.deliver_waiting()
    assert Notice.objects.filter(person=world.officer, key__startswith="plan.progress").exists()
    assert not Notice.objects.filter(person=world.science, key__startswith="plan.progress").exists()


def test_a_deputy_reports_for_the_lead(world):
    from parkloop.foundation.models import Deputy

    Deputy.objects.create(person=world.science, deputy=world.shiqiao, valid_from=dt.date(2026, 10, 1))
    with clock.fixed(TODAY):
        assert report(world, 36, who=world.shiqiao).reported_by == world.shiqiao
