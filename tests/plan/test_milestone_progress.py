"""Reports on milestones, roll-up into the task's light, lights set by hand, baselines, and the desk's rows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from parkloop.apps.plan import boards, gaps, itemcells, todo
from parkloop.apps.plan.actions import (
    add_work_item,
    choose_roll_up,
    end_override,
    move_item,
    override_light,
    remove_work_item,
    report_milestone,
    report_progress,
    take_baseline,
)
from parkloop.apps.plan.comparing import compared, side_of, side_today
from parkloop.apps.plan.models import ItemKind, LightOverride, RollUp, WorkItem, WorkReport
from parkloop.apps.plan.standings import Standings
from parkloop.foundation import clock, definitions, ticking
from parkloop.foundation.acting import AlreadyDone, InvalidInput, InvalidState, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.db]

STATION = "第二章/四"
SEPTEMBER = dt.date(2026, 9, 30)


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are looked at in English."""
    with translation.override("en"):
        yield


def item(code):
    return WorkItem.objects.select_related("plan", "task", "organisation", "parent").get(code=code)


def report(world, code, pp, *, by=None, on=SEPTEMBER, **more):
    return report_milestone(
        by or world.operator, item=item(code), as_of=on, done_pp=Decimal(pp), note=f"完成 {pp}%", **more
    )


def caught_up(world):
    """Both milestones as far as the park's table calls green."""
    report(world, "P2", 100)
    report(world, "P4", 60)


def stand(world):
    task = world.task(STATION)
    return Standings().of_tasks([task])[task.pk]


class TestReporting:
    def test_a_hundred_finishes_it_and_a_correction_keeps_the_older_row(self, world):
        report(world, "P2", 100)
        assert item("P2").finished_on == SEPTEMBER
        with pytest.raises(InvalidInput):
            report(world, "P2", 80)
        report(world, "P2", 80, reason="验收未通过")
        assert item("P2").finished_on is None
        assert WorkReport.objects.filter(item__code="P2").count() == 2
        with pytest.raises(AlreadyDone):
            report(world, "P2", 80, reason="x")

    @pytest.mark.parametrize(
        ("more", "field"),
        [({"on": dt.date(2026, 10, 13)}, "as_of"), ({"on": dt.date(2026, 1, 2)}, "as_of"), ({"pp": "120"}, "done_pp"),
         ({"pp": "12.345"}, "done_pp")],
    )  # fmt: skip
    def test_bad_values_are_named(self, world, more, field):
        with pytest.raises(InvalidInput) as caught:
            report(world, "P2", more.get("pp", 50), on=more.get("on", SEPTEMBER))
        assert caught.value.field == field
        assert item("P2").done_pp is None

    def test_falling_back_needs_a_reason(self, world):
        report(world, "P2", 60, on=dt.date(2026, 8, 31))
        with pytest.raises(InvalidInput):
            report(world, "P2", 50)
        report(world, "P2", 50, reason="返工")
        assert item("P2").done_pp == 50

    @pytest.mark.parametrize("who", ["leader", "liuxi", "enterprise", "expert", "auditor", "admin", "science"])
    def test_only_who_is_responsible_reports(self, world, who):
        with pytest.raises((NotAllowed, InvalidState)):
            report(world, "P2", 50, by=world.people[who])

    def test_the_task_itself_is_not_reported_by_hand_any_more(self, world):
        with pytest.raises(InvalidState, match="rolled up"):
            report_progress(
                world.operator, task=world.task(STATION), as_of=SEPTEMBER, completion_pp=Decimal(50), note="x"
            )

    def test_parts_roll_up_into_the_whole(self, world):
        add = {"task": world.task(STATION), "kind": ItemKind.ACTIVITY, "name_zh": "甲"}
        whole = add_work_item(world.officer, code="W", duration=1, **add)
        add_work_item(world.officer, code="W1", duration=30, parent=whole, **add)
        add_work_item(world.officer, code="W2", duration=10, parent=item("W"), **add)
        report(world, "W1", 100)
        assert item("W").done_pp == 75
        report(world, "W2", 100)
        assert item("W").finished_on == SEPTEMBER


