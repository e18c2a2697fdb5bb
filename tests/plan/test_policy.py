"""Who sees what of the plan."""

import pytest

from parkloop.apps.plan.actions import record_target_value, report_progress
from parkloop.apps.plan.models import Duty, Finding, Plan, PlanHeading, SignOff, Target, TargetValue, Task, TaskProgress
from parkloop.foundation import policy
from tests.plan.conftest import SEPTEMBER

pytestmark = [pytest.mark.django_db, pytest.mark.db]
OPEN = (Plan, PlanHeading, Task, Target, Finding)
CLOSED = (Duty, TargetValue, TaskProgress, SignOff)
BUSINESS = ("officer", "leader", "bureau", "liuxi", "shiqiao", "operator", "enterprise", "expert", "auditor")


@pytest.fixture
def filled(world):
    """Values of two towns and the whole park, one report."""
    target = world.target("C1")
    for who, town in ((world.liuxi, "liuxi"), (world.shiqiao, "shiqiao"), (world.officer, None)):
        organisation = world.organisations[town] if town else None
        record_target_value(
            who,
            target=world.target("C1"),
            period_end=SEPTEMBER,
            value=target.number / 3,
            organisation=organisation,
            source="季报",
        )
    report_progress(world.science, task=world.task("第二章/一"), as_of=SEPTEMBER, completion_pp=36, note="厂房已腾空")
    return world


def towns(person):
    return {
        v.organisation.code if v.organisation else ""
        for v in policy.rows(person, TargetValue).select_related("organisation")
    }


@pytest.mark.parametrize("who", BUSINESS)
def test_every_business_role_sees_the_plan(filled, who):
    person = filled.people[who]
    assert all(policy.rows(person, model).count() == model.objects.count() for model in OPEN)


@pytest.mark.parametrize("who", ["admin", "stranger"])
def test_administrators_and_strangers_see_nothing(filled, who):
    person = filled.people[who]
    assert not any(policy.rows(person, model).exists() for model in (*OPEN, *CLOSED))


@pytest.mark.parametrize("who", ["officer", "leader", "bureau", "auditor"])
def test_the_district_and_the_auditor_see_all_towns(filled, who):
    assert towns(filled.people[who]) == {"liuxi", "shiqiao", ""}


def test_a_town_officer_cannot_see_another_towns_values(filled):
    assert towns(filled.liuxi) == {"liuxi", ""}


@pytest.mark.parametrize("who", ["enterprise", "expert", "operator"])
def test_others_see_values_of_the_whole_park_only(filled, who):
    assert towns(filled.people[who]) == {""}


def test_a_town_officer_sees_the_own_duties_and_signing_only(filled):
    for model in (Duty, SignOff):
        codes = {row.organisation.code for row in policy.rows(filled.liuxi, model).select_related("organisation")}
        assert codes == {"liuxi"}


def test_reports_of_others_are_closed_to_towns(filled):
    assert not policy.rows(filled.liuxi, TaskProgress).exists()
    assert policy.rows(filled.officer, TaskProgress).count() == 1


def test_the_auditor_changes_nothing(filled):
    names = [name for model in (*OPEN, *CLOSED) for name in policy.rules_of(model).actions]
    assert names
    assert not any(policy.may(filled.auditor, name) for name in names)


@pytest.mark.parametrize("model", CLOSED)
def test_search_terms_of_a_towns_row_hold_the_town_and_nobody_elses(filled, model):
    row = model.objects.filter(organisation__code="liuxi").first()
    if row is not None:
        scopes = policy.rules_of(model).scopes(row)
        assert f"role:town_officer@{filled.organisations['liuxi'].pk}" in scopes
        assert "all" not in scopes
        assert "business" not in scopes
