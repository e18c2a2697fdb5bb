"""Items of the work plan go to another task: with parts, reports, links and history; weights and dates checked on both sides."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from parkloop.apps.plan.actions import (
    add_work_item,
    choose_roll_up,
    edit_work_item,
    link_items,
    move_to_task,
    remove_work_item,
    report_milestone,
    take_baseline,
)
from parkloop.apps.plan.comparing import compared, side_of, side_today
from parkloop.apps.plan.models import BaselineItem, ItemKind, RollUp, WorkItem, WorkLink, WorkReport
from parkloop.apps.plan.reactions import REHUNG
from parkloop.foundation import delivery, journal, refs
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, NotAllowed, StaleVersion
from parkloop.foundation.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.db]

STATION, YARD, SHORT = "第二章/四", "第二章/一", "第二章/三"
D = Decimal


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are looked at in English."""
    with translation.override("en"):
        yield


def item(code: str) -> WorkItem:
    return WorkItem.objects.select_related("plan", "task", "organisation", "parent").get(code=code)


def add(world, code, *, kind=ItemKind.ACTIVITY, duration=10, task=STATION, **more):
    return add_work_item(
        world.officer, task=world.task(task), kind=kind, code=code, name_zh=f"事项{code}", duration=duration, **more
    )


def milestone(world, code, task, weight=None, **more):
    return add(world, code, kind=ItemKind.MILESTONE, duration=0, task=task, weight=weight, **more)


def move(world, code, task, *, by=None, **more):
    more.setdefault("reason", "划归")
    return move_to_task(by or world.officer, item=item(code), to_task=world.task(task), **more)


def weights(world, task) -> dict[str, Decimal | None]:
    rows = WorkItem.objects.filter(task=world.task(task), kind=ItemKind.MILESTONE, removed_on__isnull=True)
    return dict(rows.values_list("code", "weight"))


def refused(call, *args, error=InvalidInput, **more):
    with pytest.raises(error) as caught:
        call(*args, **more)
    return caught.value


class TestWhatGoesWithIt:
    def test_reports_links_code_and_dates_go_with_it(self, world):
        report_milestone(world.operator, item=item("P3"), as_of=dt.date(2026, 9, 30), done_pp=40, note="进行中")
        was = (item("P3").starts_on, item("P3").ends_on)
        done = move(world, "P3", YARD)
        moved = item("P3")
        assert moved.task == world.task(YARD)
        assert moved.done_pp == 40
        assert (moved.starts_on, moved.ends_on) == was
        assert WorkReport.objects.get(item=moved).done_pp == 40
        assert WorkLink.objects.filter(before__code="P2", after__code="P3").exists()
        assert WorkLink.objects.filter(before__code="P3", after__code="P4").exists()
        assert str(world.task(YARD)) in done.told

    def test_parts_go_with_the_whole_removed_ones_too(self, world):
        add(world, "W", duration=1)
        add(world, "W1", parent=item("W"), not_before=dt.date(2026, 11, 2), duration=5)
        add(world, "W2", parent=item("W"), duration=5)
        remove_work_item(world.officer, item=item("W2"), reason="不做")
        move(world, "W", YARD)
        assert {item(code).task_id for code in ("W", "W1", "W2")} == {world.task(YARD).pk}
        assert item("W1").parent == item("W")
        entry = journal.history(refs.ref_of(item("W1")))[0]
        assert (entry.action, entry.after["with"], entry.reason) == ("plan.move_to_task", "W", "划归")

    def test_it_becomes_a_part_there_and_what_it_left_stays_where_it_stood(self, world):
        add(world, "W", duration=1)
        add(world, "W1", parent=item("W"), not_before=dt.date(2026, 11, 2), duration=5)
        add(world, "Y", task=YARD, duration=3)
        move(world, "W1", YARD, part_of=item("Y"))
        assert item("W1").parent == item("Y")
        assert item("Y").starts_on == item("W1").starts_on == dt.date(2026, 11, 2)
        assert (item("W").starts_on, item("W").ends_on) == (dt.date(2026, 11, 2), dt.date(2026, 11, 6))

    def test_what_consists_of_parts_is_as_far_as_those_it_has_now(self, world):
        add(world, "W", duration=1)
        for code in ("W1", "W2"):
            add(world, code, parent=item("W"), not_before=dt.date(2026, 9, 1), duration=5)
        report_milestone(world.operator, item=item("W1"), as_of=dt.date(2026, 9, 30), done_pp=100, note="完成")
        assert item("W").done_pp == 50
        add(world, "Y", task=YARD, duration=3)
        move(world, "W1", YARD, part_of=item("Y"))
        assert (item("W").done_pp, item("W").reported_on) == (None, None)
        assert (item("Y").done_pp, item("Y").finished_on) == (100, dt.date(2026, 9, 30))
        move(world, "W1", STATION)
        assert (item("Y").done_pp, item("Y").finished_on) == (None, None)

    def test_the_journal_of_the_item_and_of_both_tasks_names_it(self, world):
        was = world.task(STATION)
        move(world, "P4", YARD, reason="由园区负责")
        entry = journal.history(refs.ref_of(item("P4")))[0]
        assert (entry.before["task_id"], entry.after["task_id"]) == (was.pk, world.task(YARD).pk)
        left = journal.history(refs.ref_of(was))[0]
        came = journal.history(refs.ref_of(world.task(YARD)))[0]
        assert "P4" in left.before["work_item"]
        assert "P4" in came.after["work_item"]
        assert left.reason == came.reason == "由园区负责"

    def test_it_goes_back_by_the_same_verb(self, world):
        before = list(WorkItem.objects.order_by("code").values_list("code", "task", "starts_on", "ends_on", "weight"))
        move(world, "P3", YARD)
        move(world, "P3", STATION)
        after = list(WorkItem.objects.order_by("code").values_list("code", "task", "starts_on", "ends_on", "weight"))
        assert after == before

    def test_leads_of_both_tasks_are_told(self, world):
        move(world, "P4", YARD)
        delivery.deliver_waiting()
        told = Notice.objects.filter(message=REHUNG)
        assert world.operator in [notice.person for notice in told]
        assert world.officer not in [notice.person for notice in told]