class TestRollUp:
    def test_a_due_milestone_without_report_is_missing_and_not_zero(self, world):
        found = stand(world)
        assert found.completion_pp is None
        assert found.work.missing == ("P2",)
        assert found.lamp.light == "none"

    def test_done_and_planned_come_from_the_milestones(self, world):
        report(world, "P2", 100)
        found = stand(world)
        assert found.completion_pp == 50
        assert 50 < found.elapsed_pp < 100
        assert found.gap_pp == 50 - found.elapsed_pp

    def test_by_working_days_the_sub_tasks_count(self, world):
        choose_roll_up(world.officer, task=world.task(STATION), roll_up=RollUp.DURATION, reason="按工作量")
        assert stand(world).work.missing == ("P1",)
        report(world, "P1", 100)
        report(world, "P3", 20)
        assert stand(world).completion_pp == (60 * 100 + 120 * 20) / Decimal(180)

    def test_weights_are_given_together_with_the_rule(self, world):
        choose_roll_up(
            world.officer, task=world.task(STATION), roll_up=RollUp.WEIGHT, weights="P2 30\nP4：70%", reason="重在进驻"
        )
        report(world, "P2", 100)
        assert stand(world).completion_pp == 30

    @pytest.mark.parametrize(
        ("weights", "words"),
        [("P2 30\nP4 60", "90"), ("P2 100", "P4"), ("P9 10", "Line 1"), ("P2 x", "Line 1"), ("P2 30\nP4 -5", "Line 2"), ("", "P2, P4")],
    )  # fmt: skip
    def test_weights_that_do_not_add_up_are_named_and_change_nothing(self, world, weights, words):
        with pytest.raises(InvalidInput, match=words) as caught:
            choose_roll_up(world.officer, task=world.task(STATION), roll_up=RollUp.WEIGHT, weights=weights, reason="x")
        assert caught.value.field == "weights"
        assert world.task(STATION).roll_up == RollUp.COUNT
        assert item("P2").weight is None

    def test_a_new_milestone_without_weight_leaves_completion_unknown_and_says_so(self, world):
        task = world.task(STATION)
        choose_roll_up(world.officer, task=task, roll_up=RollUp.WEIGHT, weights="P2 30\nP4 70", reason="x")
        report(world, "P2", 100)
        add_work_item(
            world.officer, task=world.task(STATION), kind=ItemKind.MILESTONE, code="P5", name_zh="中期评估",
            not_before=dt.date(2027, 1, 4),
        )  # fmt: skip
        found = stand(world)
        assert found.completion_pp is None
        assert found.work.without_weight == ("P5",)

    def test_another_threshold_in_the_park_changes_the_board_without_code(self, world):
        caught_up(world)
        assert stand(world).lamp.light == "ok"
        body = dict(definitions.published("lights", "plan").body)
        gap = stand(world).gap_pp
        rows = [
            {**row, "all": [{"quantity": "gap_pp", "op": "le", "value": float(gap) + 1}]} if row["id"] == "red" else row
            for row in body["tasks"]
        ]
        row = definitions.add_version(
            world.system, "lights", "plan", {**body, "tasks": rows}, dt.date(2026, 1, 20), origin="desk"
        )
        definitions.put_in_force(world.system, row)
        assert stand(world).lamp.light == "over"
        board = boards.light_board(world.officer)
        found = [
            entry
            for group in board["groups"]
            for entry in group["items"]
            if "Weekend" in entry["title"] or "驿站" in entry["title"]
        ]
        assert found[0]["light"] == "over"


