"""The adopted plan as StratML: valid, with what people decided, and with the values that the reader may see."""

from decimal import Decimal as D
from pathlib import Path

import pytest
from django.urls import reverse
from lxml import etree

from parkloop.adapters.plans import read_plan
from parkloop.adapters.stratml import read_stratml
from parkloop.apps.plan.actions import assign_duty, record_target_value
from parkloop.apps.plan.models import DutyRole
from tests.plan.conftest import SEPTEMBER

pytestmark = [pytest.mark.django_db, pytest.mark.db]
SCHEMA = Path(__file__).resolve().parents[3] / "shared/reference/stratml/PerformancePlanOrReport20160216.xsd"


def taken(client, person, world):
    client.force_login(person.user)
    return client.get(reverse("desk:plan-plan-stratml", kwargs={"pk": world.plan.pk}))


def test_the_officer_takes_the_plan_with_assigned_duties_and_values(client, world):
    task = world.task("第二章/一")
    assign_duty(
        world.officer,
        task=task,
        organisation=world.organisations["park-company"],
        role=DutyRole.COOP,
        reason="会议纪要",
    )
    record_target_value(world.officer, target=world.target("C1"), period_end=SEPTEMBER, value=D("5.2"), source="季报")
    answer = taken(client, world.officer, world)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    report = read_stratml(answer.content, "x.xml")
    assert report.type == "Performance_Report"
    objective = next(o for g in report.goals for o in g.objectives if o.sequence == task.heading.path)
    assert ("配合", "Performer") in [r for s in objective.stakeholders for r in s.roles]
    actuals = [a for g in report.goals for o in g.objectives for i in o.indicators for a in i.actuals]
    assert [(a.end, a.number) for a in actuals] == [("2026-09-30", "5.2")]
    _, plan = read_plan(answer.content, "x.xml")
    assert len(plan.headings) == world.plan.headings.count()
    assert len(plan.targets) == world.plan.targets.count()
    if SCHEMA.exists():
        etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(answer.content))


def test_an_enterprise_takes_the_plan_without_duties_and_a_stranger_nothing(client, world):
    report = read_stratml(taken(client, world.enterprise, world).content, "x.xml")
    assert [s for g in report.goals for o in g.objectives for s in o.stakeholders] == []
    assert taken(client, world.stranger, world).status_code in (403, 404)


def test_the_page_of_the_plan_offers_the_file(client, world):
    client.force_login(world.officer.user)
    page = client.get(reverse("desk:detail", kwargs={"kind": "plan.plan", "pk": world.plan.pk})).content.decode()
    assert reverse("desk:plan-plan-stratml", kwargs={"pk": world.plan.pk}) in page
