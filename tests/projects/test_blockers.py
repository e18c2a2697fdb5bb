"""Blockers: who is told, who sees and solves them, that they wait on the work desk and are reminded of."""

import datetime as dt

import pytest

from parkloop.apps.projects import todo
from parkloop.apps.projects.actions import postpone_blocker, raise_blocker, solve_blocker
from parkloop.apps.projects.clockwork import due_blockers, remind
from parkloop.apps.projects.models import Blocker
from parkloop.foundation import clock, delivery, policy
from parkloop.foundation.acting import AlreadyDone, InvalidInput, NotAllowed
from parkloop.foundation.models import Notice

pytestmark = [pytest.mark.django_db]
SINCE, DUE = dt.date(2026, 9, 1), dt.date(2026, 10, 16)


@pytest.fixture
def blocker(world, project):
    return raise_blocker(
        world.enterprise,
        project=project,
        what="用电容量不足",
        solver=world.organisations["shiqiao"],
        since=SINCE,
        due_on=DUE,
    )


def test_who_must_solve_it_is_told_and_finds_it_on_the_work_desk(world, blocker):
    delivery.deliver_waiting()
    assert Notice.objects.filter(person=world.shiqiao, message__contains="blocker").count() == 1
    row = todo.blockers(world.shiqiao)[0]
    assert (row.matter, row.due) == ("用电容量不足", DUE)
    assert todo.blockers(world.liuxi) == []


def test_who_must_solve_it_sees_the_blocker_but_not_the_project(world, blocker):
    assert policy.rows(world.shiqiao, Blocker).get() == blocker
    assert not policy.rows(world.shiqiao, type(blocker.project)).exists()


def test_it_is_solved_once_and_who_raised_it_hears(world, blocker):
    solve_blocker(world.shiqiao, blocker=blocker, how="增容完成", on=dt.date(2026, 10, 10))
    with pytest.raises(AlreadyDone, match=r"石磊|Shiqiao"):
        solve_blocker(world.officer, blocker=blocker, how="再次")
    delivery.deliver_waiting()
    assert Notice.objects.filter(person=world.enterprise, message__contains="solved").count() == 1
    assert todo.blockers(world.shiqiao) == []


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("how", {"how": " "}),
        ("on", {"how": "好", "on": dt.date(2026, 10, 13)}),
        ("on", {"how": "好", "on": dt.date(2026, 8, 1)}),
    ],
)
def test_a_solution_that_cannot_be_is_refused(world, blocker, field, given):
    with pytest.raises(InvalidInput) as refused:
        solve_blocker(world.shiqiao, blocker=blocker, **given)
    assert refused.value.field == field


@pytest.mark.parametrize("who", ["enterprise", "liuxi", "auditor", "leader", "operator", "stranger"])
def test_others_do_not_solve_it(world, blocker, who):
    with pytest.raises(NotAllowed):
        solve_blocker(world.people[who], blocker=blocker, how="好")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("what", {"what": " "}), ("what", {"what": "长" * 301}), ("since", {"what": "堵", "since": dt.date(2026, 10, 13)}),
        ("due_on", {"what": "堵", "since": SINCE, "due_on": dt.date(2026, 8, 1)}),
    ],
)  # fmt: skip
def test_a_blocker_that_cannot_be_is_refused(world, project, field, given):
    with pytest.raises(InvalidInput) as refused:
        raise_blocker(world.officer, project=project, solver=world.organisations["shiqiao"], **given)
    assert refused.value.field == field


def test_the_same_blocker_does_not_stand_twice(world, blocker):
    with pytest.raises(AlreadyDone):
        raise_blocker(world.officer, project=blocker.project, what="用电容量不足", solver=blocker.solver)


def test_more_time_is_given_by_who_keeps_the_project_with_a_reason(world, blocker):
    later = dt.date(2026, 11, 30)
    with pytest.raises(InvalidInput):
        postpone_blocker(world.liuxi, blocker=blocker, due_on=later, reason="")
    with pytest.raises(NotAllowed):
        postpone_blocker(world.shiqiao, blocker=blocker, due_on=later, reason="来不及")
    postpone_blocker(world.liuxi, blocker=blocker, due_on=later, reason="设备晚到")
    assert Blocker.objects.get().due_on == later


@pytest.mark.time_driven
def test_once_its_day_has_passed_people_are_reminded_once(world, blocker):
    now = dt.datetime(2026, 10, 19, 9, 30, tzinfo=clock.zone())
    assert list(due_blockers(dt.datetime(2026, 10, 16, 23, 0, tzinfo=clock.zone()))) == []
    key, at = next(iter(due_blockers(now)))
    assert at.date() == dt.date(2026, 10, 17)
    with clock.fixed(now):
        remind(world.system, key, now)
        remind(world.system, key, now)
    assert Notice.objects.filter(key__startswith="projects.blocker_late", person=world.shiqiao).count() == 1
    with clock.fixed(now):
        solve_blocker(world.shiqiao, blocker=blocker, how="好")
    assert list(due_blockers(now)) == []