class TestLightsByHand:
    UNTIL = dt.date(2026, 10, 30)

    def set_by(self, world, person=None, **more):
        given = {"light": "lag", "until_on": self.UNTIL, "reason": "已批复顺延", **more}
        return override_light(person or world.officer, task=world.task(STATION), **given)

    def test_boards_say_by_whom_and_until_when_and_it_ends_by_itself(self, world):
        caught_up(world)
        self.set_by(world)
        found = stand(world)
        assert (found.lamp.light, found.computed.light) == ("lag", "ok")
        board = boards.light_board(world.officer)
        details = [entry["detail"] for group in board["groups"] for entry in group["items"]]
        assert any("2026-10-30" in detail and world.officer.name in detail for detail in details)
        with clock.fixed(dt.date(2026, 10, 31)):
            assert stand(world).lamp.light == "ok"
        with clock.fixed(dt.datetime(2026, 10, 31, 0, 5, tzinfo=clock.zone())):
            ticking.tick()
            ticking.tick()
        assert LightOverride.objects.get().ended_on == dt.date(2026, 10, 31)

    @pytest.mark.parametrize(
        ("more", "field"),
        [({"reason": " "}, "reason"), ({"until_on": dt.date(2026, 10, 11)}, "until_on"), ({"light": "ok"}, "light")],
    )
    def test_needs_reason_expiry_and_another_light(self, world, more, field):
        caught_up(world)
        with pytest.raises(InvalidInput) as caught:
            self.set_by(world, **more)
        assert caught.value.field == field

    def test_missing_data_is_not_covered(self, world):
        with pytest.raises(InvalidState):
            self.set_by(world)

    def test_one_at_a_time_and_it_can_be_taken_back(self, world):
        caught_up(world)
        made = self.set_by(world)
        with pytest.raises(InvalidState):
            self.set_by(world, light="over")
        with pytest.raises(InvalidInput):
            end_override(world.officer, override=made, reason="")
        end_override(world.officer, override=made, reason="已赶上")
        assert stand(world).lamp.light == "ok"

    @pytest.mark.parametrize("who", ["operator", "leader", "liuxi", "auditor", "admin", "enterprise"])
    def test_only_who_runs_the_plan(self, world, who):
        caught_up(world)
        with pytest.raises(NotAllowed):
            self.set_by(world, world.people[who])

    def test_the_park_bounds_the_term(self, world):
        caught_up(world)
        body = {"source": "x", "valid_from": "2026-01-20", "status": "unverified", "overrides": {"working_days": 5}}
        row = definitions.add_version(world.system, "clocks", "plan", body, dt.date(2026, 1, 20), origin="desk")
        definitions.put_in_force(world.system, row)
        with pytest.raises(InvalidInput, match="5 working days"):
            self.set_by(world)


class TestBaselines:
    def test_a_baseline_keeps_progress_and_removals_and_any_two_are_compared(self, world):
        old = take_baseline(world.officer, plan=world.plan, name="一季度", reason="小结")
        report(world, "P2", 100)
        move_item(world.officer, item=item("P3"), starts_on=dt.date(2026, 11, 2), reason="设备晚到")
        remove_work_item(world.officer, item=item("P1"), reason="并入")
        middle = take_baseline(world.officer, plan=world.plan, name="三季度", reason="小结")
        report(world, "P3", 10)
        rows = {r["code"]: r for r in compared(side_of(world.officer, old), side_of(world.officer, middle))["rows"]}
        assert rows["P1"]["is_removed"]
        assert rows["P3"]["start_by"] == rows["P4"]["end_by"] > 0
        assert rows["P2"]["new"].done_pp == 100
        later = compared(side_of(world.officer, middle), side_today(world.officer, world.plan))["rows"]
        assert [r["code"] for r in later] == ["P3"]

    def test_name_occasion_and_right_are_asked(self, world):
        take_baseline(world.officer, plan=world.plan, name="一", reason="小结")
        with pytest.raises(AlreadyDone):
            take_baseline(world.officer, plan=world.plan, name="一", reason="小结")
        with pytest.raises(InvalidInput):
            take_baseline(world.officer, plan=world.plan, name=" ", reason="小结")
        with pytest.raises(InvalidInput):
            take_baseline(world.officer, plan=world.plan, name="二", reason="")
        with pytest.raises(NotAllowed):
            take_baseline(world.operator, plan=world.plan, name="二", reason="x")