class TestWeights:
    @pytest.fixture
    def weighed(self, world):
        for code, weight in (("A1", 20), ("A2", 30), ("A3", 50)):
            milestone(world, code, YARD, D(weight))
        for code, weight in (("B1", 60), ("B2", 40)):
            milestone(world, code, SHORT, D(weight))
        for task in (YARD, SHORT):
            choose_roll_up(world.officer, task=world.task(task), roll_up=RollUp.WEIGHT, reason="口径")

    def test_both_sides_are_100_again_and_it_is_said(self, world, weighed):
        done = move(world, "A3", SHORT)
        assert weights(world, YARD) == {"A1": 40, "A2": 60}
        assert weights(world, SHORT) == {"B1": 40, "B2": D("26.67"), "A3": D("33.33")}
        assert "A1 40, A2 60, together 100" in done.told
        assert "together 100" in done.told.split("B1")[1]
        entry = journal.history(refs.ref_of(world.task(YARD)))[0]
        assert (entry.before["A1"], entry.after["A1"]) == ("20.00", "40.00")

    def test_given_weights_are_taken_and_checked_on_both_sides(self, world, weighed):
        move(world, "A3", SHORT, weights="A1 50\nA2：50\nA3 20\nB1 40")
        assert weights(world, YARD) == {"A1": 50, "A2": 50}
        assert weights(world, SHORT) == {"B1": 40, "B2": 40, "A3": 20}

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("A3 20\nB1 40", ("50", "A1")),
            ("A1 50\nA2 50", ("150", "A3")),
            ("X 50", ("Line 1",)),
            ("A1 50\nA2 viel", ("Line 2",)),
        ],
    )
    def test_wrong_sums_are_refused_with_the_task_and_nothing_moves(self, world, weighed, text, words):
        error = refused(move, world, "A3", SHORT, weights=text)
        assert error.field == "weights"
        assert all(word in str(error) for word in words)
        assert item("A3").task == world.task(YARD)
        assert weights(world, YARD) == {"A1": 20, "A2": 30, "A3": 50}

    def test_into_a_task_that_counts_milestones_alike_it_loses_its_weight(self, world, weighed):
        move(world, "A3", STATION)
        assert weights(world, STATION) == {"P2": None, "P4": None, "A3": None}
        assert world.task(STATION).roll_up == RollUp.COUNT


