"""A target is divided among towns: named by name or code, each once, with a reason; what towns reported stays."""

import pytest
from django.test import Client

from parkloop.apps.plan.actions import divide_target
from parkloop.apps.plan.models import Target
from parkloop.foundation.acting import InvalidInput, NotAllowed, StaleVersion
from parkloop.foundation.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def divide(world, towns, who=None, **more):
    return divide_target(who or world.officer, target=world.target("C1"), towns=towns, reason="新版目标提高", **more)


def test_towns_are_named_by_name_or_code_and_the_journal_keeps_both_states(world):
    before = world.target("C1").shares
    divide(world, "石桥镇人民政府 6.5\n\n liuxi\t8\n")
    assert world.target("C1").shares == {"shiqiao": "6.5", "liuxi": "8"}
    entry = JournalEntry.objects.filter(action="plan.divide_target").get()
    assert entry.before["shares"] == before
    assert entry.after["shares"] == {"shiqiao": "6.5", "liuxi": "8"}


def test_left_empty_the_target_is_not_divided(world):
    divide(world, " \n")
    assert world.target("C1").shares == {}


@pytest.mark.parametrize(
    ("towns", "words"),
    [
        ("某某镇 3", "某某镇 3"),
        ("liuxi", "liuxi"),
        ("liuxi 三", "liuxi 三"),
        ("liuxi -1", "liuxi -1"),
        ("liuxi NaN", "liuxi NaN"),
        ("liuxi 1e30", "liuxi 1e30"),
        ("liuxi 1\nliuxi 2", "liuxi 2"),
    ],
)
def test_a_line_that_says_no_share_is_named_and_nothing_changes(world, towns, words):
    before = world.target("C1").shares
    with pytest.raises(InvalidInput) as refused:
        divide(world, towns)
    assert refused.value.field == "towns"
    assert words in str(refused.value)
    assert world.target("C1").shares == before


def test_only_who_runs_the_plan_divides_and_the_second_is_told(world):
    with pytest.raises(NotAllowed):
        divide(world, "liuxi 3", who=world.liuxi)
    version = world.target("C1").version
    divide(world, "liuxi 3", version=version)
    with pytest.raises(StaleVersion):
        divide(world, "liuxi 4", version=version)


def test_the_form_is_offered_on_the_page_of_the_target(world):
    client = Client()
    client.force_login(world.officer.user)
    target = Target.objects.get(code="C1")
    address = f"/plan/target/{target.pk}/do/plan.divide_target/"
    assert address in client.get(f"/plan/target/{target.pk}/").content.decode()
    answer = client.post(address, {"towns": "liuxi 9", "reason": "新版", "version": target.version})
    assert answer.status_code == 302
    assert Target.objects.get(code="C1").shares == {"liuxi": "9"}
