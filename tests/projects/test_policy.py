"""Who sees which projects; every channel is asked by the generated matrix (tests/policy), here the sentences."""

import pytest

from parkloop.apps.projects.models import InvestmentMonth, Project, StageChange
from parkloop.foundation import policy
from tests.projects.conftest import enter

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def three(world):
    """One in Liuxi by Shanji, one in Shiqiao on the park's ground, one in Qinghe."""
    enter(world, "a")
    enter(world, "b", "shiqiao", carrier=world.organisations["chengchuan-park"])
    enter(world, "c", "qinghe")
    return world


def seen(person):
    return "".join(policy.rows(person, Project).order_by("code").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("officer", "abc"), ("bureau", "abc"), ("leader", "abc"), ("auditor", "abc"), ("liuxi", "a"), ("shiqiao", "b"),
        ("operator", "b"), ("enterprise", "a"), ("expert", ""), ("admin", ""), ("stranger", ""),
    ],
)  # fmt: skip
def test_everybody_sees_the_projects_of_the_own_reach(three, who, codes):
    assert seen(three.people[who]) == codes
    changes = policy.rows(three.people[who], StageChange).values_list("project__code", flat=True)
    assert "".join(sorted(changes)) == codes


@pytest.mark.parametrize(
    ("who", "sees"), [("officer", True), ("liuxi", True), ("enterprise", True), ("leader", False), ("auditor", False)]
)
def test_contact_persons_are_for_those_who_work_on_projects(three, signed_in, who, sees):
    person = three.people[who]
    assert ("contact_phone" in policy.fields(person, Project)) is sees
    text = signed_in(person).get(f"/projects/project/{policy.rows(person, Project).get(code='a').pk}/").content.decode()
    assert ("13900000001" in text) is sees
    item = signed_in(person).get("/api/v1/projects/project").json()["results"][0]
    assert ("contact_phone" in item) is sees


def test_months_of_other_towns_are_out_of_sight(three):
    assert not policy.rows(three.shiqiao, InvestmentMonth).exists()