class TestRefusals:
    def test_reason_own_task_and_stale_form(self, world):
        assert refused(move, world, "P4", YARD, reason=" ").field == "reason"
        assert refused(move, world, "P4", STATION, error=AlreadyDone).field == "to_task"
        stale = item("P4").version
        edit_work_item(
            world.officer, item=item("P4"), name_zh="改名", must_finish_by=item("P4").must_finish_by, reason="x"
        )
        refused(move, world, "P4", YARD, version=stale, error=StaleVersion)

    def test_removed(self, world):
        remove_work_item(world.officer, item=item("P4"), reason="x")
        refused(move, world, "P4", YARD, error=InvalidState)

    def test_a_date_outside_the_new_task_is_named(self, world):
        error = refused(move, world, "P4", SHORT)
        assert "P4" in str(error)
        assert "2026-12-31" in str(error)
        assert item("P4").task == world.task(STATION)

    def test_a_parent_must_be_a_sub_task_there_without_links_and_not_too_deep(self, world):
        assert "sub-task of the same task" in str(refused(move, world, "P4", YARD, part_of=item("P1")))
        add(world, "Y1", task=YARD)
        add(world, "Y2", task=YARD)
        link_items(world.officer, item=item("Y1"), after=item("Y2"))
        error = refused(move, world, "P4", YARD, part_of=item("Y1"))
        assert (error.field, "links" in str(error)) == ("part_of", True)
        add(world, "Z", task=YARD)
        add(world, "Z1", task=YARD, parent=item("Z"))
        add(world, "W", duration=1)
        add(world, "W1", parent=item("W"))
        add(world, "W2", parent=item("W1"))
        assert "4 levels" in str(refused(move, world, "W", YARD, part_of=item("Z1")))
        move(world, "W", YARD, part_of=item("Z"))

    def test_who_leads_only_one_of_the_tasks_may_not(self, world):
        refused(move, world, "P4", SHORT, by=world.operator, error=NotAllowed)
        for who in ("leader", "liuxi", "enterprise", "auditor", "stranger"):
            refused(move, world, "P4", YARD, by=world.people[who], error=NotAllowed)


class TestBaselines:
    def test_it_is_one_row_that_names_both_tasks(self, world):
        baseline = take_baseline(world.officer, plan=world.plan, name="一", reason="小结")
        move(world, "P4", YARD)
        rows = compared(side_of(world.officer, baseline), side_today(world.officer, world.plan))["rows"]
        assert [row["code"] for row in rows] == ["P4"]
        assert rows[0]["kinds"] == ["To another task"]
        assert rows[0]["was_task"] == str(world.task(STATION)) == "四. Weekend engineers"
        assert rows[0]["task"] == str(world.task(YARD))
        assert BaselineItem.objects.get(code="P4").task == world.task(STATION)

    def test_pages_say_it(self, client, world):
        baseline = take_baseline(world.officer, plan=world.plan, name="一", reason="小结")
        move(world, "P4", YARD)
        client.force_login(world.officer.user)
        page = client.get(reverse("desk:plan-plan-baselines", kwargs={"pk": world.plan.pk}), {"old": baseline.pk})
        assert f"原属：四. {world.task(STATION).title}" in page.content.decode()
        gone = client.get(
            reverse("desk:plan-task-gantt", kwargs={"pk": world.task(STATION).pk}), {"baseline": baseline.pk}
        )
        assert world.task(YARD).title in gone.content.decode()
        here = client.get(
            reverse("desk:plan-task-gantt", kwargs={"pk": world.task(YARD).pk}), {"baseline": baseline.pk}
        )
        assert "P4" in here.content.decode()

    def test_the_form_offers_only_other_tasks_of_the_plan(self, client, world):
        client.force_login(world.officer.user)
        address = reverse(
            "desk:do", kwargs={"kind": "plan.workitem", "pk": item("P4").pk, "action": "plan.move_to_task"}
        )
        form = client.get(address).context["form"]
        offered = set(form.fields["to_task"].queryset)
        assert world.task(STATION) not in offered
        assert world.task(YARD) in offered
        answer = client.post(
            address, {"to_task": world.task(YARD).pk, "reason": "划归", "version": item("P4").version}, follow=True
        )
        assert answer.status_code == 200
        assert item("P4").task == world.task(YARD)
