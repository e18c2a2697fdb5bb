"""Moving a project: step by step, with the day, evidence, and a reason for going back; the history never changes."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from parkloop.apps.projects.actions import move_stage, move_technology
from parkloop.apps.projects.models import Project, StageChange
from parkloop.foundation import definitions, delivery
from parkloop.foundation.acting import AlreadyDone, InvalidInput, NotAllowed, StaleVersion
from parkloop.foundation.models import Notice
from tests.projects.conftest import enter

pytestmark = [pytest.mark.django_db]
DAY = dt.date(2026, 10, 9)


def test_a_project_moves_on_and_keeps_what_had_been_planned(world, project):
    move_stage(world.officer, project=project, stage="completed", on=DAY, next_on=dt.date(2027, 3, 31))
    change = project.changes.order_by("-pk").first()
    assert (change.from_stage, change.to_stage, change.planned_on) == ("started", "completed", dt.date(2026, 12, 31))
    assert (project.stage, project.next_on) == ("completed", dt.date(2027, 3, 31))


def test_at_the_last_stage_nothing_is_planned_any_more(world, project):
    move_stage(world.officer, project=project, stage="completed", on=DAY)
    move_stage(world.officer, project=project, stage="in-production", on=DAY, next_on=dt.date(2027, 3, 31))
    assert project.next_on is None


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("stage", {"stage": "in-production", "on": DAY}),
        ("stage", {"stage": "sold", "on": DAY}),
        ("reason", {"stage": "signed", "on": DAY}),
        ("on", {"stage": "completed", "on": dt.date(2026, 10, 13)}),
        ("on", {"stage": "completed", "on": dt.date(2026, 3, 1)}),
        ("next_on", {"stage": "completed", "on": DAY, "next_on": dt.date(2026, 10, 8)}),
    ],
)
def test_a_step_that_is_not_allowed_changes_nothing(world, project, field, given):
    with pytest.raises(InvalidInput) as refused:
        move_stage(world.officer, project=project, **given)
    assert refused.value.field == field
    assert Project.objects.get().stage == "started"
    assert project.changes.count() == 1


def test_the_refusal_of_a_leap_names_the_possible_steps(world, project):
    with pytest.raises(InvalidInput, match=r"竣工|Completed"):
        move_stage(world.officer, project=project, stage="in-production", on=DAY)


def test_the_same_stage_again_is_done_already(world, project):
    with pytest.raises(AlreadyDone):
        move_stage(world.officer, project=project, stage="started", on=DAY)


def test_going_back_needs_a_reason_and_the_town_is_told(world, project):
    move_stage(world.officer, project=project, stage="land", on=DAY, reason="施工许可被撤回")
    change = project.changes.order_by("-pk").first()
    assert (change.is_back, change.reason) == (True, "施工许可被撤回")
    delivery.deliver_waiting()
    assert Notice.objects.filter(person=world.liuxi, message__contains="went back").count() == 1


def test_two_people_move_at_once_and_the_second_is_told(world, project):
    seen = project.version
    move_stage(world.officer, project=project, stage="completed", on=DAY, version=seen)
    with pytest.raises(StaleVersion):
        move_stage(world.liuxi, project=Project.objects.get(), stage="in-production", on=DAY, version=seen)


def test_only_who_keeps_the_project_moves_it(world, project):
    other = enter(world, "xm-2", "shiqiao")
    move_stage(world.liuxi, project=project, stage="completed", on=DAY)
    for who, what in ((world.liuxi, other), (world.enterprise, project), (world.auditor, other), (world.leader, other)):
        with pytest.raises(NotAllowed):
            move_stage(who, project=what, stage="completed", on=DAY)


def test_a_key_technology_project_has_its_own_line_of_stages(world, technology):
    move_technology(world.officer, technology=technology, stage="trial", on=DAY)
    assert technology.stage == "trial"
    with pytest.raises(InvalidInput):
        move_technology(world.officer, technology=technology, stage="completed", on=DAY)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE projects_stagechange SET reason = 'x'", "DELETE FROM projects_stagechange"],
)
def test_the_history_of_stages_is_append_only(world, project, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert StageChange.objects.filter(project=project).count() == 1


def test_a_project_at_a_stage_that_the_park_gave_up_can_still_be_moved(world, project, signed_in):
    Project.objects.filter(pk=project.pk).update(stage="digging")
    answer = signed_in(world.officer).get("/projects/project/board/")
    assert [card["code"] for card in answer.context["columns"][-1]["cards"]] == ["xm-1"]
    move_stage(world.officer, project=Project.objects.get(), stage="completed", on=DAY)
    assert Project.objects.get().stage == "completed"


def test_rules_of_the_desk_that_cannot_be_read_are_passed_over(world, project, signed_in):
    draft = definitions.write_draft(
        world.officer, kind="projects", ident="projects", body={"stages": "none"}, reason="试"
    )
    definitions.publish(world.bureau, definition=draft)
    answer = signed_in(world.officer).get("/projects/project/board/")
    assert len(answer.context["columns"]) == 6
