"""Invented notices in varied layouts compile to what a careful reader finds in them."""

from __future__ import annotations

import pytest

from parkloop.domain.plan import as_dict, compile_plan
from tests.compiler import support

NAMES = support.notice_names()


def expected(name: str) -> dict:
    return support.read_yaml(support.NOTICES / f"{name}.yaml")


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_of_the_paper_are_read(name):
    document = as_dict(support.compiled(name).document)
    wanted = expected(name)["document"]
    assert {key: document[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_heading_stands_on_its_path(name):
    found = [support.short_heading(heading) for heading in support.compiled(name).headings]
    assert found == support.expected_lines(expected(name)["headings"])


@pytest.mark.parametrize("name", NAMES)
def test_every_goal_is_found_and_no_other(name):
    found = [support.short_target(target) for target in support.compiled(name).targets]
    assert sorted(found) == sorted(support.expected_lines(expected(name)["targets"]))


@pytest.mark.parametrize("name", NAMES)
def test_every_duty_is_found_and_no_other(name):
    found = [support.short_duty(duty) for duty in support.compiled(name).duties]
    assert sorted(found) == sorted(support.expected_lines(expected(name)["duties"]))


@pytest.mark.parametrize("name", [name for name in NAMES if "deadlines" in expected(name)])
def test_every_deadline_is_found_and_no_other(name):
    found = [support.short_deadline(deadline) for deadline in support.compiled(name).deadlines]
    assert sorted(found) == sorted(expected(name)["deadlines"])


@pytest.mark.parametrize("name", NAMES)
def test_damage_and_doubt_become_findings(name):
    codes = {finding.code for finding in support.compiled(name).findings}
    assert set(expected(name)["findings"]) <= codes
    assert not set(expected(name)["without"]) & codes


def test_goals_without_a_number_are_kept_as_such():
    found = [f"{goal.path} | {goal.word}" for goal in support.compiled("leads-and-lists").qualitative]
    assert found == expected("leads-and-lists")["qualitative"]


def test_a_plan_without_a_title_of_its_own_takes_the_one_its_notice_quotes():
    plan = compile_plan(
        "青川市人民政府关于印发《青川市2024年工作要点》的通知\n\n各区人民政府：\n现印发给你们。\n2024年3月1日\n\n一、推进公开\n公开清单。\n二、强化监督\n加强检查。\n"
    )
    assert plan.document.title == "青川市2024年工作要点"
    assert plan.document.period == (2024, 2024)
    assert [heading.path for heading in plan.headings] == ["一", "二"]
    assert "TITLES-TWO" not in {finding.code for finding in plan.findings}