class TestDeskAndPages:
    def test_overdue_and_near_milestones_of_mine_wait_on_the_work_desk(self, world):
        mine = [row.matter for row in todo.milestones(world.operator)]
        assert mine == [str(item("P1")), str(item("P2"))]
        assert todo.milestones(world.liuxi) == []
        assert todo.milestones(world.auditor) == []

    def test_a_task_without_milestones_is_a_gap(self, world):
        found = [
            gap.message["en"] for gap in gaps.gaps_of(world.officer, world.plan) if gap.code == "TASK-NO-MILESTONE"
        ]
        assert len(found) == 3

    @pytest.mark.parametrize("who", ["officer", "operator", "leader", "enterprise"])
    def test_the_gantt_is_drawn_with_bars_diamonds_arrows_and_today(self, client, world, who):
        client.force_login(world.people[who].user)
        for name, pk in (("plan-plan-gantt", world.plan.pk), ("plan-task-gantt", world.task(STATION).pk)):
            for query in ("", "?zoom=month", "?zoom=quarter&baseline=999", "?zoom=%00"):
                text = client.get(reverse(f"desk:{name}", kwargs={"pk": pk}) + query).content.decode()
                assert text.count("gantt-bar ") + text.count('gantt-bar"') >= 4
                assert "gantt-critical" in text
                assert "gantt-arrow-critical" in text
                assert "gantt-today" in text
                assert ("data-gantt-move" in text) == (who in ("officer", "operator"))

    def test_the_move_page_shows_what_moves_and_refusals(self, client, world):
        client.force_login(world.officer.user)
        address = reverse("desk:plan-workitem-move", kwargs={"pk": item("P3").pk})
        assert "P4" in client.get(f"{address}?starts_on=2026-11-02").content.decode()
        assert 'role="alert"' in client.get(f"{address}?starts_on=2029-11-02").content.decode()
        assert client.get(f"{address}?starts_on=2026-99-99").status_code == 200
        client.force_login(world.auditor.user)
        assert client.get(address).status_code == 403

    def test_the_form_moves_it_and_says_what_shifted(self, client, world):
        client.force_login(world.officer.user)
        do = reverse("desk:do", kwargs={"kind": "plan.workitem", "pk": item("P3").pk, "action": "plan.move_item"})
        answer = client.post(
            do, {"starts_on": "2026-11-02", "reason": "设备晚到", "version": item("P3").version}, follow=True
        )
        assert "P4 +" in answer.content.decode()
        assert item("P3").starts_on == dt.date(2026, 11, 2)
        refused = client.post(do, {"starts_on": "2029-11-02", "reason": "设备晚到", "version": item("P3").version})
        assert refused.status_code == 422
        assert "设备晚到" in refused.content.decode()

    def test_baselines_are_compared_on_a_page(self, client, world):
        client.force_login(world.officer.user)
        address = reverse("desk:plan-plan-baselines", kwargs={"pk": world.plan.pk})
        assert client.get(address).status_code == 200
        made = take_baseline(world.officer, plan=world.plan, name="一季度", reason="小结")
        remove_work_item(world.officer, item=item("P4"), reason="并入")
        text = client.get(f"{address}?old={made.pk}&new=today").content.decode()
        assert "work-removed" in text
        assert client.get(f"{address}?old=x&new=%00").status_code == 200

    def test_the_task_page_shows_the_board_and_the_formula(self, client, world):
        client.force_login(world.officer.user)
        text = client.get(
            reverse("desk:detail", kwargs={"kind": "plan.task", "pk": world.task(STATION).pk})
        ).content.decode()
        assert "work-board" in text
        assert "÷" in text
        assert "P2" in text

    def test_states_agree_in_the_database_and_in_memory(self, world):
        report(world, "P1", 100)
        today = clock.today()
        soon = itemcells.last_soon_day(today)
        for row in itemcells.with_states(WorkItem.objects.all()):
            assert row.state == itemcells.state_of(row, today, soon)
